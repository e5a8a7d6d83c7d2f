"""Which examples are alike in what is to be predicted, so that every split can hold its share of them. No framework."""

import numpy as np

from nnviz.data.schema import Schema

_FEWEST = 4
"""Examples of a set of labels from which on it is a group of its own."""


def groups(schema: Schema, y: np.ndarray) -> np.ndarray | None:
    """(n,) the group of each example: its class, or its set of labels; None for a regression, which has none.

    Sets of labels that fewer than four examples have are grouped by how many labels they hold, and those of a number
    that is rare as well are one group together: then a rare label may be missing from a split, and only its share of
    the rest is kept (Sechidis et al., 2011, do better for many labels).
    """
    if schema.task == "regression":
        return None
    if schema.has_classes:
        return np.asarray(y)
    return _of_labels(np.asarray(y))


def _of_labels(y: np.ndarray) -> np.ndarray:
    group = np.unique(y, axis=0, return_inverse=True)[1].reshape(-1)
    for others in (y.sum(axis=1), np.zeros(len(y), int)):
        rare = np.bincount(group)[group] < _FEWEST
        group = np.where(rare, group.max() + 1 + others, group)
        group = np.unique(group, return_inverse=True)[1].reshape(-1)
    sizes = np.bincount(group)
    return np.where(sizes[group] < 2, sizes.argmax(), group)
