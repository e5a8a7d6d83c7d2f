"""Pictures of the columns of a table: how much each counts, how an answer follows one, and which act together."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from nnviz import escaping, words
from nnviz.plots import theme
from nnviz.plots.bars import bar_chart
from nnviz.plots.heat import caption, heat, scale_sentence

_CURVES = 100
"""Curves of single examples that are drawn at most."""
_CELL, _LEAST = 26, 320
"""Pixels of a cell of the matrix, and of the picture at least."""


def importance(
    names: Sequence[str], means: np.ndarray, deviations: np.ndarray, title: str, sentence: str, dark: bool = False
) -> go.Figure:
    """Bars (n,), the largest on top, each with how far its repeats spread."""
    order = np.argsort(-means, kind="stable")
    labels = [names[k] for k in order]
    figure = bar_chart(means[order], labels, dark, title, sentence, 90 + 24 * len(order))
    muted = theme.tokens(dark)["muted"]
    figure.data[0].error_x = {"type": "data", "array": deviations[order], "color": muted, "thickness": 1.2, "width": 3}
    ends = np.maximum(means + deviations, 0)
    figure.data[1].x = ends[order]  # the numbers, behind the repeats' ends
    low, high = min(0.0, float(np.min(means - deviations))), float(np.max(ends))
    room = 0.03 * (high - low or 1.0)
    return figure.update_xaxes(range=[low - room, high + room] if high > low else [-1, 1])


def dependence(
    grid: Sequence, curves: np.ndarray, values: Sequence, title: str, axis: str, dark: bool = False, *,
    effects: tuple[Sequence, np.ndarray] | None = None, each: bool = True, share: bool = False,
) -> go.Figure:  # fmt: skip
    """Lines of an answer over a column of numbers or days.

    Args:
        grid: (k,) numbers, or days as text.
        curves: (n, k) the answer for each example; their mean is drawn thick.
        values: (m,) what the examples have, ticks along the bottom.
        axis: what the column is called, with its unit.
        effects: edges and accumulated effect, on the scale of the answer.
        each: whether single examples are drawn.
        share: whether the answer is a probability.
    """
    colour, figure = theme.tokens(dark), go.Figure()
    if each:
        figure.add_trace(_each(grid, curves, colour))
    told = "%{y:.1%}" if share else "%{y:.4g}"
    figure.add_scatter(
        x=list(grid), y=curves.mean(0), mode="lines", name="Mean of all (partial dependence)",
        line={"color": colour["positive"], "width": 3}, hovertemplate=f"%{{x}}: {told}<extra></extra>",
    )  # fmt: skip
    if effects is not None:
        figure.add_scatter(
            x=list(effects[0]), y=effects[1], mode="lines", name="Step by step (accumulated local effects)",
            line={"color": colour["negative"], "width": 2.5, "dash": "dash"},
            hovertemplate=f"%{{x}}: {told}<extra></extra>",
        )  # fmt: skip
    low = float(np.nanmin(curves if each else curves.mean(0)))
    low = low if effects is None else min(low, float(np.min(effects[1])))
    figure.add_scatter(
        x=list(values), y=[low] * len(values), mode="markers", name="What examples have", hoverinfo="skip",
        marker={"symbol": "line-ns-open", "size": 8, "color": colour["muted"], "opacity": 0.5}, showlegend=False,
    )  # fmt: skip
    caption(figure, title, "", dark, 420)
    figure.update_xaxes(title_text=escaping.figure(axis))
    figure.update_yaxes(tickformat=".0%" if share else None)
    return figure.update_layout(legend={"orientation": "h", "y": -0.2, "x": 0}, margin_b=90)


def _each(grid, curves: np.ndarray, colour: dict) -> go.Scatter:
    """Some examples' curves as one trace, with gaps between them."""
    some = curves[np.linspace(0, len(curves) - 1, min(len(curves), _CURVES)).astype(int)]
    lines = np.concatenate([some, np.full((len(some), 1), np.nan)], axis=1).ravel()
    return go.Scatter(
        x=[*grid, None] * len(some), y=lines, mode="lines", name="Each example", hoverinfo="skip",
        line={"color": theme.with_alpha(colour["muted"], 0.25), "width": 1},
    )  # fmt: skip


def by_category(
    names: Sequence[str], curves: np.ndarray, title: str, dark: bool = False, share: bool = False
) -> go.Figure:
    """The mean answer (k,) of curves (n, k) for every category, and where the middle half of the examples lies."""
    colour, figure = theme.tokens(dark), go.Figure()
    low, high = np.quantile(curves, (0.25, 0.75), axis=0)
    mean, labels = curves.mean(0), [escaping.figure(name) for name in names]
    told = [words.percent(one) if share else words.plain(one, 4) for one in mean]
    spread = {"type": "data", "symmetric": False, "array": np.maximum(high - mean, 0),
              "arrayminus": np.maximum(mean - low, 0), "color": colour["muted"], "thickness": 1.2}  # fmt: skip
    figure.add_scatter(
        x=mean, y=labels, mode="markers", customdata=told, error_x=spread, showlegend=False,
        marker={"color": colour["positive"], "size": 11}, hovertemplate="%{y}: %{customdata}<extra></extra>",
    )  # fmt: skip
    caption(figure, title, "The mean of all examples, and the middle half of them.", dark,
            120 + 28 * len(labels))  # fmt: skip
    figure.update_xaxes(tickformat=".0%" if share else None)
    return figure.update_yaxes(type="category", autorange="reversed", showgrid=True)


def pairs(
    names: Sequence[str], values: np.ndarray, title: str, sentence: str, dark: bool = False, narrow: bool = False
) -> go.Figure:
    """A matrix (n, n) of pairs, its diagonal left out; the same on both sides of it."""
    size, labels = len(names), [escaping.figure(name) for name in names]
    hover = np.array([[f"{a} with {b}<br>" for b in labels] for a in labels], dtype=object)
    blank = np.eye(size, dtype=bool)
    figure = go.Figure(heat(values, dark, blank=blank, hover=hover, unit="together", colour_axis=not narrow))
    for trace in figure.data:
        trace.x, trace.y = labels, labels
    caption(figure, title, f"{sentence} {scale_sentence(values[~blank])}", dark, max(_LEAST, 170 + _CELL * size))
    figure.update_xaxes(type="category", showgrid=False, tickangle=-60)
    return figure.update_yaxes(type="category", autorange="reversed", showgrid=False)
