"""Trains the networks of a race in lockstep, in this process, and records what a side-by-side view shows.

Every network is an ordinary Keras model trained by Keras's own train step in the compiled loop. Networks that differ in
nothing but their beginning (seed, initializer) or their constant learning rate share one compiled graph: their weights
and the state of their optimizer are put into it in turn, which changes no number.
"""

import fcntl
import json
import time
from collections import deque

import numpy as np

from nnviz.data.load import load
from nnviz.data.schema import Dataset
from nnviz.errors import RunError
from nnviz.models.build import build
from nnviz.studies.entrants import Entrant, Shape, shape_key, shape_of, taken, variables
from nnviz.studies.race import Race, quantised, record_of, sweep
from nnviz.studies.race_described import described, ground_of, number, range_of

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


class _Lockstep:
    """A race under way."""

    def __init__(self, race: Race, record):
        self.race, self.record = race, record
        self.entrants = [
            Entrant(i, label, own, deque(moments(own.train.epochs, race.frames)))
            for i, (label, own) in enumerate(race.variants)
        ]
        self.shapes: dict[str, Shape] = {}
        self.began = time.perf_counter()

    def run(self) -> None:
        for entrant in self.entrants:
            self._begin(entrant)
            if not entrant.index:
                self._write({"ground": ground_of(entrant.shape)})
            self._write({"network": entrant.index, **described(entrant)})
            self._frame(entrant)
        started = 1
        while any(not own.ended for own in self.entrants):
            for entrant in self.entrants[:started]:
                if not entrant.ended:
                    self._advance(entrant)
            started = min(started + 1, len(self.entrants))
        self._write({"ended": True, "seconds": round(time.perf_counter() - self.began, 2)})

    def _begin(self, entrant: Entrant) -> None:
        key = shape_key(entrant.experiment)
        dataset = load(entrant.experiment.data)
        model = build(entrant.experiment.model, dataset.schema, seed=entrant.experiment.train.seed)
        if key not in self.shapes:
            _check_size(entrant, model, dataset)
            self.shapes[key] = shape_of(model, dataset, entrant.experiment)
            entrant.shape = self.shapes[key]
            entrant.shape.holder = entrant
            entrant.state = taken(entrant.shape)
            return
        shape = entrant.shape = self.shapes[key]
        entrant.state = taken(shape, beginning=[variable.numpy() for variable in model.variables])
        for i, variable in enumerate(shape.model.optimizer.variables, len(model.variables)):
            if variable.path.endswith("learning_rate"):
                entrant.state[i] = np.asarray(entrant.experiment.train.learning_rate, entrant.state[i].dtype)

    def _hold(self, entrant: Entrant) -> None:
        """Puts the entrant's numbers into the model that it shares with others."""
        shape = entrant.shape
        if shape.holder is entrant and entrant.state is None:
            return
        if shape.holder is not None and shape.holder is not entrant:
            shape.holder.state = taken(shape)
        for variable, value in zip(variables(shape), entrant.state, strict=True):
            variable.assign(value)
        shape.holder, entrant.state = entrant, None
        shape.loop.step, shape.loop.seed = entrant.step, entrant.experiment.train.seed

    def _advance(self, entrant: Entrant) -> None:
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

    def _note(self, entrant: Entrant, logs: list[dict], patience: int) -> None:
        for row in logs:
            entrant.rows.append({name: number(value) for name, value in row.items()})
            if not np.isfinite(row["loss"]):
                entrant.ended = "diverged"
                return
        if patience:
            self._stop_early(entrant, logs[-1], patience)

    @staticmethod
    def _stop_early(entrant: Entrant, row: dict, patience: int) -> None:
        """As keras.callbacks.EarlyStopping with the best weights restored."""
        model, epoch, loss = entrant.shape.model, entrant.shape.loop.epoch, row.get("val_loss", row["loss"])
        if entrant.best is None or loss < entrant.best[0]:
            entrant.best = (loss, epoch, model.get_weights())
        elif epoch - entrant.best[1] >= patience:
            model.set_weights(entrant.best[2])
            entrant.ended = "stopped early"

    def _frame(self, entrant: Entrant) -> None:
        self._hold(entrant)
        shape = entrant.shape
        measured = shape.gauge.measure()
        if entrant.ended != "diverged" and entrant.moments and entrant.moments[0] <= shape.loop.epoch:
            entrant.moments.popleft()
        if not entrant.moments and not entrant.ended:
            entrant.ended = "finished"
        if isinstance(measured["output"], np.ndarray):
            measured["output"] = quantised(measured["output"], *range_of(shape))
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


def _check_size(entrant: Entrant, model, dataset: Dataset) -> None:
    parameters, examples = model.count_params(), len(dataset.train)
    if parameters > _MOST_PARAMETERS or examples > _MOST_EXAMPLES:
        raise RunError(
            f"This network has {parameters:,} parameters and {examples:,} training examples.",
            expected=f"at most {_MOST_PARAMETERS:,} parameters and {_MOST_EXAMPLES:,} examples, to be trained in "
            "several variants while you wait",
            fix="Take a smaller one, or start a study in the Lab.",
            where="race",
        )
