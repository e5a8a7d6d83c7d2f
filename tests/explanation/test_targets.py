"""What is explained: a unit of a layer, a pixel, a step; explained as a network that ends there would be."""

import keras
import numpy as np
import pytest
from keras import layers

import nnviz
from nnviz.data.schema import Schema
from nnviz.errors import NnvizError
from nnviz.explanation.redrawn import place_words
from nnviz.explanation.target import INSIDE, target_of
from tests.explanation.kinds import numbers, scattered


@pytest.fixture(scope="module")
def network():
    inner = keras.Sequential(
        [keras.Input((6, 6, 1)), layers.Conv2D(3, 3, activation="relu", name="maps")], name="inner"
    )
    model = keras.Sequential([keras.Input((6, 6, 1)), inner, layers.Conv2D(2, 1, activation="softmax", name="pixels")])
    return scattered(model)


@pytest.mark.parametrize("method", ["gradient", "deep_lift", "integrated_gradients"])
def test_a_unit_is_explained_as_a_network_that_ends_there(network, method):
    x = numbers(3, 6, 6, 1)
    inner = network.layers[0]
    found = nnviz.attribute(network, x, nnviz.Unit("inner/maps", 1), method)
    alone = nnviz.attribute(inner, x, nnviz.Target(1, position="mean", task="regression"), method)
    np.testing.assert_allclose(found.values, alone.values, atol=1e-6)
    np.testing.assert_allclose(found.output, np.asarray(inner(x))[..., 1].mean((1, 2)), rtol=1e-5)
    assert found.target.label() == "unit 2 of inner/maps" and found.target.unit == "output"


def test_a_pixel_of_the_output(network):
    x = numbers(2, 6, 6, 1)
    found = nnviz.attribute(network, x, nnviz.Place(1, 2, -1), "deep_lift")
    np.testing.assert_allclose(found.output, np.asarray(network(x))[:, 2, 3, 1], rtol=1e-5)
    seen = np.abs(found.values).sum((0, 3)) > 0
    expected = np.zeros((6, 6), bool)
    expected[2:5, 3:6] = True
    np.testing.assert_array_equal(seen, expected)


def test_a_page_names_a_unit_in_plain_types(network):
    target = target_of((INSIDE, "inner/maps", 0), None, ())
    one = nnviz.attribute(network, numbers(6, 6, 1), target, "gradient")
    assert one.target.label() == "unit 1 of inner/maps" and one.values.shape == (6, 6, 1)


@pytest.mark.parametrize(("where", "label"), [((1, 2), " at row 2, column 3"), ("largest", None), ("mean", "")])
def test_a_page_names_a_place_in_the_map_of_a_unit(network, where, label):
    x = numbers(6, 6, 1)
    one = nnviz.attribute(network, x, target_of((INSIDE, "inner/maps", 2, where), None, ()), "gradient")
    own = np.asarray(network.layers[0](x[None]))[0, ..., 2]
    wanted = own[where] if isinstance(where, tuple) else getattr(own, "max" if where == "largest" else "mean")()
    assert one.output == pytest.approx(float(wanted), abs=1e-6)
    if label is None:
        row, column = np.unravel_index(own.argmax(), own.shape)
        label = f" at row {row + 1}, column {column + 1}"
    assert one.target.label() == f"unit 3 of inner/maps{label}"


def test_numbers_of_what_is_redrawn_are_told_by_their_places():
    images = Schema("image", "regression", (2, 3, 1), outputs=6)
    assert place_words(4, images) == "the redrawn value at row 2, column 2"
    series = Schema("sequence", "regression", (4, 2), outputs=8)
    assert place_words(5, series) == "the redrawn value at step 3, channel 2"


def test_what_is_not_there_is_a_sentence(network):
    for target, sentence in (
        (nnviz.Unit("map", 0), "There is no layer 'map'. Expected one of inner, inner/maps, pixels"),
        (nnviz.Unit("maps", 7), "There is no class or output 7. Expected 0 to 2"),
        (nnviz.Place(0, 9, 9), "There is no position"),
    ):
        with pytest.raises(NnvizError, match=sentence):
            nnviz.attribute(network, numbers(6, 6, 1), target, "gradient")
