"""Columns as people have them → numbers that a network can be given; fitted on the training examples alone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from nnviz import words
from nnviz.data.column import Column
from nnviz.errors import DataError

MOST_CATEGORIES = 50
"""Values of one column that get an input each; rarer ones share none and become zeros."""
MOST_FEATURES = 2_000


@dataclass(frozen=True)
class PreparedColumn:
    """How one column becomes inputs.

    Attributes:
        column: what it is.
        fill: what takes the place of a missing number; NaN for a category, which then gets none of its inputs.
        values: codes of the categories that get an input each, in their order; empty for other kinds.
    """

    column: Column
    fill: float
    values: tuple[int, ...] = ()

    @property
    def feature_names(self) -> tuple[str, ...]:
        """One name an input."""
        if not self.values:
            return (self.column.name,)
        return tuple(f"{self.column.name} = {self.column.categories[code]}" for code in self.values)


@dataclass(frozen=True)
class Preparation:
    """Codes of columns (n, columns) → inputs (n, features): gaps filled, categories spread over inputs of 0 and 1.

    A column's codes are its numbers, its days since 1970, 0 and 1, or the place of its category's name in
    `Column.categories`; NaN where it is missing.
    """

    columns: tuple[PreparedColumn, ...]

    @property
    def feature_names(self) -> tuple[str, ...]:
        return tuple(name for column in self.columns for name in column.feature_names)

    @property
    def feature_columns(self) -> np.ndarray:
        """(features,) which column each input comes from."""
        return np.repeat(np.arange(len(self.columns)), [len(column.feature_names) for column in self.columns])

    @property
    def switches(self) -> np.ndarray:
        """(features,) whether an input is 0 or 1 and keeps these values, whatever the scaling."""
        kept = [column.column.kind in ("category", "boolean") for column in self.columns]
        return np.asarray(kept, bool)[self.feature_columns]

    def apply(self, codes: np.ndarray) -> np.ndarray:
        """(n, columns) codes, NaN where missing → (n, features) float64 without gaps, unscaled."""
        spread = np.empty((len(codes), len(self.feature_names)), order="F")  # one column after the other in memory
        place = 0
        for prepared, values in zip(self.columns, codes.T, strict=True):
            for own in _inputs(prepared, values):
                spread[:, place] = own
                place += 1
        return spread


def fit(codes: Iterable[np.ndarray], columns: Sequence[Column]) -> Preparation:
    """The preparation that the training examples ask for.

    Args:
        codes: (n,) the codes of each column.

    Missing numbers and dates get the median, missing booleans the more frequent value, of these examples. Categories
    that these examples do not hold get no input.

    Raises:
        DataError: when so many inputs come of it that no network could be shown.
    """
    prepared = tuple(_fitted(values, column) for values, column in zip(codes, columns, strict=True))
    preparation = Preparation(prepared)
    if len(preparation.feature_names) > MOST_FEATURES:
        raise DataError(
            f"These columns become {len(preparation.feature_names):,} inputs.",
            expected=f"at most {MOST_FEATURES:,}",
            fix="Ignore columns that have many different values.",
            where="columns",
        )
    return preparation


def sentences(preparation: Preparation, codes: np.ndarray) -> tuple[str, ...]:
    """What a person should know of what it does to all examples (n, columns): gaps filled, names without an input."""
    notes = []
    for place, prepared in enumerate(preparation.columns):
        values, name = codes[:, place], prepared.column.name
        gaps = int(np.isnan(values).sum())
        if gaps:
            notes.append(
                f"{name}: {gaps:,} {'value is' if gaps == 1 else 'values are'} missing; {_replaced(prepared)}."
            )
        if prepared.column.kind == "category":
            notes.extend(_unseen(prepared, values))
    return tuple(notes)


def _inputs(prepared: PreparedColumn, values: np.ndarray) -> Iterator[np.ndarray]:
    if prepared.column.kind == "category":
        yield from (values == code for code in prepared.values)
        return
    gaps = np.isnan(values)
    yield np.where(gaps, prepared.fill, values) if gaps.any() else values


def _fitted(values: np.ndarray, column: Column) -> PreparedColumn:
    gaps = np.isnan(values)
    seen = values[~gaps] if gaps.any() else values
    if column.kind == "category":
        return PreparedColumn(column, np.nan, _most_frequent(seen))
    if not len(seen):
        return PreparedColumn(column, 0.0)
    middle = float(seen.mean() >= 0.5) if column.kind == "boolean" else float(np.median(seen))
    return PreparedColumn(column, middle)


def _most_frequent(codes: np.ndarray) -> tuple[int, ...]:
    """The codes that get an input, in their own order; a column without any value keeps its first name."""
    if not len(codes):
        return (0,)
    counts = np.bincount(codes.astype(int))
    values = np.flatnonzero(counts)
    chosen = np.argsort(-counts[values], kind="stable")[:MOST_CATEGORIES]
    return tuple(int(value) for value in np.sort(values[chosen]))


def _replaced(prepared: PreparedColumn) -> str:
    if prepared.column.kind == "category":
        return "there, all of its inputs are 0"
    if prepared.column.kind == "boolean":
        return f"filled with {prepared.column.categories[int(prepared.fill)]}, the more frequent in training"
    return f"filled with {words.plain(prepared.fill)}, the median of the training examples"


def _unseen(prepared: PreparedColumn, values: np.ndarray) -> list[str]:
    here = values[~np.isnan(values)]
    other = ~np.isin(here, prepared.values)
    if not other.any():
        return []
    names = np.unique(here[other].astype(int))
    shown = ", ".join(prepared.column.categories[code] for code in names[:3]) + (" …" if len(names) > 3 else "")
    why = "too rare in the training examples, or not among them,"
    each = f"is {why} and has no input of its own" if len(names) == 1 else f"are {why} and have no inputs of their own"
    return [f"{prepared.column.name}: {shown} {each}."]
