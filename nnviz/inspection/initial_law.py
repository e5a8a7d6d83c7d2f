"""What a weight's first values were drawn from: the law of its initializer."""

import math

import keras

from nnviz.inspection.weight_records import InitialLaw
from nnviz.keras_internals import flat_layers

_TRUNCATED = 0.87962566103423978
"""The deviation of a standard normal that is cut at −2 and 2."""


def initial_law(layer, variable) -> InitialLaw | None:
    """The law that a variable of a layer began with; None where the layer does not say.

    >>> dense = keras.layers.Dense(3)
    >>> dense.build((None, 3))
    >>> initial_law(dense, dense.kernel).high
    1.0
    """
    for owner in flat_layers(layer):
        if any(variable is own for own in getattr(owner, "weights", ())) and owner is not layer:
            law = _law(_initializer(owner, variable.name), tuple(variable.shape))
            if law is not None:
                return law
    return _law(_initializer(layer, variable.name), tuple(variable.shape))


def _initializer(layer, name: str):
    """What a layer of Keras's fills its variable of that name with: a `recurrent_kernel` by `recurrent_initializer`."""
    attributes = (f"{name}_initializer", f"{name.removesuffix('_kernel')}_initializer")
    return next((own for own in (getattr(layer, attribute, None) for attribute in attributes) if own is not None), None)


def _law(initializer, shape: tuple[int, ...]) -> InitialLaw | None:
    if initializer is None:
        return None
    name, kinds = type(initializer).__name__, keras.initializers
    if isinstance(initializer, kinds.Zeros | kinds.Ones | kinds.Constant):
        value = {"Zeros": 0.0, "Ones": 1.0}.get(name, getattr(initializer, "value", math.nan))
        return _constant(name, value)
    if isinstance(initializer, kinds.RandomUniform):
        return _uniform(name, initializer.minval, initializer.maxval)
    if isinstance(initializer, kinds.TruncatedNormal):
        return _truncated(name, initializer.mean, initializer.stddev)
    if isinstance(initializer, kinds.RandomNormal):
        return InitialLaw(name, "normal", float(initializer.mean), float(initializer.stddev))
    if isinstance(initializer, kinds.VarianceScaling):
        return _scaled(name, initializer, shape)
    if isinstance(initializer, kinds.Orthogonal) and len(shape) > 1:
        rows = math.prod(shape[:-1])
        return InitialLaw(name, "", 0.0, float(initializer.gain) / math.sqrt(max(rows, shape[-1])))
    return InitialLaw(name, "", math.nan, math.nan)


def _scaled(name: str, initializer, shape: tuple[int, ...]) -> InitialLaw:
    """Glorot's, He's and LeCun's: the variance is scale / fan."""
    fan_in, fan_out = fans(shape)
    fan = {"fan_in": fan_in, "fan_out": fan_out}.get(initializer.mode, (fan_in + fan_out) / 2)
    variance = initializer.scale / max(1.0, fan)
    if initializer.distribution == "uniform":
        return _uniform(name, -math.sqrt(3 * variance), math.sqrt(3 * variance))
    if initializer.distribution == "untruncated_normal":
        return InitialLaw(name, "normal", 0.0, math.sqrt(variance))
    return _truncated(name, 0.0, math.sqrt(variance) / _TRUNCATED)


def fans(shape: tuple[int, ...]) -> tuple[int, int]:
    """How many numbers go into a unit and come out of an input, as Keras counts them."""
    if len(shape) < 2:
        return (shape[0], shape[0]) if shape else (1, 1)
    field = math.prod(shape[:-2])
    return shape[-2] * field, shape[-1] * field


def _constant(name: str, value) -> InitialLaw:
    value = float(value) if isinstance(value, int | float) else math.nan
    return InitialLaw(name, "constant", value, 0.0, value, value)


def _uniform(name: str, low: float, high: float) -> InitialLaw:
    return InitialLaw(name, "uniform", (low + high) / 2, (high - low) / math.sqrt(12), float(low), float(high))


def _truncated(name: str, mean: float, deviation: float) -> InitialLaw:
    return InitialLaw(
        name, "truncated", float(mean), deviation * _TRUNCATED, mean - 2 * deviation, mean + 2 * deviation
    )
