"""How far a network's answers spread while dropout is on."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from nnviz import escaping, words
from nnviz.plots import theme
from nnviz.plots.heat import caption


def spread(
    names: Sequence[str], answers: np.ndarray, plain: np.ndarray, title: str, dark: bool = False, share: bool = False
) -> go.Figure:
    """A row for each number: every answer as a point, and the answer that is used as a dot.

    Args:
        answers: (passes, n).     plain: (n,).
        share: whether they are probabilities.
    """
    colour, figure = theme.tokens(dark), go.Figure()
    labels, rows = [escaping.figure(name) for name in names], np.arange(len(names))
    lift = 0.3 * np.sin(2.4 * np.arange(len(answers)))  # equal answers side by side, not above each other
    figure.add_scatter(
        x=answers.T.ravel(), y=(rows[:, None] + lift).ravel(), mode="markers", name="With random draws",
        hoverinfo="skip", marker={"size": 6, "color": colour["muted"], "opacity": 0.5},
    )  # fmt: skip
    told = [words.percent(one) if share else words.plain(one, 4) for one in plain]
    figure.add_scatter(
        x=plain, y=rows, mode="markers", name="The answer that is used", text=labels, customdata=told,
        marker={"size": 14, "color": colour["accent"], "line": {"width": 2, "color": colour["background"]}},
        hovertemplate="%{text}: %{customdata}<extra></extra>",
    )  # fmt: skip
    caption(figure, title, "", dark, 130 + 44 * len(labels))
    figure.update_xaxes(tickformat=".0%" if share else None, range=[-0.02, 1.02] if share else None)
    figure.update_yaxes(
        tickmode="array", tickvals=rows, ticktext=labels, range=[len(labels) - 0.5, -0.5], showgrid=False,
        zeroline=False, tickfont_color=colour["text"],
    )  # fmt: skip
    figure.update_layout(legend={"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom", "x": 0})
    return figure.update_layout(margin_b=64)
