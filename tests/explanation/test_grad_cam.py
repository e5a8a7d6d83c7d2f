"""Grad-CAM against its closed forms: class activation maps, and a hand-made network."""

import keras
import numpy as np
import pytest

import nnviz
from nnviz.errors import ExplanationError

RNG = np.random.default_rng(0)


def pooled(activation: str | None = None, filters: int = 3) -> keras.Model:
    """A convolution that keeps the size, global average pooling and a linear head."""
    inputs = keras.Input((6, 6, 2))
    maps = keras.layers.Conv2D(filters, 3, padding="same", activation="relu", name="maps")(inputs)
    head = keras.layers.Dense(2, activation, name="head")(keras.layers.GlobalAveragePooling2D()(maps))
    return keras.Model(inputs, head)


@pytest.mark.parametrize("target", [0, 1])
def test_with_average_pooling_it_is_the_class_activation_map(target):
    """Zhou et al., 2016: Σ_c w_c A_c; the mean of the gradient is w_c over the number of places."""
    model = pooled()
    x = RNG.normal(size=(3, 6, 6, 2)).astype("float32")
    maps = keras.Model(model.inputs, model.get_layer("maps").output).predict(x, verbose=0)
    weights = model.get_layer("head").get_weights()[0][:, target]
    expected = np.maximum((maps * weights).sum(-1) / 36, 0)
    result = nnviz.attribute(model, x, target=target, method="grad_cam")
    np.testing.assert_allclose(result.values.sum(-1), expected, atol=1e-6)
    assert result.values.shape == x.shape and result.residual is None and "maps" in result.notes[0]


def test_it_lights_up_where_the_pattern_is_and_nowhere_else():
    """A kernel that finds a bright pixel, the maps halved by pooling: only that quarter speaks."""
    inputs = keras.Input((8, 8, 1))
    maps = keras.layers.Conv2D(1, 2, strides=2, activation="relu", name="maps")(inputs)
    model = keras.Model(inputs, keras.layers.Dense(1, name="head")(keras.layers.Flatten()(maps)))
    model.get_layer("maps").set_weights([np.ones((2, 2, 1, 1)), np.zeros(1)])
    model.get_layer("head").set_weights([np.ones((16, 1)), np.zeros(1)])
    x = np.zeros((8, 8, 1), "float32")
    x[6:8, 6:8] = 1
    values = nnviz.attribute(model, x, target=0, method="grad_cam").values[..., 0]
    assert values.argmax() // 8 >= 6 and values[:4].max() == 0 and values.min() == 0
    assert not nnviz.attribute(model, -x, target=0, method="grad_cam").values.any()


def test_nested_and_sequential_networks_are_looked_into_and_left_as_they_were():
    inner = keras.Sequential([keras.layers.Conv2D(4, 3, name="deep"), keras.layers.ReLU()])
    model = keras.Sequential([keras.Input((6, 6, 1)), inner, keras.layers.Flatten(), keras.layers.Dense(3, "softmax")])
    before = [variable.numpy() for variable in model.variables]
    x = RNG.normal(size=(6, 6, 1)).astype("float32")
    result = nnviz.attribute(model, x, method="grad_cam")
    assert "deep" in result.notes[0] and result.values.shape == x.shape and (result.values >= 0).all()
    for old, variable in zip(before, model.variables, strict=True):
        np.testing.assert_array_equal(old, variable.numpy())


def test_networks_and_data_that_it_cannot_explain_get_a_sentence():
    inputs = keras.Input((4, 4, 1))
    flat = keras.Model(inputs, keras.layers.Dense(2)(keras.layers.Flatten()(inputs)))
    with pytest.raises(ExplanationError, match="no convolution"):
        nnviz.attribute(flat, np.ones((4, 4, 1)), target=0, method="grad_cam")
    inputs = keras.Input((5,))
    table = keras.Model(inputs, keras.layers.Dense(2)(inputs))
    with pytest.raises(ExplanationError, match="images"):
        nnviz.attribute(table, np.ones(5), target=0, method="grad_cam")
