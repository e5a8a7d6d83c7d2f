"""Epochs a second with recording on, against `model.fit`; and what recording costs.

Both sides train the same fresh network on the same arrays with the same optimizer and batch size, and validate after
every epoch. `fit` runs without its progress bar, which would slow it. Times are wall clock: the history's own `seconds`
leave out what recording takes. "steady" leaves out what happens once: for `fit` its first epoch, for us the first tenth
of the epochs, in which XLA compiles where it is used.
"""

import statistics
import tempfile
import time
from dataclasses import dataclass

import keras

from benchmarks.report import figure, in_turn, ratios, repeats, told
from nnviz import gallery
from nnviz.data.load import load
from nnviz.data.schema import Dataset
from nnviz.models.build import build
from nnviz.runs.run import Run
from nnviz.specs import DataSpec, Experiment, TrainSpec
from nnviz.training.catalog import resolve
from nnviz.training.compiling import make_loss, make_metrics, make_optimizer
from nnviz.training.gradient_record import gradient_record
from nnviz.training.head import meaning_of_model
from nnviz.training.probe import Probe
from nnviz.training.recorder import Recorder
from nnviz.training.session import Session
from nnviz.training.train import array_loop, train


def toy(epochs: int) -> Experiment:
    """500 points of two spirals, 400 to train on; two hidden layers of 8; batch 10."""
    data = DataSpec(source="spirals", settings={"points": 500}, validation_fraction=0.2)
    model = gallery.ready("spirals").model
    return Experiment(data=data, model=model, train=TrainSpec(batch_size=10, epochs=epochs, learning_rate=0.01))


def digits(epochs: int) -> Experiment:
    """The 8 × 8 digits and the network suggested for them; batch 32."""
    ready = gallery.ready("digits")
    return ready.replace(train=ready.train.replace(batch_size=32, epochs=epochs))


class TimedRun(Run):
    """A run that notes when each epoch reached its history, by the wall clock."""

    @property
    def marks(self) -> list[tuple[float, int]]:
        """(seconds of the wall clock, epochs completed)."""
        return self.__dict__.setdefault("_marks", [])

    def append_history(self, rows: list[dict]) -> None:
        super().append_history(rows)
        self.marks.append((time.perf_counter(), rows[-1]["epoch"]))


@dataclass(frozen=True)
class Speed:
    """Epochs a second: of the whole call with all that it sets up, after what happens once, and of the loop without
    recording."""

    whole: float
    steady: float
    loop: float = 0.0


def ours(experiment: Experiment, dataset: Dataset) -> Speed:
    """`nnviz.training.train.train` into a fresh home."""
    with tempfile.TemporaryDirectory() as home:
        run = TimedRun(Run.create(experiment, home).folder)
        begun = time.perf_counter()
        train(experiment, dataset=dataset, run=run)
        whole = experiment.train.epochs / (time.perf_counter() - begun)
        history = run.history()
        late = history["epoch"] > experiment.train.epochs / 10
        seconds, epochs = history["seconds"][late], history["epoch"][late]
        loop = (epochs[-1] - epochs[0]) / max(seconds[-1] - seconds[0], 1e-9)
        return Speed(whole, _slope([mark for mark in run.marks if mark[1] > experiment.train.epochs / 10]), float(loop))


def fit(experiment: Experiment, dataset: Dataset, epochs: int) -> Speed:
    """`model.fit` with Keras's defaults and the same validation examples."""
    model, steps = (
        build(experiment.model, dataset.schema, seed=0),
        -(-len(dataset.train) // experiment.train.batch_size),
    )
    spec = resolve(experiment.train, dataset.schema)
    meaning = meaning_of_model(model, spec, dataset.schema, dataset.target_scaler)
    optimizer, loss, metrics = make_optimizer(spec, steps), make_loss(spec, meaning), make_metrics(spec, meaning)
    model.compile(optimizer=optimizer, loss=loss, metrics=metrics)
    x, y = dataset.train.x, meaning.encode(dataset.train.y)
    held_out = dataset.validation.x, meaning.encode(dataset.validation.y)
    marks = []
    note = keras.callbacks.LambdaCallback(
        on_epoch_end=lambda epoch, logs: marks.append((time.perf_counter(), epoch + 1))
    )
    begun = time.perf_counter()
    model.fit(x, y, batch_size=spec.batch_size, epochs=epochs, validation_data=held_out, callbacks=[note], verbose=0)
    return Speed(epochs / (time.perf_counter() - begun), _slope(marks))


def _slope(marks: list[tuple[float, int]]) -> float:
    return (marks[-1][1] - marks[0][1]) / (marks[-1][0] - marks[0][0])


class Stopwatch(Recorder):
    """The recorder, with the seconds spent in it."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.spent, self.frames = 0.0, []

    def epochs(self, rows):
        begun = time.perf_counter()
        super().epochs(rows)
        self.spent += time.perf_counter() - begun

    def frame(self, *arguments, **named):
        begun = time.perf_counter()
        super().frame(*arguments, **named)
        self.frames.append(time.perf_counter() - begun)
        self.spent += self.frames[-1]


class Nothing(Recorder):
    """A recorder that records nothing."""

    def due(self):
        return False

    def epochs(self, rows):
        pass

    def frame(self, *arguments, **named):
        pass


def recorded(experiment: Experiment, dataset: Dataset, kind: type[Recorder]) -> tuple[float, float, list[float]]:
    """(seconds of the whole training, share of it spent inside the recorder, seconds of each frame)."""
    with tempfile.TemporaryDirectory() as home:
        run = Run.create(experiment, home)
        model = build(experiment.model, dataset.schema, seed=0)
        loop, spec, meaning = array_loop(model, dataset, experiment.train)
        gradients = gradient_record(run, model, dataset, meaning)
        recorder = kind(run, Probe(model, dataset, meaning), model, gradients)
        session = Session(model, loop, spec, recorder)
        begun = time.perf_counter()
        session.run()
        seconds = time.perf_counter() - begun
        return seconds, getattr(recorder, "spent", 0.0) / seconds, getattr(recorder, "frames", [])


def compare(name: str, experiment: Experiment, fit_epochs: int, goal: str) -> None:
    dataset = load(experiment.data)
    times = in_turn(
        {"ours": lambda: ours(experiment, dataset), "fit": lambda: fit(experiment, dataset, fit_epochs)}, repeats(3)
    )
    steady = {side: [speed.steady for speed in speeds] for side, speeds in times.items()}
    figure(
        f"{name}, epochs/s, recording on, steady, ours ÷ model.fit",
        told(ratios(steady["ours"], steady["fit"]), "×"),
        goal,
    )
    whole = [speed.whole for speed in times["ours"]]
    figure(
        f"{name}, the same with all of our start-up in its {experiment.train.epochs:,} epochs, ÷ model.fit steady",
        told(ratios(whole, steady["fit"]), "×"),
        goal,
    )
    figure(
        f"{name}, epochs/s",
        f"ours {told(steady['ours'], '')}, its loop alone {told([s.loop for s in times['ours']], '')}, "
        f"with start-up {told(whole, '')}, model.fit {told(steady['fit'], '')}",
    )


def recording(name: str, experiment: Experiment) -> None:
    dataset = load(experiment.data)
    recorded(experiment, dataset, Nothing)  # what TensorFlow sets up once in a process falls to neither side
    times = in_turn(
        {"on": lambda: recorded(experiment, dataset, Stopwatch), "off": lambda: recorded(experiment, dataset, Nothing)},
        repeats(5),
    )
    shares = [100 * share for _, share, _ in times["on"]]
    figure(f"{name}, recording's share of the training time, by stopwatch", told(shares, " %"), "≤ 10 %")
    frames = [statistics.median(frames) * 1000 for _, _, frames in times["on"]]
    figure(f"{name}, one frame (more than 15 ms at a share of 6 % leaves fewer than 4 a second)", told(frames, " ms"))
    on, off = ([seconds for seconds, *_ in times[side]] for side in ("on", "off"))
    extra = [100 * (1 - without / with_) for with_, without in zip(on, off, strict=True)]
    figure(
        f"{name}, the same from runs without a recorder ({statistics.median(on):.3g} s with, "
        f"{statistics.median(off):.3g} s without)",
        told(extra, " %"),
        "≤ 10 %",
    )


def main() -> None:
    compare("toy MLP", toy(repeats(3000, 1000)), repeats(30, 6), "30×, aim 60×")
    compare("digits CNN", digits(repeats(60, 10)), repeats(15, 3), "2×, aim 3×")
    recording("toy MLP", toy(repeats(3000, 1000)))
    recording("digits CNN", digits(repeats(60, 10)))


if __name__ == "__main__":
    main()
