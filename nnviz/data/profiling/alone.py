"""How well one column alone predicts the target: a small tree on half of the rows, judged on the other half."""

import numpy as np
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from nnviz.data.profiling.samples import sample

ROWS = 2_000
"""Rows that are looked at, at most."""
_LEAVES, _LEAST = 16, 5


def alone(codes: np.ndarray, y: np.ndarray, names: bool, classes: bool) -> float:
    """The share of classes told right, or R² of a number, on rows that the tree was not made from; each half judges the
    other's tree.

    Args:
        codes: (n,) the column's, NaN where missing.
        y: (n,) class numbers or numbers.
        names: whether the codes are names, which are put in the order of what they mean for the target.
    """
    chosen = sample(len(y), ROWS)
    codes, y = codes[chosen], y[chosen]
    if not classes:
        y = y / (float(np.abs(y).max(initial=0.0)) or 1.0)  # so that no square overflows
    predicted = np.empty(len(y))
    halves = np.arange(len(y)) % 2 == 0
    for half in (halves, ~halves):
        predicted[~half] = _predicted(codes[half], y[half], codes[~half], names, classes)
    if classes:
        return float((predicted == y).mean())
    scatter = float(((y - y.mean()) ** 2).sum())
    return 1 - float(((y - predicted) ** 2).sum()) / scatter if scatter else 0.0


def guessing(y: np.ndarray, classes: bool) -> float:
    """What `alone` would say of a column that says nothing: the share of the most frequent class, or 0."""
    return float(np.unique(y, return_counts=True)[1].max() / len(y)) if classes and len(y) else 0.0


def skill(score: float, guess: float) -> float:
    """How much of what guessing gets wrong is told right: 0 for guessing, 1 for never wrong."""
    return (score - guess) / (1 - guess) if guess < 1 else 0.0


def _predicted(codes, y, asked, names: bool, classes: bool) -> np.ndarray:
    if names:
        return _by_name(codes, y, asked, classes)
    kind = DecisionTreeClassifier if classes else DecisionTreeRegressor
    tree = kind(max_leaf_nodes=_LEAVES, min_samples_leaf=min(_LEAST, max(1, len(y) // 10)), random_state=0)
    # Trees take small floats: codes are moved and scaled to keep their differences.
    middle = np.nanmedian(codes) if np.isfinite(codes).any() else 0.0
    size = float(np.nanmax(np.abs(codes - middle), initial=0.0)) or 1.0
    seen, unseen = (np.clip((own[:, None] - middle) / size, -10, 10).astype("float32") for own in (codes, asked))
    tree.fit(seen, y, check_input=False)
    return tree.predict(unseen, check_input=False)


def _by_name(codes, y, asked, classes: bool) -> np.ndarray:
    """For each name its most frequent class, or its mean; what all have together for a name that was not seen."""
    codes, asked = np.nan_to_num(codes, nan=-1.0), np.nan_to_num(asked, nan=-1.0)
    values, places = np.unique(codes, return_inverse=True)
    if classes:
        labels, labelled = np.unique(y, return_inverse=True)
        counts = np.bincount(places * len(labels) + labelled, minlength=len(values) * len(labels))
        told, usual = labels[counts.reshape(len(values), -1).argmax(axis=1)], labels[np.bincount(labelled).argmax()]
    else:
        told, usual = np.bincount(places, y) / np.bincount(places), y.mean()
    at = np.clip(np.searchsorted(values, asked), 0, len(values) - 1)
    return np.where(values[at] == asked, told[at], usual)
