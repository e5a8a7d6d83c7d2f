"""Scores against the number of training examples."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from nnviz import escaping
from nnviz.plots import theme


def learning_curves(
    lines: Sequence[tuple[str, np.ndarray, np.ndarray, np.ndarray, np.ndarray]],
    title: str,
    share: bool,
    dark: bool = False,
    height: int = 380,
) -> go.Figure:
    """A line for each way to begin: the mean over the seeds as points, the lowest and the highest as bars.

    Args:
        lines: (name, examples (n,), mean (n,), low (n,), high (n,)) of each; NaN where nothing has finished yet.
        title: of the score.
        share: whether the score is a share from 0 to 1, to be read as per cent.
    """
    figure, form = go.Figure(), ".1%" if share else ".4g"
    for place, (name, examples, mean, low, high) in enumerate(lines):
        shown = escaping.figure(name or title)
        figure.add_scatter(
            x=examples,
            y=mean,
            error_y={
                "type": "data",
                "symmetric": False,
                "array": high - mean,
                "arrayminus": mean - low,
                "thickness": 1,
            },
            mode="lines+markers",
            name=shown,
            line={"color": theme.class_color(place), "width": 2.2},
            hovertemplate=f"{shown}, %{{x:,}} examples: %{{y:{form}}}<extra></extra>",
        )
    ticks = sorted({int(n) for _, examples, *_ in lines for n in examples})
    figure.update_xaxes(title_text="Training examples", type="log", tickvals=ticks, ticktext=[f"{n:,}" for n in ticks])
    figure.update_yaxes(title_text=title, tickformat=".0%" if share else None)
    figure.update_layout(
        showlegend=len(lines) > 1,
        legend={"orientation": "h", "x": 0, "y": 1.02, "xanchor": "left", "yanchor": "bottom"},
    )
    return theme.apply(figure, dark, height)
