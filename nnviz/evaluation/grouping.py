"""What examples can be divided by: the columns of their table, their classes, and what can be measured of any."""

import numpy as np

from nnviz import words
from nnviz.data.column import Column
from nnviz.data.load import prepared, read
from nnviz.data.raw import Raw
from nnviz.data.schema import Dataset
from nnviz.evaluation.slices import Attribute
from nnviz.specs import DataSpec

_PARTS = 4
"""Groups that numbers are divided into, of about as many examples each."""
_MOST_GROUPS, _MOST_COLUMNS = 20, 40
_MEASURED = 2000
"""Training examples that tell the ranges of what is measured."""
_OTHERS = "others"


def attributes_of(spec: DataSpec, dataset: Dataset, part: str, count: int) -> tuple[Attribute, ...]:
    """Of the first `count` examples of a part: by class, by every column of a table (also one that stands beside
    another input), by the length of a text or sequence, and the brightness of an image. Numbers are divided into ranges
    by the training examples, so that the ranges of all parts are the same."""
    schema, split, train = dataset.schema, dataset.split(part), dataset.train
    raw = read(spec)
    found = [*_by_answer(dataset, split.y[:count], train.y)]
    places, seen = (_places(raw, rows) for rows in (split.rows[:count], train.rows))
    if raw.columns:
        found += _by_columns(raw.columns, raw.x[places], raw.x[seen])
    elif schema.kind == "vector":
        own = prepared(spec)
        flat = own.x.reshape(len(own.x), -1)
        names = schema.feature_names or tuple(f"input {k + 1}" for k in range(flat.shape[1]))
        columns = tuple(Column(name) for name in names[:_MOST_COLUMNS])
        found += _by_columns(columns, flat[_places(own, split.rows[:count])], flat[_places(own, train.rows)])
    else:
        name, own, others = _measured(dataset, split.x[:count], train.x[:_MEASURED])
        found += [one for one in [ranged(name, own, others)] if one is not None]
    for beside in raw.further:
        if beside.columns:
            found += _by_columns(beside.columns, beside.codes[places], beside.codes[seen])
    named = {one.name: one for one in found if len(one.groups) > 1}
    return tuple(named.values())


def _places(raw: Raw, wanted: np.ndarray) -> np.ndarray:
    """Where the examples with those positions in the source are."""
    rows = np.arange(len(raw.x)) if raw.rows is None else np.asarray(raw.rows)
    order = np.argsort(rows, kind="stable")
    return order[np.searchsorted(rows[order], wanted)]


def _by_answer(dataset: Dataset, y: np.ndarray, seen: np.ndarray) -> list[Attribute]:
    schema = dataset.schema
    if schema.has_classes:
        return [_named("class", np.asarray(y, float), schema.class_names)]
    if schema.has_labels:
        return [
            Attribute(f"label {name}", ("without", "with"), np.asarray(own, int))
            for name, own in zip(schema.class_names, y.T, strict=True)
        ][:_MOST_COLUMNS]
    if schema.reconstructs:
        return []
    own, others = (dataset.unscaled_targets(np.reshape(one, (len(one), -1))) for one in (y, seen))
    told = zip(schema.answers, own.T, others.T, strict=True)
    return [one for name, a, b in told if (one := ranged(f"true {name}", a, b))]


def _by_columns(columns: tuple[Column, ...], codes: np.ndarray, seen: np.ndarray) -> list[Attribute]:
    found = []
    for column, own, others in list(zip(columns, codes.T, seen.T, strict=False))[:_MOST_COLUMNS]:
        if column.kind in ("identifier", "text"):
            continue
        named = _named(column.name, own, column.categories) if column.categories else None
        one = named or ranged(column.name, own, others, column)
        found += [one] if one is not None else []
    return found


def _measured(dataset: Dataset, x: np.ndarray, seen: np.ndarray) -> tuple[str, np.ndarray, np.ndarray]:
    """What can be measured of images, texts and sequences: its name, and the numbers of both."""
    if dataset.schema.kind == "image":
        return "brightness", *(dataset.unscaled(one).reshape(len(one), -1).mean(axis=1) for one in (x, seen))
    return "length", *(_lengths(dataset, one).astype(float) for one in (x, seen))


def _lengths(dataset: Dataset, x: np.ndarray) -> np.ndarray:
    if dataset.schema.kind == "tokens":
        return (np.asarray(x) != 0).sum(axis=1)
    if not dataset.schema.padded:
        return np.full(len(x), x.shape[1])
    return np.isfinite(dataset.unscaled(x)).all(axis=-1).sum(axis=1)


def _named(name: str, codes: np.ndarray, groups: tuple[str, ...]) -> Attribute:
    """Names as groups; the rarest share one where there are many."""
    places = np.where(np.isnan(codes), -1, np.nan_to_num(codes)).astype(int)
    if len(groups) <= _MOST_GROUPS:
        return Attribute(name, tuple(groups), places)
    frequent = np.argsort(-np.bincount(places[places >= 0], minlength=len(groups)), kind="stable")[: _MOST_GROUPS - 1]
    new = np.full(len(groups), len(frequent))
    new[frequent] = np.arange(len(frequent))
    return Attribute(name, (*(groups[k] for k in frequent), _OTHERS), np.where(places < 0, -1, new[places]))


def ranged(name: str, values: np.ndarray, seen: np.ndarray, column: Column | None = None) -> Attribute | None:
    """Numbers (n,) as groups: each value where `seen` has few, else ranges with about as many of `seen` in each; None
    where all of these are alike. What is not finite is in none."""
    values, seen = np.asarray(values, float), np.asarray(seen, float)
    distinct = np.unique(seen[np.isfinite(seen)])
    if len(distinct) < 2:
        return None
    known = np.isfinite(values)
    filled = np.where(known, values, distinct[0])
    if len(distinct) <= _PARTS + 1:
        nearest = np.abs(filled[:, None] - distinct).argmin(axis=1)
        return Attribute(name, tuple(_told(distinct, column)), np.where(known, nearest, -1))
    ends = np.unique(np.quantile(seen[np.isfinite(seen)], np.arange(1, _PARTS) / _PARTS))
    ends = ends[ends > distinct[0]]
    told = _told(ends, column)
    groups = [f"below {told[0]}", *(f"{a} to {b}" for a, b in zip(told, told[1:], strict=False)), f"from {told[-1]} up"]
    return Attribute(name, tuple(groups), np.where(known, np.searchsorted(ends, filled, side="right"), -1), ranges=True)


def _told(values: np.ndarray, column: Column | None) -> list[str]:
    """Ends in words, with as many digits as tell them apart."""
    if column is not None and column.kind == "date":
        return [str(day) for day in column.readable(values)]
    unit = f" {column.unit}" if column is not None and column.unit and f"({column.unit})" not in column.name else ""
    for digits in (3, 4, 6, 9):
        told = [f"{words.plain(float(value), digits)}{unit}" for value in values]
        if len(set(told)) == len(values):
            break
    return told
