"""Scores of several labels and targets against scikit-learn's, a threshold each, and which examples are mistakes."""

import keras
import numpy as np
import pytest
from sklearn import datasets, metrics

import nnviz
from nnviz.data.catalog import known_schema
from nnviz.errors import NnvizError
from nnviz.evaluation.evaluate import evaluate
from nnviz.evaluation.labels import best_threshold, label_scores
from nnviz.evaluation.of_run import evaluation_of_run
from nnviz.models.templates import suggest
from nnviz.specs import DataSpec, Experiment, TrainSpec


def answering(units: int) -> keras.Model:
    """A network that returns the sigmoid of each of its inputs."""
    inputs = keras.Input((units,))
    model = keras.Model(inputs, keras.layers.Dense(units, "sigmoid", use_bias=False)(inputs))
    model.layers[-1].set_weights([np.eye(units)])
    return model


@pytest.fixture(scope="module")
def evaluated():
    rng = np.random.default_rng(3)
    truth = (rng.random((80, 3)) < (0.2, 0.5, 0.7)).astype(int)
    logits = (2.5 * truth - 1.2 + rng.normal(0, 1.2, truth.shape)).astype("float32")
    return evaluate(answering(3), logits, truth, class_names=("cat", "dog", "owl")), truth, logits > 0


def test_scores_are_those_of_scikit_learn(evaluated):
    result, truth, called = evaluated
    assert result.scores["exact_match"] == pytest.approx(metrics.accuracy_score(truth, called))
    assert result.scores["hamming"] == pytest.approx(metrics.hamming_loss(truth, called))
    for average in ("micro", "macro"):
        assert result.scores[f"{average}_f1"] == pytest.approx(metrics.f1_score(truth, called, average=average))
    assert result.scores["auc"] == pytest.approx(metrics.roc_auc_score(truth, result.shown, average="macro"))
    precision, recall, f1, support = metrics.precision_recall_fscore_support(truth, called)
    own = [(one.precision, one.recall, one.f1, one.examples) for one in result.classes]
    assert own == [pytest.approx(each) for each in zip(precision, recall, f1, support, strict=True)]
    matrices = metrics.multilabel_confusion_matrix(truth, called)
    for k, matrix in enumerate(matrices):
        outcome = result.at(k, 0.5)
        counts = [[outcome.true_negative, outcome.false_positive], [outcome.false_negative, outcome.true_positive]]
        assert counts == matrix.tolist()


def test_mistakes_are_the_examples_with_a_wrong_answer_the_surest_first(evaluated):
    result, truth, called = evaluated
    wrong = (truth != called).any(axis=1)
    assert set(result.mistakes) == set(np.flatnonzero(wrong))
    surest = np.where(truth != called, np.abs(result.shown - 0.5), 0).max(axis=1)[result.mistakes]
    assert (np.diff(surest) <= 1e-7).all()
    missed = result.outcome(1, True, False, 0.5)
    assert set(missed) == set(np.flatnonzero((truth[:, 1] == 1) & ~called[:, 1]))


def test_every_label_may_have_a_threshold_of_its_own(evaluated):
    result, truth, _ = evaluated
    thresholds = [result.best_threshold(k) for k in range(3)]
    together = result.with_thresholds(thresholds)
    called = result.shown > np.asarray(thresholds)
    assert together.scores == pytest.approx(label_scores(truth, called).scores)
    for k, outcome in enumerate(together.outcomes):
        every = [metrics.f1_score(truth[:, k], result.shown[:, k] > t) for t in np.linspace(0.01, 0.99, 99)]
        assert outcome.f1 == pytest.approx(max(every), abs=1e-12) or outcome.f1 > max(every)


def test_a_label_that_nobody_has_is_no_error():
    truth, shown = np.array([[0, 1], [0, 0]]), np.array([[0, 1], [0, 1]])
    scores = label_scores(truth, shown)
    expected = metrics.f1_score(truth, shown, average="macro", zero_division=0.0)
    assert scores.macro_f1 == pytest.approx(expected) and np.isnan(scores.outcomes[0].f1)
    assert np.isnan(best_threshold(truth[:, 0], np.array([0.1, 0.2]), 0.5))
    with pytest.raises(NnvizError, match="for labels 0 and 1"):
        evaluate(answering(2), np.zeros((3, 2), "float32"), np.array([[0, 2], [1, 0], [0, 0]]))


def test_targets_of_different_units_are_scored_each_for_itself():
    data = DataSpec(source="linnerud")
    model = suggest(known_schema(data))
    run = nnviz.train(Experiment(data=data, model=model, train=TrainSpec(epochs=2, batch_size=8)))
    result = evaluation_of_run(run.id, "train")
    bunch = datasets.load_linnerud()
    truth = bunch.target[result.rows]
    for k, own in enumerate(result.targets):
        assert (own.name, own.unit) == [("weight", "lb"), ("waist", "in"), ("pulse", "beats/min")][k]
        assert own.mae == pytest.approx(metrics.mean_absolute_error(truth[:, k], result.shown[:, k]), rel=1e-5)
        assert own.rmse == pytest.approx(metrics.root_mean_squared_error(truth[:, k], result.shown[:, k]), rel=1e-5)
    deviations = np.abs(result.shown - truth) / truth.std(axis=0)
    assert result.scores["r2_mean"] == pytest.approx(metrics.r2_score(truth, result.shown), rel=1e-4)
    assert result.scores["rmse_scaled"] == pytest.approx(np.sqrt((deviations**2).mean()), rel=1e-4)
    assert result.largest_errors[0] == deviations.max(axis=1).argmax()
