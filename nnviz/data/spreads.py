"""How a column is spread over the training examples at one place of the pipeline, and a few of its values in words."""

from collections.abc import Mapping

import numpy as np

from nnviz import words
from nnviz.data.column import Column, are_years
from nnviz.data.preparing.fitting.state import State
from nnviz.data.preparing.step_records import Spread

_BARS = 24
_NAMES = 12
"""Names that a picture has room for."""
_INPUTS = 4
"""Inputs of one example that are written out."""

Columns = Mapping[str, Column]


def of_column(state: State, name: str) -> list[str]:
    """What a column of the data has become by then."""
    return [part for part in state.parts if state.source[part] == name]


def seen(state: State, column: str, rows: np.ndarray, columns: Columns) -> tuple[Spread, tuple[str, ...]]:
    """The spread of what a column is by then, and the examples at `rows` in words.

    Args:
        columns: the columns of the data; empty where examples are one array, which then is what is looked at.
    """
    if not columns:
        values = state.parts[column].ravel()
        return _histogram(state, column, values[~np.isnan(values)], "all values", 0, columns), ()
    names = of_column(state, column)
    if not names:
        return Spread("no input"), ("left out",) * len(rows)
    texts = [_written(state, name, rows, columns) for name in names[:_INPUTS]]
    more = ", …" if len(names) > _INPUTS else ""
    examples = tuple(", ".join(parts) + more for parts in zip(*texts, strict=True))
    return _spread(state, names, column, columns), examples


def _written(state: State, name: str, rows: np.ndarray, columns: Columns) -> list[str]:
    values = state.parts[name].reshape(len(state.parts[name]), -1)[rows, 0]
    kind, column = state.kinds[name], columns.get(name)
    if kind == "category":
        named = state.categories[name]
        return ["missing" if np.isnan(value) else named[int(value)] for value in values]
    if column is not None and kind == column.kind and kind in ("date", "boolean"):
        return ["missing" if text is None else str(text) for text in column.readable(values)]
    return ["missing" if np.isnan(value) else _number(name, float(value)) for value in values]


def examples(values: np.ndarray) -> np.ndarray:
    """Positions of three values (n,) that differ: one that is missing where there is one, then small to large."""
    there = np.flatnonzero(~np.isnan(values))
    order = there[np.argsort(values[there], kind="stable")]
    gaps = np.flatnonzero(np.isnan(values))[:1]
    shares = (0.5, 0.98) if len(gaps) else (0.02, 0.5, 0.98)
    chosen = [order[int(share * (len(order) - 1))] for share in shares] if len(order) else []
    return np.array([*gaps, *chosen], int)


def _number(name: str, value: float) -> str:
    """A number as it comes, a year without a comma, and 0 for what only rounding keeps from it."""
    return f"{value:.0f}" if name.endswith(": year") and value == round(value) else words.plain(round(value, 12))


def _spread(state: State, names: list[str], column: str, columns: Columns) -> Spread:
    if len(names) > 1 and all(state.kinds[name] == "switch" for name in names) and _of_names(state, names):
        sums = [float(state.parts[name].sum()) for name in names]
        labels = [name.removeprefix(f"{column} = ").removeprefix(f"{column}: ") for name in names]
        return _bars(f"{len(names)} inputs", labels, sums, 0)
    name = names[0]
    values = state.parts[name].ravel()
    missing = int(np.isnan(values).sum())
    title = name if len(names) == 1 else f"{name} and {len(names) - 1} more"
    if state.kinds[name] == "category":
        codes = values[~np.isnan(values)].astype(int)
        counts = np.bincount(codes, minlength=len(state.categories[name]))
        there = np.flatnonzero(counts)
        return _bars(name, [state.categories[name][k] for k in there], counts[there].tolist(), missing)
    return _histogram(state, name, values[~np.isnan(values)], title, missing, columns)


def _of_names(state: State, names: list[str]) -> bool:
    return all(np.isin(state.parts[name][:50], (0.0, 1.0)).all() for name in names)


def _bars(title: str, names: list[str], counts: list[float], missing: int) -> Spread:
    order = sorted(range(len(names)), key=lambda k: -counts[k])[:_NAMES]
    order = sorted(order) if len(names) > _NAMES else range(len(names))
    shown = [(names[k], float(counts[k])) for k in order]
    more = len(names) - len(shown)
    return Spread(title, tuple(c for _, c in shown), tuple(n for n, _ in shown), missing=missing, more=more)


def _histogram(state: State, name: str, values: np.ndarray, title: str, missing: int, columns: Columns) -> Spread:
    if not len(values):
        return Spread(title, missing=missing)
    low, high = float(values.min()), float(values.max())
    counts = np.histogram(values, bins=_BARS, range=(low, high) if high > low else (low - 0.5, low + 0.5))[0]
    column = columns.get(name)
    if column is not None and state.kinds[name] == "date":
        ends = [str(text) for text in column.readable(np.array([low, high]))]
    else:
        years = column is not None and are_years(column.name, low, high)
        ends = [f"{end:.0f}" if years else _number(name, end) for end in (low, high)]
    return Spread(title, tuple(map(float, counts)), (), *ends, missing)
