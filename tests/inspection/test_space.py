"""A layer's space: PCA against a singular value decomposition, neighbours by hand, and what a run's page is told."""

import keras
import numpy as np
import pytest

import nnviz
from nnviz.errors import ModelError
from nnviz.inspection.space import neighbours_agree, of_vectors, project
from nnviz.inspection.space_of_run import space_of_run

RNG = np.random.default_rng(0)


def test_pca_is_that_of_the_singular_values_of_what_the_layer_gives():
    model = keras.Sequential(
        [keras.Input((4,)), keras.layers.Dense(6, "tanh", name="hidden"), keras.layers.Dense(1, name="out")]
    )
    x = RNG.normal(size=(40, 4)).astype("float32")
    projection = project(model, x, "hidden")
    kernel, bias = model.get_layer("hidden").get_weights()
    centred = np.tanh(x @ kernel + bias)
    centred -= centred.mean(0)
    _, singular, directions = np.linalg.svd(centred, full_matrices=False)
    np.testing.assert_allclose(np.abs(projection.points), np.abs(centred @ directions[:2].T), atol=1e-4)
    np.testing.assert_allclose(projection.explained, singular[:2] ** 2 / (singular**2).sum(), rtol=1e-4)
    assert projection.dimensions == 6


def test_a_plane_is_shown_as_it_is_and_a_line_lies_flat():
    plane = RNG.normal(size=(30, 2)).astype("float32")
    projection = of_vectors(plane, "", "pca", 30, 0)
    assert projection.trustworthiness == pytest.approx(1) and projection.explained.sum() == pytest.approx(1)
    line = of_vectors(plane[:, :1], "", "pca", 30, 0)
    assert not line.points[:, 1].any() and line.explained.tolist() == pytest.approx([1, 0])


def test_tsne_keeps_groups_together_and_is_the_same_for_a_seed():
    groups = np.concatenate([RNG.normal(10 * k, 0.1, (20, 5)) for k in range(3)]).astype("float32")
    first, second = (of_vectors(groups, "", "tsne", 8, 1) for _ in range(2))
    np.testing.assert_array_equal(first.points, second.points)
    assert neighbours_agree(first.points, np.repeat([0, 1, 2], 20)) == 1 and first.explained is None


def test_agreement_of_neighbours_by_hand():
    line = np.array([[0.0], [1.0], [2.0], [10.0]])
    # three neighbours each: all the others, of which one, one, one and none have the same class
    assert neighbours_agree(line, np.array([0, 0, 1, 1])) == pytest.approx(4 / 12)


@pytest.mark.parametrize(
    "count, layer, method, words",
    [
        (3, "", "pca", "at least 5"),
        (9, "hiden", "pca", "hidden"),
        (9, "", "umap", "tsne"),
        (9, "broken", "pca", "finite"),
    ],
)
def test_what_cannot_be_shown_is_a_sentence(count, layer, method, words):
    model = keras.Sequential(
        [keras.Input((2,)), keras.layers.Dense(2, name="hidden"), keras.layers.Dense(2, name="broken")]
    )
    model.get_layer("broken").set_weights([np.full((2, 2), np.nan), np.zeros(2)])
    with pytest.raises(ModelError, match=words):
        project(model, np.ones((count, 2)), layer, method)


def test_the_examples_of_a_run_are_told_with_their_neighbours():
    experiment = nnviz.ready("spirals")
    run = nnviz.train(experiment.replace(train=experiment.train.replace(epochs=2)))
    space = space_of_run(run.id, "train", "dense_1", "pca")
    part = nnviz.load_data(experiment.data).train
    np.testing.assert_array_equal(space.positions, np.arange(len(part)))
    assert space.at_input == pytest.approx(neighbours_agree(part.x, part.y)) and 0.5 < space.at_input < 1
    assert space.chance == pytest.approx(0.5, abs=0.01) and space.projection.points.shape == (len(part), 2)
