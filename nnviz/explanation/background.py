"""What examples are compared with: rows chosen from the training part, or a row of zeros."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from nnviz.errors import ExplanationError, unknown_name

CHOICES = ("sample", "kmeans", "zeros")
"""How a background is chosen: rows at random, the rows nearest to the centres of groups, or one row of zeros."""
_MOST_GROUPED = 5_000
"""Rows that k-means looks at, at most."""


@dataclass(frozen=True)
class Background:
    """Rows to compare with, (m, …) as the model takes them (a list of arrays for several inputs), and in words where
    they come from."""

    rows: Any
    words: str

    def __len__(self) -> int:
        return len(self.rows[0] if isinstance(self.rows, list) else self.rows)


def choose(examples, choice: str = "sample", count: int = 50, seed: int = 0, noun: str = "rows") -> Background:
    """The rows that SHAP values compare with; each of them counts the same.

    Args:
        examples: (n, …) to choose from, or a list of arrays, one an input.
        choice: "sample" draws rows at random; "kmeans" makes groups of alike rows and takes the row nearest to the
            centre of each; "zeros" is one row of zeros, as the model takes them.
        count: how many rows; all there are when they are fewer.
        seed: of the draw, or of where the groups begin.
        noun: what rows are called.

    Raises:
        ExplanationError: for an unknown choice, or a number below 1.
    """
    several = isinstance(examples, list)
    arrays = [np.asarray(one) for one in (examples if several else [examples])]
    total = len(arrays[0])
    if choice not in CHOICES:
        raise unknown_name("choice", choice, CHOICES, kind=ExplanationError)
    if count < 1 or not total:
        raise ExplanationError(f"Received {count} of {total} {noun}.", expected="at least one", where="rows")
    if choice == "zeros":
        zeros = [np.zeros_like(one[:1]) for one in arrays]
        return Background(zeros if several else zeros[0], "one example of zeros, as the network sees them")
    random = np.random.default_rng(seed)
    if choice == "kmeans":
        places = np.sort(random.permutation(total)[:_MOST_GROUPED])
        places = places[_nearest_to_centres([one[places] for one in arrays], count, seed)]
        words = f"{len(places):,} {noun} of the training part, each the middle of a group of alike ones (k-means)"
    else:
        places = np.sort(random.permutation(total)[:count])
        words = f"{len(places):,} {noun} of the training part, drawn at random"
    rows = [one[places] for one in arrays]
    return Background(rows if several else rows[0], words)


def _nearest_to_centres(arrays: list[np.ndarray], count: int, seed: int) -> np.ndarray:
    """The places of the rows nearest to the centres of groups of alike rows; of several inputs, laid end to end."""
    from sklearn.cluster import KMeans

    flat = np.concatenate([one.reshape(len(one), -1).astype("float64") for one in arrays], axis=1)
    different = len(np.unique(flat, axis=0))
    groups = KMeans(min(count, different), n_init=1, random_state=seed).fit(flat)
    distances = groups.transform(flat)
    return np.unique(distances.argmin(0))
