"""Confident learning: which labels held-out predictions contradict. Only NumPy.

Northcutt, Jiang and Chuang, Confident learning: estimating uncertainty in dataset labels (2021).
"""

import numpy as np

_ROUNDING = 1e-9
"""Below a mean of equal numbers by less than this is as large as they are."""


def thresholds(probabilities: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """(classes,) how sure of a class the network is on average for the examples that have its label; infinite for a
    class without examples.

    Args:
        probabilities: (n, classes) of each class, from a network that did not learn from that example.
        labels: (n,) whole numbers.
    """
    sums = np.bincount(labels, probabilities[np.arange(len(labels)), labels], minlength=probabilities.shape[1])
    counts = np.bincount(labels, minlength=probabilities.shape[1])
    return np.where(counts > 0, sums / np.maximum(counts, 1), np.inf)


def taken_for(probabilities: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """(n,) the likeliest of the classes that the network is sure of, by their own thresholds; −1 where it is sure of
    none."""
    sure = probabilities >= thresholds(probabilities, labels)[None] - _ROUNDING
    classes = np.where(sure, probabilities, -1.0).argmax(axis=1)
    return np.where(sure.any(axis=1), classes, -1)


def confident_joint(labels: np.ndarray, taken: np.ndarray, classes: int) -> np.ndarray:
    """(classes, classes) shares of examples that have one label (row) and are of another class (column), summing to 1:
    the counts of sure examples, scaled to how many have each label."""
    sure = taken >= 0
    counts = np.bincount(labels[sure] * classes + taken[sure], minlength=classes**2).reshape(classes, classes)
    counts = counts + np.where(counts.sum(axis=1, keepdims=True) == 0, np.eye(classes), 0)  # nothing is known: as it is
    shares = counts / counts.sum(axis=1, keepdims=True)
    joint = shares * np.bincount(labels, minlength=classes)[:, None]
    return joint / joint.sum()


def order_of_suspects(probabilities: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The examples that are most likely mislabelled: (positions, classes), the most suspicious first.

    As many as the joint estimates to be wrong, those for which another class leads the label by most; few of every kind
    of mistake would be too few to count for each kind by itself.
    """
    joint = confident_joint(labels, taken_for(probabilities, labels), probabilities.shape[1])
    wanted = int(np.ceil((1 - np.trace(joint)) * len(labels) - 1e-9))
    instead = probabilities.argmax(axis=1)
    positions = np.flatnonzero(instead != labels)
    lead = probabilities[positions, instead[positions]] - probabilities[positions, labels[positions]]
    positions = positions[np.argsort(-lead, kind="stable")[:wanted]]
    return positions, instead[positions]


def far_residuals(truth: np.ndarray, predicted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of numbers: (positions, distances) of predictions that miss by 3.5 or more robust deviations of all misses, the
    farthest first (Iglewicz and Hoaglin, 1993)."""
    miss = predicted - truth
    centred = np.abs(miss - np.median(miss))
    usual = 1.4826 * float(np.median(centred))
    distances = centred / max(usual, 1e-12)
    positions = np.flatnonzero(distances >= 3.5)
    positions = positions[np.argsort(-distances[positions], kind="stable")]
    return positions, distances[positions]
