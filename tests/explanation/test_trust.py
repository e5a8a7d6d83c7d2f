"""Whether an explanation deserves belief: curves against every order there is, and against forgotten weights."""

import itertools

import keras
import numpy as np
import pytest

import nnviz
from nnviz.errors import ExplanationError
from nnviz.explanation.trust_of_run import faithfulness_of_run, randomization_of_run
from nnviz.explanation.trust_records import Faithfulness, Randomization

layers = keras.layers
RNG = np.random.default_rng(8)
W = np.array([2.0, -1.0, 0.5, -3.0], "float32")
X = RNG.normal(size=(3, 4)).astype("float32")


def linear():
    model = keras.Sequential([layers.Input((4,)), layers.Dense(1)])
    model.set_weights([W[:, None], np.array([0.25], "float32")])
    return model


def convolutional(seed=1):
    keras.utils.set_random_seed(seed)
    return keras.Sequential(
        [
            layers.Input((6, 6, 1)),
            layers.Conv2D(4, 3, activation="relu"),
            layers.BatchNormalization(),
            layers.Flatten(),
            layers.Dense(3, activation="softmax"),
        ]
    )


def edges(model, batch):
    """How bright the picture changes from row to row: no network in it."""
    return np.abs(np.diff(batch, axis=1, prepend=0.0))


def test_of_a_linear_model_the_exact_values_have_the_best_areas_of_all_orders():
    model = linear()
    exact = nnviz.deletion_insertion(model, X, 0, steps=4, orders=3)
    areas = []
    for order in itertools.permutations(range(4)):
        ranks = np.argsort(order)[::-1].astype(float)
        own = nnviz.deletion_insertion(model, X, 0, lambda m, x, r=ranks: np.tile(r, (3, 1)), steps=4, orders=1)
        areas.append((own.deletion_auc, own.insertion_auc))
    np.testing.assert_allclose(exact.deletion_auc, np.min([own[0] for own in areas], 0), atol=1e-5)
    np.testing.assert_allclose(exact.insertion_auc, np.max([own[1] for own in areas], 0), atol=1e-5)
    assert np.ptp([own[0][0] for own in areas]) > 0.1


def test_curves_by_hand():
    x = np.ones((1, 4), "float32")
    found = nnviz.deletion_insertion(linear(), x, 0, steps=4, orders=5)
    # the values are W itself: 2, 0.5, −1, −3 are covered in that order
    np.testing.assert_allclose(found.deletion[0], [-1.25, -3.25, -3.75, -2.75, 0.25], atol=1e-5)
    np.testing.assert_allclose(found.insertion[0], [0.25, 2.25, 2.75, 1.75, -1.25], atol=1e-5)
    assert found.deletion_auc[0] == pytest.approx(np.mean([-2.25, -3.5, -3.25, -1.25]))
    np.testing.assert_allclose(found.random_deletion[:, 0, [0, -1]], [[-1.25, 0.25]] * 5, atol=1e-5)
    again = nnviz.deletion_insertion(linear(), x, 0, steps=4, orders=5)
    np.testing.assert_array_equal(found.random_deletion, again.random_deletion)
    both = Faithfulness.joined([found, again])
    assert both.deletion.shape == (2, 5) and both.random_deletion.shape == (5, 2, 5)


def test_the_verdict_is_true_of_the_numbers():
    k = np.linspace(0, 1, 3)
    record = nnviz.deletion_insertion(linear(), X[:1], 0, steps=2, orders=4)
    flat, low, high = np.array([[1.0, 0.5, 0.0]]), np.array([[1.0, 0.1, 0.0]]), np.array([[0.0, 0.9, 1.0]])
    fields = {**record.__dict__, "fractions": k, "random_deletion": np.tile(flat, (4, 1, 1))}
    fields |= {"random_insertion": np.tile(flat[:, ::-1], (4, 1, 1)), "deletion": low, "insertion": high}
    good = Faithfulness(**fields)
    assert good.better == (4, 4) and "all 4 random orders" in good.verdict and "The map finds" in good.verdict
    bad = Faithfulness(**{**fields, "deletion": high[:, ::-1], "insertion": low[:, ::-1]})
    assert bad.better == (0, 0) and "no better than chance" in bad.verdict
    mixed = Faithfulness(**{**fields, "insertion": low[:, ::-1]})
    assert mixed.better == (4, 0) and "only partly" in mixed.verdict
    assert "not finite" in Faithfulness(**{**fields, "deletion": np.full((1, 3), np.nan)}).verdict
    assert "hardly any orders" in Faithfulness(**{**fields, "parts": 3}).verdict
    assert "say little" in Faithfulness(**{**fields, "deletion": np.ones((1, 3))}).verdict


def test_images_and_tokens_are_covered_a_place_at_a_time():
    model = convolutional()
    images = RNG.uniform(size=(2, 6, 6, 1)).astype("float32")
    found = nnviz.deletion_insertion(model, images, 1, baseline="mean", background=images, steps=6, orders=2)
    mean = model(images.mean(0, keepdims=True)).numpy()[0, 1]
    np.testing.assert_allclose(found.deletion[:, 0], model(images).numpy()[:, 1], atol=1e-5)
    np.testing.assert_allclose(found.deletion[:, -1], mean, atol=1e-5)
    np.testing.assert_allclose(found.insertion[:, 0], mean, atol=1e-5)
    words = keras.Sequential([layers.Input((4,)), layers.Embedding(9, 3), layers.Flatten(), layers.Dense(1)])
    told = nnviz.deletion_insertion(words, np.array([[1, 2, 3, 8]]), 0, steps=4, orders=2)
    assert told.deletion[0, -1] == pytest.approx(float(words.layers[-1].get_weights()[1][0]), abs=1e-5)


def test_what_ignores_the_weights_does_not_change_when_they_are_forgotten():
    model, images = convolutional(), RNG.uniform(size=(2, 6, 6, 1)).astype("float32")
    model.compile("adam", "sparse_categorical_crossentropy")
    before, random_state = [np.array(value) for value in model.variables], keras.random.SeedGenerator(3)
    edge = nnviz.randomization_check(model, images, 1, edges)
    np.testing.assert_allclose(edge.signed, 1.0, atol=1e-9)
    np.testing.assert_allclose(edge.absolute, 1.0, atol=1e-9)
    assert "do not take it for a reason" in edge.verdict and edge.parts == 36 and edge.method == "edges"
    real = nnviz.randomization_check(model, images, 1, "gradient")
    assert [path for path in real.layers] == [model.layers[k].name for k in (3, 1, 0)]
    assert np.abs(real.signed[:, -1]).max() < 0.9
    for old, value in zip(before, model.variables, strict=True):
        np.testing.assert_array_equal(old, np.array(value))
    assert model.compiled and random_state is not None
    again = nnviz.randomization_check(model, images, 1, "gradient")
    np.testing.assert_array_equal(real.maps, again.maps)
    np.testing.assert_array_equal(real.maps[0], nnviz.attribute(model, images, 1, "gradient").values[0])
    assert Randomization.joined([real, again]).signed.shape == (4, 3)


@pytest.mark.parametrize(
    ("parts", "examples", "signed", "absolute", "said"),
    [
        (3, 1, 0.0, 0.1, "too small to compare"),
        (3, 50, 0.0, 0.1, "something that the network has learned"),
        (101, 1, -0.2, 0.05, "something that the network has learned"),
        (101, 1, -0.1, 0.3, "partly what was learned"),
        (101, 1, 0.0, -0.7, "do not take it for a reason"),
        (101, 1, np.nan, np.nan, "nothing to compare"),
    ],
)
def test_what_is_left_is_told_as_it_is(parts, examples, signed, absolute, said):
    left, alike = np.full((examples, 1), signed), np.full((examples, 1), absolute)
    record = Randomization(("d",), left, alike, np.zeros((2, parts)), nnviz.Target(0), "gradient", 0, 0.1)
    assert said in record.verdict


def test_every_layer_begins_anew_from_the_output_on():
    model = convolutional()
    seen = []

    def watching(other, batch):
        seen.append([np.array(value) for value in other.get_weights()])
        return np.zeros(batch.shape)

    found = nnviz.randomization_check(model, np.ones((1, 6, 6, 1), "float32"), 0, watching)
    changed = [[not np.array_equal(a, b) for a, b in zip(seen[0], one, strict=True)] for one in seen[1:]]
    dense, norm, conv = [6, 7], [2, 3, 4, 5], [0, 1]
    assert [k for k in range(8) if changed[0][k]] == [6], "the dense kernel; its bias begins at zero again"
    assert [k for k in range(8) if changed[-1][k]] == [0, 6] and set(dense + norm + conv) == set(range(8))
    assert np.isnan(found.signed).all() and "nothing to compare" in found.verdict


def test_models_that_cannot_be_judged_so_are_a_sentence():
    two = keras.Model([a := keras.Input((2,)), b := keras.Input((2,))], layers.Add()([a, b]))
    for values in (lambda model, x: x[0], lambda model, x: [x[0], x[1][:, :1]]):
        with pytest.raises(ExplanationError, match="for 1 input|one a part of each input"):
            nnviz.deletion_insertion(two, [np.ones((1, 2)), np.ones((1, 2))], 0, values)
    bare = keras.Sequential([layers.Input((3,)), layers.Activation("tanh")])
    with pytest.raises(ExplanationError, match="no weights"):
        nnviz.randomization_check(bare, np.ones((1, 3)), 0)


def test_a_trained_run_is_checked(trained):
    run, _ = trained("iris")
    found = faithfulness_of_run(run.id, "validation", (0, 3), None, "integrated_gradients", {}, "zeros")
    assert found.deletion.shape == (2, 5) and found.verdict
    check = randomization_of_run(run.id, "validation", (0, 3), (1, 2), "expected_gradients", {"background_rows": 5})
    assert check.signed.shape[0] == 2 and len(check.layers) == check.signed.shape[1] == len(check.maps) - 1
    for figure in (found.figure(), found.figure(True, narrow=True), check.figure()):
        assert figure.layout.height > 100
