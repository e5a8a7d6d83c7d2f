"""The scoreboard of explanation methods as dots: a row a method, a column a measure, with how sure each dot is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from nnviz import escaping, words
from nnviz.plots import theme

_ROW, _LEAST_ROW, _HIGH, _ABOVE, _BELOW = 30, 17, 430, 74, 46
"""Pixels of a row, fewer where many would not fit into a height; above the first and below the last one."""
_MOST_LETTERS = 26


@dataclass(frozen=True)
class Column:
    """One measure of m methods.

    Attributes:
        title: what people call it.
        better: "high" or "low".
        values, low, high: (m,) means and the ends of their intervals; NaN where there is none.
        levels: (m,) "good", "middling", "bad" or "".
        chance: what a map that knows nothing reaches; None where that is not known.
        percent: whether it is told in per cent.
        reasons: (m,) why there is no number, or what the number says.
    """

    title: str
    better: str
    values: np.ndarray
    low: np.ndarray
    high: np.ndarray
    levels: Sequence[str]
    chance: float | None
    percent: bool
    reasons: Sequence[str]


def scoreboard(
    methods: Sequence[str],
    columns: Sequence[Column],
    dark: bool = False,
    *,
    narrow: bool = False,
    across: int | None = None,
) -> go.Figure:
    """A narrow panel a measure, side by side (on a phone one below the other), the best method at the top.

    Args:
        methods: titles, the best first.
        columns: as `Column`.
        across: panels in a row; all of them when None.
    """
    colour, across = theme.tokens(dark), 1 if narrow else min(across or len(columns), len(columns))
    rows, names = -(-len(columns) // across), [_short(name) for name in methods]
    row = max(_LEAST_ROW, min(_ROW, _HIGH / max(1, len(methods))))
    each = row * len(methods) + _ABOVE + _BELOW
    figure = make_subplots(
        rows, across, shared_yaxes=across > 1, horizontal_spacing=0.012,
        vertical_spacing=(_ABOVE + _BELOW) / (rows * each) if rows > 1 else 0.0,
        subplot_titles=[_head(own, colour) for own in columns],
    )  # fmt: skip
    for k, own in enumerate(columns):
        place = {"row": k // across + 1, "col": k % across + 1}
        _column(figure, own, names, place, colour)
        figure.update_xaxes(**_axis(own, colour), **place)
        figure.update_yaxes(
            categoryorder="array", categoryarray=names[::-1], showgrid=False, dtick=1, automargin=True, ticks="",
            range=[-0.6, len(names) - 0.4], **place,
        )  # fmt: skip
    theme.apply(figure, dark, round(rows * each))
    figure.update_annotations(font={"size": 12, "color": colour["text"]}, yshift=6)
    figure.update_layout(showlegend=False, margin={"t": _ABOVE, "b": _BELOW, "l": 10, "r": 10})
    return figure


def _column(figure: go.Figure, own: Column, names: list[str], place: dict, colour: dict) -> None:
    """The dots of one measure, each in the colour of what it means, with its interval."""
    shades = {"good": colour["success"], "middling": colour["warning"], "bad": colour["error"]}
    symbols = {"good": "circle", "middling": "diamond", "bad": "x"}
    figure.add_scatter(
        x=own.values,
        y=names,
        mode="markers",
        marker={
            "size": 10 if len(names) <= 14 else 8,
            "color": [shades.get(level, colour["accent"]) for level in own.levels],
            "symbol": [symbols.get(level, "circle-open") for level in own.levels],
        },
        error_x={
            "type": "data", "symmetric": False, "array": own.high - own.values, "arrayminus": own.values - own.low,
            "thickness": 1.2, "width": 0, "color": colour["muted"],
        },
        hovertext=[_hover(own, k) for k in range(len(names))],
        hovertemplate="%{y}<br>%{hovertext}<extra></extra>",
        **place,
    )  # fmt: skip
    absent = [name for name, value in zip(names, own.values, strict=True) if np.isnan(value)]
    if absent:
        at = _middle(own)
        why = [escaping.figure(reason) for name, reason in zip(names, own.reasons, strict=True) if name in absent]
        figure.add_scatter(
            x=[at] * len(absent), y=absent, mode="text", text=["–"] * len(absent), hovertext=why,
            textfont={"color": colour["muted"]}, hovertemplate="%{y}<br>%{hovertext}<extra></extra>", **place,
        )  # fmt: skip
    if own.chance is not None:
        figure.add_vline(x=own.chance, line={"color": colour["muted"], "width": 1, "dash": "dot"}, **place)


def _head(own: Column, colour: dict) -> str:
    words_for = "more is better" if own.better == "high" else "less is better"
    if own.better == "high" and not any(own.levels):
        words_for = "neither good nor bad"
    head = "<br>".join(escaping.figure(part) for part in own.title.split(" ", 1))
    return f"<b>{head}</b><br><span style='font-size:10px;color:{colour['muted']}'>{words_for}</span>"


def _axis(own: Column, colour: dict) -> dict:
    """The range with all dots, their intervals and chance in it; better is always on the right."""
    low, high = _range(own)
    ends = [low, high] if own.better == "high" else [high, low]
    tick = ".1~%" if own.percent else ".2~f"
    shown = {"tickformat": tick, "nticks": 3 if own.percent else 4, "tickangle": 0, "tickfont": {"size": 10}}
    return {"range": ends, "zeroline": False, "gridcolor": colour["grid"], **shown}


def _range(own: Column) -> tuple[float, float]:
    there = [value for value in (*own.values, *own.low, *own.high, own.chance) if value is not None]
    there = np.array([*there, 0.0], float)
    there = there[np.isfinite(there)]
    low, high = float(there.min()), float(there.max())
    margin = 0.12 * max(high - low, 0.01 if own.percent else 1e-3)
    return low - (margin / 4 if low == 0 else margin), high + margin


def _middle(own: Column) -> float:
    return sum(_range(own)) / 2


def _hover(own: Column, k: int) -> str:
    if np.isnan(own.values[k]):
        return ""
    tell = words.percent if own.percent else lambda value: words.plain(value, 2)
    told = f"{own.title}: {tell(float(own.values[k]))}"
    if np.isfinite(own.low[k]):
        told += f" ({tell(float(own.low[k]))} to {tell(float(own.high[k]))})"
    return escaping.figure(told) + "<br>" + escaping.figure(own.reasons[k])


def _short(name: str) -> str:
    name = name if len(name) <= _MOST_LETTERS else f"{name[: _MOST_LETTERS - 1].rstrip()}…"
    return escaping.figure(name)
