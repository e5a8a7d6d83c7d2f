"""A table, a sequence or an image beside another input: it becomes numbers, fitted on the training examples alone."""

from collections.abc import Sequence

import numpy as np

from nnviz.data.column import Column
from nnviz.data.further import FurtherInput, PreparedFurther, RawFurther
from nnviz.data.preparing.fit import fit as fit_steps
from nnviz.data.preparing.jointly import for_table, for_whole
from nnviz.data.preparing.pipeline import parts_of
from nnviz.specs import StepSpec


def fit(raw: RawFurther, training: np.ndarray, steps: Sequence[StepSpec], scaling: str) -> PreparedFurther:
    """How a further input becomes numbers, from the training examples at positions `training`.

    Args:
        steps: of a specification, see `nnviz.data.preparing.jointly`.
        scaling: what is meant where no step speaks of it.
    """
    kind, padded = raw.form.kind, raw.form.padded
    steps = for_table(steps, raw.columns, scaling) if raw.columns else for_whole(steps, raw.name, kind, scaling)
    pipeline = fit_steps(steps, parts_of(raw.codes, raw.columns, training), raw.columns, kind, padded=padded)
    size = () if raw.columns else pipeline.inputs(raw.codes[:1]).shape[1:]
    form = FurtherInput(raw.name, pipeline.feature_names, raw.columns, tuple(size), padded)
    columns = zip(raw.columns, raw.codes[training].T, strict=True) if raw.columns else ()
    return PreparedFurther(form, pipeline, tuple(_usual(column, codes) for column, codes in columns))


def _usual(column: Column, codes: np.ndarray) -> float:
    """The median of a column's codes, of names the most frequent; NaN where all are missing."""
    there = codes[np.isfinite(codes)]
    if not len(there):
        return float("nan")
    return float(np.bincount(there.astype(int)).argmax() if column.categories else np.median(there))
