"""A change of a row, column by column: from where to where, on the range that the data have."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from nnviz import escaping
from nnviz.plots import theme
from nnviz.plots.heat import caption

_EACH, _ALONE = 46, 84
_EDGE = 0.06


def dumbbells(
    names: Sequence[str],
    before: np.ndarray,
    after: np.ndarray,
    texts: Sequence[tuple[str, str]],
    ends: Sequence[tuple[str, str]],
    dark: bool = False,
) -> go.Figure:
    """One line a column: its range, a ring where the value was, and a dot where it goes.

    Args:
        names: of the columns that change.
        before, after: (columns,) shares of each column's range; NaN where a column has none, as names have not.
        texts: a pair a column: the value before, and after.
        ends: a pair a column: the smallest and the largest value of the data; ("", "") for none.
    """
    colours, figure = theme.tokens(dark), go.Figure()
    for row, (name, start, end, pair, edges) in enumerate(zip(names, before, after, texts, ends, strict=True)):
        ranged = bool(np.isfinite(start) and np.isfinite(end))
        first, last = (float(start), float(end)) if ranged else (0.0, 1.0)
        if ranged:
            figure.add_scatter(x=[0, 1], y=[row, row], mode="lines", line={"color": colours["grid"], "width": 4},
                               hoverinfo="skip")  # fmt: skip
        figure.add_scatter(
            x=[first, last],
            y=[row, row],
            mode="lines+markers",
            line={"color": colours["accent"], "width": 2},
            marker={
                "size": [11, 13],
                "color": [colours["background"], colours["accent"]],
                "line": {"color": colours["accent"], "width": 2},
                "symbol": "circle",
            },
            hovertext=[f"{escaping.figure(name)}: {escaping.figure(pair[0])}", escaping.figure(pair[1])],
            hoverinfo="text",
        )
        _write(figure, row, first, last, pair, colours)
        for place, (x, text) in enumerate(zip((0, 1), edges, strict=True)):
            if text and min(abs(x - first), abs(x - last)) > 0.12:
                figure.add_annotation(x=x, y=row, text=escaping.figure(text), showarrow=False, yshift=-14,
                                      font={"size": 11, "color": colours["muted"]},
                                      xanchor="left" if place == 0 else "right")  # fmt: skip
    told = "From the ring to the dot; the grey line is what occurs in the data."
    caption(figure, "", told, dark, _ALONE + _EACH * len(names))
    figure.update_xaxes(visible=False, range=[-_EDGE, 1 + _EDGE], fixedrange=True)
    figure.update_yaxes(
        tickvals=list(range(len(names))),
        ticktext=[escaping.figure(name) for name in names],
        range=[len(names) - 0.4, -0.6],
        fixedrange=True,
        showgrid=False,
        showline=False,
        zeroline=False,
        automargin=True,
    )
    figure.update_layout(showlegend=False, dragmode=False, margin_b=8)
    return figure


def _write(figure: go.Figure, row: int, first: float, last: float, pair: tuple[str, str], colours: dict) -> None:
    """Both values: above their marks, pushed apart where these lie close."""
    near = abs(last - first) < 0.18
    for x, other, text, weight in ((first, last, pair[0], "muted"), (last, first, pair[1], "text")):
        left = x < other or (x == other and weight == "muted")
        anchor = ("right" if left else "left") if near else "center"
        figure.add_annotation(
            x=min(max(x, 0.0), 1.0),
            y=row,
            text=escaping.figure(text),
            showarrow=False,
            yshift=16,
            xanchor=anchor,
            font={"size": 13, "color": colours[weight]},
        )
