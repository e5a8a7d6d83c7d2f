"""Sentences about what reading a table did to its columns. Worker side: imports pandas."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from nnviz.data.column import USABLE, Column
from nnviz.data.own import conversions
from nnviz.data.own.reading import Reading
from nnviz.data.preparing.fit import MOST_FEATURES

_NOUNS = {"number": "number", "date": "day"}
_AS_WORDS = {"category": "names", "text": "a text", "identifier": "a name of the row"}
_SOME, _MOSTLY = 500, 0.5
"""Values that are looked at, and the share of them that are no numbers where a column may be meant as numbers."""


def of_dates(how: Reading) -> tuple[str, ...]:
    """Which order days were read in, where they do not tell."""
    if not how.doubtful:
        return ()
    other = "month" if how.dates == "day first" else "day"
    first = how.dates.split()[0]
    return (f"Dates such as 03/04/2021 are read with the {first} first; the {other} could as well be first.",)


def left_out(frame: pd.DataFrame, described: Sequence[Column], choices: Mapping[str, Mapping]) -> tuple[str, ...]:
    """Columns that are ignored, by nobody's choice and for another reason than their kind."""
    ignored = [own for own in described if own.role == "ignored" and "role" not in choices.get(own.name, {})]
    empty = [own.name for own in ignored if own.missing == 1]
    usable = [own.name for own in ignored if own.missing < 1 and own.kind in USABLE]
    constant = [name for name in usable if frame[name].dropna().nunique() == 1]
    notes = []
    if empty:
        notes.append(f"{_listed(empty)} {_are(empty)} ignored: no row has a value there.")
    if constant:
        notes.append(f"{_listed(constant)} {_are(constant)} ignored: every row has the same value.")
    if len(usable) > len(constant):
        notes.append(
            f"{len(usable) - len(constant):,} more columns are ignored: a network takes at most {MOST_FEATURES:,} "
            "inputs here. Choose others under Understand."
        )
    return tuple(notes)


def of_mixed(frame: pd.DataFrame, described: Sequence[Column], choices: Mapping[str, Mapping]) -> tuple[str, ...]:
    """Columns that nobody called so and that are read as names or texts, though most of their values are numbers."""
    notes = []
    for column in described:
        if column.kind not in _AS_WORDS or "kind" in choices.get(column.name, {}) or column.missing == 1:
            continue
        values = frame[column.name]
        if values.dtype.kind in "iubfM":
            continue
        some = values.dropna().iloc[:_SOME].astype(str)
        wrong = some[conversions.numbers(some).isna()] if conversions.have_digits(some) else some
        if len(wrong) <= _MOSTLY * len(some) and len(wrong):
            told = f"{len(wrong):,} of {len(some):,} values {'is' if len(wrong) == 1 else 'are'} no number"
            notes.append(
                f"{column.name} is read as {_AS_WORDS[column.kind]}: {told}{'s' * (len(wrong) > 1)}, such as "
                f"{str(wrong.iloc[0])[:40]}. If they are to count as missing, make it a number under Understand."
            )
    return tuple(notes)


def of_values(frame: pd.DataFrame, columns: Sequence[Column], codes: np.ndarray) -> tuple[str, ...]:
    """Values (n, columns) that count as missing because they are not what their column is."""
    notes = []
    for column, numbers in zip(columns, codes.T, strict=True):
        values = frame[column.name]
        if column.kind == "number" and values.dtype.kind == "f":
            notes.extend(_infinite(column, values))
        if column.kind not in _NOUNS or values.dtype.kind in "iubfM":
            continue
        wrong = np.flatnonzero(values.notna().to_numpy() & np.isnan(numbers))
        if len(wrong):
            example, noun = str(values.iloc[wrong[0]])[:40], _NOUNS[column.kind]
            which = f"{len(wrong):,} values are no {noun}s" if len(wrong) > 1 else f"1 value is no {noun}"
            counts = "count" if len(wrong) > 1 else "counts"
            notes.append(f"{column.name}: {which} (such as {example}) and {counts} as missing.")
    return tuple(notes)


def _infinite(column: Column, values: pd.Series) -> list[str]:
    count = int(np.isinf(values.to_numpy()).sum())
    if not count:
        return []
    which = "1 value is infinite and counts" if count == 1 else f"{count:,} values are infinite and count"
    return [f"{column.name}: {which} as missing."]


def of_classes(targets: Sequence[Column], codes: np.ndarray) -> tuple[str, ...]:
    """Classes of a single row, which cannot be in training and be checked as well."""
    if len(targets) != 1 or targets[0].kind != "category":
        return ()
    counts = np.bincount(codes[~np.isnan(codes)].astype(int))
    single = [targets[0].categories[place] for place in np.flatnonzero(counts == 1)]
    if not single:
        return ()
    have = "has" if len(single) == 1 else "have"
    return (f"{_listed(single, 'classes')} of {targets[0].name} {have} a single row: learned or checked, never both.",)


def _listed(names: list[str], noun: str = "columns") -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3:,} more {noun}" if len(names) > 3 else "")


def _are(names: list[str]) -> str:
    return "is" if len(names) == 1 else "are"
