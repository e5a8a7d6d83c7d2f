"""Codes of a table's columns as the values that people write, and back in words. Imports no framework."""

import datetime
from collections.abc import Sequence
from typing import Any

import numpy as np

from nnviz.data.column import Column

_EPOCH = datetime.datetime(1970, 1, 1)


def readable_rows(codes: np.ndarray, columns: Sequence[Column]) -> list[dict[str, Any]]:
    """Codes (n, columns) → [{column: value}]: numbers, names, days with their time; None where missing."""
    values = [readable(column, codes[:, place]) for place, column in enumerate(columns)]
    names = [column.name for column in columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*values, strict=True)]


def as_lists(rows: np.ndarray) -> list:
    """Arrays (n, …) as nested lists, sequences without what follows their ends (NaN)."""
    if rows.ndim != 3 or np.isfinite(rows).all():
        return rows.tolist()
    return [row[: np.flatnonzero(np.isfinite(row).any(axis=-1)).max(initial=-1) + 1].tolist() for row in rows]


def records(rows: Any) -> list:
    """Examples one by one, as JSON holds them: of several inputs ({name: its examples}) one {name: its own} each."""
    if isinstance(rows, dict):
        parts = [records(own) for own in rows.values()]
        return [dict(zip(rows, own, strict=True)) for own in zip(*parts, strict=True)]
    return as_lists(rows) if isinstance(rows, np.ndarray) else list(rows)


def size(rows: Any) -> int:
    """How many examples there are."""
    return len(next(iter(rows.values()))) if isinstance(rows, dict) else len(rows)


def some(rows: Any, places: Any) -> Any:
    """The examples at these places (an array of them, or a slice), in the same form."""
    if isinstance(rows, dict):
        return {name: some(own, places) for name, own in rows.items()}
    if isinstance(rows, np.ndarray) or isinstance(places, slice):
        return rows[places]
    return [rows[place] for place in places]


def typed_rows(codes: np.ndarray, columns: Sequence[Column]) -> list[dict[str, Any]]:
    """`readable_rows` of codes that went through float32, with the digits that somebody would have typed: 12.58 and not
    12.579999977851553."""
    rows = readable_rows(codes, columns)
    return [{name: _typed(value) for name, value in row.items()} for row in rows]


def _typed(value: Any) -> Any:
    return float(f"{value:.7g}") if isinstance(value, float) else value


def readable(column: Column, codes: np.ndarray) -> list:
    """Codes (n,) of one column as people write them."""
    if column.kind != "date":
        return column.readable(codes)
    return [None if np.isnan(code) else _moment(float(code)) for code in codes]


def _moment(days: float) -> str:
    """A day, with its time where it has one, to the second."""
    moment = _EPOCH + datetime.timedelta(seconds=round(days * 86_400))
    return moment.date().isoformat() if moment.time() == datetime.time() else moment.isoformat()
