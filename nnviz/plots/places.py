"""What a network draws, to be clicked on: the pixel or the step whose number is explained is marked."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from nnviz import escaping, words
from nnviz.plots import pictures, theme
from nnviz.plots.attribution import pixels
from nnviz.plots.images import png

_WIDTH, _HIGHEST, _HEIGHT = 220, 260, 190
_MOST_MARKS = 4096
"""Places that can be clicked at most; of a larger picture the row and the column are typed."""
_UNSEEN = {"marker": {"opacity": 0}}


def drawn_image(
    image: np.ndarray, place: tuple[int, int], dark: bool = False, *, pixel_range: tuple[float, float] | None = None
) -> go.Figure:
    """An image with a ring around one pixel; a click on a pixel tells its place, counted row by row from 0.

    Args:
        image: (height, width, 1 or 3) in the data's own units.
        place: row and column of the ring, from 0.
        pixel_range: the values of black and white; the image's own smallest and largest when None.
    """
    image = np.asarray(image, float)
    picture = go.Image(source=png(pixels(image, pixel_range)), hoverinfo="skip")
    return _placed(picture, image.mean(-1), place, dark)


def drawn_map(values: np.ndarray, place: tuple[int, int], dark: bool = False) -> go.Figure:
    """The same of what a unit returns everywhere (height, width): the more, the farther from the page's background;
    where it is negative anywhere, on both sides of zero."""
    values = np.asarray(values, float)
    signed, most = float(np.nanmin(values)) < 0, theme.signed_limit(values)
    scale = {"colorscale": theme.diverging(dark) if signed else theme.sequential(dark)}
    picture = go.Heatmap(z=values, zmin=-most if signed else 0, zmax=most, showscale=False, hoverinfo="skip", **scale)
    return _placed(picture, values, place, dark)


def _placed(picture, shown: np.ndarray, place: tuple[int, int], dark: bool) -> go.Figure:
    """A picture (height, width) of which each pixel can be clicked, with a ring around one of them."""
    height, width = shown.shape
    ratio = height / width
    across = min(_WIDTH, _HIGHEST / ratio)
    figure = go.Figure(picture)
    if height * width <= _MOST_MARKS:
        rows, columns = (axis.ravel() for axis in np.indices((height, width)))
        triples = zip(rows, columns, shown.ravel(), strict=True)
        texts = [f"row {r + 1}, column {c + 1}<br>{words.plain(value, 3)}" for r, c, value in triples]
        side = max(2, int(across / width))
        _clickable(figure, columns, rows, texts, np.arange(height * width), side, "square")
    _ring(figure, place, dark)
    theme.apply(figure, dark)
    figure.update_xaxes(visible=False, range=[-0.5, width - 0.5], constrain="domain", constraintoward="left")
    figure.update_yaxes(visible=False, range=[height - 0.5, -0.5], scaleanchor="x", constrain="domain")
    figure.update_layout(dragmode=False, showlegend=False)
    pictures.keep_shape(figure, ratio, across, left=2, right=2, top=2, bottom=2)
    return figure


def drawn_series(
    series: np.ndarray | None, drawn: np.ndarray, place: tuple[int, int], dark: bool = False, names: Sequence[str] = ()
) -> go.Figure:
    """A channel of a sequence and what the network makes of it, with a ring around one step; a click on a step tells
    its place, counted from 0.

    Args:
        series, drawn: (steps, channels); without the first, the second is what a unit returns at every step.
        place: step and channel, from 0.
        names: of the channels.
    """
    step, channel = place
    after, colour = np.asarray(drawn, float)[:, channel], theme.tokens(dark)
    steps, figure = np.arange(1, len(after) + 1), go.Figure()
    lines = [(after, "redrawn", theme.class_color(1))]
    if series is not None:
        lines.insert(0, (np.asarray(series, float)[:, channel], "example", colour["muted"]))
    for values, name, line in lines:
        named = {"name": name, "showlegend": series is not None}
        figure.add_scatter(x=steps, y=values, mode="lines", line={"color": line}, hoverinfo="skip", **named)
    texts = [f"step {k}<br>{words.plain(value, 3)}" for k, value in zip(steps, after, strict=True)]
    _clickable(figure, steps, after, texts, steps - 1, 14, "circle")
    ring = {"size": 13, "symbol": "circle-open", "color": colour["accent"], "line": {"width": 3}}
    figure.add_scatter(x=[steps[step]], y=[after[step]], mode="markers", marker=ring, hoverinfo="skip",
                       showlegend=False)  # fmt: skip
    theme.apply(figure, dark, _HEIGHT)
    figure.update_layout(margin={"l": 40, "r": 8, "t": 8, "b": 30}, legend={"orientation": "h", "y": 1.15})
    figure.update_xaxes(title_text="Step")
    figure.update_yaxes(nticks=4, title_text=escaping.figure(names[channel]) if len(names) > 1 else None)
    return figure


def _clickable(figure: go.Figure, x, y, texts: Sequence[str], carried, size: int, symbol: str) -> None:
    """Unseen marks, one a place, that tell which was clicked."""
    figure.add_scatter(
        x=x, y=y, mode="markers", marker={"size": size, "symbol": symbol, "opacity": 0}, selected=_UNSEEN,
        unselected=_UNSEEN, customdata=carried, text=list(texts), hovertemplate="%{text}<extra></extra>",
        showlegend=False,
    )  # fmt: skip


def _ring(figure: go.Figure, place: tuple[int, int], dark: bool) -> None:
    """A frame around a pixel that is seen on black and on white."""
    row, column = place
    corners = {"x0": column - 0.5, "x1": column + 0.5, "y0": row - 0.5, "y1": row + 0.5}
    for colour, width in (("#ffffff", 5), (theme.tokens(False)["accent"], 3)):
        figure.add_shape(type="rect", **corners, line={"color": colour, "width": width})
