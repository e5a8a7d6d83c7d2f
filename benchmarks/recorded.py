"""What recording gradients and distributions takes of a training's time, and how many moments a short training has."""

import tempfile
import time

import keras

from benchmarks.report import figure, repeats, told
from benchmarks.training import digits, toy
from nnviz.data.load import load
from nnviz.models.build import build
from nnviz.runs.run import Run
from nnviz.specs import Experiment
from nnviz.training.gradient_record import gradient_record
from nnviz.training.probe import Probe
from nnviz.training.recorder import Recorder
from nnviz.training.session import Session
from nnviz.training.train import array_loop


class Timed:
    """A record of gradients with the seconds spent in it."""

    def __init__(self, record):
        self.record, self.spent, self.moments = record, 0.0, 0

    def take(self, step: int, epoch: float, last: bool = False) -> None:
        begun = time.perf_counter()
        self.record.take(step, epoch, last)
        self.spent += time.perf_counter() - begun
        self.moments = self.record.moments


def recording(name: str, experiment: Experiment) -> None:
    """The share of a training's time that reading gradients takes, compiling included."""
    dataset, shares, moments = load(experiment.data), [], []
    for _ in range(repeats(3)):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
            keras.utils.set_random_seed(0)
            run = Run.create(experiment, home)
            model = build(experiment.model, dataset.schema, seed=0)
            loop, spec, meaning = array_loop(model, dataset, experiment.train)
            timed = Timed(gradient_record(run, model, dataset, meaning))
            begun = time.perf_counter()
            Session(model, loop, spec, Recorder(run, Probe(model, dataset, meaning), model, timed)).run()
            shares.append(100 * timed.spent / (time.perf_counter() - begun))
            moments.append(timed.moments)
    told_of = f"{name}, the share of the training time of gradients and distributions, {min(moments)} moments or more"
    figure(told_of, told(shares, " %"), "≤ 10 %")


def main() -> None:
    """Short trainings, as people start them, and long ones."""
    recording("toy MLP, 300 epochs", toy(300))
    recording("digits CNN, 15 epochs", digits(15))
    recording("toy MLP, long", toy(repeats(9000, 3000)))
    recording("digits CNN, long", digits(repeats(90, 40)))
