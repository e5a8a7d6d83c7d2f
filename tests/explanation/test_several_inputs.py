"""An image beside a row: SHAP values, covering and forgetting over both inputs, against closed forms."""

import keras
import numpy as np
import pytest
from scipy.stats import spearmanr

import nnviz
from nnviz.errors import ExplanationError

RANDOM = np.random.default_rng(0)


@pytest.fixture(scope="module")
def linear():
    """f = Σ a·image + Σ b·row, and (a, b)."""
    image, row = keras.Input((3, 3, 1), name="image"), keras.Input((2,), name="row")
    joined = keras.layers.Concatenate()([keras.layers.Flatten()(image), row])
    model = keras.Model([image, row], keras.layers.Dense(1)(joined))
    kernel = RANDOM.normal(size=(11, 1)).astype("float32")
    model.layers[-1].set_weights([kernel, np.zeros(1, "float32")])
    return model, kernel[:9].reshape(3, 3, 1), kernel[9:, 0]


@pytest.fixture(scope="module")
def arrays():
    return [RANDOM.normal(size=(4, 3, 3, 1)).astype("float32"), RANDOM.normal(size=(4, 2)).astype("float32")]


@pytest.mark.parametrize("method", ["expected_gradients", "permutation_shap"])
def test_shap_values_of_a_sum_are_each_terms_distance_from_its_mean(linear, arrays, method):
    model, a, b = linear
    shap = nnviz.shap_values(model, [one[:2] for one in arrays], [one[2:] for one in arrays], 0, method)
    expected = [own * (one[:2] - one[2:].mean(0)) for own, one in zip((a, b), arrays, strict=True)]
    assert shap.values == pytest.approx(expected[0], abs=1e-5)
    assert shap.further[0].name == "row" and shap.further[0].values == pytest.approx(expected[1], abs=1e-5)
    assert np.max(shap.residual) < 1e-4
    beside = shap.explanation("row")
    assert beside.values == pytest.approx(expected[1], abs=1e-5) and beside.data == pytest.approx(arrays[1][:2])
    with pytest.raises(ExplanationError, match="There is no input 'rows'"):
        shap.explanation("rows")
    columns = shap.as_columns("the image")
    assert columns.names == ("the image", "row 1", "row 2")
    assert columns.values[:, 0] == pytest.approx(expected[0].reshape(2, -1).sum(1), abs=1e-5)
    assert columns.texts(0)[0] == "" and len(columns.figure("waterfall").data[0].x) == 3


def test_parts_of_all_inputs_are_covered_in_one_order(linear, arrays):
    model, a, b = linear
    x = [one[:1] for one in arrays]
    found = nnviz.deletion_insertion(model, x, 0, "gradient_x_input", steps=11, orders=3)
    terms = np.concatenate([(own * one[0]).ravel() for own, one in zip((a, b), x, strict=True)])
    largest = np.sort(terms)[::-1]
    assert found.parts == 11
    assert found.insertion[0] == pytest.approx(np.r_[0, largest.cumsum()], abs=1e-5)
    assert found.deletion[0] == pytest.approx(terms.sum() - np.r_[0, largest.cumsum()], abs=1e-5)


def test_maps_are_compared_over_all_inputs(linear, arrays):
    model, a, b = linear
    before = model.get_weights()
    found = nnviz.randomization_check(model, [one[:1] for one in arrays], 0, "gradient_x_input")
    both = [np.r_[image.ravel(), row.ravel()] for image, row in zip(found.maps, found.further[0], strict=True)]
    assert both[0] == pytest.approx(np.r_[(a * arrays[0][0]).ravel(), b * arrays[1][0]], abs=1e-5)
    assert found.signed[0, 0] == pytest.approx(spearmanr(*both).statistic) and found.parts == 11
    assert all(np.array_equal(*pair) for pair in zip(before, model.get_weights(), strict=True))


def test_a_blur_covers_the_image_and_a_heatmap_looks_at_it_alone(linear, arrays):
    model, _, b = linear
    found = nnviz.attribute(model, [one[0] for one in arrays], 0, baseline="blur")
    assert found.values[1] == pytest.approx(b * arrays[1][0], abs=1e-5)
    assert "What stands beside the image becomes zeros" in " ".join(found.notes)
    image, row = keras.Input((4, 4, 1)), keras.Input((2,), name="row")
    maps = keras.layers.Flatten()(keras.layers.Conv2D(2, 2, activation="relu")(image))
    network = keras.Model([image, row], keras.layers.Dense(1)(keras.layers.Concatenate()([maps, row])))
    heat = nnviz.attribute(network, [np.ones((4, 4, 1)), np.ones(2)], 0, "grad_cam")
    assert heat.values[0].shape == (4, 4, 1) and not heat.values[1].any()


def test_a_background_of_several_inputs_keeps_its_rows_together():
    from nnviz.explanation.background import choose

    numbers = np.repeat([-5.0, 0.0, 5.0], 10)
    images, rows = np.tile(numbers[:, None, None, None], (1, 2, 2, 1)), numbers[:, None] * 2
    for choice in ("sample", "kmeans"):
        first, second = choose([images, rows], choice, 3).rows
        assert second[:, 0] == pytest.approx(2 * first[:, 0, 0, 0])
    assert sorted(choose([images, rows], "kmeans", 3).rows[1][:, 0]) == [-10, 0, 10]
    assert len(choose([images, rows], "zeros", 3)) == 1
