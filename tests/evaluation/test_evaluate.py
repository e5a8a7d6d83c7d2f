"""Scores against hand-worked examples and closed forms; thresholds, confusion, doors' positions."""

import keras
import numpy as np
import pytest

import nnviz
from nnviz.data.load import load
from nnviz.errors import NnvizError
from nnviz.evaluation.evaluate import evaluate
from nnviz.evaluation.of_run import evaluation_of_run, parts_of_run
from nnviz.specs import DataSpec, Experiment, TrainSpec


def passing(units: int) -> keras.Model:
    """A network that returns its inputs as they are."""
    inputs = keras.Input((units,))
    model = keras.Model(inputs, keras.layers.Dense(units, use_bias=False)(inputs))
    model.layers[-1].set_weights([np.eye(units)])
    return model


def softmax(units: int) -> keras.Model:
    inputs = keras.Input((units,))
    model = keras.Model(inputs, keras.layers.Dense(units, "softmax", use_bias=False)(inputs))
    model.layers[-1].set_weights([np.eye(units)])
    return model


def sigmoid() -> keras.Model:
    inputs = keras.Input((1,))
    model = keras.Model(inputs, keras.layers.Dense(1, "sigmoid", use_bias=False)(inputs))
    model.layers[-1].set_weights([np.eye(1)])
    return model


def logit(p):
    return np.log(np.asarray(p) / (1 - np.asarray(p)))[:, None].astype("float32")


def test_two_classes_by_hand():
    shares, truth = [0.9, 0.8, 0.6, 0.4, 0.2, 0.1], np.array([1, 0, 1, 1, 0, 0])
    result = evaluate(sigmoid(), logit(shares), truth, class_names=("sick", "well"))
    assert result.confusion.tolist() == [[2, 1], [1, 2]]
    assert result.scores["accuracy"] == pytest.approx(4 / 6)
    assert result.scores["balanced_accuracy"] == pytest.approx(2 / 3)
    well = result.classes[1]
    assert (well.name, well.examples) == ("well", 3) and well.precision == pytest.approx(2 / 3) == well.recall
    # Of the nine pairs of a well and a sick one, seven are in the right order.
    assert result.roc[1].auc == pytest.approx(7 / 9) == result.scores["auc"]
    expected = -np.mean(np.log([0.9, 0.2, 0.6, 0.4, 0.8, 0.9]))
    assert result.scores["log_loss"] == pytest.approx(expected, rel=1e-4)
    assert result.scores["mcc"] == pytest.approx(1 / 3) == result.scores["kappa"]  # 4 of 6 right, 3 of 6 by chance
    squares = [0.01, 0.64, 0.16, 0.36, 0.04, 0.01]
    assert result.scores["brier"] == pytest.approx(np.mean(squares), rel=1e-4) == np.mean(result.squares)
    assert result.mistakes.tolist() == [1, 3] and result.cell(0, 1).tolist() == [1]


@pytest.mark.parametrize(
    ("threshold", "expected"),
    [(0.0, (3, 3, 0, 0)), (0.5, (2, 1, 1, 2)), (0.15, (3, 2, 0, 1)), (0.85, (1, 0, 2, 3)), (1.0, (0, 0, 3, 3))],
)
def test_a_threshold_sorts_the_examples(threshold, expected):
    shares, truth = [0.9, 0.8, 0.6, 0.4, 0.2, 0.1], np.array([1, 0, 1, 1, 0, 0])
    outcome = evaluate(sigmoid(), logit(shares), truth).at(1, threshold)
    found = (outcome.true_positive, outcome.false_positive, outcome.false_negative, outcome.true_negative)
    assert found == expected and outcome.accuracy == (expected[0] + expected[3]) / 6
    assert outcome.recall == expected[0] / 3 and outcome.false_alarms == expected[1] / 3
    assert np.isnan(outcome.precision) == (expected[0] + expected[1] == 0)


def test_three_classes_and_one_that_is_never_called():
    x = np.array([[2, 1, 0], [1, 2, 0], [0, 1, 0], [3, 0, 0]], "float32")
    result = evaluate(softmax(3), x, np.array([0, 0, 2, 2]), class_names=("a", "b", "c"))
    assert result.confusion.tolist() == [[1, 1, 0], [0, 0, 0], [1, 1, 0]]
    assert [(own.precision, own.recall) for own in result.classes] == [(0.5, 0.5), (0, 0), (0, 0)]
    assert [curve.name for curve in result.roc] == ["a", "c"]
    assert result.mistakes.tolist()[0] == 3


def test_numbers_have_their_residuals():
    truth = np.array([[1.0], [2.0], [4.0]], "float32")
    result = evaluate(passing(1), np.array([[1.5], [2.0], [2.0]], "float32"), truth)
    assert result.residuals().tolist() == [0.5, 0.0, -2.0] and result.largest_errors.tolist() == [2, 0, 1]
    assert result.scores["mae"] == pytest.approx(2.5 / 3) and result.scores["rmse"] == pytest.approx(np.sqrt(4.25 / 3))
    assert result.scores["r2"] == pytest.approx(1 - 4.25 / (14 / 3), rel=1e-5)


def test_logits_are_told_by_their_loss():
    x = np.array([[1.0], [-1.0], [0.2]], "float32")
    result = evaluate(passing(1), x, np.array([1, 0, 0]), loss="binary_crossentropy")
    assert result.scores["accuracy"] == pytest.approx(2 / 3)
    np.testing.assert_allclose(result.shown[:, 0], 1 / (1 + np.exp(-x[:, 0])), rtol=1e-5)


def test_broken_predictions_are_scored_without_a_crash():
    model = softmax(3)
    model.layers[-1].set_weights([np.full((3, 3), np.nan)])
    result = evaluate(model, np.ones((4, 3), "float32"), np.array([0, 1, 2, 0]))
    assert result.roc == () and "log_loss" not in result.scores and result.confusion.sum() == 4
    model = passing(1)
    model.layers[-1].set_weights([np.full((1, 1), np.nan)])
    assert np.isnan(evaluate(model, np.ones((4, 1), "float32"), np.ones((4, 1))).scores["r2"])


def test_a_run_is_scored_on_every_part_in_its_own_units(tmp_path, monkeypatch):
    experiment = Experiment(
        data=DataSpec(source="diabetes", test_fraction=0.2),
        model=nnviz.suggest(load(DataSpec(source="diabetes")).schema, 300),
        train=TrainSpec(epochs=1),
    )
    run = nnviz.train(experiment)
    data, sizes = load(experiment.data), parts_of_run(run.id)
    assert sizes == {"test": len(data.test), "validation": len(data.validation), "train": len(data.train)}
    result = evaluation_of_run(run.id, "test")
    np.testing.assert_allclose(result.truth, data.unscaled_targets(data.test.y), rtol=1e-5)
    predicted = data.unscaled_targets(run.model().predict(data.test.x, verbose=0))
    np.testing.assert_allclose(result.shown, predicted, rtol=1e-4)
    with pytest.raises(NnvizError):
        evaluation_of_run(nnviz.train(experiment.replace(data=DataSpec(source="diabetes"))).id, "test")


def test_arrays_that_do_not_fit_are_refused():
    with pytest.raises(NnvizError):
        evaluate(softmax(3), np.ones((4, 3)), np.zeros(3, int))
    with pytest.raises(NnvizError):
        evaluate(softmax(3), np.ones((4, 3)), np.zeros(4, int), class_names=("a", "b"))
