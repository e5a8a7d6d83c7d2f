"""What is done about labels that few examples have, or nearly all: in training alone, with the training examples' own
counts."""

import numpy as np

from nnviz.data.splitting.balance import class_weights


def label_weights(y: np.ndarray) -> np.ndarray:
    """(labels, 2) what a no and a yes to each label count, so that both count alike: n / (2 · examples that say so).

    Args:
        y: (n, labels) of 0 and 1. What no example says counts 0.

    >>> label_weights(np.array([[1, 0], [0, 0], [0, 1], [0, 1]])).round(3).tolist()
    [[0.667, 2.0], [1.0, 1.0]]
    """
    return np.stack([class_weights(own, 2) for own in np.asarray(y).astype(int).T])


def resampled_labels(y: np.ndarray, how: str, seed: int) -> np.ndarray:
    """Positions 0 … n − 1 such that labels are more alike in how many examples have them; an example has several, so
    that they cannot be quite alike.

    "oversample": an example stands there as many times as its rarest label is rarer than the most frequent one, every
    one at least once (repeat factor sampling, Gupta, Dollár and Girshick, LVIS, 2019, without their square root).
    "undersample": an example stays with the chance that its rarest label asks for, all of the rarest label's among
    them. Examples without any label count as a label of their own. Parts of an example are drawn by `seed`.
    """
    y = np.asarray(y, bool)
    with_none = np.column_stack([y, ~y.any(axis=1)])
    counts = with_none.sum(axis=0)
    there = counts[counts > 0]
    wanted = there.max() if how == "oversample" else there.min()
    factors = np.where(with_none, wanted / np.maximum(counts, 1), 0.0).max(axis=1)
    whole, rest = np.divmod(factors, 1.0)
    drawn = np.random.default_rng([seed, 6121]).random(len(y)) < rest
    return np.repeat(np.arange(len(y)), whole.astype(int) + drawn)
