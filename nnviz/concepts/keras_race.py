"""The same races run by Keras's own optimizers: what the pictures of the optimizers are held against."""

import keras
import numpy as np
import tensorflow as tf

from nnviz.concepts import surfaces
from nnviz.concepts.optimizers import DECAY, RULES, WARMUP
from nnviz.params import lookup


def keras_schedule(schedule: str, rate: float, steps: int):
    """A number, or the Keras schedule behind a name of `optimizers.SCHEDULES`."""
    schedules = keras.optimizers.schedules
    if schedule == "exponential":
        return schedules.ExponentialDecay(rate, steps, DECAY)
    if schedule == "cosine":
        return schedules.CosineDecay(rate, steps)
    if schedule == "warmup":
        warmup = max(1, steps // WARMUP)
        return schedules.CosineDecay(0.0, steps - warmup, warmup_target=rate, warmup_steps=warmup)
    return rate


def keras_optimizer(name: str, learning_rate, settings: dict | None = None) -> keras.optimizers.Optimizer:
    """The Keras optimizer of a rule, with its settings."""
    rule = lookup(RULES, name, "optimizer")
    return getattr(keras.optimizers, rule.keras)(learning_rate, **{**rule.settings, **(settings or {})})


def keras_path(
    name: str,
    surface,
    start,
    rate: float,
    steps: int,
    *,
    schedule: str = "constant",
    examples: int = 0,
    batch_size: int = 0,
    settings: dict | None = None,
) -> np.ndarray:
    """(steps + 1, 2) weights before every step and after the last, as Keras's own optimizer moves them.

    Arguments as in `optimizers.path`. The weights are float64; the gradient is the surface's.
    """
    optimizer = keras_optimizer(name, keras_schedule(schedule, rate, steps), settings)
    weights = keras.Variable(np.asarray(start, "float64"), dtype="float64")
    optimizer.build([weights])
    step = tf.function(lambda gradient: optimizer.apply([gradient]), autograph=False)
    trail = [weights.numpy().copy()]
    with np.errstate(all="ignore"):
        for k in range(steps):
            batch = surfaces.batches(examples, batch_size, k) if batch_size else None
            step(tf.constant(surface.gradient(trail[-1], batch), tf.float64))
            trail.append(weights.numpy().copy())
    return np.array(trail)
