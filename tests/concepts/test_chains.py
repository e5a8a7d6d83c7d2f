"""A small network told layer by layer, and computed again by the browser's module: against Keras itself."""

import keras
import numpy as np
import pytest

from nnviz.concepts import kept_arrays
from nnviz.concepts.chains import ACTIVATIONS, chain, flat_chain, whole_chain
from nnviz.errors import RunError
from nnviz.explanation.attribute import attribute
from nnviz.explanation.target import Target
from nnviz.views.chain import packed_layers
from tests.browser_twins import in_browser

IMAGES = np.random.default_rng(1).normal(size=(3, 9, 8, 2)).astype("float32")
CHAIN = {"lesson/chain.js": "openChain, outputsOf"}
OUTPUTS = """([layers, x, shape, off]) => {
    const units = Object.fromEntries(Object.entries(off ?? {}).map(([at, own]) => [at, new Set(own)]));
    return outputsOf(openChain(layers), Float32Array.from(x), shape, units)
      .map(({ shape, values }) => [shape, [...values]]);
}"""


def _network(*layers, shape=(9, 8, 2), seed=0) -> keras.Sequential:
    keras.utils.set_random_seed(seed)
    return keras.Sequential([keras.Input(shape), *layers])


def _by_layer(model, x) -> list[np.ndarray]:
    outputs = []
    for layer in model.layers:
        x = np.asarray(layer(x, training=False))
        if not isinstance(layer, keras.layers.Dropout):
            outputs.append(x)
    return outputs


def _normalization() -> keras.layers.BatchNormalization:
    layer = keras.layers.BatchNormalization()
    layer.build((None, 5, 4, 5))
    rng = np.random.default_rng(2)
    layer.set_weights([*rng.normal(size=(3, 5)), rng.uniform(0.5, 2, 5)])
    return layer


@pytest.fixture(scope="module")
def network() -> keras.Sequential:
    """With every kind of layer that a chain may have."""
    layers = keras.layers
    return _network(
        layers.Conv2D(5, 3, strides=2, padding="same", activation="elu"),
        _normalization(),
        layers.Dropout(0.5),
        layers.Conv2D(4, (2, 3), activation="silu", use_bias=False),
        layers.Activation("tanh"),
        layers.MaxPooling2D(3, strides=1, padding="same"),
        layers.AveragePooling2D(2, strides=1),
        layers.Conv2D(6, 1, activation="gelu"),
        layers.ReLU(),
        layers.Flatten(),
        layers.Dense(7, "leaky_relu"),
        layers.Dense(3, "softmax"),
    )


def test_the_browser_computes_every_layer_as_keras_does(network):
    layers = packed_layers(chain(network, IMAGES[:1]))
    cases = [[layers, x.ravel().tolist(), list(x.shape)] for x in IMAGES[:2]]
    for x, outputs in zip(IMAGES, in_browser(CHAIN, OUTPUTS, cases), strict=False):
        wanted = _by_layer(network, x[None])
        assert len(outputs) == len(wanted)
        for (shape, values), own in zip(outputs, wanted, strict=True):
            assert shape == list(own.shape[1:])
            np.testing.assert_allclose(values, own.ravel(), rtol=2e-4, atol=2e-6)


def test_a_unit_that_is_switched_off_is_zero_for_all_that_follows(network):
    [[*_, (_, values)]] = in_browser(
        CHAIN,
        OUTPUTS,
        [[packed_layers(chain(network, IMAGES[:1])), IMAGES[0].ravel().tolist(), [9, 8, 2], {"6": [1, 4]}]],
    )
    place = [layer.name for layer in network.layers].index(chain(network, IMAGES[:1])[6]["name"])
    x = IMAGES[:1]
    for at, layer in enumerate(network.layers):
        x = np.asarray(layer(x, training=False)).copy()
        if at == place:
            x[..., [1, 4]] = 0
    np.testing.assert_allclose(values, x.ravel(), rtol=2e-4, atol=2e-6)


def test_every_activation_is_the_one_that_keras_has():
    x = np.linspace(-3, 3, 9).astype("float32").reshape(1, 1, 1, 9)
    cases = []
    for name in ACTIVATIONS:
        model = _network(keras.layers.Activation(name), shape=(1, 1, 9))
        cases.append([packed_layers(chain(model, x)), x.ravel().tolist(), [1, 1, 9]])
    for name, [[_, values]] in zip(ACTIVATIONS, in_browser(CHAIN, OUTPUTS, cases), strict=True):
        wanted = np.asarray(keras.activations.get(name)(x)).ravel()
        np.testing.assert_allclose(values, wanted, atol=1e-6, err_msg=name)


def test_global_pooling_of_both_kinds():
    for kind in (keras.layers.GlobalAveragePooling2D, keras.layers.GlobalMaxPooling2D):
        layers = packed_layers(chain(_network(kind()), IMAGES[:1]))
        [[[_, values]]] = in_browser(CHAIN, OUTPUTS, [[layers, IMAGES[0].ravel().tolist(), [9, 8, 2]]])
        np.testing.assert_allclose(values, np.asarray(kind()(IMAGES[:1])).ravel(), rtol=1e-5)


def test_what_is_no_chain_is_refused_with_a_sentence():
    inputs = keras.Input((9, 8, 2))
    split = keras.layers.Conv2D(2, 3, padding="same")(inputs)
    branched = keras.Model(inputs, keras.layers.Add()([inputs, split]))
    normalized = _network(keras.layers.LayerNormalization())
    steep = _network(keras.layers.Dense(2, "softplus"))
    heavy = _network(keras.layers.Conv2D(40_000, 1))
    for model, words in (
        (branched, "Add"),
        (normalized, "LayerNormalization"),
        (steep, "softplus"),
        (heavy, "5,760,000"),
    ):
        with pytest.raises(RunError, match=words):
            chain(model, IMAGES[:1])


def test_a_network_that_does_more_than_its_layers_is_noticed():
    class Doubled(keras.Sequential):
        def call(self, inputs, training=None, mask=None):
            return 2 * super().call(inputs, training=training, mask=mask)

    model = Doubled([keras.Input((9, 8, 2)), keras.layers.Flatten()])
    with pytest.raises(RunError, match="more than its layers"):
        chain(model, IMAGES[:1])


def test_a_chain_is_kept_and_read_again(network, tmp_path, monkeypatch):
    from nnviz import settings

    monkeypatch.setattr(settings.get(), "home", tmp_path)
    layers, calls = chain(network, IMAGES[:1]), []

    def measure():
        calls.append(1)
        return {**flat_chain(layers), "accuracy": 0.5}

    for _ in range(2):
        told = kept_arrays.kept_arrays("room", "name", measure)
        assert told["accuracy"] == 0.5
    assert len(calls) == 1
    for own, again in zip(layers, whole_chain(told), strict=True):
        assert {key: value for key, value in own.items() if key != "arrays"} == {
            key: value for key, value in again.items() if key != "arrays"
        }
        assert own["arrays"].keys() == again["arrays"].keys()
        assert all(np.array_equal(own["arrays"][name], again["arrays"][name]) for name in own["arrays"])


def test_occlusion_in_the_browser_is_that_of_nnviz():
    model = _network(
        keras.layers.Conv2D(3, 3, padding="same", activation="relu"),
        keras.layers.Flatten(),
        keras.layers.Dense(2, "softmax"),
        shape=(6, 6, 1),
    )
    x = np.random.default_rng(3).uniform(size=(1, 6, 6, 1)).astype("float32")
    wanted = attribute(model, x, Target(1, on="logits"), "occlusion", window=3).values[0, ..., 0]
    modules = {"lesson/chain.js": "openChain", "lessons/interpreting/occlusion.js": "occluded, withoutSoftmax"}
    expression = (
        """([layers, x]) => [...occluded(withoutSoftmax(openChain(layers)), Float32Array.from(x), [6, 6, 1], 1)]"""
    )
    [values] = in_browser(modules, expression, [[packed_layers(chain(model, x)), x.ravel().tolist()]])
    np.testing.assert_allclose(values, wanted.ravel(), rtol=1e-4, atol=1e-6)
