"""An array in a few numbers. NumPy only."""

import numpy as np

from nnviz.inspection.records import Summary

_PIECE = 65_536


def summarize(values: np.ndarray) -> Summary:
    """Statistics of `values` (any shape and type); NaN and infinity are counted, never averaged in.

    A unit is a position on the last axis: a neuron of a dense layer, a channel of a convolution. It is
    dead on this batch when it is zero everywhere.

    >>> summarize(np.array([[0.0, 1.0], [0.0, 3.0]])).dead_units
    0.5
    """
    values = np.asarray(values)
    if values.dtype.kind not in "fiub":
        values = values.astype("float64")
    finite, nans, infinities = values.ravel(), 0, 0
    if values.size and not (np.isfinite(values.min()) and np.isfinite(values.max())):
        nans, infinities = int(np.isnan(values).sum()), int(np.isinf(values).sum())
        finite = values[np.isfinite(values)]
    mean, deviation = _moments(finite)
    return Summary(
        zeros=1 - np.count_nonzero(values) / values.size if values.size else 0.0,
        dead_units=_dead_units(values),
        mean=mean,
        std=deviation,
        minimum=float(finite.min()) if finite.size else float("nan"),
        maximum=float(finite.max()) if finite.size else float("nan"),
        nans=nans,
        infinities=infinities,
    )


def _moments(values: np.ndarray) -> tuple[float, float]:
    """Mean and deviation of finite numbers, in double precision, a piece at a time: what fits the processor's cache is
    several times faster than one large copy."""
    if not values.size:
        return float("nan"), float("nan")
    pieces = [slice(start, start + _PIECE) for start in range(0, values.size, _PIECE)]
    mean = sum(float(values[piece].sum(dtype="float64")) for piece in pieces) / values.size
    squares = 0.0
    for piece in pieces:
        apart = values[piece].astype("float64") - mean
        squares += float(apart @ apart)
    return mean, (squares / values.size) ** 0.5


def _dead_units(values: np.ndarray) -> float:
    if values.ndim == 0 or values.size == 0:
        return 0.0
    units = values.reshape(-1, values.shape[-1])
    return float(np.mean(np.all(units == 0, axis=0)))
