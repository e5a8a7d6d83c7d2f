"""`Measured`: the scores that are taken at the end of each epoch, on all validation examples at once."""

from collections.abc import Iterable, Sequence

import keras
import numpy as np
import tensorflow as tf

from nnviz.data.schema import Dataset
from nnviz.errors import TrainingError
from nnviz.specs import TrainSpec
from nnviz.training.catalog import METRICS, resolve
from nnviz.training.given import given
from nnviz.training.head import meaning_of_model, unit_count
from nnviz.training.meaning import OutputMeaning, measures

_BATCH = 1024
_PROBABILITIES = ("log_loss", "brier")


class Measured(keras.callbacks.Callback):
    """Takes scores at the end of each epoch and adds them to its logs, as scikit-learn computes them.

    On the validation examples, under names that begin with "val_"; on the training examples where nothing is held out.

    Args:
        dataset: whose examples are predicted.
        train: names the scores in its `metrics`, and the loss that the outputs are read by.
        meaning: of the outputs, where it is known; else it is found when training begins.
    """

    def __init__(self, dataset: Dataset, train: TrainSpec, meaning: OutputMeaning | None = None):
        super().__init__()
        self.dataset, self.train, self.meaning, self._predict = dataset, train, meaning, None
        self._part = dataset.validation if len(dataset.validation) else dataset.train
        self._prefix = "val_" if len(dataset.validation) else ""
        if meaning is not None:
            self._check()

    def added(self, known: Iterable[str]) -> list[str]:
        """What the scores are called in a history."""
        own = [f"{self._prefix}{name}" for name in measures(self.train, self.meaning)]
        return [name for name in own if name not in set(known)]

    def on_train_begin(self, logs=None):
        if self.meaning is None:
            train = resolve(self.train, self.dataset.schema, unit_count(self.model))
            self.train, scaler = train, self.dataset.target_scaler
            self.meaning = meaning_of_model(self.model, train, self.dataset.schema, scaler)
            self._check()

    def on_epoch_end(self, epoch, logs=None):
        if logs is not None:
            logs |= self.take(self.model)

    def take(self, model: keras.Model) -> dict[str, float]:
        """The scores of the model as it is now, by their names in a history."""
        from nnviz.training.scores import scores

        shown = self.meaning.readable(self._outputs(model))
        truth = self._part.y
        if not self.meaning.classes:
            truth = self.dataset.unscaled_targets(np.asarray(truth, float))
        values = scores(measures(self.train, self.meaning), self.meaning, shown, truth)
        return {f"{self._prefix}{name}": value for name, value in values.items()}

    def _outputs(self, model: keras.Model) -> np.ndarray:
        if self._predict is None:
            self._predict = tf.function(lambda x: model(x, training=False), autograph=False, reduce_retracing=True)
        rows = len(self._part)
        parts: Sequence = [given(model, self._part, slice(at, at + _BATCH)) for at in range(0, rows, _BATCH)]
        return np.concatenate([np.asarray(self._predict(part)) for part in parts])

    def _check(self) -> None:
        wanted = [name for name in measures(self.train, self.meaning) if name in _PROBABILITIES]
        if wanted and self.meaning.shown != "probability":
            raise TrainingError(
                f"{METRICS[wanted[0]].title} scores probabilities, and with this loss the network returns "
                f"{self.meaning.shown}s.",
                expected="a cross-entropy loss, with a softmax or sigmoid at the end",
                fix=f"Leave {METRICS[wanted[0]].title} out, or choose such a loss.",
                where="metrics",
            )
