"""The learning-rate range test: train while the rate grows, and see where the loss falls fastest and where it breaks.

Smith, "Cyclical learning rates for training neural networks" (WACV 2017, arXiv 2015).
"""

import time
from collections.abc import Iterator

import keras
import numpy as np
import tensorflow as tf

from nnviz import progress
from nnviz.data.schema import Dataset
from nnviz.errors import TrainingError
from nnviz.models.states import preserved
from nnviz.specs import Experiment
from nnviz.training.catalog import resolve
from nnviz.training.compiling import check_output, make_loss, make_optimizer
from nnviz.training.given import given
from nnviz.training.head import meaning_of_model, unit_count
from nnviz.training.parts import in_sentences, parts
from nnviz.training.rate_record import RateTest

BROKEN = 4.0
"""So many times the smoothed loss at its lowest, and the test ends: the rate is far too large."""
SAMPLE = 256
"""Training examples that the loss is measured on, at most."""


def learning_rate_finder(
    experiment: Experiment,
    *,
    model: keras.Model | None = None,
    dataset: Dataset | None = None,
    from_rate: float = 1e-5,
    to_rate: float = 10.0,
    steps: int = 200,
    smoothing: float = 0.7,
    most_seconds: float = 60.0,
) -> RateTest:
    """Trains for a few steps while the learning rate grows from `from_rate` to `to_rate`, and notes the loss.

    The experiment's own loss, optimizer and batch size are used, its schedule is not. The loss is measured on the same
    examples after every step, since the losses of mini-batches differ more among themselves than a step changes them.

    Args:
        experiment: data, network and training.
        model: tested instead of the experiment's network; afterwards its weights and states are what they were.
        dataset: used instead of loading `experiment.data`.
        steps: at most so many, 20 to 2,000; the test ends earlier where the loss has broken.
        smoothing: share of the mean so far that is carried on, in [0, 1).
        most_seconds: after so many seconds it ends with what it has.

    Raises:
        SpecError, TrainingError: for settings, data or a network that do not fit.

    >>> import nnviz
    >>> test = nnviz.learning_rate_finder(nnviz.ready("spirals"))
    >>> bool(test.rates[0] < test.suggestion < test.lowest)
    True
    """
    _check(from_rate, to_rate, steps, smoothing)
    with in_sentences():
        model, dataset = parts(experiment, model, dataset)
        train = resolve(experiment.train, dataset.schema, unit_count(model)).replace(schedule="constant")
        check_output(model, train, dataset.schema)
        meaning = meaning_of_model(model, train, dataset.schema, dataset.target_scaler)
        targets = meaning.encode(dataset.train.y)
        x = given(model, dataset.train)
        examples = (x, targets, *(() if dataset.weights is None else (dataset.weights,)))
        batches = _batches(examples, train.batch_size, train.seed)
        rates = np.geomspace(from_rate, to_rate, steps)
        with preserved(model, weights=True):
            measure, step = _functions(model, make_loss(train, meaning, dataset.weights), make_optimizer(train, 1))
            begun = time.perf_counter()
            sample = next(_batches(examples, min(SAMPLE, len(targets)), train.seed))
            start = float(measure(*sample))
            losses = _losses(step, lambda: float(measure(*sample)), batches, rates, smoothing, begun + most_seconds)
            seconds = time.perf_counter() - begun
    return _record(rates[: len(losses)], start, np.array(losses), smoothing, seconds)


def _check(from_rate: float, to_rate: float, steps: int, smoothing: float) -> None:
    if not 0 < from_rate < to_rate <= 1000:
        raise TrainingError(
            f"The rates go from {from_rate:g} to {to_rate:g}.",
            expected="a first rate above 0, and a larger last one of at most 1,000",
            where="from_rate",
        )
    if not 20 <= steps <= 2000:
        raise TrainingError(f"Steps: received {steps}.", expected="20 to 2,000", where="steps")
    if not 0 <= smoothing < 1:
        raise TrainingError(f"Smoothing: received {smoothing:g}.", expected="0 or more, below 1", where="smoothing")


def _batches(examples: tuple, size: int, seed: int) -> Iterator[tuple]:
    """Whole mini-batches of (x, y) or (x, y, weights) without end, every pass over them in another order."""
    rows = len(examples[1])
    if size > rows:
        raise TrainingError(
            f"Batch size: received {size:,}, and there are {rows:,} training examples.",
            expected=f"at most {rows:,}",
            fix="Choose a smaller batch.",
            where="batch_size",
        )
    rng = np.random.default_rng(seed)
    while True:
        order = rng.permutation(rows)
        for start in range(0, rows - size + 1, size):
            chosen = order[start : start + size]
            yield keras.tree.map_structure(lambda values, chosen=chosen: tf.gather(values, chosen), examples)


def _functions(model: keras.Model, loss: keras.losses.Loss, optimizer: keras.optimizers.Optimizer):
    """(measure(x, y) → the loss in training mode, step(x, y, rate) → nothing: one step of training); both take weights
    behind y where there are any."""
    optimizer.build(model.trainable_variables)

    def measure(x, y, *of_classes):
        value = tf.reduce_mean(loss(y, model(x, training=True), *of_classes))
        return value + sum(tf.cast(added, value.dtype) for added in model.losses)

    def step(x, y, *more):
        *of_classes, rate = more
        optimizer.learning_rate.assign(rate)
        with tf.GradientTape() as tape:
            value = measure(x, y, *of_classes)
        weights = model.trainable_variables
        optimizer.apply(tape.gradient(value, [weight.value for weight in weights]), weights)

    return tf.function(measure, autograph=False), tf.function(step, autograph=False)


def _losses(step, measure, batches, rates: np.ndarray, smoothing: float, deadline: float) -> list[float]:
    """The loss after each step, until it breaks or the time is over."""
    losses, mean, best = [], 0.0, np.inf
    for number, rate in enumerate(rates, start=1):
        step(*next(batches), tf.constant(rate, "float32"))
        losses.append(measure())
        progress.tell(number / len(rates))
        mean = smoothing * mean + (1 - smoothing) * losses[-1]
        smoothed = mean / (1 - smoothing**number)
        best = min(best, smoothed)
        if not np.isfinite(smoothed) or smoothed > BROKEN * max(best, 1e-9) or time.perf_counter() > deadline:
            break
    return losses


def smooth(losses, smoothing: float) -> np.ndarray:
    """Exponentially weighted mean of the losses so far: mₖ = s·mₖ₋₁ + (1 − s)·lossₖ, divided by 1 − sᵏ."""
    mean, means = 0.0, []
    for number, loss in enumerate(losses, start=1):
        mean = smoothing * mean + (1 - smoothing) * float(loss)
        means.append(mean / (1 - smoothing**number))
    return np.array(means)


def steepest(rates, smoothed) -> int:
    """Where the smoothed loss falls fastest per factor of the rate, at or before its lowest place."""
    last = int(np.argmin(np.where(np.isfinite(smoothed), smoothed, np.inf)))
    if last < 2:
        return last
    return int(np.argmin(np.gradient(smoothed[: last + 1], np.log(rates[: last + 1]))))


def _record(rates: np.ndarray, start: float, losses: np.ndarray, smoothing: float, seconds: float) -> RateTest:
    smoothed = smooth(losses, smoothing)
    finite = np.where(np.isfinite(smoothed), smoothed, np.inf)
    if not np.isfinite([start, finite.min()]).all():
        raise TrainingError(
            "The loss is no number from the first step on.", fix="Scale the inputs, or begin again.", where="loss"
        )
    lowest = float(rates[int(np.argmin(finite))])
    broken = not np.isfinite(smoothed[-1]) or smoothed[-1] > BROKEN * max(finite.min(), 1e-9)
    return RateTest(
        rates=rates,
        losses=losses,
        smoothed=smoothed,
        start=start,
        suggestion=min(float(rates[steepest(rates, smoothed)]), lowest / 3),
        lowest=lowest,
        breaks=float(rates[-1]) if broken else None,
        seconds=seconds,
    )


def find_rate(experiment: Experiment) -> RateTest:
    """`learning_rate_finder` for a person who waits: at most 20 seconds."""
    return learning_rate_finder(experiment, most_seconds=20.0)
