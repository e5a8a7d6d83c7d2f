"""Convolution, pooling and receptive fields against Keras and against gradients."""

import itertools

import keras
import numpy as np
import pytest
from sklearn.datasets import load_digits

from nnviz.concepts.convolution import KERNELS, convolve, output_size, pool, receptive_fields
from nnviz.errors import SpecError
from tests.browser_twins import in_browser

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


def test_the_browser_computes_the_same():
    """For every stride, padding, dilation and number of channels; and a patch's products sum to the output that it
    makes."""
    rng, cases = np.random.default_rng(5), []
    for (size, stride, padding, dilation), channels in zip(GEOMETRY, itertools.cycle((1, 3)), strict=False):
        image, kernel = rng.integers(0, 9, (11, 12, channels)) / 8, rng.integers(-4, 5, (size, size, channels)) / 4
        case = {
            "size": size,
            "stride": stride,
            "padding": padding,
            "dilation": dilation,
            "channels": channels,
            "bias": 0.5,
        }
        cases.append((image, kernel, {**case, "image": image.ravel().tolist(), "weights": kernel.ravel().tolist()}))
    function = """(it) => {
        const padded = pad({ rows: 11, cols: 12, channels: it.channels, values: Float32Array.from(it.image) }, it);
        const { rows, cols, values } = convolve(padded, it);
        const cells = patchAt(padded, it, rows - 1, 1);
        return { rows, cols, values: [...values], products: cells.map(({ product }) => product),
          size: [11, 12].map((n) => outputSize(n, it.size, it.stride, it.dilation, it.padding)) };
    }"""
    modules = {"lessons/convolutions/convolution.js": "convolve, outputSize, pad, patchAt"}
    answers = in_browser(modules, function, [case for *_, case in cases])
    for (image, kernel, case), answer in zip(cases, answers, strict=True):
        output = convolve(image, kernel, 0.5, case["stride"], case["padding"], case["dilation"]).output
        assert (answer["rows"], answer["cols"]) == output.shape == tuple(answer["size"])
        np.testing.assert_allclose(np.reshape(answer["values"], output.shape), output, atol=1e-5)
        assert len(answer["products"]) == kernel.size
        assert sum(answer["products"]) + 0.5 == pytest.approx(output[-1, 1], abs=1e-4)


def test_the_browser_pools_and_sees_the_same():
    modules = {"lessons/convolutions/convolution.js": "pool, receptiveFields"}
    values = np.random.default_rng(0).integers(-8, 9, (7, 9)) / 4
    function = """({ kind, rows, cols, values }) =>
        [...pool({ rows, cols, values: Float32Array.from(values) }, kind).values]"""
    cases = [{"kind": kind, "rows": 7, "cols": 9, "values": values.ravel().tolist()} for kind in ("max", "average")]
    for case, answer in zip(cases, in_browser(modules, function, cases), strict=True):
        assert answer == pytest.approx(pool(values, 2, case["kind"]).ravel(), abs=1e-6)
    stacks = [[(3, 1, 1)] * 3, [(3, 2, 1)] * 3, [(5, 1, 1), (3, 2, 1), (3, 1, 1)], [(3, 1, 2), (3, 1, 3)]]
    layers = [[{"size": k, "stride": s, "dilation": d} for k, s, d in stack] for stack in stacks]
    answers = in_browser(modules, "(layers) => receptiveFields(layers)", layers)
    for stack, answer in zip(stacks, answers, strict=True):
        ours = [(field.size, field.jump) for field in receptive_fields(stack)]
        assert [(field["size"], field["jump"]) for field in answer[-len(ours) :]] == ours


def test_the_digit_of_the_browser_is_real():
    modules = {"lessons/convolutions/images.js": "digit"}
    (pixels,) = in_browser(modules, "() => [...digit().values]", [None])
    np.testing.assert_allclose(np.array(pixels) * 16, load_digits().images[2].ravel(), atol=1e-4)
