"""Examples that a specification names by their positions, found again in other data by what is in them."""

from collections.abc import Callable

import numpy as np

from nnviz.data.copies import hashes
from nnviz.data.load import read
from nnviz.data.preparing.carried.steps import hashed
from nnviz.data.raw import Raw
from nnviz.specs import DataSpec


def same_rows(before: DataSpec, after: DataSpec) -> tuple[int, ...]:
    """The positions in the source of `after` of the examples that `before` leaves out: those that are alike in every
    input that both have and in the target. Fewer where some are not there. Raises as `load` does."""
    whole = {"left_out": (), "only_classes": (), "duplicates": "keep", "missing": "fill", "steps": ()}
    old, new = read(before.replace(**whole)), read(after.replace(**whole))
    names = [column.name for column in old.columns if column.name in {own.name for own in new.columns}]
    left = np.isin(old.rows, before.left_out)
    wanted, counts = np.unique(_contents(old, names)[left], return_counts=True)
    contents = _contents(new, names)
    order = np.argsort(contents, kind="stable")
    first, last = (np.searchsorted(contents[order], wanted, side) for side in ("left", "right"))
    places = [order[start : min(end, start + count)] for start, end, count in zip(first, last, counts, strict=True)]
    return tuple(sorted(int(row) for row in new.rows[np.concatenate(places)])) if places else ()


def _contents(raw: Raw, names: list[str]) -> np.ndarray:
    """(n,) equal for examples that are alike; names by what they are called, not by their places."""
    target = raw.y
    if raw.schema.has_classes:
        target = _by_name(raw.schema.class_names)(np.asarray(raw.y, float))
    inputs = raw.x
    if raw.texts is not None:
        inputs = np.array([hashed(text) for text in raw.texts], float)
    elif raw.columns:
        places = {column.name: place for place, column in enumerate(raw.columns)}
        columns = [(raw.columns[places[name]], raw.x[:, places[name]]) for name in names]
        inputs = np.column_stack([_by_name(own.categories)(x) if own.categories else x for own, x in columns])
    return hashes(target, hashes(inputs))


def _by_name(categories: tuple[str, ...]) -> Callable[[np.ndarray], np.ndarray]:
    """Codes (n,) → a number for each name that does not depend on which others there are; NaN stays."""
    numbers = np.array([*(hashed(name) for name in categories), np.nan])
    return lambda codes: numbers[np.where(np.isnan(codes), len(categories), codes).astype(int)]
