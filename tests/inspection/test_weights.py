"""Weights, kernels, feature maps and the layer table."""

import keras
import numpy as np
import pytest

from nnviz.errors import ModelError
from nnviz.inspection.features import feature_maps
from nnviz.inspection.weights import kernels, layer_table, weights

layers = keras.layers


def test_weights_carry_their_owner_and_whether_they_train():
    inner = keras.Sequential([layers.Input((3,)), layers.Dense(2, name="d")], name="inner")
    model = keras.Sequential([layers.Input((3,)), inner, layers.BatchNormalization(name="norm")])
    found = {weight.path: weight for weight in weights(model)}
    assert list(found)[:2] == ["inner/d/kernel", "inner/d/bias"]
    np.testing.assert_array_equal(found["inner/d/kernel"].values, inner.layers[0].get_weights()[0])
    assert found["norm/gamma"].trainable and not found["norm/moving_mean"].trainable
    found["inner/d/kernel"].values[:] = 7
    assert not np.any(inner.layers[0].get_weights()[0] == 7)
    with pytest.raises(ModelError, match="never built"):
        weights(keras.Sequential([layers.Dense(2)]))


def test_kernels_put_the_filters_last():
    image = np.zeros((1, 6, 6, 2), "float32")
    for layer, shape in [
        (layers.Conv2D(5, 3), (3, 3, 2, 5)),
        (layers.Conv2DTranspose(5, 3), (3, 3, 2, 5)),
        (layers.DepthwiseConv2D(3, depth_multiplier=4), (3, 3, 2, 4)),
        (layers.SeparableConv2D(5, 3), (3, 3, 2, 1)),
    ]:
        layer(image)
        assert kernels(layer).shape == shape
    with pytest.raises(ModelError, match="no convolution kernels"):
        dense = layers.Dense(2)
        dense(np.zeros((1, 2), "float32"))
        kernels(dense)


def test_feature_maps_equal_a_convolution_by_hand():
    image = np.arange(16, dtype="float32").reshape(1, 4, 4, 1)
    kernel = np.array([[1, 0], [0, -1]], "float32")[..., None, None]
    conv = layers.Conv2D(1, 2, use_bias=False, name="conv")
    model = keras.Sequential([layers.Input((4, 4, 1)), conv])
    conv.set_weights([kernel])
    maps = feature_maps(model, image, "conv")
    np.testing.assert_allclose(maps, np.full((1, 3, 3), -5.0))
    with pytest.raises(ModelError, match=r"no channel 4\. Expected 1 to 1"):
        feature_maps(model, image, "conv", channels=[3])


def test_the_layer_table_adds_up():
    inner = keras.Sequential([layers.Input((3,)), layers.Dense(4, activation="relu")], name="inner")
    model = keras.Sequential([layers.Input((3,)), inner, layers.Dense(2)])
    model.layers[1].trainable = False
    rows = {row.path: row for row in layer_table(model)}
    assert rows["inner"].parameters == 16 and rows["inner"].depth == 0
    dense = rows["inner/" + inner.layers[0].name]
    assert (dense.parameters, dense.depth, dense.activation, dense.output_shape) == (16, 1, "relu", (None, 4))
    assert rows[model.layers[1].name].trainable_parameters == 0
