"""Pictures of weights as a whole: singular values, the law they began with, how they moved, how two models differ."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from nnviz import escaping, words
from nnviz.plots import theme

_MOST_LINES = 12
_SHARE = 1e-8
"""Singular values below this share of the largest are drawn at it: there is no logarithm of zero."""


def spectrum(values: np.ndarray, dark: bool = False, first: np.ndarray | None = None) -> go.Figure:
    """Singular values (k,), the largest first, on a scale of powers of ten; those of the first weights beside them."""
    colour, figure = theme.tokens(dark), go.Figure()
    for own, name, shade, dash in (
        (first, "at the start", colour["muted"], "dot"),
        (values, "now", colour["accent"], None),
    ):
        if own is None or not len(own):
            continue
        least = _SHARE * float(own[0] or 1)
        figure.add_scatter(
            x=np.arange(1, len(own) + 1),
            y=np.maximum(own, least),
            mode="lines+markers" if len(own) <= 64 else "lines",
            name=name,
            line={"color": shade, "width": 2, "dash": dash},
            marker_size=6,
            customdata=[words.plain(float(value)) for value in own],
            hovertemplate=f"number %{{x}}, {name}: %{{customdata}}<extra></extra>",
        )
    figure.update_xaxes(title_text="Singular values, the largest first", showgrid=False, rangemode="tozero")
    figure.update_yaxes(type="log", title_text="Size", exponentformat="power", nticks=6)
    figure.update_layout(legend=_above(), showlegend=first is not None)
    return theme.apply(figure, dark, 260)


def against_start(values: np.ndarray, first: np.ndarray | None, density, law: str, dark: bool = False) -> go.Figure:
    """How a weight's values are spread now, beside how they were at first or how they were to be.

    Args:
        values: any shape; what is not finite is left out.
        first: the recorded first values; None where there are none.
        density: values → what the initializer's law expects of them; None where there is no such law.
        law: what that is called.
    """
    colour, figure = theme.tokens(dark), go.Figure()
    finite = _finite(values)
    both = finite if first is None else np.concatenate([finite, _finite(first)])
    edges = (
        np.histogram_bin_edges(both, bins=min(60, max(8, int(np.sqrt(len(finite)))))) if len(both) else np.arange(2.0)
    )
    middle, width = (edges[1:] + edges[:-1]) / 2, np.diff(edges)
    shades = np.where(middle < 0, colour["negative"], colour["positive"]).tolist()
    counts = np.histogram(finite, edges)[0]
    figure.add_bar(
        x=middle, y=counts, width=width * 0.94, marker_color=shades, name="now",
        hovertemplate="around %{x:.3g}: %{y:,} weights now<extra></extra>", showlegend=False,
    )  # fmt: skip
    expected = None if density is None else density(middle)
    if first is not None:
        began = np.histogram(_finite(first), edges)[0]
        _outline(figure, edges, began, "at the start", colour["text"])
    elif expected is not None:
        _outline(figure, edges, expected * width * len(finite), law, colour["text"])
    figure.update_xaxes(title_text="Value", showgrid=False)
    figure.update_yaxes(title_text="Weights")
    figure.update_layout(legend=_above(), showlegend=len(figure.data) > 1, bargap=0)
    return theme.apply(figure, dark, 260)


def _outline(figure: go.Figure, edges: np.ndarray, counts: np.ndarray, name: str, shade: str) -> None:
    figure.add_scatter(
        x=np.repeat(edges, 2)[1:-1],
        y=np.repeat(counts, 2),
        mode="lines",
        name=escaping.figure(name),
        line={"color": shade, "width": 1.5},
        hoverinfo="skip",
    )


def _finite(values) -> np.ndarray:
    flat = np.asarray(values, float).ravel()
    return flat[np.isfinite(flat)]


def over_epochs(
    epochs: np.ndarray, lines: np.ndarray, names: Sequence[str], title: str, dark: bool = False, at: float | None = None
) -> go.Figure:
    """A line a weight (n, t) over the recorded epochs (t,); of more than twelve those that end highest.

    Args:
        at: the epoch that is shown elsewhere, marked here.
    """
    figure, lines = go.Figure(), np.asarray(lines, float)
    order = np.argsort(-np.nan_to_num(lines[:, -1], nan=-np.inf), kind="stable")[:_MOST_LINES]
    for k in sorted(order.tolist()):
        figure.add_scatter(
            x=epochs,
            y=lines[k],
            mode="lines+markers" if len(epochs) < 30 else "lines",
            name=escaping.figure(names[k]),
            line={"color": theme.class_color(k), "width": 2},
            customdata=[words.plain(float(value), 3) for value in lines[k]],
            hovertemplate="%{fullData.name}, epoch %{x:.4g}: %{customdata}<extra></extra>",
        )
    if at is not None:
        figure.add_vline(x=at, line={"color": theme.tokens(dark)["accent"], "width": 1, "dash": "dot"})
    figure.update_xaxes(title_text="Epoch", showgrid=False)
    figure.update_yaxes(title_text=title, rangemode="tozero")
    figure.update_layout(legend={"orientation": "h", "y": 1, "yanchor": "bottom", "x": 0})
    return theme.apply(figure, dark, 300)


def distances(names: Sequence[str], shares: np.ndarray, dark: bool = False) -> go.Figure:
    """How far two models' tensors are apart, ‖a − b‖ / ‖a‖, one bar a tensor; the first forty."""
    some = min(40, len(names))
    shares, colour = np.asarray(shares, float)[:some], theme.tokens(dark)
    figure = go.Figure(
        go.Bar(
            x=np.nan_to_num(shares),
            y=[escaping.figure(name) for name in names[:some]],
            orientation="h",
            marker_color=colour["accent"],
            customdata=[words.percent(float(s)) if np.isfinite(s) else "not known: it is all zeros" for s in shares],
            hovertemplate="%{y}: %{customdata}<extra></extra>",
        )
    )
    figure.update_xaxes(title_text="Distance as a share of the norm here", tickformat=".0%", rangemode="tozero")
    figure.update_yaxes(type="category", autorange="reversed", showgrid=False, tickfont_color=colour["text"])
    return theme.apply(figure, dark, 90 + 22 * some)


def _above() -> dict:
    return {"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0}
