"""Pictures of how sure a study is: estimates with their intervals, and the folds that they come from."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from nnviz import escaping
from nnviz.plots import theme

_MOST_ROWS = 600


def intervals(estimates: Sequence, title: str, share: bool, dark: bool = False, zero: bool = False) -> go.Figure:
    """For each estimate (name, mean, low, high, values (n,)) its values as points, its mean and its interval.

    Args:
        share: whether the score is a share from 0 to 1, to be read as per cent.
        zero: whether these are differences: zero is drawn.
    """
    figure, colour, form = go.Figure(), theme.tokens(dark), ".1%" if share else ".4g"
    names = [escaping.figure(own.name or "All") for own in estimates]
    for name, own in zip(names, estimates, strict=True):
        figure.add_scatter(
            x=own.values,
            y=[name] * len(own.values),
            mode="markers",
            marker={"color": theme.with_alpha(colour["muted"], 0.7), "size": 8, "symbol": "line-ns-open"},
            hovertemplate=f"%{{x:{form}}}<extra></extra>",
        )
    figure.add_scatter(
        x=[own.mean for own in estimates],
        y=names,
        mode="markers",
        marker={"color": colour["accent"], "size": 11},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [own.high - own.mean for own in estimates],
            "arrayminus": [own.mean - own.low for own in estimates],
            "thickness": 2.2,
            "color": colour["accent"],
        },
        customdata=[(own.low, own.high) for own in estimates],
        hovertemplate=f"mean %{{x:{form}}}, from %{{customdata[0]:{form}}} to %{{customdata[1]:{form}}}<extra></extra>",
    )
    if zero:
        figure.add_vline(x=0, line={"color": colour["muted"], "width": 1, "dash": "dot"})
    figure.update_xaxes(title_text=title, tickformat=".1%" if share else None)
    figure.update_yaxes(type="category", autorange="reversed", range=[len(names) - 0.5, -0.5], showgrid=False)
    figure.update_layout(showlegend=False)
    return theme.apply(figure, dark, 110 + 46 * len(names))


def folds(parts: np.ndarray, names: Sequence[str], dark: bool = False) -> go.Figure:
    """Which rows train, validate and test in every fold.

    Args:
        parts: (folds, n) 0 train, 1 validation, 2 test, 3 unused; rows in the data's order.
    """
    colour = theme.tokens(dark)
    colours = [theme.with_alpha(colour["train"], 0.28), colour["validation"], colour["muted"], colour["surface"]]
    titles = ["Trains", "Validates", "Test: untouched", "Not used"]
    n = parts.shape[1]
    every = max(1, -(-n // _MOST_ROWS))
    shown = parts[:, ::every]
    scale = [[edge / 4, own] for place, own in enumerate(colours) for edge in (place, place + 1)]
    labels = np.array(titles)[shown]
    figure = go.Figure(
        go.Heatmap(
            x=np.arange(0, n, every),
            y=[escaping.figure(name) for name in names],
            z=shown,
            zmin=-0.5,
            zmax=3.5,
            colorscale=scale,
            showscale=False,
            ygap=2,
            customdata=labels,
            hovertemplate="row %{x:,}, %{y}: %{customdata}<extra></extra>",
        )
    )
    for place in np.unique(parts):
        figure.add_scatter(
            x=[None],
            y=[None],
            mode="markers",
            name=titles[place],
            marker={"color": colours[place], "symbol": "square", "size": 11},
        )
    figure.update_xaxes(title_text="Rows, in the order of the data", showgrid=False)
    figure.update_yaxes(autorange="reversed", showgrid=False)
    figure.update_layout(legend={"orientation": "h", "x": 0, "y": 1.02, "xanchor": "left", "yanchor": "bottom"})
    return theme.apply(figure, dark, 120 + (22 if len(names) <= 20 else 8) * len(names))
