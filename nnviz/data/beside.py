"""A table beside another input: its columns become numbers, fitted on the training examples alone."""

import numpy as np

from nnviz.data.further import FurtherInput, PreparedFurther, RawFurther
from nnviz.data.preparing import preparation
from nnviz.data.scale import fit_scaler


def fit(raw: RawFurther, training: np.ndarray, scaling: str) -> PreparedFurther:
    """How a further input becomes numbers, from the training examples at positions `training`; gaps are filled."""
    prepared = preparation.fit(raw.codes[training].T, raw.columns)
    values = prepared.apply(raw.codes[training])
    scaler = fit_scaler(values, scaling, "vector", prepared.switches)
    form = FurtherInput(raw.name, prepared.feature_names, raw.columns)
    size = values.shape[1]
    return PreparedFurther(form, prepared, *(np.broadcast_to(own, (size,)) for own in (scaler.offset, scaler.scale)))
