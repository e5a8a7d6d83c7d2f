"""Trains the networks of a race in lockstep, in this process, and records what a side-by-side view shows.

Every network is an ordinary Keras model trained by Keras's own train step in the compiled loop. Networks that differ in
nothing but their beginning (seed, initializer) or their constant learning rate share one compiled graph: their weights
and the state of their optimizer are put into it in turn, which changes no number.
"""

import fcntl
import json
import time
from collections import deque
from dataclasses import dataclass, field

import numpy as np

from nnviz.data.load import load
from nnviz.data.schema import Dataset
from nnviz.errors import RunError
from nnviz.models.build import build
from nnviz.specs import Experiment, LayerSpec
from nnviz.studies.measured import Gauge, ground
from nnviz.studies.race import Race, answer_range, quantised, record_of, sweep
from nnviz.training.train import array_loop

_MOST_PARAMETERS, _MOST_EXAMPLES = 400_000, 20_000
_POWER = 1.6
"""Moments are denser at the beginning, where most happens: moment k of n is at (k / n) ^ 1.6 of the epochs."""


def moments(epochs: int, frames: int) -> list[int]:
    """The epochs at which a network is recorded, from 0 to the last."""
    shares = (np.arange(frames + 1) / frames) ** _POWER
    return sorted({int(round(epochs * share)) for share in shares})


def train_race(race: Race) -> None:
    """Trains a race and records it; returns at once where it is recorded already, and waits while another process
    is at it.

    Raises:
        NnvizError: for networks that cannot be trained, or that are too large to be trained while somebody waits.
    """
    path = record_of(race.key)
    path.parent.mkdir(parents=True, exist_ok=True)
    sweep()
    with open(path.parent / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if path.is_file() and b'"ended"' in path.read_bytes()[-400:]:
            return
        try:
            with path.open("w") as record:
                _Lockstep(race, record).run()
        except Exception:
            path.unlink(missing_ok=True)
            raise


@dataclass
class _Shape:
    """What networks share that differ in their beginning alone."""

    model: object
    dataset: Dataset
    loop: object
    gauge: Gauge
    meaning: object
    holder: "_Entrant | None" = None


@dataclass
class _Entrant:
    """One network under way.

    Attributes:
        state: its variables and its optimizer's, while another one of its shape is in the model.
        rows: the history since the last frame.     best: (validation loss, epoch, weights) for early stopping.
        ended: "" while it trains; then "finished", "stopped early" or "diverged".
    """

    index: int
    label: str
    experiment: Experiment
    moments: deque
    shape: _Shape | None = None
    state: list | None = None
    step: int = 0
    seconds: float = 0.0
    rows: list = field(default_factory=list)
    best: tuple | None = None
    ended: str = ""


class _Lockstep:
    """A race under way."""

    def __init__(self, race: Race, record):
        self.race, self.record = race, record
        self.entrants = [
            _Entrant(i, label, own, deque(moments(own.train.epochs, race.frames)))
            for i, (label, own) in enumerate(race.variants)
        ]
        self.shapes: dict[str, _Shape] = {}
        self.began = time.perf_counter()

    def run(self) -> None:
        for entrant in self.entrants:
            self._begin(entrant)
            if not entrant.index:
                self._write({"ground": _ground_of(entrant.shape)})
            self._write({"network": entrant.index, **_described(entrant)})
            self._frame(entrant)
        started = 1
        while any(not own.ended for own in self.entrants):
            for entrant in self.entrants[:started]:
                if not entrant.ended:
                    self._advance(entrant)
            started = min(started + 1, len(self.entrants))
        self._write({"ended": True, "seconds": round(time.perf_counter() - self.began, 2)})

    def _begin(self, entrant: _Entrant) -> None:
        key = _shape_key(entrant.experiment)
        dataset = load(entrant.experiment.data)
        model = build(entrant.experiment.model, dataset.schema, seed=entrant.experiment.train.seed)
        if key not in self.shapes:
            _check_size(entrant, model, dataset)
            self.shapes[key] = _shape(model, dataset, entrant.experiment)
            entrant.shape = self.shapes[key]
            entrant.shape.holder = entrant
            entrant.state = _taken(entrant.shape)
            return
        shape = entrant.shape = self.shapes[key]
        entrant.state = _taken(shape, beginning=[variable.numpy() for variable in model.variables])
        for i, variable in enumerate(shape.model.optimizer.variables, len(model.variables)):
            if variable.path.endswith("learning_rate"):
                entrant.state[i] = np.asarray(entrant.experiment.train.learning_rate, entrant.state[i].dtype)

    def _hold(self, entrant: _Entrant) -> None:
        """Puts the entrant's numbers into the model that it shares with others."""
        shape = entrant.shape
        if shape.holder is entrant and entrant.state is None:
            return
        if shape.holder is not None and shape.holder is not entrant:
            shape.holder.state = _taken(shape)
        for variable, value in zip(_variables(shape), entrant.state, strict=True):
            variable.assign(value)
        shape.holder, entrant.state = entrant, None
        shape.loop.step, shape.loop.seed = entrant.step, entrant.experiment.train.seed

    def _advance(self, entrant: _Entrant) -> None:
        """On to its next moment, and a frame of it."""
        self._hold(entrant)
        loop, patience = entrant.shape.loop, entrant.experiment.train.early_stopping
        target = entrant.moments[0] * loop.steps_per_epoch
        while loop.step < target and not entrant.ended:
            begun = time.perf_counter()
            logs = loop.advance(loop.steps_per_epoch if patience else target - loop.step)
            entrant.seconds += time.perf_counter() - begun
            self._note(entrant, logs, patience)
        entrant.step = loop.step
        self._frame(entrant)

    def _note(self, entrant: _Entrant, logs: list[dict], patience: int) -> None:
        for row in logs:
            entrant.rows.append({name: _number(value) for name, value in row.items()})
            if not np.isfinite(row["loss"]):
                entrant.ended = "diverged"
                return
        if patience:
            self._stop_early(entrant, logs[-1], patience)

    @staticmethod
    def _stop_early(entrant: _Entrant, row: dict, patience: int) -> None:
        """As keras.callbacks.EarlyStopping with the best weights restored."""
        model, epoch, loss = entrant.shape.model, entrant.shape.loop.epoch, row.get("val_loss", row["loss"])
        if entrant.best is None or loss < entrant.best[0]:
            entrant.best = (loss, epoch, model.get_weights())
        elif epoch - entrant.best[1] >= patience:
            model.set_weights(entrant.best[2])
            entrant.ended = "stopped early"

    def _frame(self, entrant: _Entrant) -> None:
        self._hold(entrant)
        shape = entrant.shape
        measured = shape.gauge.measure()
        if entrant.ended != "diverged" and entrant.moments and entrant.moments[0] <= shape.loop.epoch:
            entrant.moments.popleft()
        if not entrant.moments and not entrant.ended:
            entrant.ended = "finished"
        if isinstance(measured["output"], np.ndarray):
            measured["output"] = quantised(measured["output"], *_range(shape))
        self._write(
            {
                "network": entrant.index,
                "epoch": shape.loop.epoch,
                "step": shape.loop.step,
                "took": round(entrant.seconds, 4),
                "rows": entrant.rows,
                "state": entrant.ended or "training",
                "best": entrant.best[1] if entrant.best else None,
                **measured,
            }
        )
        entrant.rows = []

    def _write(self, line: dict) -> None:
        self.record.write(json.dumps(line, separators=(",", ":")) + "\n")
        self.record.flush()


def _shape(model, dataset: Dataset, experiment: Experiment) -> _Shape:
    loop, _, meaning = array_loop(model, dataset, experiment.train, experiment.data.augmentations)
    return _Shape(model, dataset, loop, Gauge(model, ground(dataset, meaning), meaning), meaning)


def _variables(shape: _Shape) -> list:
    return [*shape.model.variables, *shape.model.optimizer.variables]


def _taken(shape: _Shape, beginning: list | None = None) -> list:
    """The numbers that are in a shared model now; its own ones replaced by `beginning` where that is given."""
    values = [variable.numpy() for variable in _variables(shape)]
    return values if beginning is None else [*beginning, *values[len(beginning) :]]


def _shape_key(experiment: Experiment) -> str:
    """Equal for experiments that one compiled graph can train: those that differ in seed, initializers, early stopping
    and constant learning rate at most."""
    train = experiment.train.replace(seed=0, early_stopping=0)
    if train.schedule == "constant":
        train = train.replace(learning_rate=0.01)
    layers = tuple(_without_beginning(layer) for layer in experiment.model.layers)
    plain = experiment.replace(title="", train=train, model=experiment.model.replace(layers=layers))
    return plain.key


def _without_beginning(layer: LayerSpec) -> LayerSpec:
    settings = {name: value for name, value in layer.settings.items() if "initializer" not in name}
    return layer.replace(settings=settings)


def _check_size(entrant: _Entrant, model, dataset: Dataset) -> None:
    parameters, examples = model.count_params(), len(dataset.train)
    if parameters > _MOST_PARAMETERS or examples > _MOST_EXAMPLES:
        raise RunError(
            f"This network has {parameters:,} parameters and {examples:,} training examples.",
            expected=f"at most {_MOST_PARAMETERS:,} parameters and {_MOST_EXAMPLES:,} examples, to be trained in "
            "several variants while you wait",
            fix="Take a smaller one, or start a study in the Lab.",
            where="race",
        )


def _range(shape: _Shape) -> tuple[float, float]:
    """From where to where a picture of the answer reaches."""
    targets = shape.dataset.unscaled_targets(shape.dataset.train.y) if shape.dataset.schema.task == "regression" else ()
    return answer_range(shape.meaning.to_json(), targets)


def _ground_of(shape: _Shape) -> dict:
    """What all pictures have in common: the data on the plane or along the line, and what answers mean."""
    schema, dataset, own = shape.dataset.schema, shape.dataset, shape.gauge.ground
    common = {
        "task": schema.task,
        "class_names": list(schema.class_names),
        "target_name": schema.target_name,
        "meaning": shape.meaning.to_json(),
        "examples": len(dataset.train),
        "validation": len(dataset.validation),
        "plane": own.plane.graph if own.plane else None,
        "range": _range(shape),
        "line": None,
    }
    if own.along is not None:
        parts = [dataset.train, dataset.validation]
        common["line"] = {
            "x": [float(f"{value:.5g}") for value in own.along],
            "name": schema.feature_names[0],
            "points": [
                {
                    "x": [_number(v) for v in dataset.unscaled(part.x)[:, 0]],
                    "y": [_number(v) for v in np.ravel(dataset.unscaled_targets(part.y))],
                }
                for part in parts
            ],
        }
    return common


def _described(entrant: _Entrant) -> dict:
    train = entrant.experiment.train
    return {
        "label": entrant.label,
        "layers": entrant.shape.gauge.layers,
        "parameters": entrant.shape.model.count_params(),
        "epochs": train.epochs,
        "steps_per_epoch": entrant.shape.loop.steps_per_epoch,
        "data": _ground_of(entrant.shape) if entrant.index else None,
    }


def _number(value) -> float | None:
    value = float(value)
    return float(f"{value:.5g}") if np.isfinite(value) else None
