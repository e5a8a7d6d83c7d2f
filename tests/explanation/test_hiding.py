"""Explanations by hiding parts: feature ablation, LIME, RISE and exact Shapley values."""

import itertools
import math
from types import SimpleNamespace

import keras
import numpy as np
import pytest
from sklearn.linear_model import Ridge

import nnviz
from nnviz.errors import ExplanationError
from nnviz.explanation.catalog import cost
from nnviz.explanation.catalog.cam import CAM
from nnviz.explanation.methods.lime import copies, line
from nnviz.explanation.methods.rise import random_masks
from nnviz.explanation.methods.segments import superpixels
from nnviz.explanation.of_run import by_columns
from tests.sampling import whole

layers = keras.layers
RNG = np.random.default_rng(3)
X = RNG.normal(size=(4, 5)).astype("float32")


@pytest.fixture(scope="module")
def additive():
    """A linear network of five columns, and its weights."""
    model = keras.Sequential([keras.Input((5,)), layers.Dense(1)])
    return model, model.get_weights()[0][:, 0]


@pytest.fixture(scope="module")
def curved():
    keras.utils.set_random_seed(2)
    return keras.Sequential([keras.Input((5,)), layers.Dense(8, "tanh"), layers.Dense(2, "softmax")])


@pytest.fixture(scope="module")
def pictures():
    """Only the upper left quarter of the image counts."""
    model = keras.Sequential([keras.Input((8, 8, 1)), layers.Flatten(), layers.Dense(1)])
    weights = np.zeros((8, 8))
    weights[:4, :4] = 1
    model.set_weights([weights.reshape(64, 1), np.zeros(1)])
    return model, weights


def test_on_a_linear_network_all_of_them_find_its_terms(additive):
    model, weights = additive
    terms, rows = X * weights, RNG.normal(size=(6, 5)).astype("float32")
    found = nnviz.attribute(model, X, 0, "feature_ablation").values
    np.testing.assert_allclose(found, terms, atol=1e-5)
    np.testing.assert_allclose(nnviz.attribute(model, X, 0, "lime", ridge=0.0).values, terms, atol=1e-4)
    found = nnviz.attribute(model, X, 0, "exact_shapley", background=rows)
    np.testing.assert_allclose(found.values, terms - weights * rows.mean(0), atol=1e-5)
    assert found.residual.max() < 1e-5


def test_captums_published_numbers():
    """Of its BasicModel_MultiLayer: tests/attr/test_feature_ablation.py and test_shapley.py."""
    model = keras.Sequential([keras.Input((3,)), layers.Dense(4, "relu"), layers.Dense(2)])
    model.set_weights([np.ones((3, 4)), np.array([-10.0, 1, 1, 1]), np.ones((4, 2)), np.array([-1.0, 1])])
    x = np.array([[2.0, 10, 3], [20, 50, 30]])
    found = nnviz.attribute(model, x, 0, "feature_ablation").values
    np.testing.assert_allclose(found, [[8, 35, 12], [80, 200, 120]], atol=1e-4)
    grouped = nnviz.attribute(model, x[0], 0, "feature_ablation", groups=(0, 0, 1)).values
    np.testing.assert_allclose([grouped[:2].sum(), grouped[2]], [41, 12], atol=1e-4)
    found = nnviz.attribute(model, x[1], 0, "exact_shapley", background=np.zeros((1, 3))).values
    np.testing.assert_allclose(found, [76.66666, 196.66666, 116.66666], atol=1e-3)


def test_groups_are_hidden_as_a_whole(additive):
    model, weights = additive
    terms = X[0] * weights
    found = nnviz.attribute(model, X[0], 0, "feature_ablation", groups=(0, 0, 7, 7, 7)).values
    np.testing.assert_allclose(found[[0, 2]], [terms[:2].sum() / 2, terms[2:].sum() / 3], atol=1e-5)
    with pytest.raises(ExplanationError, match="3 groups for 5 numbers"):
        nnviz.attribute(model, X[0], 0, "exact_shapley", background=X, groups=(0, 1, 2))


def test_of_a_table_the_inputs_of_one_column_are_one_part():
    prepared = SimpleNamespace(feature_columns=np.array([0, 1, 1, 1]))
    table = SimpleNamespace(preparation=prepared, schema=SimpleNamespace(kind="vector", further=()))
    assert by_columns("lime", {"samples": 9}, table) == {"samples": 9, "groups": (0, 1, 1, 1)}
    assert by_columns("lime", {"groups": (0, 0, 1, 1)}, table) == {"groups": (0, 0, 1, 1)}
    assert by_columns("gradient", {}, table) == {}
    prepared.feature_columns = np.arange(4)
    assert by_columns("exact_shapley", {}, table) == {}
    texts = SimpleNamespace(preparation=object(), schema=SimpleNamespace(kind="tokens", further=()))
    assert by_columns("lime", {}, texts) == {}, "what prepares texts knows no columns"


def test_lime_is_the_ridge_regression_of_its_copies(curved):
    """With the kernel of the authors' package, √exp(−d²/width²) of the cosine distance."""
    found = nnviz.attribute(curved, X[0], 1, "lime", samples=300, seed=4)
    shown = copies(5, 300, 4)
    answers = np.asarray(curved(np.where(shown, X[0], 0)))[:, 1]
    near = shown @ np.ones(5) / np.maximum(np.linalg.norm(shown, axis=1) * math.sqrt(5), 1e-12)
    kernel = np.sqrt(np.exp(-((1 - near) ** 2) / 0.25**2))
    line = Ridge(alpha=1.0).fit(shown, answers, sample_weight=kernel)
    np.testing.assert_allclose(found.values, line.coef_, atol=1e-5)
    fit = line.score(shown, answers, sample_weight=kernel)
    assert f"explains {100 * fit:.1f}" in found.notes[0]
    again = nnviz.attribute(curved, X, 1, "lime", samples=300, seed=4).values[0]
    np.testing.assert_allclose(again, found.values, atol=1e-6)
    other = nnviz.attribute(curved, X[0], 1, "lime", samples=300, seed=5).values
    assert np.abs(other - found.values).max() > 1e-5


def test_the_line_is_that_of_limes_own_package():
    """LIME 0.2.0.1: LimeBase(√exp(−d²/0.25²)).explain_instance_with_data(shown, answers, 1 − √share shown, 0, 5,
    feature_selection="none") on these 24 copies; its constant is 0.6074362, its score 0.9276936."""
    shown = (np.arange(24)[:, None] * 7 + np.arange(5) * 5) // 3 % 2 == 0
    shown[0] = True
    answers = np.sin(np.arange(24.0)) + shown @ np.array([1.0, -2, 0.5, 0, 3])
    slopes, fit = line(shown, answers, 0.25, 1.0)
    theirs = [0.6359499552, -1.3035915721, 0.4089897095, -0.1414252655, 1.7981162618]
    np.testing.assert_allclose(slopes, theirs, atol=1e-9)
    assert fit == pytest.approx(0.927693556874382, abs=1e-9)


def _by_hand(model, x):
    first, bias, second, last = model.get_weights()
    powers = np.exp(np.tanh(x @ first + bias) @ second + last)
    return powers[:, 1] / powers.sum(1)


def test_exact_shapley_is_brute_force_over_all_orders(curved):
    rows = RNG.normal(size=(3, 5)).astype("float32")
    found = nnviz.attribute(curved, X[0], 1, "exact_shapley", background=rows)
    by_hand = np.zeros(5)
    for order in itertools.permutations(range(5)):
        for place, player in enumerate(order):
            sets = [np.isin(np.arange(5), order[: place + more]) for more in (0, 1)]
            worth = [_by_hand(curved, np.where(own, X[0], rows)).mean() for own in sets]
            by_hand[player] += (worth[1] - worth[0]) / math.factorial(5)
    np.testing.assert_allclose(found.values, by_hand, atol=1e-5)


def test_rise_is_the_mean_answer_where_a_place_is_visible_less_the_mean(pictures):
    model, _ = pictures
    image = RNG.uniform(size=(8, 8, 1)).astype("float32")
    found = nnviz.attribute(model, image, 0, "rise", masks=50, cells=3, seed=1).values[..., 0]
    masks = random_masks((8, 8), 50, 3, 0.5, np.random.default_rng(1))
    answers = np.array([np.asarray(model((image * mask[..., None])[None]))[0, 0] for mask in masks])
    np.testing.assert_allclose(found, (answers @ masks.reshape(50, 64) / masks.sum(0).ravel()).reshape(8, 8)
                               - answers.mean(), atol=1e-5)  # fmt: skip
    both = nnviz.attribute(model, np.stack([image, 1 - image]), 0, "rise", masks=50, cells=3, seed=1).values
    np.testing.assert_allclose(both[0, ..., 0], found, atol=1e-6)


def test_masks_show_their_share_and_are_smooth():
    masks = random_masks((30, 20), 400, 5, 0.3, np.random.default_rng(0))
    assert masks.min() >= 0 and masks.max() <= 1 and abs(masks.mean() - 0.3) < 0.02
    assert np.abs(masks.mean(0) - 0.3).max() < 0.12  # every place as often as the others
    assert np.abs(np.diff(masks, axis=1)).max() <= 1 / 6 + 1e-6  # six pixels a cell


def test_they_find_the_quarter_of_an_image_that_counts(pictures):
    model, weights = pictures
    image = np.ones((8, 8, 1), "float32")
    for method, settings in (("lime", {"segments": "squares", "regions": 4, "ridge": 0.0}),
                             ("feature_ablation", {"segments": "squares", "regions": 4})):  # fmt: skip
        np.testing.assert_allclose(nnviz.attribute(model, image, 0, method, **settings).values[..., 0], weights,
                                   atol=1e-4)  # fmt: skip
    heat = nnviz.attribute(model, image, 0, "rise", masks=400, cells=4).values[..., 0]
    assert heat[:4, :4].mean() > 5 * np.abs(heat[4:, 4:]).mean()


def test_superpixels_follow_colours():
    image = np.zeros((12, 12, 3))
    image[:, 7:] = (1, 0.5, 0)
    parts = superpixels(image, 16)[..., 0]
    assert 4 <= parts.max() + 1 <= 16
    assert not set(parts[:, :7].ravel()) & set(parts[:, 7:].ravel())


def test_a_text_loses_its_words_one_by_one():
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((4,), dtype="int32"), layers.Embedding(9, 3),
                              layers.GlobalAveragePooling1D(), layers.Dense(1, use_bias=False)])  # fmt: skip
    text = np.array([1, 5, 5, 8], "int32")
    table, head = model.get_weights()
    expected = (table[text] @ head)[:, 0] / 4
    for method in ("feature_ablation", "lime"):
        settings = {"ridge": 0.0} if method == "lime" else {}
        np.testing.assert_allclose(nnviz.attribute(model, text, 0, method, **settings).values, expected, atol=1e-4)


def test_what_they_cannot_do_gets_a_sentence(additive):
    model, _ = additive
    with pytest.raises(ExplanationError, match="hides places of an image"):
        nnviz.attribute(model, X[0], 0, "rise")
    wide = keras.Sequential([keras.Input((10_000,)), layers.Dense(1)])
    row = np.ones(10_000, "float32")
    with pytest.raises(ExplanationError, match="10,000 parts, and 1,000 copies"):
        nnviz.attribute(wide, row, 0, "lime")
    with pytest.raises(ExplanationError, match="10,000 parts, which make .* at most 12 parts"):
        nnviz.attribute(wide, row, 0, "exact_shapley", background=row[None])
    assert "it will refuse" in cost("exact_shapley", 1, (13,)).words
    assert cost("exact_shapley", 1, (5,), background_rows=3).forward == 2**5 * 3
    assert cost("feature_ablation", 2, (8, 8, 1), regions=4).forward == 2 * 5


@whole
@pytest.mark.parametrize("method", ["rise", "lime", "feature_ablation", "exact_shapley", *(one.name for one in CAM)])
def test_the_same_network_in_another_form_is_explained_alike(method):
    keras.utils.set_random_seed(0)
    conv, dense = layers.Conv2D(4, 3, activation="relu"), layers.Dense(3, "softmax")
    flat, inputs = layers.Flatten(), keras.Input((8, 8, 1))

    class Subclassed(keras.Model):
        def __init__(self):
            super().__init__()
            self.conv, self.flat, self.dense = conv, flat, dense

        def call(self, x):
            return self.dense(self.flat(self.conv(x)))

    inner = keras.Sequential([keras.Input((8, 8, 1)), conv])
    forms = [
        keras.Model(inputs, dense(flat(conv(inputs)))),
        keras.Sequential([keras.Input((8, 8, 1)), conv, flat, dense]),
        keras.Sequential([keras.Input((8, 8, 1)), inner, flat, dense]),
        Subclassed(),
    ]
    x = RNG.normal(size=(3, 8, 8, 1)).astype("float32")
    forms[-1](x)
    first, *others = (nnviz.attribute(form, x, 1, method, background=x, seed=2).values for form in forms)
    for other in others:
        np.testing.assert_allclose(other, first, atol=1e-5)
