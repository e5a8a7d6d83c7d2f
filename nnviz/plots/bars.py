"""Signed numbers as horizontal bars: blue to the right, orange to the left, NaN in its own colour."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from nnviz.plots import theme
from nnviz.plots.heat import caption


def bar_chart(
    values: np.ndarray, labels: Sequence[str], dark: bool, title: str, sentence: str, height: int
) -> go.Figure:
    """Horizontal bars (n,) from zero, the first on top, with room for the number at each bar's end."""
    figure, colour = go.Figure(_bars(values, labels, dark)), theme.tokens(dark)
    caption(figure, title, sentence, dark, height)
    low, high = min(0.0, np.nanmin(_finite(values))), max(0.0, np.nanmax(_finite(values)))
    room = 0.16 * (high - low or 1.0)
    ends = [low - room if low < 0 else 0.0, high + room if high > 0 else 0.0]
    figure.update_xaxes(range=ends if ends[1] > ends[0] else [-1, 1])
    figure.update_xaxes(zeroline=True, zerolinecolor=colour["muted"])
    figure.update_yaxes(autorange="reversed", showgrid=False, tickfont_color=colour["text"])
    return figure


def _finite(values) -> np.ndarray:
    return np.where(np.isfinite(values), values, 0.0)


def _bars(values, labels, dark) -> go.Bar:
    colour, finite = theme.tokens(dark), np.isfinite(values)
    shades = np.where(values >= 0, colour["positive"], colour["negative"])
    texts = [f"{value:+.3g}".replace("-", "−") if ok else str(value) for value, ok in zip(values, finite, strict=True)]
    return go.Bar(
        x=np.where(finite, values, 0.0), y=labels, orientation="h", text=texts, textposition="outside",
        marker_color=np.where(finite, shades, colour["nan"]).tolist(), cliponaxis=False,
        textfont_color=np.where(finite, colour["muted"], colour["nan"]).tolist(),
        hovertemplate="%{y}: %{text}<extra></extra>",
    )
