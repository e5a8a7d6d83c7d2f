"""A table beside another input: its columns become numbers, fitted on the training examples alone."""

from collections.abc import Sequence

import numpy as np

from nnviz.data.further import FurtherInput, PreparedFurther, RawFurther
from nnviz.data.preparing.fit import fit as fit_steps
from nnviz.data.preparing.jointly import for_table
from nnviz.data.preparing.pipeline import parts_of
from nnviz.data.preparing.steps import meant
from nnviz.specs import StepSpec


def fit(raw: RawFurther, training: np.ndarray, steps: Sequence[StepSpec], scaling: str) -> PreparedFurther:
    """How a further input becomes numbers, from the training examples at positions `training`.

    Args:
        steps: of a specification, see `nnviz.data.preparing.jointly`; images are scaled alone.
        scaling: what is meant where no step speaks of tables.
    """
    kind = "vector" if raw.columns else "image"
    steps = for_table(steps, raw.columns, scaling) if raw.columns else meant({"image"}, scaling, coded=False)
    pipeline = fit_steps(steps, parts_of(raw.codes, raw.columns, training), raw.columns, kind)
    size = () if raw.columns else pipeline.inputs(raw.codes[:1]).shape[1:]
    return PreparedFurther(FurtherInput(raw.name, pipeline.feature_names, raw.columns, tuple(size)), pipeline)
