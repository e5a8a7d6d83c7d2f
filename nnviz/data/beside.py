"""A table beside another input: its columns become numbers, fitted on the training examples alone."""

import numpy as np

from nnviz.data.further import FurtherInput, PreparedFurther, RawFurther
from nnviz.data.preparing.fit import fit as fit_steps
from nnviz.data.preparing.pipeline import parts_of
from nnviz.data.preparing.steps import meant


def fit(raw: RawFurther, training: np.ndarray, scaling: str) -> PreparedFurther:
    """How a further input becomes numbers, from the training examples at positions `training`; gaps are filled."""
    kinds, kind = ({column.kind for column in raw.columns}, "vector") if raw.columns else ({"image"}, "image")
    steps = meant(kinds, scaling, coded=bool(raw.columns))
    pipeline = fit_steps(steps, parts_of(raw.codes, raw.columns, training), raw.columns, kind)
    size = () if raw.columns else pipeline.inputs(raw.codes[:1]).shape[1:]
    return PreparedFurther(FurtherInput(raw.name, pipeline.feature_names, raw.columns, tuple(size)), pipeline)
