"""A layer's space: PCA against a singular value decomposition, neighbours by hand, and what a run's page is told."""

import keras
import numpy as np
import pytest

import nnviz
from nnviz.errors import ModelError
from nnviz.inspection.representations_of_run import probes_of_run, similarity_of_run
from nnviz.inspection.space import nearest, neighbours_agree, of_vectors, project, turned_towards
from nnviz.inspection.space_of_run import space_of_run
from tests.sampling import whole

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
        (9, "", "mds", "pca"),
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


@whole  # its compiler takes ten seconds; t-SNE goes the same way
def test_umap_keeps_groups_together_and_is_the_same_for_a_seed():
    groups = np.concatenate([RNG.normal(10 * k, 0.1, (20, 5)) for k in range(3)]).astype("float32")
    first, second = (of_vectors(groups, "", "umap", 8, 1) for _ in range(2))
    np.testing.assert_array_equal(first.points, second.points)
    assert neighbours_agree(first.points, np.repeat([0, 1, 2], 20)) == 1 and first.explained is None


def test_a_picture_is_turned_towards_another_and_keeps_its_shape():
    vectors = RNG.normal(size=(30, 4)).astype("float32") * [3, 2, 0.1, 0.1]
    alone = of_vectors(vectors, "", "pca", 8, 0).points
    angle = np.array([[0.0, 1.0], [-1.0, 0.0]])
    reference = alone @ angle
    turned = of_vectors(vectors, "", "pca", 8, 0, reference=reference).points
    assert np.abs(turned - turned.mean(0) - (reference - reference.mean(0))).max() < 1e-3 * np.ptp(alone)
    apart = [np.linalg.norm(points[:, None] - points, axis=-1) for points in (alone, turned)]
    np.testing.assert_allclose(*apart, atol=1e-3 * np.ptp(alone))
    np.testing.assert_allclose(turned_towards(alone, reference), angle, atol=1e-5)


def test_what_is_carried_along_lies_where_the_examples_would():
    vectors = RNG.normal(size=(20, 3)).astype("float32")
    projection = of_vectors(vectors, "", "pca", 30, 0, reference=RNG.normal(size=(20, 2)), carried=vectors[4:9])
    np.testing.assert_allclose(projection.carried, projection.points[4:9], atol=1e-5)
    assert of_vectors(vectors, "", "tsne", 5, 0, carried=vectors).carried is None


def test_the_nearest_by_hand():
    assert nearest(np.array([[0.0], [1.0], [3.0], [10.0]]), 2).tolist() == [[1, 2], [0, 2], [1, 0], [2, 1]]


def test_alignment_is_that_of_its_formula_and_blind_to_turning_and_scale():
    a, b = RNG.normal(size=(12, 5)), RNG.normal(size=(12, 3))
    first, second = a - a.mean(0), b - b.mean(0)
    by_hand = (
        np.linalg.norm(first.T @ second) ** 2 / np.linalg.norm(first.T @ first) / np.linalg.norm(second.T @ second)
    )
    assert nnviz.cka(a, b) == pytest.approx(by_hand) and 0 < by_hand < 1
    turn = np.linalg.qr(RNG.normal(size=(5, 5)))[0]
    assert nnviz.cka(a, 7 * a @ turn + 3) == pytest.approx(1)
    assert nnviz.cka([[1.0], [-1.0], [0.0]], [[1.0], [1.0], [-2.0]]) == pytest.approx(0)
    assert nnviz.cka(a, np.ones((12, 2))) == 0
    with pytest.raises(ModelError, match="12 and 11"):
        nnviz.cka(a, a[1:])
    with pytest.raises(ModelError, match="finite"):
        nnviz.cka(a, np.full((12, 1), np.nan))


def test_a_probe_reads_what_is_linear_and_no_more():
    x = RNG.choice([-1.0, 1.0], size=(200, 2))
    exclusive_or = (x[:, 0] != x[:, 1]).astype(int)
    product = np.column_stack([x, x[:, 0] * x[:, 1]])
    assert nnviz.linear_probe(x[:100], exclusive_or[:100], x[100:], exclusive_or[100:]) < 0.8
    assert nnviz.linear_probe(product[:100], exclusive_or[:100], product[100:], exclusive_or[100:]) == 1
    line = 3 * x[:, :1] - x[:, 1:]
    assert nnviz.linear_probe(x[:100], line[:100], x[100:], line[100:]) == pytest.approx(1, abs=1e-3)


def test_layers_of_a_run_are_probed_and_compared(spirals_run):
    run_id = spirals_run.id
    probes = probes_of_run(run_id, "train")
    assert probes.layers[:2] == ("", "dense_1") and probes.kind == "accuracy" and not probes.skipped
    assert probes.chance == pytest.approx(0.5, abs=0.02) and probes.scores[0] < 0.8
    alike = similarity_of_run(run_id, "train", "layers")
    assert alike.rows == alike.columns == ("the input", *probes.layers[1:])
    np.testing.assert_allclose(alike.values.diagonal(), 1)
    np.testing.assert_allclose(alike.values, alike.values.T)
    again = similarity_of_run(run_id, "train", "runs", other_id=run_id)
    np.testing.assert_array_equal(again.values, alike.values)
    moments = similarity_of_run(run_id, "train", "moments", "dense_1")
    assert moments.rows[0] == "0" and moments.rows[-1] == "the end" and moments.values[0, -1] < 1
    with pytest.raises(ModelError, match="layers"):
        similarity_of_run(run_id, "train", "layer")


def test_the_examples_of_a_run_are_told_with_their_neighbours(spirals_run):
    space = space_of_run(spirals_run.id, "train", "dense_1", "pca")
    part = nnviz.load_data(spirals_run.experiment.data).train
    np.testing.assert_array_equal(space.positions, np.arange(len(part)))
    assert space.at_input == pytest.approx(neighbours_agree(part.x, part.y)) and 0.5 < space.at_input < 1
    assert space.chance == pytest.approx(0.5, abs=0.01) and space.projection.points.shape == (len(part), 2)
    plane = space_of_run(spirals_run.id, "train", "", "pca").projection
    corners = plane.carried.reshape(2, 13, 49, 2)[0][[0, 0, -1], [0, -1, 0]]
    sides = np.linalg.norm(corners[1:] - corners[0], axis=1)
    np.testing.assert_allclose(sides, 1.1 * np.ptp(part.x, axis=0), rtol=1e-4)


@pytest.fixture(scope="module")
def spirals_run():
    experiment = nnviz.ready("spirals")
    return nnviz.train(experiment.replace(train=experiment.train.replace(epochs=2)))
