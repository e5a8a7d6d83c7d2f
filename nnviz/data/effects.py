"""What every step of preparation does to one column: before and after, on the training examples alone."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from nnviz import words
from nnviz.data import pipeline, steps
from nnviz.data.balance import balanced
from nnviz.data.column import Column
from nnviz.data.fitting.state import State
from nnviz.data.load import read, rows_of_parts
from nnviz.data.raw import Raw
from nnviz.data.step_records import Prepared, Spread, StepEffect
from nnviz.data.stepped import columns_of, others_of
from nnviz.errors import NnvizError
from nnviz.specs import DataSpec, StepSpec

_BARS = 24
_NAMES = 12
"""Names that a picture has room for."""
_INPUTS = 4
"""Inputs of one example that are written out."""


def prepared_through(spec: DataSpec, column: str = "") -> Prepared:
    """The steps of a specification, each with what it does to a column.

    Args:
        column: the column that is looked at; "" for one that each step changes.
    """
    raw = read(spec)
    rows = rows_of_parts(raw, spec)[0]
    columns = columns_of(raw)
    parts = pipeline.parts_of(raw.x, columns, rows)
    looked = _Looked(raw, parts, columns, column)
    state = pipeline.begun(parts, columns, raw.schema.kind)
    own = steps.implied(spec, raw.schema, bool(raw.columns))
    effects = tuple(_effects(own, state, looked))
    counts, after = _classes(raw, spec, rows)
    inputs = tuple(state.parts if not looked.name else _of(state, looked.name))
    names = tuple(c.name for c in columns)
    return Prepared(effects, not spec.steps, names, looked.name, inputs, raw.schema.class_names, counts, after)


class _Looked:
    """The column that is looked at, and of each a few examples that differ."""

    def __init__(self, raw: Raw, parts: dict[str, np.ndarray], columns: Sequence[Column], name: str):
        self.columns = {column.name: column for column in columns}
        self.name = name if name in self.columns else ""
        self.others = others_of(raw)
        self._parts = parts

    def examples(self, name: str) -> np.ndarray:
        """Positions of three examples: one without a value where there is one, then small to large."""
        values = self._parts[name].reshape(len(self._parts[name]), -1)[:, 0]
        there = np.flatnonzero(~np.isnan(values))
        order = there[np.argsort(values[there], kind="stable")]
        gaps = np.flatnonzero(np.isnan(values))[:1]
        shares = (0.5, 0.98) if len(gaps) else (0.02, 0.5, 0.98)
        chosen = [order[int(share * (len(order) - 1))] for share in shares] if len(order) else []
        return np.array([*gaps, *chosen], int)

    def at(self, touched: Sequence[str], state: State) -> str:
        """The column to show a step by: the one that was chosen, else one that it changes, with gaps if any has."""
        if self.name or not self.columns:
            return self.name or pipeline.WHOLE
        sources = [state.source[name] for name in touched if name in state.source]
        gaps = [name for name in sources if np.isnan(self._parts[name]).any()]
        return (gaps or sources or list(self.columns))[0]


def _effects(own: tuple[StepSpec, ...], state: State, looked: _Looked):
    columns = list(looked.columns.values())
    for spec in own:
        earlier = replace(state, parts=state.parts, kinds=state.kinds, source=dict(state.source))
        try:
            fitted = pipeline.advance(state, spec, columns, looked.others)
        except NnvizError as error:
            yield StepEffect(spec, problem=str(error))
            return
        if fitted is None:
            yield StepEffect(spec)
            continue
        touched = tuple(fitted["columns"]) or _dropped(spec, columns)
        name = looked.at(touched, earlier)
        before, after = _seen(earlier, name, looked), _seen(state, name, looked)
        pairs = tuple(zip(before[1], after[1], strict=True))
        told = _told(fitted, before[0], name, looked)
        yield StepEffect(spec, name, touched, before[0], after[0], pairs, before != after, told)


def _dropped(spec: StepSpec, columns) -> tuple[str, ...]:
    return spec.columns or tuple(column.name for column in columns)


def _of(state: State, name: str) -> list[str]:
    return [part for part in state.parts if state.source[part] == name]


def _seen(state: State, column: str, looked: _Looked) -> tuple[Spread, tuple[str, ...]]:
    """The spread of what a column is by now, and three examples in words."""
    if column == pipeline.WHOLE:
        return _histogram(state, column, state.parts[column].ravel(), "all values", 0, looked), ()
    rows = looked.examples(column)
    names = _of(state, column)
    if not names:
        return Spread("no input"), ("left out",) * len(rows)
    texts = [_written(state, name, rows, looked) for name in names[:_INPUTS]]
    more = ", …" if len(names) > _INPUTS else ""
    examples = tuple(", ".join(parts) + more for parts in zip(*texts, strict=True))
    return _spread(state, names, column, looked), examples


def _written(state: State, name: str, rows: np.ndarray, looked: _Looked) -> list[str]:
    values = state.parts[name].reshape(len(state.parts[name]), -1)[rows, 0]
    kind, column = state.kinds[name], looked.columns.get(name)
    if kind == "category":
        named = state.categories[name]
        return ["missing" if np.isnan(value) else named[int(value)] for value in values]
    if column is not None and kind == column.kind and kind in ("date", "boolean"):
        return ["missing" if text is None else str(text) for text in column.readable(values)]
    return ["missing" if np.isnan(value) else _number(name, float(value)) for value in values]


def _number(name: str, value: float) -> str:
    """A number as it comes, a year without a comma, and 0 for what only rounding keeps from it."""
    return f"{value:.0f}" if name.endswith(": year") and value == round(value) else words.plain(round(value, 12))


def _spread(state: State, names: list[str], column: str, looked: _Looked) -> Spread:
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
    return _histogram(state, name, values[~np.isnan(values)], title, missing, looked)


def _of_names(state: State, names: list[str]) -> bool:
    return all(np.isin(state.parts[name][:50], (0.0, 1.0)).all() for name in names)


def _bars(title: str, names: list[str], counts: list[float], missing: int) -> Spread:
    order = sorted(range(len(names)), key=lambda k: -counts[k])[:_NAMES]
    order = sorted(order) if len(names) > _NAMES else range(len(names))
    shown = [(names[k], float(counts[k])) for k in order]
    more = len(names) - len(shown)
    return Spread(title, tuple(c for _, c in shown), tuple(n for n, _ in shown), missing=missing, more=more)


def _histogram(state: State, name: str, values: np.ndarray, title: str, missing: int, looked: _Looked) -> Spread:
    if not len(values):
        return Spread(title, missing=missing)
    low, high = float(values.min()), float(values.max())
    counts = np.histogram(values, bins=_BARS, range=(low, high) if high > low else (low - 0.5, low + 0.5))[0]
    column = looked.columns.get(name)
    if column is not None and state.kinds[name] == "date":
        ends = [str(text) for text in column.readable(np.array([low, high]))]
    else:
        ends = [_number(name, low), _number(name, high)]
    return Spread(title, tuple(map(float, counts)), (), *ends, missing)


def _told(fitted: dict, before: Spread, name: str, looked: _Looked) -> str:
    """What the step was fitted to in this column."""
    own = fitted["columns"].get(name)
    if own is None:
        return ""
    if fitted["name"] == "missing":
        if name in fitted.get("neighbours", {}).get("columns", ()):
            return f"{before.missing:,} filled with the mean of the nearest rows."
        word = own.get("word")
        column = looked.columns[name]
        if word is None and own.get("fill") is not None:
            named = column.kind in ("date", "boolean") and own["fill"] == np.clip(own["fill"], 0, 1e6)
            word = str(column.readable(np.array([own["fill"]]))[0]) if named else words.plain(own["fill"])
        return f"{before.missing:,} filled with {word}." if word is not None else ""
    if fitted["name"] == "outliers":
        low, high = np.ravel(own["low"])[0], np.ravel(own["high"])[0]
        return f"Kept from {words.plain(float(low))} to {words.plain(float(high))}."
    if "offset" in own:
        offset, scale = np.ravel(own["offset"])[0], np.ravel(own["scale"])[0]
        return f"Less {words.plain(float(offset))}, divided by {words.plain(float(scale))}."
    return ""


def _classes(raw: Raw, spec: DataSpec, rows: np.ndarray) -> tuple[tuple[float, ...], tuple[float, ...]]:
    if not raw.schema.has_classes:
        return (), ()
    y, count = np.asarray(raw.y).astype(int), len(raw.schema.class_names)
    kept, weights, _ = balanced(rows, raw, spec)
    before = np.bincount(y[rows], minlength=count)
    after = np.bincount(y[kept], weights=weights, minlength=count)
    return tuple(map(float, before)), tuple(map(float, after))
