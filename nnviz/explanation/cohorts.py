"""Groups of examples that are told apart: by their class, by whether they are predicted right, by a column's value."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnviz import words
from nnviz.data.column import Column

MOST = 6
"""Groups at most; the smaller ones are one, "others"."""


@dataclass(frozen=True)
class Cohorts:
    """Groups of n examples.

    Attributes:
        names: one a group.
        of: (n,) which group each example is in.
        classes: whether the groups are the first classes in their order, so that they keep their colours.
    """

    names: tuple[str, ...]
    of: np.ndarray
    classes: bool = False

    @property
    def counts(self) -> list[int]:
        return np.bincount(self.of, minlength=len(self.names)).tolist()

    def means(self, values: np.ndarray) -> np.ndarray:
        """(groups, columns) the mean |value| of each; NaN where a group is empty."""
        own = [np.abs(values[self.of == k]) for k in range(len(self.names))]
        return np.stack([one.mean(0) if len(one) else np.full(values.shape[1:], np.nan) for one in own])


def by_class(class_names: Sequence[str], classes: np.ndarray, of: str = "{}") -> Cohorts:
    """One group a class that there are examples of; `of` names them, such as "is {}"."""
    codes = np.asarray(classes, int)
    fits = len(class_names) <= MOST
    chosen = _fewer(codes)
    names = [of.format("another class" if k is None else class_names[k]) for k in chosen]
    return Cohorts(tuple(names), _places(codes, chosen), fits and chosen == list(range(len(chosen))))


def by_rightness(errors: np.ndarray) -> Cohorts:
    """Examples that are predicted right, and wrong."""
    return Cohorts(("predicted right", "predicted wrong"), (np.asarray(errors) > 0).astype(int))


def by_error(errors: np.ndarray) -> Cohorts:
    """Examples whose number is predicted better than most, and worse: the half with the smaller errors first."""
    errors = np.asarray(errors, float)
    return Cohorts(("smaller errors", "larger errors"), (errors > np.nanmedian(errors)).astype(int))


def by_column(column: Column, codes: np.ndarray) -> Cohorts:
    """Groups by a column's value: its categories, or the lower and the upper half of its numbers; gaps apart."""
    codes = np.asarray(codes, float)
    missing = np.isnan(codes)
    if column.categories:
        own = np.where(missing, -1, codes).astype(int)
        chosen = _fewer(own)
        told = {None: "another value", -1: "missing"}
        names = [f"{column.name}: {told.get(k) or column.categories[k]}" for k in chosen]
        return Cohorts(tuple(names), _places(own, chosen))
    middle = float(np.nanmedian(codes)) if not missing.all() else 0.0
    shown = column.readable(np.array([middle]))[0]
    text = words.plain(shown) if isinstance(shown, float) else str(shown)
    unit = f" {column.unit}" if column.unit else ""
    names = [f"{column.name} below {text}{unit}", f"{column.name} {text}{unit} and above"]
    of = np.where(missing, 2, codes >= middle).astype(int)
    return Cohorts(tuple(names + ["missing"] * bool(missing.any())), of)


def _fewer(codes: np.ndarray) -> list[int | None]:
    """The groups' codes in their order, the smaller ones as None at the end where there are too many."""
    found, counts = np.unique(codes, return_counts=True)
    if len(found) <= MOST:
        return [int(k) for k in found]
    large = found[np.argsort(-counts, kind="stable")[: MOST - 1]]
    return [*sorted(int(k) for k in large), None]


def _places(codes: np.ndarray, chosen: list[int | None]) -> np.ndarray:
    place = {k: at for at, k in enumerate(chosen) if k is not None}
    return np.array([place.get(int(code), len(chosen) - 1) for code in codes], int)
