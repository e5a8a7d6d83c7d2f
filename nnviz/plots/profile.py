"""Pictures of a profile: how a column's values are spread, and how columns hang together."""

from collections.abc import Callable, Sequence

import numpy as np
import plotly.graph_objects as go

from nnviz import escaping, words
from nnviz.plots import pictures, theme
from nnviz.plots.heat import BELOW, BESIDE, heat

_LETTERS, _NARROW_LETTERS = 26, 13
_CELL, _LEAST, _WIDEST = 44, 240, 640
_DAY = 86_400
_MOST_CLASSES = 10


def column_spread(
    counts: np.ndarray,
    title: str,
    class_names: Sequence[str] = (),
    *,
    edges: np.ndarray | None = None,
    names: Sequence[str] = (),
    dates: bool = False,
    said: Callable[[float], str] = words.plain,
    dark: bool = False,
    height: int = 300,
) -> go.Figure:
    """How often each value of a column occurs, its classes stacked in their colours.

    Args:
        counts: (groups, bins), one row a class; a single row where there are none, or more than ten classes.
        title: the column's name and unit.
        class_names: one a row.
        edges: (bins + 1,) of quantities, or of days since 1970 where `dates` is true.
        names: one a bin, where the values are names.
        said: a value in words.
    """
    counts = np.asarray(counts)
    if len(counts) > _MOST_CLASSES or not len(class_names):
        counts, class_names = counts.sum(axis=0, keepdims=True), ()
    figure = go.Figure()
    for k, row in enumerate(counts):
        colour = theme.class_color(k) if len(class_names) else theme.tokens(dark)["accent"]
        name = escaping.figure(class_names[k]) if len(class_names) else ""
        figure.add_trace(
            _named_bars(row, names, colour, name) if len(names) else _bars(row, edges, dates, said, colour, name)
        )
    figure.update_layout(
        barmode="stack",
        showlegend=len(class_names) > 1,
        legend={"orientation": "h", "y": 1, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
    )
    title = escaping.figure(title)
    if len(names):
        figure.update_layout(bargap=0.25)
        figure.update_yaxes(type="category", autorange="reversed", showgrid=False)
        figure.update_xaxes(title_text="Examples", nticks=5)
    else:
        figure.update_xaxes(title_text=title, showgrid=False, type="date" if dates else None, nticks=6)
        figure.update_yaxes(title_text="Examples", nticks=5)
    return theme.apply(figure, dark, max(height, 90 + 24 * len(names)))


def _bars(row, edges, dates: bool, said, colour: str, name: str) -> go.Bar:
    low, high = np.asarray(edges, float)[:-1], np.asarray(edges, float)[1:]
    if dates:
        ends = [(_day(a), _day(b)) for a, b in zip(low, high, strict=True)]
        middle = [np.datetime64(int((a + b) / 2 * _DAY), "s") for a, b in zip(low, high, strict=True)]
        width = (high - low) * _DAY * 1_000 * 0.94
    else:
        one = len(low) and float(edges[1] - edges[0]) == 1.0 and float(edges[0]) % 1 == 0.5
        middle, width = (low + high) / 2, (high - low) * (0.8 if one else 0.94)
        ends = [(said(m),) * 2 if one else (said(a), said(b))
                for a, b, m in zip(low, high, middle, strict=True)]  # fmt: skip
    told = [a if a == b else f"{a} to {b}" for a, b in ends]
    more = f", {name}" if name else ""
    return go.Bar(
        x=middle,
        y=row,
        width=width,
        name=name,
        marker_color=colour,
        customdata=told,
        hovertemplate=f"%{{customdata}}{more}: %{{y:,}} examples<extra></extra>",
    )


def _named_bars(row, names, colour: str, name: str) -> go.Bar:
    more = f", {name}" if name else ""
    return go.Bar(
        y=[escaping.figure(_short(each, _LETTERS)) for each in names],
        x=row,
        orientation="h",
        name=name,
        marker_color=colour,
        customdata=[escaping.figure(each) for each in names],
        hovertemplate=f"%{{customdata}}{more}: %{{x:,}} examples<extra></extra>",
    )


def _day(days: float) -> str:
    return str(np.datetime64(int(days // 1), "D"))


def relation_matrix(
    values: np.ndarray,
    names: Sequence[str],
    measures: np.ndarray,
    target: int | None = None,
    dark: bool = False,
    narrow: bool = False,
) -> go.Figure:
    """How strongly columns hang together, two by two, on the scale of signed values from −1 to 1.

    Args:
        values: (k, k); NaN where there is nothing to compare.
        measures: (k, k) what each value is called.
        target: the place of the target, whose name is emphasised.
        narrow: whether it is for the screen of a phone.
    """
    values, count = np.asarray(values, float), len(names)
    most = _NARROW_LETTERS if narrow else _LETTERS
    label = [_short(name, most) for name in names]
    label = [f"{escaping.figure(text)}{'&#8203;' * k}" for k, text in enumerate(label)]  # alike ones stay two rows
    label = [f"<b>{text}</b>" if k == target else text for k, text in enumerate(label)]
    hover = np.empty((count, count), dtype=object)
    for k, first in enumerate(names):
        for j, second in enumerate(names):
            pair = f"{escaping.figure(first)} and {escaping.figure(second)}"
            hover[k, j] = f"{pair}<br>{measures[k][j]}: " if k != j else f"{escaping.figure(first)}<br>"
    shown = np.where(np.eye(count, dtype=bool), np.nan, values)
    figure = go.Figure(heat(np.nan_to_num(shown), dark, limit=1.0, signed=True, hover=hover, unit="",
                            blank=np.isnan(shown), below=narrow))  # fmt: skip
    for trace in figure.data:
        trace.update(x=label, y=label, xgap=1, ygap=1)
    size = 11 if count < 25 else 9
    theme.apply(figure, dark)
    figure.update_xaxes(tickangle=-90, showgrid=False, side="top", tickfont_size=size,
                        tickmode="linear", type="category")  # fmt: skip
    figure.update_yaxes(autorange="reversed", showgrid=False, tickfont_size=size,
                        tickmode="linear", type="category")  # fmt: skip
    room = 14 + round(0.56 * size * max((len(_short(name, most)) for name in names), default=0))
    side = (pictures.NARROW if narrow else max(_LEAST, min(_WIDEST, _CELL * count))) + room + (8 if narrow else BESIDE)
    pictures.keep_shape(figure, 1.0, side, left=room, right=8 if narrow else BESIDE, top=room,
                        bottom=BELOW if narrow else 8)  # fmt: skip
    return figure


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
