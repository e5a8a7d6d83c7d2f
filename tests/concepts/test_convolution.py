"""Convolution, pooling and receptive fields against Keras and against gradients."""

import itertools

import keras
import numpy as np
import pytest
from sklearn.datasets import load_digits

from nnviz.concepts.convolution import KERNELS, convolve, output_size, pool, receptive_fields
from nnviz.errors import SpecError
from tests.concepts.concepts_fixtures import hold

GEOMETRY = [
    (k, s, p, d)
    for k, s, p, d in itertools.product((3, 5), (1, 2, 3), ("valid", "same"), (1, 2, 3))
    if (s == 1 or d == 1) and not (k == 5 and d == 3 and p == "valid")
]


def _keras(image, kernel, bias, stride, padding, dilation):
    made = keras.ops.conv(
        image[None].astype("float32"),
        kernel[..., None].astype("float32"),
        strides=stride,
        padding=padding,
        dilation_rate=dilation,
    )
    return np.array(made)[0, ..., 0] + bias


@pytest.mark.parametrize(("size", "stride", "padding", "dilation"), GEOMETRY)
def test_convolution_is_kerass(size, stride, padding, dilation):
    rng = np.random.default_rng(size + stride)
    for height, width, channels in ((9, 10, 1), (11, 12, 3)):
        image, kernel = rng.normal(size=(height, width, channels)), rng.normal(size=(size, size, channels))
        made = convolve(image, kernel, 0.25, stride, padding, dilation)
        np.testing.assert_allclose(made.output, _keras(image, kernel, 0.25, stride, padding, dilation), atol=1e-5)
        assert made.output.shape == tuple(output_size(n, size, stride, dilation, padding) for n in (height, width))
        row, col = made.output.shape[0] - 1, 0
        assert made.products(row, col, kernel).sum() + 0.25 == pytest.approx(made.output[row, col])


@pytest.mark.parametrize("kind", ["max", "average"])
def test_pooling_is_kerass(kind):
    values = np.random.default_rng(0).normal(size=(7, 9))
    keras_pool = keras.ops.max_pool if kind == "max" else keras.ops.average_pool
    np.testing.assert_allclose(
        pool(values, 2, kind), np.array(keras_pool(values[None, ..., None], 2))[0, ..., 0], atol=1e-6
    )


@pytest.mark.parametrize(
    "layers", [[(3, 1, 1)] * 3, [(3, 2, 1)] * 3, [(5, 1, 1), (3, 2, 1), (3, 1, 1)], [(3, 1, 2), (3, 1, 3)]]
)
def test_receptive_field_is_what_moves_a_unit(layers):
    """A stack of Keras convolutions of ones, shown one bright pixel at a time: which pixels reach units 2 and 3?"""
    y = np.eye(121, dtype="float32")[..., None]
    for kernel, stride, dilation in layers:
        y = keras.ops.conv(y, np.ones((kernel, 1, 1), "float32"), stride, "valid", dilation_rate=dilation)
    field = receptive_fields(layers)[-1]
    second, third = (np.flatnonzero(np.array(y)[:, unit, 0]) for unit in (2, 3))
    assert second.max() - second.min() + 1 == field.size
    assert third.min() - second.min() == field.jump


def test_hand_made_kernels_do_what_they_say():
    ramp = np.tile(np.arange(8.0), (8, 1))
    answer = {name: convolve(ramp, kernel.weights).output for name, kernel in KERNELS.items()}
    np.testing.assert_allclose(answer["vertical"], 8)
    np.testing.assert_allclose(answer["horizontal"], 0)
    np.testing.assert_allclose(answer["outline"], 0)
    for name in ("blur", "sharpen", "identity"):
        np.testing.assert_allclose(answer[name], ramp[1:-1, 1:-1], atol=1e-12)


def test_what_does_not_fit_is_a_sentence():
    with pytest.raises(SpecError, match="does not fit into 4 × 4"):
        convolve(np.zeros((4, 4)), np.zeros((5, 5)))
    with pytest.raises(SpecError, match="3 channels and the kernel 1"):
        convolve(np.zeros((4, 4, 3)), np.zeros((3, 3)))
    with pytest.raises(SpecError, match="'valid' or 'same'"):
        convolve(np.zeros((4, 4)), np.zeros((3, 3)), padding="full")


def test_numbers_for_the_browser():
    rng, cases = np.random.default_rng(5), []
    for (size, stride, padding, dilation), channels in zip(GEOMETRY, itertools.cycle((1, 3)), strict=False):
        image, kernel = rng.integers(0, 9, (11, 12, channels)) / 8, rng.integers(-4, 5, (size, size, channels)) / 4
        cases.append(
            {
                "rows": 11,
                "cols": 12,
                "channels": channels,
                "size": size,
                "stride": stride,
                "padding": padding,
                "dilation": dilation,
                "image": image.ravel().tolist(),
                "weights": kernel.ravel().tolist(),
                "bias": 0.5,
                "output": _keras(image, kernel, 0.5, stride, padding, dilation).astype(float).round(6).tolist(),
            }
        )
    hold("convolution", cases, 1e-5)


def test_the_digit_of_the_browser_is_real():
    """The same 64 numbers stand in nnviz/web/lessons/convolutions/images.js; tests/web compares them with this fixture."""
    hold("digit", [{"pixels": load_digits().images[2].ravel().tolist()}])
