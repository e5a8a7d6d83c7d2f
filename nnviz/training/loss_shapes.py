"""What a loss says of one example, over what the network may predict: for a picture. Imports no framework.

The formulas are those of Keras's losses, for one example whose true answer is known; a test compares the numbers.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnviz.data.schema import Schema
from nnviz.models import heads
from nnviz.specs import ModelSpec, TrainSpec
from nnviz.training.catalog import LOSSES, resolve

_POINTS = 201
_STEP = 1e-6


@dataclass(frozen=True)
class LossShape:
    """A loss of one example and its slope, over the prediction.

    Attributes:
        x: (n,) predictions.
        loss, slope: (n,) of them.
        axis: what `x` is, in words.
        truth: where on `x` the true answer lies; None where it is an end of the axis.
        told: the example, in a sentence.
    """

    x: np.ndarray
    loss: np.ndarray
    slope: np.ndarray
    axis: str
    truth: float | None
    told: str

    @property
    def slope_shown(self) -> np.ndarray:
        """(n,) the slope as far as a picture of the loss has room for it: NaN beyond."""
        room = np.ptp(self.loss) or 1.0
        low, high = min(self.loss.min(), 0) - room, max(self.loss.max(), 0) + room
        return np.where((self.slope >= low) & (self.slope <= high), self.slope, np.nan)


def loss_shape(loss: str, settings: Mapping[str, Any], classes: int = 2, units: int = 1) -> LossShape | None:
    """The picture of a loss; None for one that is not known.

    Args:
        settings: its own settings, all of them.
        classes: how many there are, 0 for numbers; the other classes share what the true one leaves.
        units: how many numbers the network returns for an example.
    """
    if loss in _OF_ERROR or (loss == "mean_squared_error" and not classes):
        return _shape(lambda e: _OF_ERROR.get(loss, _square)(e, settings), (-3.0, 3.0), "prediction − true value", 0.0,
                      "The error of one prediction, in scaled units.")  # fmt: skip
    if loss in _OF_AMOUNT:
        return _shape(lambda p: _OF_AMOUNT[loss](p, TRUTH), (0.05, 3 * TRUTH), "prediction", TRUTH,
                      f"One example whose true value is {TRUTH:g}.")  # fmt: skip
    if loss in _OF_MARGIN:
        told = "One example; the margin is how far the output lies on its true side."
        return _shape(_OF_MARGIN[loss], (-2.0, 2.5), "margin of the true class", None, told)
    if loss in _OF_SHARE:
        told = "One example; the other classes share the rest." if classes > 2 else "One example of two classes."
        function = _OF_SHARE[loss]
        return _shape(
            lambda p: function(p, settings, classes, units), (0.01, 0.99), "probability of the true class", None, told
        )
    return None


def shape_of(train: TrainSpec, schema: Schema, model: ModelSpec) -> tuple[str, LossShape] | None:
    """(title, picture) of the loss that a network is trained by on data of this schema; None where it cannot be told.

    Raises:
        SpecError: for names or settings that do not fit.
    """
    units = heads.last_units(model)
    own = resolve(train, schema, units)
    classes = max(2, len(schema.class_names)) if schema.has_classes else 2 if schema.has_labels else 0
    shape = loss_shape(own.loss, own.loss_settings, classes, units or schema.outputs)
    return None if shape is None else (LOSSES[own.loss].title, shape)


TRUTH = 2.0
"""The true value of the example whose prediction is an amount."""


def _shape(function: Callable, ends: tuple[float, float], axis: str, truth: float | None, told: str) -> LossShape:
    x = np.linspace(*ends, _POINTS)
    slope = (function(x + _STEP) - function(x - _STEP)) / (2 * _STEP)
    return LossShape(x, function(x), slope, axis, truth, told)


def _square(e, _settings):
    return e**2


def _log_cosh(e, _settings):
    return np.abs(e) + np.log1p(np.exp(-2 * np.abs(e))) - np.log(2)


def _huber(e, settings):
    delta, size = settings["delta"], np.abs(e)
    return np.where(size <= delta, size**2 / 2, delta * size - delta**2 / 2)


_OF_ERROR: dict[str, Callable] = {
    "mean_absolute_error": lambda e, _settings: np.abs(e),
    "huber": _huber,
    "log_cosh": _log_cosh,
}
_OF_AMOUNT: dict[str, Callable] = {
    "poisson": lambda p, y: p - y * np.log(p + 1e-7),
    "mean_squared_logarithmic_error": lambda p, y: (np.log1p(p) - np.log1p(y)) ** 2,
    "mean_absolute_percentage_error": lambda p, y: 100 * np.abs(y - p) / y,
}
_OF_MARGIN: dict[str, Callable] = {
    "hinge": lambda m: np.maximum(1 - m, 0),
    "squared_hinge": lambda m: np.maximum(1 - m, 0) ** 2,
    "categorical_hinge": lambda m: np.maximum(1 - m, 0),
}


def _binary(p, settings, _classes, _units):
    y = 1 - settings["label_smoothing"] / 2
    return -y * np.log(p) - (1 - y) * np.log(1 - p)


def _binary_focal(p, settings, classes, units):
    y = 1 - settings["label_smoothing"] / 2
    right = y * p + (1 - y) * (1 - p)
    weight = y * settings["alpha"] + (1 - y) * (1 - settings["alpha"]) if settings["apply_class_balancing"] else 1.0
    return weight * (1 - right) ** settings["gamma"] * _binary(p, settings, classes, units)


def _terms(p, settings, classes) -> tuple:
    """(share of the target, probability) of the true class, and of each of the others."""
    smoothing = settings.get("label_smoothing", 0.0)
    return (1 - smoothing + smoothing / classes, p), (smoothing / classes, (1 - p) / (classes - 1))


def _categorical(p, settings, classes, _units):
    (y, own), (rest, other) = _terms(p, settings, classes)
    return -y * np.log(own) - (classes - 1) * rest * np.log(other)


def _categorical_focal(p, settings, classes, _units):
    (y, own), (rest, other) = _terms(p, settings, classes)
    gamma = settings["gamma"]
    return -settings["alpha"] * (
        (1 - own) ** gamma * y * np.log(own) + (classes - 1) * (1 - other) ** gamma * rest * np.log(other)
    )


def _squared(p, _settings, classes, units):
    if units == 1:
        return (1 - p) ** 2
    return ((1 - p) ** 2 + (1 - p) ** 2 / (classes - 1)) / classes


def _cosine(p, _settings, classes, _units):
    return -p / np.sqrt(p**2 + (1 - p) ** 2 / (classes - 1))


_OF_SHARE: dict[str, Callable] = {
    "binary_crossentropy": _binary,
    "binary_focal_crossentropy": _binary_focal,
    "sparse_categorical_crossentropy": _categorical,
    "categorical_crossentropy": _categorical,
    "categorical_focal_crossentropy": _categorical_focal,
    "categorical_generalized_cross_entropy": lambda p, settings, _classes, _units: (
        (1 - p ** settings["q"]) / settings["q"]
    ),
    "kl_divergence": lambda p, _settings, _classes, _units: -np.log(p),
    "cosine_similarity": _cosine,
    "mean_squared_error": _squared,
}
