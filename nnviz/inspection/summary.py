"""An array in a few numbers. NumPy only."""

import numpy as np

from nnviz.inspection.records import Summary


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
    finite = values[np.isfinite(values)].astype("float64")
    empty = finite.size == 0
    return Summary(
        zeros=float(np.mean(values == 0)) if values.size else 0.0,
        dead_units=_dead_units(values),
        mean=float("nan") if empty else float(finite.mean()),
        std=float("nan") if empty else float(finite.std()),
        minimum=float("nan") if empty else float(finite.min()),
        maximum=float("nan") if empty else float(finite.max()),
        nans=int(np.isnan(values).sum()),
        infinities=int(np.isinf(values).sum()),
    )


def _dead_units(values: np.ndarray) -> float:
    if values.ndim == 0 or values.size == 0:
        return 0.0
    units = values.reshape(-1, values.shape[-1])
    return float(np.mean(np.all(units == 0, axis=0)))
