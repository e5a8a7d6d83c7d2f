"""Scalers, fitted on the training examples alone."""

import numpy as np

from nnviz.data.ranks import quantiles
from nnviz.data.schema import Kind, Scaler

_AXES = {"vector": (0,), "sequence": (0, 1), "image": None}


def fit_scaler(x: np.ndarray, scaling: str, kind: Kind) -> Scaler:
    """The `Scaler` of `scaling` for training examples x (n, …).

    Vectors are scaled per feature, sequences per channel, images by one number for all pixels; tokens
    not at all. What does not vary keeps its scale. For images "minmax" maps 0 … brightest to 0 … 1.

        standard: (x − mean) / deviation        minmax: (x − min) / (max − min)
        robust: (x − median) / (third quartile − first quartile)
    """
    if scaling == "none" or kind == "tokens":
        return Scaler(np.float64(0.0), np.float64(1.0))
    x, axes = np.asarray(x, "float64"), _AXES[kind]
    if scaling == "standard":
        offset, scale = x.mean(axis=axes), x.std(axis=axes)
    elif scaling == "minmax" and kind == "image":
        offset, scale = np.float64(0.0), x.max()
    elif scaling == "minmax":
        offset = x.min(axis=axes)
        scale = x.max(axis=axes) - offset
    else:
        low, offset, high = _quartiles(x, axes)
        scale = high - low
    tiny = 1e-12 * np.maximum(1.0, np.abs(offset))
    scale = np.where(np.abs(scale) > tiny, scale, 1.0)
    return Scaler(np.asarray(offset), scale)


def _quartiles(x: np.ndarray, axes: tuple[int, ...] | None) -> np.ndarray:
    if x.ndim == 2 and axes == (0,) and x.shape[1] == 1:
        return quantiles(x[:, 0], (0.25, 0.5, 0.75))[:, None]
    return np.percentile(x, [25, 50, 75], axis=axes)
