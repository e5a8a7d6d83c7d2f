"""Labels that were planted wrong are found by networks that never saw them."""

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

import nnviz
from nnviz.errors import DataError, RunError
from nnviz.evaluation import confident
from nnviz.evaluation.label_suspects import fold_experiments
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


def test_folds_hold_out_every_example_once_and_several_targets_are_refused():
    experiment = nnviz.ready("digits")
    folds = fold_experiments(experiment.replace(data=experiment.data.replace(test_fraction=0.3)), 3)
    assert [(own.data.folds, own.data.fold, own.data.test_fraction) for own in folds] == [(3, k, 0.0) for k in range(3)]
    with pytest.raises(DataError, match="several targets"):
        nnviz.label_suspects(experiment.replace(data=DataSpec(source="redrawn_digits")))
