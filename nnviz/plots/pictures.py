"""Figures that are pictures: the sizes they are drawn for, and the proportions that they keep at any other."""

import numpy as np
import plotly.graph_objects as go

WIDE, NARROW = 1040, 600
"""Pixels that a picture fills at most: beside controls on a wide screen, and on a phone, whichever way it is held."""
_CAPTION = 330
"""Pixels that a line of a caption is wide, however narrow the picture below it."""


def keep_shape(
    figure: go.Figure, ratio: float, width: float, *, left=2, right=2, top: float | None = None, bottom=8
) -> None:
    """Gives a figure a size whose plot area is `ratio` times as high as wide, so that nothing above or below it is
    empty.

    At another width w it has that shape when its height is what `shape` says.

    Args:
        ratio: height of the plot area as a share of its width.
        width: pixels, margins included; never more are needed.
        left, right, top, bottom: margins in pixels; the top is the figure's own when None. They do not grow by
            themselves.
    """
    top = figure.layout.margin.t if top is None else top
    spare = max(0, _CAPTION - width) if figure.layout.title.text else 0
    width, right = width + spare, right + spare
    figure.update_layout(width=round(width), margin={"l": left, "r": right, "t": top, "b": bottom, "autoexpand": False})
    figure.update_layout(height=round(top + bottom + ratio * (width - left - right)))


def shape(figure: go.Figure) -> tuple[float, float, float] | None:
    """(ratio, beside, above): height = above + ratio · (width − beside), in pixels; None for figures of any shape."""
    size, margin = figure.layout, figure.layout.margin
    if size.width is None:
        return None
    beside, above = margin.l + margin.r, margin.t + margin.b
    return (size.height - above) / (size.width - beside), beside, above


def even_columns(count: int, wanted: float, most: int) -> int:
    """Columns for `count` pictures: as near to `wanted` and with as few empty places in the last row as both can be
    had."""
    return min(
        range(1, min(count, most) + 1), key=lambda columns: -count % columns / count + abs(np.log(columns / wanted)) / 2
    )
