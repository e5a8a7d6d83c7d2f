"""The learning rate of every step of a schedule, known before training. Imports no framework.

The formulas are those of Keras's schedules, and of `OneCycle`; a test compares the numbers.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnviz import words
from nnviz.specs import TrainSpec
from nnviz.training.schedules import LIVE, decay_epochs


def rates(train: TrainSpec, steps_per_epoch: int, steps) -> np.ndarray | None:
    """(n,) the learning rate that a resolved `train` takes each of `steps` (n,) with, float64; None for a schedule that
    depends on how training goes."""
    if train.schedule in LIVE:
        return None
    steps = np.asarray(steps, float)
    if train.schedule == "constant":
        return np.full(len(steps), train.learning_rate)
    length = max(1, round(decay_epochs(train) * steps_per_epoch))
    return train.learning_rate * _SHARES[train.schedule](steps, length, train, steps_per_epoch)


def _exponential(steps, length, train, _per_epoch):
    return train.schedule_settings["decay_rate"] ** (steps / length)


def _step(steps, length, train, _per_epoch):
    return train.schedule_settings["decay_rate"] ** np.floor(steps / length)


def _inverse_time(steps, length, train, _per_epoch):
    return 1 / (1 + train.schedule_settings["decay_rate"] * steps / length)


def _polynomial(steps, length, train, _per_epoch):
    settings = train.schedule_settings
    end = settings["end_learning_rate"] / train.learning_rate
    return end + (1 - end) * (1 - np.minimum(steps, length) / length) ** settings["power"]


def _cosine(steps, length, train, per_epoch):
    alpha, warm = train.schedule_settings["alpha"], train.schedule_settings["warmup_epochs"]
    rising = max(1, round(warm * per_epoch)) if warm else 0
    fallen = np.clip((steps - rising) / length, 0, 1)
    falling = alpha + (1 - alpha) * (1 + np.cos(np.pi * fallen)) / 2
    return np.where(steps < rising, steps / rising, falling) if rising else falling


def _cosine_restarts(steps, length, train, _per_epoch):
    settings = train.schedule_settings
    factor, alpha = settings["t_mul"], settings["alpha"]
    done = steps / length
    if factor == 1:
        falls = np.floor(done)
        fallen = done - falls
    else:
        falls = np.floor(np.log(1 - done * (1 - factor)) / np.log(factor))
        fallen = (done - (1 - factor**falls) / (1 - factor)) / factor**falls
    top = settings["m_mul"] ** falls
    return alpha + (1 - alpha) * top * (1 + np.cos(np.pi * fallen)) / 2


def _one_cycle(steps, length, train, _per_epoch):
    settings = train.schedule_settings
    rising = settings["warm_share"] * length
    begin, end = 1 / settings["begin_divisor"], 1 / settings["end_divisor"]
    up = 1 + (begin - 1) * (1 + np.cos(np.pi * np.clip(steps / max(rising, 1e-9), 0, 1))) / 2
    share = np.clip((steps - rising) / max(length - rising, 1e-9), 0, 1)
    return np.where(steps < rising, up, end + (1 - end) * (1 + np.cos(np.pi * share)) / 2)


_SHARES: dict[str, Callable] = {
    "exponential": _exponential,
    "step": _step,
    "inverse_time": _inverse_time,
    "polynomial": _polynomial,
    "cosine": _cosine,
    "cosine_restarts": _cosine_restarts,
    "one_cycle": _one_cycle,
}
"""Schedule → (steps, steps that it is spread over, train, steps per epoch) → share of the learning rate."""

_POINTS = 240
"""Places of a picture."""


@dataclass(frozen=True)
class Course:
    """The learning rate over a whole training, for a picture of it.

    Attributes:
        epochs: (n,) places.
        rate: (n,) what the rate is there.
        steps: of the whole training; None where the number of examples is not known yet.
    """

    epochs: np.ndarray
    rate: np.ndarray
    steps: int | None

    def __str__(self) -> str:
        first, highest, last = (words.plain(value, 3) for value in (self.rate[0], self.rate.max(), self.rate[-1]))
        return f"Learning rate: {first} at first, at most {highest}, {last} at the end."


def course(train: TrainSpec, examples: int | None) -> Course | None:
    """The rate of a resolved `train` over its epochs; None for a schedule that depends on how training goes.

    Args:
        examples: how many are trained on; None where that is not known.
    """
    per_epoch = steps_per_epoch(examples, train.batch_size) if examples else _POINTS
    last = max(1, train.epochs * per_epoch - 1)
    steps = np.unique(np.linspace(0, last, _POINTS).round())
    rate = rates(train, per_epoch, steps)
    return None if rate is None else Course(steps / per_epoch, rate, last + 1 if examples else None)


def steps_per_epoch(examples: int, batch_size: int) -> int:
    """Batches in one pass over the examples, the last one perhaps shorter."""
    return max(1, -(-examples // batch_size))


def batch_words(size: int, examples: int | None) -> str:
    """Which kind of gradient descent a batch size makes, in a sentence.

    Args:
        examples: how many are trained on; None where that is not known.
    """
    if size == 1:
        return "**Stochastic** gradient descent: every example is a step of its own."
    if examples and size >= examples:
        return "**Batch** gradient descent: every step looks at all training examples, so an epoch is one step."
    steps = f" {steps_per_epoch(examples, size):,} steps make an epoch." if examples else ""
    return f"**Mini-batch** gradient descent: every step looks at {size:,} examples.{steps}"
