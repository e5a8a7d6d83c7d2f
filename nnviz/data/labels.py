"""The values of a category or a yes-or-no column as names, each different value named once. Worker side (pandas)."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from nnviz import names

_YES_NO = {"true": "yes", "false": "no", "yes": "yes", "no": "no"}
_NONE = ""
_SOME = 5_000
"""Values among which mostly each category is met."""


def named(values: pd.Series, kind: str) -> tuple[np.ndarray, tuple[str, ...]]:
    """(n,) places in the names that the values have, −1 for none; and these names, in order of appearance but for a
    categorical column, which has an order of its own."""
    places, own, found = _named(values, kind)
    number = {name: place for place, name in enumerate(found)}
    return np.array([*(number.get(name, -1) for name in own), -1], int)[places], found


def _named(values: pd.Series, kind: str) -> tuple[np.ndarray, list[str], tuple[str, ...]]:
    """(n,) places in the different values, what each of these is called, and the names that differ."""
    places, different = factorized(values)
    rename = _naming(values, kind)
    own = [_NONE if pd.isna(value) else rename(value) for value in different]
    return places, own, tuple(dict.fromkeys(name for name in own if name != _NONE))


def found(values: pd.Series, kind: str) -> tuple[str, ...]:
    """The names that the values have, as `named` gives them."""
    return _named(values, kind)[2]


def factorized(values: pd.Series) -> tuple[np.ndarray, Sequence]:
    """(n,) places in the different values that there are, −1 for none; and these."""
    if not isinstance(values.dtype, pd.CategoricalDtype):
        return pd.factorize(values)
    places, known = values.cat.codes.to_numpy(), values.cat.categories
    if len(np.unique(places[:_SOME][places[:_SOME] >= 0])) == len(known):
        return places, known
    there = np.bincount(places.astype(int) + 1, minlength=len(known) + 1)[1:] > 0
    if there.all():
        return places, known
    return np.append(np.cumsum(there) - 1, -1)[places], known[there]


def different(values: pd.Series) -> int:
    """How many different values a column has, without those that are missing."""
    return len(factorized(values)[1]) if isinstance(values.dtype, pd.CategoricalDtype) else values.nunique()


def codes(values: pd.Series, kind: str, categories: tuple[str, ...]) -> np.ndarray:
    """(n,) float64 places of the values in `categories`; NaN for what is not among them."""
    places, own, _ = _named(values, kind)
    known = {name: float(place) for place, name in enumerate(categories)}
    return np.array([*(known.get(name, np.nan) for name in own), np.nan])[places]


def say_yes_or_no(values: pd.Series) -> bool:
    """Whether texts are all yes and no, or true and false."""
    return len(values) > 0 and all(_yes_no(value) != _NONE for value in factorized(values)[1])


def _naming(values: pd.Series, kind: str) -> Callable[[Any], str]:
    """How a value of this column is called."""
    number = pd.api.types.is_numeric_dtype(values)
    if pd.api.types.is_bool_dtype(values):
        return lambda value: "yes" if value else "no"
    if kind == "boolean":
        return (lambda value: {0: "no", 1: "yes"}.get(value, _NONE)) if number else _yes_no
    if number:
        return lambda value: f"{value:.12g}"
    if pd.api.types.is_datetime64_any_dtype(values):
        return lambda value: value.isoformat().removesuffix("T00:00:00")
    return names.clean


def _yes_no(value: Any) -> str:
    return _YES_NO.get(str(value).strip().lower(), _NONE)
