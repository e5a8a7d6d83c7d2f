"""How a column's values were spread in training, and how they are now."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from nnviz import escaping
from nnviz.plots import theme

_BEFORE, _NOW = "In training", "Now"
_MOST_NAMES = 20


def quantities(edges: np.ndarray, training: np.ndarray, now: np.ndarray, title: str, dark: bool = False) -> go.Figure:
    """Two histograms of one quantity over the same bins: shares (bins,) of the training rows, filled, and of the rows
    now, as a line.

    Args:
        edges: (bins + 1,) of the bins; dates as `datetime64`.
        title: of the axis of values.
    """
    colour = theme.tokens(dark)
    figure = go.Figure(
        go.Scatter(
            x=np.repeat(edges, 2)[1:-1],
            y=np.repeat(training, 2),
            name=_BEFORE,
            mode="lines",
            fill="tozeroy",
            line={"color": colour["train"], "width": 1},
            fillcolor=theme.with_alpha(colour["train"], 0.35),
            hovertemplate="in training %{y:.1%}<extra></extra>",
        )
    )
    figure.add_scatter(
        x=np.repeat(edges, 2)[1:-1],
        y=np.repeat(now, 2),
        name=_NOW,
        mode="lines",
        line={"color": colour["accent"], "width": 2.5},
        hovertemplate="now %{y:.1%}<extra></extra>",
    )
    figure.update_xaxes(title_text=escaping.figure(title), showgrid=False)
    return _finished(figure, dark)


def names(labels: Sequence[str], training: np.ndarray, now: np.ndarray, title: str, dark: bool = False) -> go.Figure:
    """Shares (k,) of each name in training and now, side by side; of many names the twenty that differ most."""
    colour = theme.tokens(dark)
    order = np.sort(np.argsort(-np.abs(now - training), kind="stable")[:_MOST_NAMES])
    shown = [escaping.figure(labels[place]) for place in order]
    figure = go.Figure()
    for name, shares, shade in ((_BEFORE, training, colour["train"]), (_NOW, now, colour["accent"])):
        figure.add_bar(
            x=shown,
            y=shares[order],
            name=name,
            marker_color=shade,
            hovertemplate=f"%{{x}}: {name.lower()} %{{y:.1%}}<extra></extra>",
        )
    some = f" (the {_MOST_NAMES} that differ most of {len(labels):,})" if len(labels) > _MOST_NAMES else ""
    figure.update_xaxes(title_text=escaping.figure(title) + some, type="category", showgrid=False)
    figure.update_layout(barmode="group", bargap=0.3)
    return _finished(figure, dark)


def _finished(figure: go.Figure, dark: bool) -> go.Figure:
    figure.update_yaxes(title_text="Share of rows", tickformat=".0%", rangemode="tozero")
    figure.update_layout(legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"})
    theme.apply(figure, dark, 320)
    figure.update_layout(margin_t=44)
    return figure
