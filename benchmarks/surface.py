"""A loss surface against `model.evaluate` in a loop, and what recording gradients takes of a training's time.

Both sides of the first see the same network, examples and loss; a plane has 41 × 41 networks, of which `evaluate` is
asked about a few, since all of them would take minutes.
"""

import tempfile
import time

import keras
import numpy as np

from benchmarks.report import figure, in_turn, ratios, repeats, told
from benchmarks.training import digits, toy
from nnviz.data.load import load
from nnviz.inspection.surface.directions import directions
from nnviz.inspection.surface.slices import loss_surface
from nnviz.models.build import build
from nnviz.runs.run import Run
from nnviz.specs import Experiment
from nnviz.training.gradient_record import gradient_record
from nnviz.training.probe import Probe
from nnviz.training.recorder import Recorder
from nnviz.training.train import Session, array_loop

_CELLS, _EVALUATED = 41, 20


def surface(name: str, experiment: Experiment) -> None:
    """Seconds of a whole plane, everything included, on 512 examples."""
    dataset = load(experiment.data)
    model = build(experiment.model, dataset.schema, seed=0)
    x, y = dataset.train.x[:512], dataset.train.y[:512].astype("float32")
    loss = "binary_crossentropy" if dataset.schema.outputs == 1 else "sparse_categorical_crossentropy"
    y = y[:, None] if dataset.schema.outputs == 1 else y
    model.compile(loss=loss)
    weights = model.get_weights()
    ways = directions([np.asarray(own.value) for own in model.trainable_variables], 0)

    def ours() -> float:
        begun = time.perf_counter()
        loss_surface(model, x, y, loss, cells=_CELLS)
        return time.perf_counter() - begun

    def evaluate() -> float:
        begun = time.perf_counter()
        for place in np.linspace(-1, 1, _EVALUATED):
            model.set_weights([own + place * way for own, way in zip(weights, ways[0], strict=True)])
            model.evaluate(x, y, batch_size=512, verbose=0)
        model.set_weights(weights)
        return (time.perf_counter() - begun) * _CELLS**2 / _EVALUATED

    in_turn({"ours": ours, "evaluate": evaluate}, 1)
    times = in_turn({"ours": ours, "evaluate": evaluate}, repeats(3))
    figure(f"{name}, 41 × 41 loss surface", told(times["ours"], " s"))
    figure("model.evaluate in a loop ÷ ours", told(ratios(times["evaluate"], times["ours"]), "×"), "at least 5×")


class Timed:
    """A record of gradients with the seconds spent in it."""

    def __init__(self, record):
        self.record, self.spent, self.moments = record, 0.0, 0

    def take(self, step: int, epoch: float) -> None:
        begun = time.perf_counter()
        self.record.take(step, epoch)
        self.spent += time.perf_counter() - begun
        self.moments = len(self.record._rows)


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
    told_of = f"{name}, gradients' share of the training time ({min(moments)} moments or more)"
    figure(told_of, told(shares, " %"), "≤ 10 %")


def main() -> None:
    surface("toy MLP", toy(1))
    surface("digits CNN", digits(1))
    recording("toy MLP", toy(repeats(9000, 3000)))
    recording("digits CNN", digits(repeats(90, 40)))


if __name__ == "__main__":
    main()
