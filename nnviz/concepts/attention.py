"""A small transformer that turns lists of letters around or sorts them, and the formulas of attention.

`nnviz/web/lessons/attention/transformer.js` computes the same in the browser. Imports no framework.

Source: Vaswani et al., "Attention is all you need" (2017).
"""

from dataclasses import dataclass

import numpy as np

from nnviz.concepts.recordings import Recording

LETTERS = "ABCDEF"
LENGTH = 8
"""Letters of a list."""
WIDTH, HEADS, KEY, HIDDEN = 16, 2, 8, 32
"""Numbers of a letter; heads, and the numbers of each one's queries, keys and values; units inside the block."""
TASKS = {"reverse": "Turn it around", "sort": "Sort it"}
MASKS = ("none", "causal")


@dataclass(frozen=True)
class Attended:
    """What one query makes of keys and values: every intermediate."""

    scores: np.ndarray
    weights: np.ndarray
    mixed: np.ndarray


def attend(query: np.ndarray, keys: np.ndarray, values: np.ndarray, scale: float | None = None) -> Attended:
    """One query (d,) against keys (n, d) and values (n, m).

    Args:
        scale: what the products are divided by; √d where it is None.
    """
    scores = keys @ query / (np.sqrt(len(query)) if scale is None else scale)
    shares = np.exp(scores - scores.max())
    weights = shares / shares.sum()
    return Attended(scores, weights, weights @ values)


def drawn(task: str, count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Random lists and their answers, numbers of letters: (count, LENGTH) each."""
    x = np.random.default_rng(seed).integers(0, len(LETTERS), (count, LENGTH)).astype("int32")
    return x, (x[:, ::-1] if task == "reverse" else np.sort(x, axis=1)).astype("int32")


def transformer(task: str, positions: bool, mask: str) -> Recording:
    """The training of the lesson's transformer on one task, with or without positions, free or looking back only."""
    return Recording("train_transformer", (("task", task), ("positions", positions), ("mask", mask)))
