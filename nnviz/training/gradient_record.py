"""Keeps the sizes of a batch's gradients while a network trains: in its first seconds a few, and once it has trained
long enough to afford a compiled probe, at every moment that is recorded."""

import logging
import time

import keras
import numpy as np
import tensorflow as tf

from nnviz.runs.recorded_gradients import NAME, RecordedGradients
from nnviz.runs.run import Run
from nnviz.training.given import given
from nnviz.training.gradient_probe import READINGS, GradientProbe, batch_rows, moved
from nnviz.training.reading_budget import COMPILED, NONE, ReadingBudget
from nnviz.training.vitals_record import VitalsRecord

_MOST_PARAMETERS = 5_000_000
_read_before = False
"""Whether this process has read any gradients."""


class GradientRecord:
    """What `probe` reads of a run at every moment that is recorded, in two small files.

    Args:
        early: the same, not compiled, for the first seconds and for the last moment of a short training.
    """

    def __init__(self, run: Run, probe: GradientProbe, early: GradientProbe):
        self.run, self.probe, self.early, self._since = run, probe, early, time.perf_counter()
        self._rows: list[tuple[int, float, float, np.ndarray]] = []
        self._vitals = VitalsRecord(run, probe.optimizer)
        self._named: tuple = ()
        self._budget = ReadingBudget(len(probe.model.layers))

    @property
    def moments(self) -> int:
        """How many have been read so far and kept."""
        return len(self._rows)

    def take(self, step: int, epoch: float, last: bool = False) -> None:
        """Reads and writes, where the time that has passed can pay for it; the first and the last moment where they are
        quick to read."""
        if self.probe is None or (self._rows and self._rows[-1][0] == step):
            return
        passed, first_of_all = time.perf_counter() - self._since, not _read_before
        kind = self._budget.affords(passed, not self._rows, last, first_of_all)
        if kind != NONE:
            self._taken(self.probe if kind == COMPILED else self.early, step, epoch)
            now = time.perf_counter() - self._since
            self._budget.note(kind, now - passed, now, first_of_all)

    def _taken(self, probe: GradientProbe, step: int, epoch: float) -> None:
        before = self._named[0] if self._named else probe.layers
        reading = self._read(probe)
        if reading is None:
            return
        self._rows = [(*row[:3], moved(row[3], before, probe.layers)) for row in self._rows]
        self._rows.append((step, epoch, float(reading["loss"]), np.stack([reading[name] for name in READINGS], 1)))
        columns = map(np.asarray, zip(*self._rows, strict=True))
        kept = RecordedGradients(probe.layers, probe.examples, *columns).thinned()
        if len(kept.steps) < len(self._rows):
            steps = set(kept.steps.tolist())
            self._rows = [row for row in self._rows if row[0] in steps]
        self.run.write(NAME, kept.content())
        self._vitals.take(step, epoch, probe, reading)

    def renew(self) -> None:
        """Reads what learns from now on; layers keep their places."""
        self._budget.begin_anew()
        for probe in filter(None, (self.probe, self.early)):
            probe.renew()

    def _read(self, probe: GradientProbe) -> dict[str, np.ndarray] | None:
        global _read_before
        if self._named:
            probe.layers, probe.watched = self._named
        try:
            reading = probe.read()
            self._named = (probe.layers, probe.watched)
        except Exception as error:  # training goes on without: the page computes what it can from kept weights
            logging.getLogger(__name__).info("no gradients are recorded: %s", error)
            self.probe = None
            return None
        _read_before = True
        return reading


def gradient_record(run: Run, model, dataset, meaning) -> GradientRecord | None:
    """The record of the first training examples; None for a network that is too large to be read beside training, or
    that has several losses."""
    if model.count_params() > _MOST_PARAMETERS or not model.trainable_variables:
        return None
    if isinstance(model.loss, list | tuple | dict) or model.loss is None:
        return None
    loss = keras.losses.get(model.loss)
    rows = batch_rows(dataset.schema.input_shape)
    x, y = given(model, dataset.train, rows), meaning.encode(dataset.train.y[rows])
    x = [tf.constant(own) for own in x] if isinstance(x, list) else tf.constant(x)
    weights = None if dataset.weights is None else tf.constant(dataset.weights[rows], tf.float32)
    asked = model, x, tf.constant(y), loss, model.optimizer, weights
    return GradientRecord(run, GradientProbe(*asked), GradientProbe(*asked, compiled=False))
