"""Class activation maps against their closed forms: average pooling with a linear head, flat linear heads, by hand."""

import keras
import numpy as np
import pytest

import nnviz
from nnviz.errors import ExplanationError, ModelError
from nnviz.explanation.catalog.cam import CAM
from tests.sampling import whole

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
    deep = keras.Sequential([keras.Input((6, 6, 1)), keras.layers.Conv2D(2, 3), keras.layers.Conv2D(2, 3)])
    early = nnviz.Unit(deep.layers[0].name, 0, (1, 1))
    for _ in range(3):  # also once it is traced
        with pytest.raises(ExplanationError, match="does not depend on"):
            nnviz.attribute(deep, np.ones((6, 6, 1)), early, "grad_cam")
    with pytest.raises(ExplanationError, match="images"):
        nnviz.attribute(table, np.ones(5), target=0, method="grad_cam")


@pytest.fixture(scope="module")
def flat():
    """Maps read place by place by a linear head: (model, images, maps, the head's weights (places, channels, 2))."""
    keras.utils.set_random_seed(1)
    inputs = keras.Input((5, 6, 2))
    maps = keras.layers.Conv2D(4, 3, padding="same", activation="relu", name="maps")(inputs)
    model = keras.Model(inputs, keras.layers.Dense(2, name="head")(keras.layers.Flatten()(maps)))
    x = RNG.normal(size=(3, 5, 6, 2)).astype("float32")
    found = keras.Model(model.inputs, model.get_layer("maps").output).predict(x, verbose=0)
    return model, x, found, model.get_layer("head").get_weights()[0].reshape(5, 6, 4, 2)


def of(model, x, method, target=0, **settings):
    return nnviz.attribute(model, x, target, method, **settings).values.sum(-1)


def test_where_the_head_is_linear_each_map_is_what_its_paper_says(flat):
    model, x, maps, head = flat
    slopes = head[..., 1]
    expected = {
        "hires_cam": (slopes * maps).sum(-1),
        "layer_cam": (np.maximum(slopes, 0) * maps).sum(-1),
        "grad_cam": (slopes.mean((0, 1)) * maps).sum(-1),
        "xgrad_cam": np.einsum("nhwc,nc->nhw", maps, (slopes * maps).sum((1, 2)) / maps.sum((1, 2))),
        "ablation_cam": np.einsum("nhwc,nc->nhw", maps, (slopes * maps).sum((1, 2))),
    }
    for name, own in expected.items():
        np.testing.assert_allclose(of(model, x, name, 1), np.maximum(own, 0), atol=1e-5, err_msg=name)
    alpha = slopes**2 / (2 * slopes**2 + slopes**3 * maps.sum((1, 2), keepdims=True))
    weights = (alpha * np.maximum(slopes, 0)).sum((1, 2))
    expected = np.maximum(np.einsum("nhwc,nc->nhw", maps, weights), 0)
    np.testing.assert_allclose(of(model, x, "grad_cam_plus_plus", 1), expected, rtol=1e-3, atol=1e-5)


def test_score_cam_weighs_each_map_with_the_answer_to_what_it_covers(flat):
    model, x, maps, _ = flat
    by_hand = np.zeros((5, 6))
    for c in range(4):
        own = maps[0, :, :, c]
        mask = (own - own.min()) / np.ptp(own)
        rise = model(np.stack([x[0] * mask[..., None], 0 * x[0]]))[:, 1].numpy()
        by_hand += (rise[0] - rise[1]) * own
    np.testing.assert_allclose(of(model, x[0], "score_cam", 1), np.maximum(by_hand, 0), atol=1e-5)
    few = nnviz.attribute(model, x[0], 1, "score_cam", channels=2)
    assert "2 of 4 channels" in few.notes[1]


def test_eigen_cam_is_the_first_singular_direction_and_the_same_for_every_class(flat):
    model, x, maps, _ = flat
    left, size, _ = np.linalg.svd(maps[0].reshape(30, 4).astype("float64"), full_matrices=False)
    heat = of(model, x[0], "eigen_cam", 0)
    np.testing.assert_allclose(heat.ravel(), np.abs(left[:, 0]) * size[0], rtol=1e-4, atol=1e-5)
    np.testing.assert_array_equal(heat, of(model, x[0], "eigen_cam", 1))


def test_guided_grad_cam_is_the_product_of_both(flat):
    model, x, _, _ = flat
    cam, fine = (nnviz.attribute(model, x, 1, name).values for name in ("grad_cam", "guided_backpropagation"))
    np.testing.assert_allclose(nnviz.attribute(model, x, 1, "guided_grad_cam").values, 2 * cam * fine, atol=1e-6)


_FINE = {"guided_grad_cam"}
"""The ones that are below zero too."""


_OFTEN = {"grad_cam", "ablation_cam"}


@pytest.mark.parametrize(
    "method", [one.name if one.name in _OFTEN else pytest.param(one.name, marks=whole) for one in CAM]
)
def test_every_example_alone_is_the_same_as_in_a_batch_and_another_layer_can_be_named(method, flat):
    model, x, _, _ = flat
    together = of(model, x, method)
    np.testing.assert_allclose(of(model, x[1], method), together[1], atol=1e-6)
    assert method in _FINE or (together >= 0).all()
    inner = keras.Sequential([keras.layers.Conv2D(3, 3, name="early"), keras.layers.ReLU()], name="inner")
    nested = keras.Sequential(
        [keras.Input((5, 6, 2)), inner, keras.layers.Conv2D(2, 2), keras.layers.Flatten(), keras.layers.Dense(2)]
    )
    result = nnviz.attribute(nested, x[0], 0, method, layer="inner/early")
    assert "inner/early, 3 by 4" in result.notes[0] and "call" not in inner.layers[0].__dict__


def test_a_layer_that_is_not_there_or_has_no_maps_gets_a_sentence(flat):
    model, x, _, _ = flat
    with pytest.raises(ModelError, match="Did you mean 'maps'"):
        nnviz.attribute(model, x, 0, "layer_cam", layer="map")
    with pytest.raises(ExplanationError, match="no maps of height and width. Expected a layer such as maps"):
        nnviz.attribute(model, x, 0, "ablation_cam", layer="head")


def test_the_second_time_a_traced_function_says_the_same_and_follows_new_weights(flat):
    model, x, _, _ = flat
    model = keras.models.clone_model(model)
    first, second = (of(model, x, "hires_cam") for _ in range(2))
    np.testing.assert_allclose(second, first, atol=1e-6)
    model.set_weights([2 * weight for weight in model.get_weights()])
    np.testing.assert_allclose(of(model, x, "hires_cam"), 4 * first, atol=1e-5)


def test_of_a_layer_that_is_used_twice_the_last_time_counts():
    inputs = keras.Input((4, 4, 1))
    shared = keras.layers.Conv2D(1, 3, padding="same", name="shared")
    model = keras.Model(inputs, keras.layers.Dense(1)(keras.layers.Flatten()(shared(shared(inputs)))))
    x = RNG.normal(size=(4, 4, 1)).astype("float32")
    maps = shared(shared(x[None])).numpy()[0, :, :, 0]
    fall = (model(x[None]) - model.layers[-1].bias).numpy()[0, 0]
    np.testing.assert_allclose(of(model, x, "ablation_cam"), np.maximum(fall * maps, 0), atol=1e-5)
