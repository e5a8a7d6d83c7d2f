"""Pictures of sequences: several of them side by side, each with its lines."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from nnviz import escaping
from nnviz.plots import theme

_ACROSS, _HEIGHT = 4, 118
"""Sequences in a row, and pixels that each is high."""


def series_grid(
    series: np.ndarray,
    captions: Sequence[str],
    channel_names: Sequence[str] = (),
    parts: np.ndarray | None = None,
    dark: bool = False,
    *,
    classes: np.ndarray | None = None,
    narrow: bool = False,
) -> go.Figure:
    """Sequences in rows, each below its caption, all on the same scale.

    Args:
        series: (n, steps, channels).
        captions: n texts.
        parts: (n, steps) bool, steps to be shaded; none when None.
        classes: (n,) whose colours lines of a single channel take; the first colour for all when None.
        narrow: whether it is for the screen of a phone.
    """
    series = np.asarray(series, float)
    across = 2 if narrow else _ACROSS
    rows = -(-len(series) // across)
    figure = make_subplots(
        rows, across, shared_xaxes="all", shared_yaxes="all", horizontal_spacing=0.03, vertical_spacing=0.28 / rows,
        subplot_titles=[escaping.figure(text) for text in captions],
    )  # fmt: skip
    names = [escaping.figure(name) for name in channel_names] or [f"channel {k + 1}" for k in range(series.shape[2])]
    for place, one in enumerate(series):
        where = {"row": place // across + 1, "col": place % across + 1}
        for k, name in enumerate(names):
            single = 0 if classes is None else int(classes[place])
            colour = theme.class_color(k if len(names) > 1 else single)
            line = go.Scatter(y=one[:, k], x0=1, name=name, mode="lines", line={"color": colour, "width": 1.6})
            figure.add_trace(line.update(legendgroup=name, showlegend=place == 0 and len(names) > 1), **where)
        for first, last in [] if parts is None else runs(parts[place]):
            accent = theme.tokens(dark)["accent"]
            figure.add_vrect(x0=first + 0.5, x1=last + 1.5, fillcolor=accent, opacity=0.18, line_width=0, **where)
    theme.apply(figure, dark, 60 + _HEIGHT * rows)
    figure.update_annotations(font_size=12, font_color=theme.tokens(dark)["muted"])
    figure.update_layout(margin={"l": 44, "r": 8, "t": 34, "b": 30}, legend={"orientation": "h", "y": -0.08})
    figure.update_yaxes(nticks=4)
    return figure


def marked_series(
    series: np.ndarray, parts: np.ndarray, channel_names: Sequence[str] = (), dark: bool = False
) -> go.Figure:
    """One series (steps, channels) as lines, with the steps (steps,) that decide shaded."""
    series = np.asarray(series, float)
    names = [escaping.figure(name) for name in channel_names] or [f"channel {k + 1}" for k in range(series.shape[1])]
    figure = go.Figure()
    for k, name in enumerate(names):
        figure.add_trace(go.Scatter(y=series[:, k], x0=1, name=name, mode="lines", line_color=theme.class_color(k)))
    for first, last in runs(parts):
        accent = theme.tokens(dark)["accent"]
        figure.add_vrect(x0=first + 0.5, x1=last + 1.5, fillcolor=accent, opacity=0.18, line_width=0)
    figure.update_xaxes(title_text="Step")
    theme.apply(figure, dark, 240)
    figure.update_layout(showlegend=len(names) > 1)
    return figure


def runs(parts: np.ndarray) -> list[tuple[int, int]]:
    """First and last place of each run of True.

    >>> runs(np.array([True, True, False, True]))
    [(0, 1), (3, 3)]
    """
    edges = np.diff(np.concatenate([[0], np.asarray(parts, int), [0]]))
    ends = zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1) - 1, strict=True)
    return [(int(first), int(last)) for first, last in ends]
