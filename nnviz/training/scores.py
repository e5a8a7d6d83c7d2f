"""The scores of one set of predictions, by scikit-learn."""

import warnings
from collections.abc import Iterable

import numpy as np
from sklearn import metrics

from nnviz.training.meaning import OutputMeaning

_COUNTED = {"precision": metrics.precision_score, "recall": metrics.recall_score, "f1": metrics.f1_score}
_RANKED = {"auc": metrics.roc_auc_score, "pr_auc": metrics.average_precision_score}
_DECIDED = {
    "accuracy": metrics.accuracy_score,
    "balanced_accuracy": metrics.balanced_accuracy_score,
    "mcc": metrics.matthews_corrcoef,
    "kappa": metrics.cohen_kappa_score,
}
_REAL = {
    "mean_squared_error": metrics.mean_squared_error,
    "mean_absolute_percentage_error": metrics.mean_absolute_percentage_error,
}


def scores(names: Iterable[str], meaning: OutputMeaning, shown: np.ndarray, truth: np.ndarray) -> dict[str, float]:
    """The measured scores of those names; NaN where one is not defined, such as the AUC of a single class.

    Args:
        names: of `METRICS`, those that are measured.
        shown: (n, units) as `OutputMeaning.readable` gives them.
        truth: (n,) classes, (n, labels) of 0 and 1, or (n, targets) in their own units.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a class without examples is told by the NaN
        if not meaning.classes:
            return {name: _finite(_REAL[name], truth, np.reshape(shown, np.shape(truth))) for name in names}
        numbers, decided = np.asarray(meaning.by_class(shown), float), meaning.decided(shown)
        return {name: _finite(_of_classes, name, meaning, numbers, decided, np.asarray(truth)) for name in names}


def _finite(function, *arguments) -> float:
    """A score as a number; NaN where scikit-learn refuses what there is to score."""
    try:
        return float(function(*arguments))
    except ValueError:
        return float("nan")


def _of_classes(name: str, meaning: OutputMeaning, numbers, decided, truth) -> float:
    if name in _RANKED:
        return _ranked(_RANKED[name], meaning, numbers, truth)
    if name in _DECIDED:
        return _DECIDED[name](truth, decided)
    if name.startswith("top_"):
        return np.mean((np.argsort(-numbers, axis=1, kind="stable")[:, : int(name[4])] == truth[:, None]).any(axis=1))
    if name == "log_loss":
        return metrics.log_loss(truth, numbers, labels=np.arange(meaning.classes))
    if name == "brier":
        sure = np.eye(meaning.classes)[truth]
        return np.mean((numbers - sure)[:, 1] ** 2 if meaning.classes == 2 else np.sum((numbers - sure) ** 2, axis=1))
    counted, _, average = name.partition("_")
    binary = meaning.classes == 2 and not meaning.has_labels
    there = {} if binary or meaning.has_labels else {"labels": np.arange(meaning.classes)}
    average = average or ("binary" if binary else "macro")
    return _COUNTED[counted](truth, decided, average=average, zero_division=0.0, **there)


def _ranked(function, meaning: OutputMeaning, numbers, truth) -> float:
    """Of class 1 where there are two; else the mean over the classes or labels that have examples of both kinds."""
    if meaning.classes == 2 and not meaning.has_labels:
        return function(truth, numbers[:, 1])
    each = truth if meaning.has_labels else np.eye(meaning.classes)[truth]
    both = [k for k in range(each.shape[1]) if 0 < each[:, k].mean() < 1]
    return np.mean([function(each[:, k], numbers[:, k]) for k in both]) if both else float("nan")
