"""Pictures of a layer's weights: kernels, matrices, vectors, and how their values are spread."""

import numpy as np
import plotly.graph_objects as go

from nnviz import escaping
from nnviz.plots.activations import feature_map_grid, sequence, units
from nnviz.plots.bars import signed_histogram

_MOST_KERNELS, _MOST_ROWS, _MOST_COLUMNS = 64, 256, 256


def weight(values: np.ndarray, dark: bool = False, *, channel: int = 0, title: str = "", narrow: bool = False):
    """One weight in the form that its shape asks for; signed values on the scale centred on zero.

    Args:
        values: (height, width, inputs, filters) kernels, of which those for the input `channel` are drawn; (steps,
            inputs, filters) likewise; a (rows, columns) matrix; or a vector. Of larger ones the first 64 kernels, or
            256 rows and columns, are drawn, and the title says so.
    """
    values = np.asarray(values, float)
    if values.ndim == 5:
        values = values[values.shape[0] // 2]
        title = f"{title}, middle slice"
    if values.ndim == 4:
        kernels = np.moveaxis(values[:, :, channel, :], -1, 0)
        names = [f"filter {k + 1}" for k in range(len(kernels))][:_MOST_KERNELS]
        return feature_map_grid(kernels[:_MOST_KERNELS], dark, names=names, title=title, narrow=narrow)
    if values.ndim == 3:
        values = values[:, channel, :]
    if values.ndim == 2:
        some = "" if values.shape <= (_MOST_ROWS, _MOST_COLUMNS) else ", its first rows and columns"
        return sequence(values[:_MOST_ROWS, :_MOST_COLUMNS], dark, title=title + some)
    return units(values.ravel(), dark, title=title, narrow=narrow)


def input_channels(values: np.ndarray) -> int:
    """Between how many inputs a kernel's picture has to choose: 1 for anything but kernels."""
    return values.shape[-2] if 3 <= np.ndim(values) <= 5 else 1


def distribution(values: np.ndarray, title: str, dark: bool = False) -> go.Figure:
    """How the values of a weight are spread: orange below zero, blue above. What is not finite is counted apart."""
    values = np.asarray(values, float).ravel()
    broken = np.count_nonzero(~np.isfinite(values))
    title = escaping.figure(title) + (f" ({broken:,} not finite)" if broken else "")
    return signed_histogram(values, title, "weights", dark, 220)
