"""Keeps the sizes of a batch's gradients while a network trains, once it has trained long enough to afford that."""

import logging
import time

import keras
import numpy as np
import tensorflow as tf

from nnviz.runs.recorded_gradients import NAME, RecordedGradients
from nnviz.runs.run import Run
from nnviz.training.given import given
from nnviz.training.gradient_probe import READINGS, GradientProbe, batch_rows

_SHARE = 0.05
"""Compiling the probe may take that share of the time that has passed."""
_START, _A_LAYER = 0.15, 0.03
"""Seconds that compiling takes about, and for every layer."""
_MOST_PARAMETERS = 5_000_000


class GradientRecord:
    """What `probe` reads of a run at every moment that is recorded, in one small file."""

    def __init__(self, run: Run, probe: GradientProbe):
        self.run, self.probe, self._since = run, probe, time.perf_counter()
        self._rows: list[tuple[int, float, float, np.ndarray]] = []
        self._after = (_START + _A_LAYER * len(probe.model.layers)) / _SHARE

    def take(self, step: int, epoch: float) -> None:
        """Reads and writes; nothing in the first seconds, which are too few to pay for it."""
        if self.probe is None or (not self._rows and time.perf_counter() - self._since < self._after):
            return
        try:
            reading = self.probe.read()
        except Exception as error:  # training goes on without: the page computes what it can from kept weights
            logging.getLogger(__name__).info("no gradients are recorded: %s", error)
            self.probe = None
            return
        self._rows.append((step, epoch, float(reading["loss"]), np.stack([reading[name] for name in READINGS], 1)))
        columns = map(np.asarray, zip(*self._rows, strict=True))
        kept = RecordedGradients(self.probe.layers, self.probe.examples, *columns).thinned()
        if len(kept.steps) < len(self._rows):
            steps = set(kept.steps.tolist())
            self._rows = [row for row in self._rows if row[0] in steps]
        self.run.write(NAME, kept.content())


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
    return GradientRecord(run, GradientProbe(model, x, tf.constant(y), loss, model.optimizer, weights))
