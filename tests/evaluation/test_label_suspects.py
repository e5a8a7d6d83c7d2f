"""Labels that were planted wrong are found by networks that never saw them."""

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

import nnviz
from nnviz.data.schema import Schema
from nnviz.errors import DataError, RunError
from nnviz.evaluation import confident
from nnviz.evaluation.label_records import LabelSuspects
from nnviz.evaluation.label_suspects import _suspects, fold_experiments
from nnviz.specs import DataSpec
from tests.sampling import whole


def planted(y: np.ndarray, share: float, classes: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Labels of which some are changed to another class, and which ones."""
    rng = np.random.default_rng(seed)
    wrong = rng.choice(len(y), round(share * len(y)), replace=False)
    changed = y.copy()
    changed[wrong] = (y[wrong] + rng.integers(1, classes, len(wrong))) % classes
    return changed, wrong


def test_the_joint_is_that_of_the_paper_by_hand():
    probabilities = np.array([[0.9, 0.1], [0.7, 0.3], [0.2, 0.8], [0.1, 0.9], [0.4, 0.6]])
    labels = np.array([0, 0, 0, 1, 1])
    np.testing.assert_allclose(confident.thresholds(probabilities, labels), [0.6, 0.75])
    taken = confident.taken_for(probabilities, labels)
    np.testing.assert_array_equal(taken, [0, 0, 1, 1, -1])
    joint = confident.confident_joint(labels, taken, 2)
    np.testing.assert_allclose(joint, [[0.4, 0.2], [0.0, 0.4]])
    positions, classes = confident.order_of_suspects(probabilities, labels)
    assert (positions.tolist(), classes.tolist()) == ([2], [1])


def test_most_planted_labels_of_the_digits_are_found_with_few_false_alarms():
    x, truth = load_digits(return_X_y=True)
    y, wrong = planted(truth, 0.05, 10)
    folds = StratifiedKFold(3, shuffle=True, random_state=0)
    shown = cross_val_predict(LogisticRegression(max_iter=200, C=0.2), x / 16, y, cv=folds, method="predict_proba")
    found, classes = confident.order_of_suspects(shown, y)
    assert np.isin(wrong, found).mean() > 0.85
    assert np.isin(found[: len(wrong)], wrong).mean() > 0.8
    there = np.isin(found, wrong)
    assert (classes[there] == truth[found[there]]).mean() > 0.9
    joint = confident.confident_joint(y, confident.taken_for(shown, y), 10)
    assert 1 - np.trace(joint) == pytest.approx(0.05, abs=0.03)


def test_misses_beyond_the_usual_are_told_of_numbers():
    rng = np.random.default_rng(0)
    truth = rng.standard_normal(500)
    predicted = truth + 0.1 * rng.standard_normal(500)
    truth[[3, 77]] += [2, -5]
    positions, distances = confident.far_residuals(truth, predicted)
    assert positions[:2].tolist() == [77, 3] and len(positions) < 6
    assert distances[0] == pytest.approx(50, rel=0.2)


@whole  # the page's own test does the same with a study's runs
def test_planted_labels_are_found_by_folds_of_a_network(tmp_path):
    rng = np.random.default_rng(0)
    truth = np.arange(600) % 3
    x = rng.standard_normal((600, 4)) + 5 * np.eye(3, 4)[truth]
    y, wrong = planted(truth, 0.06, 3)
    experiment = nnviz.ready("breast_cancer").replace(data=nnviz.own_data(x, y))
    experiment = experiment.replace(
        model=nnviz.suggest(nnviz.load_data(experiment.data).schema),
        train=experiment.train.replace(epochs=20, early_stopping=0),
    )
    found = nnviz.label_suspects(experiment, folds=2, home=tmp_path)
    rows = [own.row for own in found.suspects]
    assert found.size == 600 and np.isin(wrong, rows).mean() > 0.9 and np.isin(rows, wrong).mean() > 0.7
    first = found.suspects[0]
    assert (first.label, first.instead) == (y[first.row], truth[first.row]) and first.other > 0.5
    assert list(found.cells[0]) == [f"feature {k}" for k in range(1, 5)]
    assert float(found.cells[0]["feature 1"].replace("−", "-")) == pytest.approx(x[first.row, 0], rel=1e-3, abs=1e-3)
    with pytest.raises(RunError, match="validate in two"):
        nnviz.label_suspects([first.run, first.run], home=tmp_path)


def test_each_label_is_judged_by_itself_and_a_suspect_names_its_own():
    rng = np.random.default_rng(0)
    truth = (rng.random((300, 3)) < [0.2, 0.5, 0.7]).astype(int)
    sure = np.where(truth, 0.95, 0.05)
    y = truth.copy()
    planted = [(5, 0), (40, 1), (41, 1), (200, 2), (5, 2)]
    for row, label in planted:
        y[row, label] = 1 - y[row, label]
    schema = Schema("vector", "multilabel", (2,), ("a", "b"), ("cat", "dog", "owl"), outputs=3)
    told, right, joint = _suspects(schema, y, sure)
    assert {(own[0], own[5]) for own in told} == {(row, schema.class_names[label]) for row, label in planted}
    assert all(own[1] == y[own[0], schema.class_names.index(own[5])] != own[2] for own in told)
    assert right == pytest.approx(1 - 5 / 900) and joint.shape == (3, 2, 2)
    found = LabelSuspects(schema, 300, (), right, joint)
    assert found.wrong == pytest.approx(5 / 900, abs=1e-3) and found.words(1) == "yes"


def test_several_targets_are_each_held_against_their_own_misses():
    rng = np.random.default_rng(0)
    truth = rng.standard_normal((200, 2)) * [1, 100]
    predicted = truth + rng.standard_normal((200, 2)) * [0.1, 10]
    truth[3, 0] += 2
    truth[9, 1] -= 400
    schema = Schema("vector", "regression", (2,), ("a", "b"), outputs=2, target_names=("width", "weight"))
    told, _, joint = _suspects(schema, truth, predicted)
    assert [(own[0], own[5]) for own in told[:2]] == [(9, "weight"), (3, "width")] and joint is None


def test_folds_hold_out_every_example_once_and_copies_of_the_input_are_refused():
    experiment = nnviz.ready("digits")
    folds = fold_experiments(experiment.replace(data=experiment.data.replace(test_fraction=0.3)), 3)
    assert [(own.data.folds, own.data.fold, own.data.test_fraction) for own in folds] == [(3, k, 0.0) for k in range(3)]
    with pytest.raises(DataError, match="the target is the input itself"):
        nnviz.label_suspects(experiment.replace(data=DataSpec(source="redrawn_digits")))
