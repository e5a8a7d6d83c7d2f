"""What examples are compared with: rows chosen from the training part, or a row of zeros."""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnviz.errors import ExplanationError, unknown_name

CHOICES = ("sample", "stratified", "kmeans", "class", "own", "zeros")
"""How a background is chosen: rows at random, at random with every class as often as in all of them, the rows nearest
to the centres of groups, rows of one class, rows that somebody names, or one row of zeros."""
_MOST_GROUPED = 5_000
"""Rows that k-means looks at, at most."""
_SLICES = 5
"""Parts that numbers are cut into where there are no classes."""
_MOST_NAMED = 1_000


@dataclass(frozen=True)
class Background:
    """Rows to compare with, (m, …) as the model takes them (a list of arrays for several inputs), and in words where
    they come from.

    `columns` says of each input (numbers,) which column of a table each of its numbers comes from; None, or nothing at
    all, where each is its own. What comes from one column is revealed and hidden as a whole.
    """

    rows: Any
    words: str
    columns: tuple = ()

    def __len__(self) -> int:
        return len(self.rows[0] if isinstance(self.rows, list) else self.rows)


def choose(
    examples,
    choice: str = "sample",
    count: int = 50,
    seed: int = 0,
    noun: str = "rows",
    *,
    strata=None,
    own: tuple[int, ...] = (),
    columns: tuple = (),
    named: str = "",
) -> Background:
    """The rows that SHAP values compare with; each of them counts the same.

    Args:
        examples: (n, …) to choose from, or a list of arrays, one an input.
        choice: "sample" draws rows at random; "stratified" draws as many of each of the `strata` as its share is;
            "kmeans" makes groups of alike rows and takes the row nearest to the centre of each; "class" draws from the
            stratum `own[0]`; "own" takes the rows at the places `own`; "zeros" is one row of zeros, as the model takes
            them.
        count: how many rows; all there are when they are fewer.
        seed: of the draw, or of where the groups begin.
        noun: what rows are called.
        strata: (n,) the class, or the number to predict, of each row.
        own: places in `examples`, or the class.
        columns: as in `Background`.
        named: what the class `own[0]` is called.

    Raises:
        ExplanationError: for an unknown choice, a number below 1, or rows that are not there.
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
        told = "one example of zeros, as the network sees them"
        return Background(zeros if several else zeros[0], told, columns)
    places, how = _places(arrays, choice, count, np.random.default_rng(seed), strata, own)
    if not len(places):
        raise ExplanationError(
            f"No training example is {named or 'of that class'}.", fix="Choose another class.", where="own"
        )
    rows = [one[places] for one in arrays]
    how = how.format(named=named or "one class")
    return Background(rows if several else rows[0], f"{len(places):,} {noun} of the training part, {how}", columns)


def _places(arrays, choice, count, random, strata, own) -> tuple[np.ndarray, str]:
    """Which rows are chosen, and how, in words."""
    total = len(arrays[0])
    if choice == "own":
        return _own(own, total), "chosen by you"
    if choice in ("stratified", "class") and strata is None:
        raise ExplanationError("There are no classes to choose by.", fix="Draw at random.", where="choice")
    if choice == "class":
        members = np.flatnonzero(groups_of(strata) == int(own[0])) if own else np.zeros(0, int)
        return np.sort(random.permutation(members)[:count]), "all of them {named}"
    if choice == "stratified":
        return _stratified(groups_of(strata), count, random), "drawn so that every class has its share"
    if choice == "kmeans":
        some = np.sort(random.permutation(total)[:_MOST_GROUPED])
        return (
            some[_nearest_to_centres([one[some] for one in arrays], count, random)],
            "each the middle of a group of alike ones (k-means)",
        )
    return np.sort(random.permutation(total)[:count]), "drawn at random"


def _own(own, total: int) -> np.ndarray:
    places = np.unique(np.asarray(own, int)) if len(own) else np.zeros(0, int)
    if not len(places) or places[0] < 0 or places[-1] >= total:
        received = "none" if not len(places) else f"{places[0]:,} to {places[-1]:,}"
        raise ExplanationError(f"Received the rows {received}.", expected=f"some of 0 to {total - 1:,}", where="own")
    return places[:_MOST_NAMED]


def groups_of(values) -> np.ndarray:
    """(n,) whole numbers: classes as they are, numbers cut into five parts of equal size, of several targets which of
    them are more than half."""
    values = np.asarray(values)
    if values.ndim > 1:
        if values.shape[1] == 1:
            return groups_of(values[:, 0])
        return np.unique(values > np.mean(values, axis=0), axis=0, return_inverse=True)[1].ravel()
    if values.dtype.kind in "iub":
        return values.astype(int)
    cuts = np.nanquantile(values, np.linspace(0, 1, _SLICES + 1)[1:-1])
    return np.searchsorted(cuts, values)


def _stratified(groups: np.ndarray, count: int, random) -> np.ndarray:
    """Rows of every group, as many as its share is, at least one each while there is room."""
    names, sizes = np.unique(groups, return_counts=True)
    count = min(count, len(groups))
    exact = count * sizes / sizes.sum()
    own = np.floor(exact).astype(int)
    for k in np.argsort(own - exact, kind="stable")[: count - own.sum()]:
        own[k] += 1
    for k in np.flatnonzero(own == 0):
        if count >= len(names):
            own[own.argmax()] -= 1
            own[k] = 1
    parts = [random.permutation(np.flatnonzero(groups == name))[:some] for name, some in zip(names, own, strict=True)]
    return np.sort(np.concatenate(parts))


def _nearest_to_centres(arrays: list[np.ndarray], count: int, random) -> np.ndarray:
    """The places of the rows nearest to the centres of groups of alike rows; of several inputs, laid end to end."""
    from sklearn.cluster import KMeans

    flat = np.concatenate([one.reshape(len(one), -1).astype("float64") for one in arrays], axis=1)
    different = len(np.unique(flat, axis=0))
    groups = KMeans(min(count, different), n_init=1, random_state=int(random.integers(2**31))).fit(flat)
    distances = groups.transform(flat)
    return np.unique(distances.argmin(0))


def numbered(text: str) -> tuple[int, ...]:
    """The whole numbers that somebody wrote: "3, 7, 20-25" is 3, 7, 20, 21, 22, 23, 24, 25.

    Raises:
        ExplanationError: for what is no list of numbers, or more than a thousand.
    """
    found: list[int] = []
    for part in (part.strip() for part in re.split(r"[,;]", text) if part.strip()):
        match = re.fullmatch(r"(\d{1,9})(?:\s*[-–]\s*(\d{1,9}))?", part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
        if last < first or last - first + len(found) >= _MOST_NAMED:
            raise ExplanationError(
                f"{part[:40]!r} names no rows.",
                expected=f"up to {_MOST_NAMED:,} row numbers such as 3, 7, 20-25",
                where="own",
            )
        found += range(first, last + 1)
    if not found:
        raise ExplanationError("No rows are named.", expected="row numbers such as 3, 7, 20-25", where="own")
    return tuple(dict.fromkeys(found))
