"""The scores of epoch ends are those of scikit-learn, of outputs of every form."""

import numpy as np
import pytest
from scipy.special import softmax
from sklearn import metrics

from nnviz.errors import TrainingError
from nnviz.specs import TrainSpec
from nnviz.training.catalog import METRICS
from nnviz.training.meaning import OutputMeaning, measures
from nnviz.training.measured import Measured
from nnviz.training.scores import scores
from tests.training import meaning_oracle

RNG = np.random.default_rng(5)
ONE = OutputMeaning("binary", 2, 1, "probability", "column")
FOUR = OutputMeaning("multiclass", 4, 4, "probability", "index", shares=True)
LABELS = OutputMeaning("multilabel", 3, 3, "probability", "column")
REAL = OutputMeaning("regression", 0, 2, "value", "numbers")


def every(task: str) -> list[str]:
    return [name for name, one in METRICS.items() if one.measured and task in one.tasks]


def counted(truth, decided, plain):
    """Precision, recall and F1, by each way of taking the mean."""
    functions = {"precision": metrics.precision_score, "recall": metrics.recall_score, "f1": metrics.f1_score}
    averages = {"": plain, "_macro": "macro", "_micro": "micro", "_weighted": "weighted"}
    return {
        f"{name}{ending}": function(truth, decided, average=average, zero_division=0.0)
        for name, function in functions.items()
        for ending, average in averages.items()
    }


def test_two_classes_of_one_unit():
    truth, p = RNG.integers(0, 2, 80), RNG.random(80)
    decided = (p > 0.5).astype(int)
    expected = counted(truth, decided, "binary") | {
        "balanced_accuracy": metrics.balanced_accuracy_score(truth, decided),
        "auc": metrics.roc_auc_score(truth, p),
        "pr_auc": metrics.average_precision_score(truth, p),
        "brier": metrics.brier_score_loss(truth, p),
        "log_loss": metrics.log_loss(truth, p),
        "mcc": metrics.matthews_corrcoef(truth, decided),
        "kappa": metrics.cohen_kappa_score(truth, decided),
    }
    assert scores(every("binary"), ONE, p[:, None], truth) == pytest.approx(expected, abs=1e-9)


def test_several_classes():
    truth, p = RNG.integers(0, 4, 90), softmax(RNG.normal(size=(90, 4)), axis=1)
    decided, sure = p.argmax(1), np.eye(4)[truth]
    expected = counted(truth, decided, "macro") | {
        "balanced_accuracy": metrics.balanced_accuracy_score(truth, decided),
        "top_3_accuracy": metrics.top_k_accuracy_score(truth, p, k=3),
        "top_5_accuracy": 1.0,
        "auc": metrics.roc_auc_score(truth, p, multi_class="ovr"),
        "pr_auc": metrics.average_precision_score(sure, p, average="macro"),
        "brier": np.mean(np.sum((p - sure) ** 2, axis=1)),
        "log_loss": metrics.log_loss(truth, p),
        "mcc": metrics.matthews_corrcoef(truth, decided),
        "kappa": metrics.cohen_kappa_score(truth, decided),
    }
    assert scores(every("multiclass"), FOUR, p, truth) == pytest.approx(expected, abs=1e-9)


def test_labels():
    truth, p = RNG.integers(0, 2, (70, 3)), RNG.random((70, 3))
    expected = counted(truth, (p > 0.5).astype(int), "macro") | {
        "auc": metrics.roc_auc_score(truth, p, average="macro"),
        "pr_auc": metrics.average_precision_score(truth, p, average="macro"),
    }
    assert scores(every("multilabel"), LABELS, p, truth) == pytest.approx(expected, abs=1e-9)


def test_numbers_to_predict():
    truth, shown = RNG.normal(50, 9, (40, 2)), RNG.normal(50, 9, (40, 2))
    assert scores(every("regression"), REAL, shown, truth) == pytest.approx(
        {
            "mean_squared_error": metrics.mean_squared_error(truth, shown),
            "mean_absolute_percentage_error": metrics.mean_absolute_percentage_error(truth, shown),
        },
        abs=1e-9,
    )


def test_what_is_not_defined_is_not_a_number():
    assert np.isnan(scores(["auc"], ONE, np.array([[0.2], [0.7]]), np.array([1, 1]))["auc"])


def test_keras_takes_along_what_it_can():
    spec = TrainSpec(metrics=("accuracy", "precision", "auc", "f1"))
    assert measures(spec, ONE) == ("auc", "f1") and measures(spec, FOUR) == ("precision", "auc", "f1")


def test_probabilities_are_scored_where_there_are_any():
    margin = OutputMeaning("binary", 2, 1, "margin", "column", low=-1.0)
    with pytest.raises(TrainingError, match="Brier score scores probabilities.*returns margins"):
        Measured(meaning_oracle.data("binary"), TrainSpec(metrics=("brier",)), margin)
