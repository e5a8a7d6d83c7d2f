"""What a layer returns for one example: feature maps, units, sequences."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from nnviz import escaping
from nnviz.plots import pictures, theme
from nnviz.plots.heat import BELOW, BESIDE, caption, heat, is_signed, scale_sentence

_MOST_BARS = 48
_HIGHEST, _SMALLEST = 460, 60
"""Pixels: how high all maps together may become, unless each would then be narrower than the second."""


def activation(
    values: np.ndarray,
    dark: bool = False,
    *,
    channels: int = 64,
    limit: float | None = None,
    title: str = "",
    narrow: bool = False,
) -> go.Figure:
    """One example's activation in the form that its shape asks for.

    Args:
        values: (height, width, channels) maps, (steps, channels) a sequence, (units,) units; of a volume
            (depth, height, width, channels) the middle slice is drawn, and the figure says so.
        channels: maps drawn at most.
        limit: the value with the full colour or length; the layer's own largest |value| when None.
        title: the layer's name.
        narrow: whether it is for the screen of a phone.
    """
    values = np.asarray(values, float)
    if values.ndim == 4:
        title = f"{title} · middle slice of {values.shape[0]}".strip(" ·")
        values = values[values.shape[0] // 2]
    if values.ndim == 3:
        shown = np.moveaxis(values, -1, 0)[:channels]
        return feature_map_grid(shown, dark, limit=limit, title=title, total=values.shape[-1], narrow=narrow)
    if values.ndim == 2:
        return sequence(values, dark, limit=limit, title=title)
    return units(values.ravel(), dark, limit=limit, title=title, narrow=narrow)


def feature_map_grid(
    maps: np.ndarray,
    dark: bool = False,
    *,
    names: Sequence[str] = (),
    columns: int | None = None,
    limit: float | None = None,
    title: str = "",
    total: int | None = None,
    narrow: bool = False,
) -> go.Figure:
    """Feature maps (n, height, width) side by side on one scale, which the figure states.

    Signed maps use the diverging scale centred on zero, others the sequential one from zero.

    Args:
        names: a name a map for the hover; `channel 1` … when empty.
        columns: maps a row; when None, fitted to n and to the screen.
        limit: the value with the full colour; the largest finite |value| of all maps when None.
        total: how many maps the layer has, when only some are drawn.
        narrow: whether it is for the screen of a phone; the colour bar then lies below.
    """
    maps = np.asarray(maps, float)
    count, height, width = maps.shape
    wanted = np.sqrt(count * (1.2 if narrow else 2.6) * height / width)
    columns = columns or pictures.even_columns(count, wanted, 6 if narrow else 16)
    mosaic, blank, hover = _mosaic(maps, columns, _called(names, "channel", count))
    limit = theme.signed_limit(maps) if limit is None else limit
    figure = go.Figure(heat(mosaic, dark, limit=limit, signed=is_signed(maps), blank=blank, hover=hover, below=narrow))
    some = f" {count} of {total} channels." if total and total > count else ""
    caption(figure, title, scale_sentence(maps, limit, " for all maps") + some, dark)
    _frame(figure, maps.shape, columns, dark)
    down, across = mosaic.shape
    figure.update_xaxes(visible=False, range=[-0.5, across - 0.5], constrain="domain")
    figure.update_yaxes(visible=False, range=[down - 0.5, -0.5], scaleanchor="x", constrain="domain")
    room = {"right": 2, "bottom": BELOW} if narrow else {"right": BESIDE}
    most = pictures.NARROW if narrow else pictures.WIDE
    pictures.keep_shape(
        figure, down / across, min(most, max(_SMALLEST * columns, _HIGHEST * across / down) + BESIDE), **room
    )
    return figure


def units(
    values: np.ndarray,
    dark: bool = False,
    *,
    names: Sequence[str] = (),
    limit: float | None = None,
    title: str = "",
    narrow: bool = False,
) -> go.Figure:
    """Units (n,) of a dense layer: bars from zero, or a strip of colours where there are more than 48."""
    values = np.asarray(values, float)
    names = _called(names, "unit", len(values))
    limit = theme.signed_limit(values) if limit is None else limit
    if len(values) > _MOST_BARS:
        return _strip(values, names, dark, limit, title, narrow)
    colour = theme.tokens(dark)
    finite = np.isfinite(values)
    shades = [colour["positive"] if value >= 0 else colour["negative"] for value in np.nan_to_num(values)]
    figure = go.Figure(
        go.Bar(
            x=names,
            y=np.where(finite, values, np.nan),
            marker_color=shades,
            width=min(0.8, 0.12 * len(values)),
            hovertemplate="%{x}: %{y:.4g}<extra></extra>",
        )
    )
    for k in np.flatnonzero(~finite):
        figure.add_annotation(
            x=names[k], y=0, text=str(values[k]), showarrow=False, yanchor="bottom", font={"color": colour["nan"]}
        )
    caption(figure, title, "", dark)
    low = -1.08 * limit if is_signed(values) else 0.0
    figure.update_layout(height=280)
    figure.update_yaxes(range=[low, 1.08 * limit], zeroline=True, zerolinecolor=colour["muted"])
    figure.update_xaxes(showgrid=False, type="category")
    return figure


def sequence(
    values: np.ndarray,
    dark: bool = False,
    *,
    step_names: Sequence[str] = (),
    limit: float | None = None,
    title: str = "",
) -> go.Figure:
    """A sequence (steps, channels) as a heat map: time from left to right, one row a channel."""
    values = np.asarray(values, float).T
    steps = _called(step_names, "step", values.shape[1])
    hover = np.array([[f"{step}, channel {row}<br>" for step in steps] for row in range(1, len(values) + 1)], object)
    figure = go.Figure(heat(values, dark, limit=limit, hover=hover))
    caption(figure, title, scale_sentence(values, limit, " for all channels"), dark)
    figure.update_layout(height=int(min(720, 130 + 14 * len(values))))
    figure.update_xaxes(title="Step", showgrid=False)
    figure.update_yaxes(title="Channel", autorange="reversed", showgrid=False)
    figure.update_traces(x=list(range(1, len(steps) + 1)), y=list(range(1, len(values) + 1)))
    if len(step_names):
        figure.update_xaxes(tickvals=list(range(1, len(steps) + 1)), ticktext=steps)
    return figure


def _called(names: Sequence[str], noun: str, count: int) -> list[str]:
    """The names as labels; `noun` and a number, counted from 1, where there are none."""
    return [escaping.figure(name) for name in names] or [f"{noun} {k + 1}" for k in range(count)]


def _strip(values, names, dark, limit, title, narrow) -> go.Figure:
    columns = max(1, int(np.ceil(np.sqrt(len(values) * (2.4 if narrow else 6)))))
    rows = -(-len(values) // columns)
    cells = np.full(rows * columns, np.nan)
    cells[: len(values)] = values
    hover = np.full(rows * columns, "", object)
    hover[: len(values)] = [f"{name}<br>" for name in names]
    blank = np.arange(rows * columns) >= len(values)
    shape = (rows, columns)
    grid, blanks, texts = cells.reshape(shape), blank.reshape(shape), hover.reshape(shape)
    signed = is_signed(values)
    traces = heat(grid, dark, limit=limit, signed=signed, blank=blanks, hover=texts, colour_axis=False)
    traces[0].update(xgap=1, ygap=1)
    figure = go.Figure(traces)
    caption(figure, title, f"{len(values):,} units, row by row. " + scale_sentence(values, limit), dark)
    figure.update_layout(margin={"l": 2, "r": 2, "b": 8})
    figure.update_layout(height=figure.layout.margin.t + 8 + 20 * rows)
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False, autorange="reversed")
    return figure


def _frame(figure, shape, columns, dark) -> None:
    """A fine line around each map, so that zero at its edge is told from the space beside it."""
    count, height, width = shape
    gap = _gap(height, width)
    line = {"color": theme.tokens(dark)["grid"], "width": 1}
    corners = [((k // columns) * (height + gap) - 0.5, (k % columns) * (width + gap) - 0.5) for k in range(count)]
    figure.update_layout(
        shapes=[
            {"type": "rect", "x0": left, "x1": left + width, "y0": top, "y1": top + height, "line": line}
            for top, left in corners
        ]
    )


def _gap(height: int, width: int) -> int:
    return max(1, min(height, width) // 12)


def _mosaic(maps, columns, names):
    """All maps in one matrix with a gap between them: values, where there is no cell, and hover texts."""
    count, height, width = maps.shape
    gap = _gap(height, width)
    rows = -(-count // columns)
    shape = (rows * (height + gap) - gap, columns * (width + gap) - gap)
    values, blank = np.full(shape, np.nan), np.ones(shape, bool)
    hover = np.full(shape, "", object)
    for k in range(count):
        top, left = (k // columns) * (height + gap), (k % columns) * (width + gap)
        place = (slice(top, top + height), slice(left, left + width))
        values[place], blank[place] = maps[k], False
        hover[place] = [[f"{names[k]}, row {i + 1}, column {j + 1}<br>" for j in range(width)] for i in range(height)]
    return values, blank, hover
