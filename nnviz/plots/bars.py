"""Signed numbers as horizontal bars: blue to the right, orange to the left, NaN in its own colour."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from nnviz import escaping, words
from nnviz.plots import theme
from nnviz.plots.heat import caption

_ALONE, _EACH = 118, 22
"""Pixels that title and axis take, and that each bar takes at least: two bars are not pressed into one."""


def bar_chart(
    values: np.ndarray, labels: Sequence[str], dark: bool, title: str, sentence: str, height: int
) -> go.Figure:
    """Horizontal bars (n,) from zero, the first on top; their numbers stand to the right of bar and zero, free of the
    labels."""
    figure, colour = go.Figure([_bars(values, labels, dark), _numbers(values, labels, dark)]), theme.tokens(dark)
    caption(figure, title, sentence, dark, max(height, _ALONE + _EACH * len(labels)))
    low, high = min(0.0, np.nanmin(_finite(values))), max(0.0, np.nanmax(_finite(values)))
    room = 0.03 * (high - low or 1.0)
    figure.update_xaxes(range=[low - room, high + room] if high > low else [-1, 1], nticks=5)
    figure.update_layout(margin_r=60, showlegend=False)
    figure.update_xaxes(zeroline=True, zerolinecolor=colour["muted"])
    figure.update_yaxes(type="category", autorange="reversed", showgrid=False, tickfont_color=colour["text"])
    return figure


def signed_histogram(values: np.ndarray, title: str, noun: str, dark: bool, height: int) -> go.Figure:
    """How finite values (n,) are spread, orange below zero and blue above.

    Args:
        title: of the axis of values, escaped by whoever gives it.
        noun: what is counted: "examples", "weights".
    """
    finite = np.asarray(values, float)[np.isfinite(values)]
    counts, edges = np.histogram(finite, bins=min(60, max(8, int(np.sqrt(len(finite))))) if len(finite) else 8)
    middle, colour = (edges[:-1] + edges[1:]) / 2, theme.tokens(dark)
    figure = go.Figure(
        go.Bar(
            x=middle,
            y=counts,
            width=np.diff(edges) * 0.94,
            marker_color=np.where(middle < 0, colour["negative"], colour["positive"]).tolist(),
            hovertemplate=f"around %{{x:.3g}}: %{{y:,}} {noun}<extra></extra>",
        )
    )
    figure.update_xaxes(title_text=title, showgrid=False)
    figure.update_yaxes(title_text=noun.capitalize())
    return theme.apply(figure, dark, height)


def _finite(values) -> np.ndarray:
    return np.where(np.isfinite(values), values, 0.0)


def _bars(values, labels, dark) -> go.Bar:
    colour, finite = theme.tokens(dark), np.isfinite(values)
    shades = np.where(values >= 0, colour["positive"], colour["negative"])
    return go.Bar(
        x=np.where(finite, values, 0.0),
        y=[escaping.figure(label) for label in labels],
        orientation="h",
        text=_texts(values),
        textposition="none",
        marker_color=np.where(finite, shades, colour["nan"]).tolist(),
        hovertemplate="%{y}: %{text}<extra></extra>",
    )


def _numbers(values, labels, dark) -> go.Scatter:
    """The numbers beside the bars; one trace, since every annotation takes milliseconds of its own."""
    colour = theme.tokens(dark)
    return go.Scatter(
        x=np.maximum(0.0, _finite(values)),
        y=[escaping.figure(label) for label in labels],
        mode="text",
        text=[f"\u00a0{text}" for text in _texts(values)],
        textposition="middle right",
        textfont={"color": [colour["muted" if one else "nan"] for one in np.isfinite(values)]},
        hoverinfo="skip",
        cliponaxis=False,
        showlegend=False,
    )


def _texts(values) -> list[str]:
    signs = ["+" if value > 0 else "" for value in values]
    return [
        sign + words.plain(value, 3) if np.isfinite(value) else str(value)
        for sign, value in zip(signs, values, strict=True)
    ]
