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
    """A row for each number: every answer as a stroke, and the answer that is used as a dot.

    Args:
        answers: (passes, n).     plain: (n,).
        share: whether they are probabilities.
    """
    colour, figure = theme.tokens(dark), go.Figure()
    labels = [escaping.figure(name) for name in names]
    passes = len(answers)
    figure.add_scatter(
        x=answers.T.ravel(), y=np.repeat(labels, passes), mode="markers", name="With units left out", hoverinfo="skip",
        marker={"symbol": "line-ns-open", "size": 18, "color": colour["muted"], "opacity": 0.45},
    )  # fmt: skip
    told = [words.percent(one) if share else words.plain(one, 4) for one in plain]
    figure.add_scatter(
        x=plain, y=labels, mode="markers", name="The answer that is used", customdata=told,
        marker={"size": 12, "color": colour["accent"], "line": {"width": 2, "color": colour["background"]}},
        hovertemplate="%{y}: %{customdata}<extra></extra>",
    )  # fmt: skip
    caption(figure, title, "", dark, 150 + 34 * len(labels))
    figure.update_xaxes(tickformat=".0%" if share else None, range=[-0.02, 1.02] if share else None)
    figure.update_yaxes(type="category", autorange="reversed", showgrid=False)
    return figure.update_layout(legend={"orientation": "h", "y": -0.25, "x": 0}, margin_b=70)
