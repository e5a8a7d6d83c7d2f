"""Pictures of a layer's weights: kernels, matrices, vectors, and those of one unit."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from nnviz import escaping
from nnviz.plots import theme
from nnviz.plots.activations import feature_map_grid, units
from nnviz.plots.bars import bar_chart
from nnviz.plots.heat import caption, heat, scale_sentence
from nnviz.plots.images import image_grid

_MOST_KERNELS, _MOST_ROWS, _MOST_COLUMNS, _MOST_NAMED = 64, 256, 256, 60


def weight(
    values: np.ndarray,
    dark: bool = False,
    *,
    channel: int = 0,
    title: str = "",
    narrow: bool = False,
    inputs: Sequence[str] = (),
) -> go.Figure:
    """One weight in the form that its shape asks for; signed values on the scale centred on zero.

    Args:
        values: (height, width, inputs, filters) kernels, of which those for the input `channel` are drawn; (steps,
            inputs, filters) likewise; a (rows, columns) matrix; or a vector. Of larger ones the first 64 kernels, or
            256 rows and columns, are drawn, and the title says so.
        inputs: what the rows of a matrix are called, where they have names.
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
        some = (
            "" if values.shape[0] <= _MOST_ROWS and values.shape[1] <= _MOST_COLUMNS else ", its first rows and columns"
        )
        return matrix(values[:_MOST_ROWS, :_MOST_COLUMNS], dark, title=title + some, inputs=inputs)
    return units(values.ravel(), dark, title=title, narrow=narrow)


def as_filters(values: np.ndarray, kind: str) -> np.ndarray:
    """A kernel with its filters last, as most layers keep it.

    Args:
        kind: the layer's class: a transposed convolution keeps filters before channels, a depthwise one has a filter or
            more for each channel.
    """
    values = np.asarray(values)
    if "Depthwise" in kind and values.ndim > 2:
        return values.reshape(*values.shape[:-2], 1, -1)
    return np.swapaxes(values, -1, -2) if "Transpose" in kind and values.ndim > 2 else values


def in_colour(values: np.ndarray, dark: bool = False, narrow: bool = False) -> go.Figure:
    """Kernels (height, width, 3, filters) that look at red, green and blue, as colours: grey is zero, all on one scale;
    of more than 64 the first ones."""
    values = np.nan_to_num(np.asarray(values, float)[..., :_MOST_KERNELS])
    limit = theme.signed_limit(values)
    images = np.moveaxis(np.rint(127.5 * (1 + values / limit)), -1, 0).astype("uint8")
    return image_grid(images, [f"{k + 1}" for k in range(len(images))], dark, narrow=narrow)


def of_unit(
    values: np.ndarray,
    unit: int,
    dark: bool = False,
    *,
    title: str = "",
    names: Sequence[str] = (),
    narrow: bool = False,
) -> go.Figure:
    """What one unit multiplies its inputs by: a kernel for each input channel, or a bar an input; of very many the
    first 64 kernels.

    Args:
        values: (…spatial, inputs, units) or (inputs, units).
        names: of the inputs, where they have any.
    """
    own = np.asarray(values, float)[..., unit]
    if own.ndim == 4:
        own, title = own[own.shape[0] // 2], f"{title}, middle slice"
    if own.ndim == 3:
        kernels = np.moveaxis(own, -1, 0)
        named = [f"input channel {k + 1}" for k in range(len(kernels))][:_MOST_KERNELS]
        return feature_map_grid(
            kernels[:_MOST_KERNELS], dark, names=named, title=title, total=len(kernels), narrow=narrow
        )
    if own.ndim == 2:
        return matrix(own, dark, title=title, names=("Step", "Input"))
    if len(names):
        some, shown = own[:_MOST_NAMED], list(names)[:_MOST_NAMED]
        return bar_chart(some, shown, dark, title, "Its weight for each input.", 90 + 17 * len(some))
    return units(own, dark, names=[f"input {k + 1}" for k in range(len(own))], title=title, narrow=narrow)


def matrix(
    values: np.ndarray,
    dark: bool = False,
    *,
    title: str = "",
    row: int = 0,
    column: int = 0,
    names: tuple[str, str] = ("Input", "Unit"),
    inputs: Sequence[str] = (),
) -> go.Figure:
    """A matrix (inputs, units) as colours: an input a row, a unit a column, counted from 1.

    Args:
        inputs: what the rows are called, where they have names.
        row, column: where it begins, for a part of a larger one.
        names: of a row and of a column.
    """
    values = np.asarray(values, float)
    rows, columns = (np.arange(size) + 1 + start for size, start in zip(values.shape, (row, column), strict=True))
    called = [escaping.figure(own) for own in inputs] or [f"{names[0].lower()} {i}" for i in rows]
    hover = np.array([[f"{own}, {names[1].lower()} {k}<br>" for k in columns] for own in called[: len(rows)]], object)
    figure = go.Figure(heat(values, dark, hover=hover))
    figure.update_traces(x=columns, y=rows)
    caption(figure, title, scale_sentence(values), dark)
    figure.update_layout(height=int(min(560, 130 + max(14, min(26, 400 // len(rows))) * len(rows))))
    figure.update_xaxes(title=names[1], showgrid=False, tickformat="d", nticks=min(12, len(columns) + 1))
    figure.update_yaxes(
        title=names[0], autorange="reversed", showgrid=False, tickformat="d", nticks=min(12, len(rows) + 1)
    )
    return figure


def input_channels(values: np.ndarray) -> int:
    """Between how many inputs a kernel's picture has to choose: 1 for anything but kernels."""
    return values.shape[-2] if 3 <= np.ndim(values) <= 5 else 1
