"""The picture of a loss shows what Keras computes, and the slope that its gradient has."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from nnviz import paths
from nnviz.params import fill
from nnviz.training.loss_shapes import TRUTH, loss_shape
from nnviz.training.losses import LOSSES

AMOUNTS = ("poisson", "mean_squared_logarithmic_error", "mean_absolute_percentage_error")
SMOOTH = {"label_smoothing": 0.2}
CASES = [
    *(("regression", name, {}, 0, 1) for name, one in LOSSES.items() if "regression" in one.tasks),
    ("regression", "huber", {"delta": 0.5}, 0, 1),
    ("binary", "binary_crossentropy", SMOOTH, 2, 1),
    ("binary", "binary_focal_crossentropy", {"gamma": 1.5, **SMOOTH}, 2, 1),
    ("binary", "binary_focal_crossentropy", {"apply_class_balancing": True, "alpha": 0.4}, 2, 1),
    ("binary", "mean_squared_error", {}, 2, 1),
    ("binary", "hinge", {}, 2, 1),
    ("binary", "squared_hinge", {}, 2, 1),
    ("multiclass", "sparse_categorical_crossentropy", {}, 3, 3),
    ("multiclass", "categorical_crossentropy", SMOOTH, 4, 4),
    ("multiclass", "categorical_focal_crossentropy", {"gamma": 3.0, "alpha": 0.6, **SMOOTH}, 3, 3),
    ("multiclass", "categorical_generalized_cross_entropy", {"q": 0.3}, 3, 3),
    ("multiclass", "kl_divergence", {}, 3, 3),
    ("multiclass", "categorical_hinge", {}, 3, 3),
    ("multiclass", "cosine_similarity", {}, 3, 3),
    ("multiclass", "mean_squared_error", {}, 3, 3),
]


def predicted(task, name, x, classes, units):
    """(truth, prediction (n, units)) for Keras, of an example whose prediction is drawn at x."""
    if task == "regression":
        truth = (
            TRUTH if name in ("poisson", "mean_squared_logarithmic_error", "mean_absolute_percentage_error") else 0.0
        )
        return np.full((len(x), 1), truth, "float32"), x[:, None]
    if units == 1:
        return np.ones((len(x), 1), "float32"), x[:, None]
    others = -tf.zeros_like(x) if name == "categorical_hinge" else (1 - x) / (classes - 1)
    output = tf.stack([x, *[others] * (classes - 1)], axis=1)
    truth = np.zeros(len(x), "int64")
    return (np.eye(classes, dtype="float32")[truth] if LOSSES[name].one_hot else truth), output


@pytest.mark.parametrize(("task", "name", "changed", "classes", "units"), CASES)
def test_loss_and_slope_are_keras_own(task, name, changed, classes, units):
    settings = fill(LOSSES[name].params, changed)
    shape = loss_shape(name, settings, classes, units)
    smooth = np.abs(shape.slope - np.roll(shape.slope, 1)) < 50  # beside a jump two precisions differ
    places = np.flatnonzero(smooth & (np.arange(len(shape.x)) % 7 == 3))
    x = tf.constant(shape.x[places], "float32")
    loss = paths.resolve(LOSSES[name].path)(**settings, reduction="none")
    with tf.GradientTape() as tape:
        tape.watch(x)
        truth, output = predicted(task, name, x, classes, units)
        values = keras.ops.reshape(loss(truth, output), (-1,))
    np.testing.assert_allclose(shape.loss[places], values, rtol=2e-4, atol=2e-5)
    np.testing.assert_allclose(shape.slope[places], tape.gradient(values, x), rtol=2e-3, atol=2e-3)


def test_every_loss_has_a_picture():
    for name, one in LOSSES.items():
        for task in one.tasks:
            assert loss_shape(name, fill(one.params, {}), 0 if task == "regression" else 3, 3) is not None, name
