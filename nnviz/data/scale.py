"""Scalers, fitted on the training examples alone."""

import numpy as np

from nnviz.data.schema import Kind, Scaler


def fit_columns(x: np.ndarray, rows: np.ndarray, scaling: str, switches: np.ndarray) -> Scaler:
    """`fit_scaler` for the rows `rows` of x (n, features), column by column."""
    if scaling == "none":
        return Scaler(np.float64(0.0), np.float64(1.0))
    offset, scale = np.zeros(x.shape[1]), np.ones(x.shape[1])
    for place in np.flatnonzero(~switches):
        own = fit_scaler(x[:, place][rows][:, None], scaling, "vector")
        offset[place], scale[place] = own.offset[0], own.scale[0]
    return Scaler(offset, scale)


def scaled_columns(x: np.ndarray, scaler: Scaler) -> np.ndarray:
    """(n, features) float32: `scaler.apply(x)` of columns that lie one after the other in memory."""
    inputs = np.empty(x.shape, "float32")
    offset, scale = np.broadcast_to(scaler.offset, x.shape[1]), np.broadcast_to(scaler.scale, x.shape[1])
    for place, (less, by) in enumerate(zip(offset, scale, strict=True)):
        inputs[:, place] = (x[:, place] - less) / by if less or by != 1 else x[:, place]
    return inputs


_AXES = {"vector": (0,), "sequence": (0, 1), "image": None}


def fit_scaler(x: np.ndarray, scaling: str, kind: Kind, switches: np.ndarray | None = None) -> Scaler:
    """The `Scaler` of `scaling` for training examples x (n, …).

    Vectors are scaled per feature, sequences per channel, images by one number for all pixels; tokens
    not at all. What does not vary keeps its scale. For images "minmax" maps 0 … brightest to 0 … 1.

        standard: (x − mean) / deviation        minmax: (x − min) / (max − min)
        robust: (x − median) / (third quartile − first quartile)

    Args:
        switches: (features,) which inputs are 0 or 1 and stay so.
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
        low, offset, high = np.percentile(x, [25, 50, 75], axis=axes)
        scale = high - low
    tiny = 1e-12 * np.maximum(1.0, np.abs(offset))
    scale = np.where(np.abs(scale) > tiny, scale, 1.0)
    if switches is not None:
        offset, scale = np.where(switches, 0.0, offset), np.where(switches, 1.0, scale)
    return Scaler(np.asarray(offset), scale)
