"""Whether a classifier can tell held-out examples from those of training, whatever it is that differs. Worker side."""

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from nnviz import words
from nnviz.data.profiling.found import Finding
from nnviz.data.profiling.samples import sample
from nnviz.data.profiling.table import PARTS, Table

_MOST, _NUMBERS, _ROUNDS = 2_000, 64, 30
_APART, _DEVIATIONS = 0.65, 4
"""The area under the curve from which parts are told apart, and by how many standard errors above guessing."""


def findings(table: Table) -> list[Finding]:
    """The parts that a classifier tells from training on examples that it was not made from.

    Lopez-Paz and Oquab, Revisiting classifier two-sample tests (2017); the area under the ROC curve, which is 0.5 where
    nothing can be told.
    """
    found = []
    for part in (1, 2):
        area, error = told_apart(table, part)
        if area >= _APART and area >= 0.5 + _DEVIATIONS * error:
            sentence = f"The {PARTS[part]} part is of another kind than the training part."
            evidence = (
                f"Shown one example of each, a small model says which is which in {words.percent(area)} of all pairs; "
                "guessing is right in 50 %. Scores there tell how the network does on other data than it learnt from."
            )
            if table.timed:
                evidence += " These data are split by time, so that is how much has changed since."
            found.append(Finding("apart", "hint" if table.timed else "warning", sentence, evidence))
    return found


def told_apart(table: Table, part: int) -> tuple[float, float]:
    """(area under the ROC curve, its standard error when nothing differs) of telling that part from training."""
    rows = [np.flatnonzero(table.parts == own) for own in (0, part)]
    rows = [own[sample(len(own), _MOST)] for own in rows]
    if min(map(len, rows)) < 40:
        return 0.5, 1.0
    features = _features(table, np.concatenate(rows))
    is_there = np.repeat([0, 1], [len(own) for own in rows])
    model = HistGradientBoostingClassifier(max_iter=_ROUNDS, max_leaf_nodes=8, random_state=0, early_stopping=False)
    folds = StratifiedKFold(2, shuffle=True, random_state=0)
    shares = cross_val_predict(model, features, is_there, cv=folds, method="predict_proba")[:, 1]
    first, second = map(len, rows)
    return float(roc_auc_score(is_there, shares)), float(np.sqrt((first + second + 1) / (12 * first * second)))


def _features(table: Table, rows: np.ndarray) -> np.ndarray:
    """Up to 64 numbers of each example: its columns, or the means of neighbouring numbers of an image or sequence."""
    if table.inputs:
        return np.asarray(table.codes[rows][:, :_NUMBERS], float)
    x = np.asarray(table.x[rows], float)
    if table.schema.kind == "tokens":
        frequent = np.argsort(-np.bincount(table.x.astype(int).ravel())[1:], kind="stable")[:_NUMBERS] + 1
        return np.stack([(x == word).sum(axis=1) for word in frequent], axis=1)
    while x[0].size > _NUMBERS and max(x.shape[1:]) > 1:
        axis = 1 + int(np.argmax(x.shape[1:]))
        x = x[tuple(slice(None, -1) if k == axis and x.shape[k] % 2 else slice(None) for k in range(x.ndim))]
        halves = (*x.shape[:axis], x.shape[axis] // 2, 2, *x.shape[axis + 1 :])
        x = x.reshape(halves).mean(axis=axis + 1)
    return x.reshape(len(x), -1)
