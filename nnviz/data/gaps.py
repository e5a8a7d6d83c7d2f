"""Examples that lack a value which no step fills: left out, and said so."""

import dataclasses

import numpy as np

from nnviz.data import lengths
from nnviz.data.preparing.jointly import speak_of_tables
from nnviz.data.preparing.steps import must_be_there
from nnviz.data.raw import Raw
from nnviz.errors import DataError
from nnviz.specs import DataSpec


def without_gaps(raw: Raw, spec: DataSpec) -> Raw:
    """`raw` without the examples that have a missing or infinite number, and a note that says how many; gaps that a
    preparation is going to fill stay."""
    n = len(raw.x)
    if len(raw.y) != n or n == 0:
        raise DataError(f"The source has {n} examples and {len(raw.y)} targets.", expected="one target each")
    gaps = ~np.isfinite(raw.x)
    if raw.schema.padded:
        gaps &= lengths.there(raw.x)[..., None]
    if raw.columns and spec.steps:
        needed = np.array(must_be_there(spec.steps, raw.columns))
    else:
        needed = np.full(gaps.shape[1], not raw.columns or spec.missing == "drop") if gaps.ndim == 2 else None
    filled = needed is not None and not needed.any()
    complete = ~(gaps if needed is None else gaps[:, needed]).reshape(n, -1).any(axis=1) & _whole_beside(raw, spec)
    whole = complete & np.isfinite(raw.y.reshape(n, -1)).all(axis=1) & _can_be_shared_out(raw)
    lacking = gaps.sum(axis=0) if raw.schema.kind == "vector" else None
    rows = np.flatnonzero(whole)
    if not len(rows):
        raise DataError("Every example has a missing or infinite value.", fix="Choose columns that are filled in.")
    if len(rows) < n:
        what = f"lack their target, {raw.schema.target_name}," if filled else "have a missing or infinite value"
        note = f"{n - len(rows):,} of {n:,} examples {what} and were left out."
        raw = dataclasses.replace(raw.at(rows), notes=(*raw.notes, note))
    y = raw.y if raw.schema.task == "regression" else np.asarray(raw.y).astype("int64")
    return dataclasses.replace(raw, y=y, missing=lacking, rows=rows)


def _whole_beside(raw: Raw, spec: DataSpec) -> np.ndarray:
    """(n,) whether nothing is missing beside the first input that steps want to be there; images have to be whole."""
    whole = np.ones(len(raw.x), bool)
    for one in raw.further:
        needed = must_be_there(spec.steps, one.columns) if speak_of_tables(spec.steps) else (False,) * len(one.columns)
        gaps = ~np.isfinite(one.codes[:, np.array(needed, bool)] if one.columns else one.codes)
        if not one.columns and lengths.differ(one.codes):
            gaps &= lengths.there(one.codes)[..., None]
        whole &= ~gaps.reshape(len(gaps), -1).any(axis=1)
    return whole


def _can_be_shared_out(raw: Raw) -> np.ndarray:
    """(n,) whether it is known when an example was, or what part it is of, where that decides who is held out."""
    placed = np.ones(len(raw.x), bool) if raw.times is None else np.isfinite(raw.times)
    return placed if raw.parts is None else placed & (raw.parts >= 0)
