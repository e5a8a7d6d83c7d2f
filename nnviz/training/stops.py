"""The Keras callbacks that end a training, keep its best weights or lower its rate, as a `TrainSpec` says."""

import time
from collections.abc import Iterable
from pathlib import Path

import keras

from nnviz import words
from nnviz.specs import TrainSpec
from nnviz.training import stopping
from nnviz.training.scores_catalog import METRICS

BEST = "best.weights.h5"
"""Where the weights of the best epoch so far are kept."""


class StopAt(keras.callbacks.Callback):
    """Ends training after the first epoch in which a score is good enough.

    Args:
        monitor: the name of the score in the history.
        target: how good it is to be.
        mode: "max" for a score that is better when larger, else "min".
    """

    def __init__(self, monitor: str, target: float, mode: str = "min"):
        super().__init__()
        self.monitor, self.target, self.mode, self.reached = monitor, target, mode, False

    def on_epoch_end(self, epoch, logs=None):
        value = (logs or {}).get(self.monitor)
        if value is not None and (value >= self.target if self.mode == "max" else value <= self.target):
            self.reached = self.model.stop_training = True


class StopAfter(keras.callbacks.Callback):
    """Ends training after the epoch in which so many minutes are over."""

    def __init__(self, minutes: float):
        super().__init__()
        self.minutes, self.reached, self._begun = minutes, False, 0.0

    def on_train_begin(self, logs=None):
        self._begun = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        if time.perf_counter() - self._begun >= 60 * self.minutes:
            self.reached = self.model.stop_training = True


class KeepBest(keras.callbacks.ModelCheckpoint):
    """Keras's checkpoint of the best epoch, whose weights are put back when training ends.

    Attributes:
        epoch: the best one so far, counted from 0; None before there is one.
    """

    def __init__(self, path: str | Path, monitor: str, mode: str = "min"):
        super().__init__(str(path), monitor, save_best_only=True, save_weights_only=True, mode=mode)
        self.epoch = None

    def _save_model(self, epoch, batch, logs):
        before = self.best
        super()._save_model(epoch, batch, logs)
        self.epoch = epoch if self.best != before else self.epoch

    def on_train_end(self, logs=None):
        super().on_train_end(logs)
        if self.epoch is not None:
            self.model.load_weights(self.filepath)


def callbacks_of(train: TrainSpec, names: Iterable[str], folder: str | Path = ".") -> list[keras.callbacks.Callback]:
    """What watches over the training of a resolved `train`, in order: rate, checkpoint, then what ends it.

    Args:
        names: of the scores in the history.
        folder: where the checkpoint is written.

    Raises:
        SpecError: for a watched score that is not among them.
    """
    own = stopping.settled(train)
    callbacks = []
    if train.schedule == "plateau":
        callbacks.append(
            keras.callbacks.ReduceLROnPlateau(stopping.watched("loss", names), mode="min", **train.schedule_settings)
        )
    if not (train.early_stopping or own["keep_best"] or own["target"] is not None or own["minutes"] is not None):
        return callbacks
    monitor, mode = stopping.watched(own["monitor"], names), stopping.mode(own["monitor"])
    if train.early_stopping:
        callbacks.append(
            keras.callbacks.EarlyStopping(
                monitor,
                min_delta=own["min_delta"],
                patience=train.early_stopping,
                mode=mode,
                restore_best_weights=own["restore_best"],
                start_from_epoch=own["start_from_epoch"],
            )
        )
    if own["target"] is not None:
        callbacks.append(StopAt(monitor, own["target"], mode))
    if own["minutes"] is not None:
        callbacks.append(StopAfter(own["minutes"]))
    if own["keep_best"]:
        callbacks.append(KeepBest(Path(folder) / BEST, monitor, mode))
    return callbacks


def best_epoch(callbacks: Iterable[keras.callbacks.Callback]) -> int | None:
    """The epoch, counted from 1, whose weights were put back at the end of training; None where none were."""
    epoch = None
    for one in callbacks:
        if isinstance(one, keras.callbacks.EarlyStopping) and one.best_weights is not None:
            epoch = one.best_epoch + 1
        if isinstance(one, KeepBest) and one.epoch is not None:
            epoch = one.epoch + 1
    return epoch


def why(callbacks: Iterable[keras.callbacks.Callback]) -> str:
    """Why training ended early, as the end of a sentence."""
    for one in callbacks:
        if isinstance(one, StopAt) and one.reached:
            return f"the {score_title(one.monitor)} reached {words.setting(one.target)}."
        if isinstance(one, StopAfter) and one.reached:
            return f"{words.setting(one.minutes)} minute{'s' * (one.minutes != 1)} were over."
        if isinstance(one, keras.callbacks.EarlyStopping) and one.stopped_epoch:
            kept = f"; the weights of epoch {one.best_epoch + 1:,}, the best, are kept"
            progress = f"no better {score_title(one.monitor)} for {one.patience} epoch{'s' * (one.patience != 1)}"
            return f"{progress}{kept if one.restore_best_weights else ''}."
    return "a callback asked for it."


def score_title(name: str) -> str:
    """ "val_loss" → "validation loss"."""
    plain = name.removeprefix("val_")
    title = METRICS[plain].title if plain in METRICS else plain.replace("_", " ")
    plain = title if title.isupper() else title.lower()
    return f"validation {plain}" if name.startswith("val_") else plain
