"""What examples are compared with: rows chosen from the training part, or a row of zeros."""

from dataclasses import dataclass

import numpy as np

from nnviz.errors import ExplanationError, unknown_name

CHOICES = ("sample", "kmeans", "zeros")
"""How a background is chosen: rows at random, the rows nearest to the centres of groups, or one row of zeros."""
_MOST_GROUPED = 5_000
"""Rows that k-means looks at, at most."""


@dataclass(frozen=True)
class Background:
    """Rows to compare with, (m, …) as the model takes them, and in words where they come from."""

    rows: np.ndarray
    words: str


def choose(examples, choice: str = "sample", count: int = 50, seed: int = 0, noun: str = "rows") -> Background:
    """The rows that SHAP values compare with; each of them counts the same.

    Args:
        examples: (n, …) to choose from.
        choice: "sample" draws rows at random; "kmeans" makes groups of alike rows and takes the row nearest to the
            centre of each; "zeros" is one row of zeros, as the model takes them.
        count: how many rows; all there are when they are fewer.
        seed: of the draw, or of where the groups begin.
        noun: what rows are called.

    Raises:
        ExplanationError: for an unknown choice, or a number below 1.
    """
    examples = np.asarray(examples)
    if choice not in CHOICES:
        raise unknown_name("choice", choice, CHOICES, kind=ExplanationError)
    if count < 1 or not len(examples):
        raise ExplanationError(f"Received {count} of {len(examples)} {noun}.", expected="at least one", where="rows")
    if choice == "zeros":
        return Background(np.zeros_like(examples[:1]), "one example of zeros, as the network sees them")
    random = np.random.default_rng(seed)
    if choice == "kmeans":
        rows = _nearest_to_centres(examples[np.sort(random.permutation(len(examples))[:_MOST_GROUPED])], count, seed)
        words = f"{len(rows):,} {noun} of the training part, each the middle of a group of alike ones (k-means)"
        return Background(rows, words)
    rows = examples[np.sort(random.permutation(len(examples))[:count])]
    return Background(rows, f"{len(rows):,} {noun} of the training part, drawn at random")


def _nearest_to_centres(examples: np.ndarray, count: int, seed: int) -> np.ndarray:
    from sklearn.cluster import KMeans

    flat = examples.reshape(len(examples), -1).astype("float64")
    different = len(np.unique(flat, axis=0))
    groups = KMeans(min(count, different), n_init=1, random_state=seed).fit(flat)
    distances = groups.transform(flat)
    return examples[np.unique(distances.argmin(0))]
