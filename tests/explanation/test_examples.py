"""Influence against gradients taken one by one and against training again without an example; planted concepts."""

import keras
import numpy as np
import pytest

import nnviz
from nnviz.errors import ExplanationError, NnvizError
from nnviz.explanation.concepts.records import Group, verdict
from nnviz.explanation.concepts.tcav import direction, tcav
from nnviz.explanation.examples.head import Head, head_of, last_layer
from nnviz.explanation.examples.records import Influence, Seen
from nnviz.explanation.examples.tracin import tracin
from nnviz.inspection.example_gradients import example_gradients

RNG = np.random.default_rng(3)
X = RNG.normal(size=(40, 3)).astype("float32")
Y = (X[:, 0] + 0.5 * X[:, 1] > 0).astype(int) + (X[:, 2] > 1)


@pytest.fixture(scope="module")
def network():
    keras.utils.set_random_seed(1)
    return keras.Sequential(
        [keras.Input((3,)), keras.layers.Dense(4, "tanh"), keras.layers.BatchNormalization(),
         keras.layers.Dense(3, "softmax")]
    )  # fmt: skip


def test_tracin_is_the_sum_of_gradients_products_over_the_moments(network):
    loss, moments = keras.losses.SparseCategoricalCrossentropy(), []
    first = [variable.numpy() for variable in network.variables]
    for scale in (1.0, 0.5):
        moments.append([value * scale if value.ndim > 1 else value for value in first])
    expected = np.zeros(len(X))
    for values, rate in zip(moments, (0.1, 0.3), strict=True):
        network.set_weights(values)
        own, _ = example_gradients(network, X, Y, loss)
        test, _ = example_gradients(network, X[:2], Y[:2], loss)
        expected += rate * own.astype(float) @ test.sum(0)
    network.set_weights(first)
    found = tracin(network, X, Y, X[:2], Y[:2], loss, moments, [0.1, 0.3])
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-6)
    assert all((a == b.numpy()).all() for a, b in zip(first, network.variables, strict=True))
    with pytest.raises(NnvizError, match="one for each"):
        tracin(network, X, Y, X[:1], Y[:1], loss, moments, [0.1])


@pytest.mark.parametrize("kind", ["softmax", "sigmoid", "squares"])
def test_influence_at_the_last_layer_is_that_of_training_it_again(kind):
    """Examples left out, the head fitted again by Newton's method, and the test's loss looked at."""
    rows = np.random.default_rng(5).normal(size=(300, 3))
    classes = (rows[:, 0] + 0.5 * rows[:, 1] + 0.3 * rows[:, 2] ** 2 > 0) + (rows[:, 2] > 1) * 1
    features = np.column_stack([rows, np.ones(len(rows))])
    targets = {"softmax": np.eye(3)[classes], "sigmoid": (classes > 0)[:, None] * 1.0, "squares": rows[:, :2] ** 2}[
        kind
    ]
    decay = 0.05
    head, test = head_of(features, targets, kind, decay=decay), (features[:1], targets[:1])

    def loss(own: Head) -> float:
        z = test[0] @ own.weights
        if kind == "softmax":
            return float(np.log(np.exp(z).sum()) - (z * test[1]).sum())
        if kind == "sigmoid":
            return float((np.logaddexp(0, z) - z * test[1]).mean())
        return float(((z - test[1]) ** 2).mean())

    told, count, again = head.influence(*test), len(rows), []
    chosen = np.argsort(-np.abs(told[1:]))[:40:2] + 1
    for k in chosen:
        kept = np.arange(count) != k  # the decay is of the mean over all: its share grows with one example less
        again.append(loss(head_of(features[kept], targets[kept], kind, decay=decay * count / (count - 1))))
    changes = np.array(again) - loss(head)
    assert np.corrcoef(told[chosen], changes)[0, 1] > 0.99
    np.testing.assert_allclose(told[chosen], changes, rtol=0.12)


def test_a_large_head_is_solved_as_a_small_one(monkeypatch):
    features, targets = np.column_stack([X, np.ones(len(X))]).astype(float), np.eye(3)[Y]
    exact = head_of(features, targets, "softmax")
    monkeypatch.setattr("nnviz.explanation.examples.head._DENSE", 0)
    step = head_of(features, targets, "softmax")
    np.testing.assert_allclose(step.weights, exact.weights, atol=1e-6)
    np.testing.assert_allclose(step.influence(features[:1], targets[:1]), exact.influence(features[:1], targets[:1]),
                               rtol=1e-4, atol=1e-9)  # fmt: skip


def test_the_last_layer_is_found_or_refused(network):
    features, weights, activation = last_layer(network, X)
    answers = network(X).numpy()
    powers = np.exp(features @ weights)
    np.testing.assert_allclose(powers / powers.sum(1, keepdims=True), answers, atol=1e-5)
    assert activation == "softmax" and features.shape == (40, 5)
    inputs = keras.Input((3,))
    doubled = keras.Model(inputs, keras.layers.Rescaling(2.0)(keras.layers.Dense(2)(inputs)))
    with pytest.raises(NnvizError, match="does not end with a Dense"):
        last_layer(doubled, X)


def test_a_planted_concept_is_found_and_a_random_one_is_not():
    """The network looks at the first number alone: rows where it is large show its concept, rows where the second is
    large one that the layer knows and does not use."""
    model = keras.Sequential([keras.Input((6,)), keras.layers.Dense(6, name="copy"), keras.layers.Dense(2, "softmax")])
    last = np.zeros((6, 2), "float32")
    last[0] = [-2, 2]
    model.layers[0].set_weights([np.eye(6, dtype="float32"), np.zeros(6, "float32")])
    model.layers[1].set_weights([last, np.zeros(2, "float32")])
    rows = RNG.normal(size=(600, 6)).astype("float32")
    planted, unused = rows[rows[:, 0] > 1], rows[rows[:, 1] > 1]
    others = rows[(rows[:, 0] <= 1) & (rows[:, 1] <= 1)]
    used = tcav(model, rows[:50], planted, others, 1, "copy", sets=30)
    assert used.score == 1.0 and used.known and used.significant and "speaks for" in used.sentence
    against = tcav(model, rows[:50], planted, others, 0, "copy", sets=30)
    assert against.score == 0.0 and "speaks against" in verdict([against])
    drawn = RNG.permutation(rows)
    chance = tcav(model, rows[:50], drawn[:60], drawn[60:], 1, "copy", sets=30)
    assert not chance.known and "means nothing" in chance.sentence
    towards = direction(planted.astype(float), others[: len(planted)].astype(float))
    assert towards[0] > 0.9 and np.linalg.norm(towards) == pytest.approx(1)
    assert direction(unused.astype(float), others.astype(float)).argmax() == 1
    with pytest.raises(NnvizError, match="at least 5"):
        tcav(model, rows[:50], planted[:4], others, 1, "copy")
    with pytest.raises(NnvizError, match="no class"):
        tcav(model, rows[:50], planted, others, 5, "copy")


def test_influence_in_words():
    none = Seen(np.zeros(0, int), np.zeros(0, int), (), (), np.zeros(0, bool))
    told = Influence(np.array([3.0, 1.0, -2.0, 0.0]), none, none, np.zeros(0), np.zeros(0), None, "8", "head", (), 0.0)
    assert told.sentence == "The 2 that count most carry 100 % of all that the 4 training examples say for 8."


def test_what_the_page_asks_of_a_run(trained):
    from nnviz.explanation.concepts.of_run import concept_of_run, members_of_run
    from nnviz.explanation.examples.of_run import alike_of_run, influence_of_run, others_of_run

    run, dataset = trained("iris")
    alike = alike_of_run(run.id, "train", 3, "")
    flat = dataset.train.x.reshape(len(dataset.train), -1)
    distances = np.linalg.norm(flat - flat[3], axis=1)
    distances[3] = np.inf
    assert distances[alike.seen.positions].tolist() == sorted(distances)[: len(alike.seen.positions)]
    found = influence_of_run(run.id, "validation", 0, "head")
    assert (found.helped > 0).all() and (found.harmed < 0).all() and found.values.max() == found.helped[0]
    assert found.helpful.labels[0] == dataset.schema.class_names[int(dataset.train.y[found.helpful.positions[0]])]
    others, answers = others_of_run(run.id, "train", 3), run.model().predict(dataset.train.x, verbose=0).argmax(1)
    distances[answers == answers[3]] = np.inf
    assert others.positions[0] == distances.argmin()
    group = Group("class", "one", 1)
    inside, outside = members_of_run(run.id, group)
    assert inside == (dataset.train.y == 1).sum() and inside + outside == len(dataset.train)
    with pytest.raises(NnvizError, match="show this concept"):
        concept_of_run(run.id, Group("examples", "few", names=(1, 2)), ("",), (0,), 1)


def test_very_many_classes_are_refused_before_they_fill_the_memory():
    with pytest.raises(ExplanationError, match=r"1,000 units.*at most 774 units for so many examples"):
        head_of(np.ones((100, 3)), np.eye(1000)[:100], "softmax")


def test_public_names_are_there():
    assert nnviz.tracin is tracin and nnviz.tcav is tcav


def test_what_took_long_is_worked_out_once_for_the_same_weights(trained):
    from nnviz.explanation import kept

    run, _ = trained("iris")
    asked = []

    def work_out():
        asked.append(1)
        return {"values": np.arange(3.0)}

    for _ in range(2):
        assert kept.arrays(run.id, ("a test", 1), work_out)["values"].tolist() == [0, 1, 2]
    kept.arrays(run.id, ("a test", 2), work_out)
    assert len(asked) == 2
    for own in (run.folder / "explained").iterdir():
        own.write_bytes(b"not an archive")
    kept.arrays(run.id, ("a test", 1), work_out)
    assert len(asked) == 3
