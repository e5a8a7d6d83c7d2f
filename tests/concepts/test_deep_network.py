"""A deep network's two passes against Keras, its theory against wide networks and closed forms, and the browser's
twins."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from nnviz.concepts.deep_network import CURVES, drawn, passes, size
from nnviz.concepts.mean_field import moments, theory
from tests.browser_twins import in_browser

_CASES = [
    ("sigmoid", 1.0, "none", False),
    ("tanh", 2.0, "none", False),
    ("relu", 1.4, "batch", False),
    ("selu", 1.0, "none", True),
    ("silu", 1.4, "layer", True),
    ("relu", 0.5, "batch", True),
    ("linear", 1.2, "layer", False),
]


def in_keras(net, spreads, activation, normalization, skip):
    """The same network of Keras's own layers: its loss, each layer's outputs, and the gradients of both."""
    inputs = given = keras.Input((net.inputs.shape[1],), dtype="float64")
    normalizations = {"batch": keras.layers.BatchNormalization, "layer": keras.layers.LayerNormalization}
    dense, outputs = [], []
    for kernel, spread in zip(net.kernels, spreads, strict=False):
        layer = keras.layers.Dense(kernel.shape[1], use_bias=False, dtype="float64")
        x = layer(given)
        layer.set_weights([kernel * spread])
        if normalization in normalizations:
            x = normalizations[normalization](dtype="float64")(x)
        x = keras.layers.Activation(activation, dtype="float64")(x)
        given = keras.layers.Add(dtype="float64")([x, given]) if skip else x
        dense.append(layer)
        outputs.append(given)
    model = keras.Model(inputs, outputs)
    width = outputs[-1].shape[-1]
    with tf.GradientTape() as tape:
        values = model(net.inputs, training=True)
        logits = values[-1] @ (net.readout[:width, None] / np.sqrt(width))
        loss = keras.losses.BinaryCrossentropy(from_logits=True, dtype="float64")(net.labels[:, None], logits)
    blame, kernels = tape.gradient(loss, (values, [layer.kernel.value for layer in dense]))
    return (
        float(loss),
        [np.asarray(v) for v in values],
        [np.asarray(g) for g in blame],
        [np.asarray(g) for g in kernels],
    )


@pytest.mark.parametrize(("activation", "scale", "normalization", "skip"), _CASES)
def test_both_passes_are_those_of_keras(activation, scale, normalization, skip):
    net = drawn(4, [12] * 7, 8)
    spreads = [scale / np.sqrt(12)] * 6
    loss, layers = passes(net, spreads, activation, normalization, skip)
    expected = in_keras(net, spreads, activation, normalization, skip)
    assert loss == pytest.approx(expected[0], rel=1e-7)
    for layer, outputs, blame, kernel in zip(layers, *expected[1:], strict=True):
        np.testing.assert_allclose(layer.outputs, outputs, rtol=1e-6, atol=1e-9)
        np.testing.assert_allclose(layer.blame, blame, rtol=1e-5, atol=1e-9)
        np.testing.assert_allclose(layer.kernel_gradient, kernel, rtol=1e-5, atol=1e-9)


def test_layers_may_have_other_widths():
    net = drawn(1, [6, 10, 3], 5)
    spreads = [0.4, 0.3]
    _, layers = passes(net, spreads, "tanh")
    _, outputs, blame, kernels = in_keras(net, spreads, "tanh", "none", False)
    for layer, *expected in zip(layers, outputs, blame, kernels, strict=True):
        for own, keras_own in zip((layer.outputs, layer.blame, layer.kernel_gradient), expected, strict=True):
            np.testing.assert_allclose(own, keras_own, rtol=1e-5, atol=1e-9)


def test_the_browser_computes_the_same():
    names = ("activation", "scale", "normalization", "skip")
    cases = [dict(zip(names, case, strict=True)) for case in _CASES]
    function = """({ scale, ...how }) => {
      const net = drawNetwork(4, [13, 13, 13, 13, 13], 8);
      const { loss, layers } = passes(net, { depth: 3, spread: (n) => scale / Math.sqrt(n), ...how });
      const all = layers.map((own) => [own.outputs, own.blame, kernelGradient(own, 8)].map((values) => [...values]));
      return [loss, all];
    }"""
    modules = {"lesson/deep_network.js": "drawNetwork, passes, kernelGradient"}
    for (activation, scale, *how), (loss, layers) in zip(_CASES, in_browser(modules, function, cases), strict=True):
        own_loss, own = passes(drawn(4, [13] * 5, 8), [scale / np.sqrt(13)] * 3, activation, *how)
        assert loss == pytest.approx(own_loss, rel=1e-9)
        for ours, theirs in zip(own, layers, strict=True):
            for mine, other in zip((ours.outputs, ours.blame, ours.kernel_gradient), theirs, strict=True):
                np.testing.assert_allclose(other, mine.ravel(), rtol=1e-7, atol=1e-12)


def test_theory_has_the_closed_forms():
    """ReLU passes half of the square and half of the slopes; with batch normalization π / (π − 1) a layer (Yang et
    al.)."""
    assert moments("relu", 1.0) == pytest.approx((1 / np.sqrt(2 * np.pi), 0.5, 0.5), abs=1e-4)
    assert moments("linear", 1.3) == pytest.approx((0, 1.69, 1), abs=1e-6)
    assert theory(20, np.sqrt(2), "relu").size == pytest.approx(np.ones(20), rel=1e-3)
    assert theory(5, 3.0, "relu").factor == pytest.approx(np.full(5, 3 / np.sqrt(2)), rel=1e-3)
    normed = theory(4, 30.0, "relu", "batch").factor[1:]
    assert normed == pytest.approx(np.full(3, np.sqrt(np.pi / (np.pi - 1))), rel=1e-2)
    assert theory(3, 30.0, "relu", "layer").factor == pytest.approx(np.ones(3) * [1 / np.sqrt(2), 1, 1], rel=1e-2)


@pytest.mark.parametrize(("activation", "scale", "normalization", "skip"), [c for c in _CASES if c[0] != "linear"])
def test_theory_is_what_wide_networks_do(activation, scale, normalization, skip):
    """Six layers of 600 units: sizes within 5 %, gradients within a quarter."""
    _, layers = passes(drawn(2, [600] * 7, 48), [scale / np.sqrt(600)] * 6, activation, normalization, skip)
    predicted = theory(6, scale, activation, normalization, skip)
    np.testing.assert_allclose([size(own.outputs) for own in layers], predicted.size, rtol=0.05)
    last = size(layers[-1].blame)
    np.testing.assert_allclose([size(own.blame) / last for own in layers], predicted.gradient, rtol=0.25)


def test_the_browser_has_the_same_theory():
    cases = [
        {"depth": 12, "scale": 1.3, "activation": a, "normalization": n, "skip": s}
        for a in CURVES
        for n in ("none", "batch", "layer")
        for s in (False, True)
    ]
    answers = in_browser({"lesson/mean_field.js": "theory"}, "theory", cases)
    for case, answer in zip(cases, answers, strict=True):
        ours = theory(**case)
        assert answer["size"] == pytest.approx(ours.size, rel=1e-9)
        assert answer["factor"] == pytest.approx(ours.factor, rel=1e-9)
