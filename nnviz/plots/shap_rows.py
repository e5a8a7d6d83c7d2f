"""What pictures of SHAP values share: their largest columns, names at the left, numbers with a sign, colours."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from nnviz import escaping, words
from nnviz.plots import theme

MOST = 12
"""Columns drawn at most; the rest is one."""
SHARE = "probability"
"""The unit whose numbers are written in percent."""
STEADY = {"selected": {"marker": {}}, "unselected": {"marker": {"opacity": 1}}}
"""Points that a click chooses and that look the same after it; what is chosen has a ring."""


def largest(values, labels, most) -> tuple[np.ndarray, list[str]]:
    """The largest values with their labels, and the sum of the others as one, so that nothing is lost."""
    order = np.argsort(-np.abs(np.nan_to_num(values, nan=np.inf)), kind="stable")
    if len(order) <= most:
        return values[order], [labels[k] for k in order]
    shown, rest = order[: most - 1], order[most - 1 :]
    return np.append(values[shown], values[rest].sum()), [*(labels[k] for k in shown), f"{len(rest):,} other columns"]


def shades(values, dark) -> list[str]:
    colour = theme.tokens(dark)
    shades = np.where(values >= 0, colour["positive"], colour["negative"])
    return np.where(np.isfinite(values), shades, colour["nan"]).tolist()


def signed(value: float, unit: str = "") -> str:
    """A step with its sign: "+0.23"; of a probability "+23 %"."""
    return ("+" if value > 0 else "") + number(value, unit)


def number(value: float, unit: str = "") -> str:
    """A number on the scale of the explained one: "0.23"; of a probability "23 %"."""
    if not np.isfinite(value):
        return str(value)
    return words.percent(value) if unit == SHARE else words.plain(value, 3)


def ticks(unit: str) -> dict:
    """How an axis of the explained number writes its ticks."""
    return {"nticks": 5, "tickformat": ".0%" if unit == SHARE else None}


def unit_title(unit: str, what: str = "SHAP value") -> str:
    return escaping.figure(f"{what}, in {unit}") if unit and unit != SHARE else what


def rows(figure: go.Figure, texts: Sequence[str], narrow: bool, colour: dict) -> None:
    """The names of the rows at the left; on a phone long ones give way, and a value stands below its name."""
    most = 16 if narrow else 34
    figure.update_yaxes(
        tickmode="array",
        tickvals=list(range(len(texts))),
        ticktext=[_lines(text, most, narrow) for text in texts],
        showgrid=False,
        zeroline=False,
        tickfont_color=colour["text"],
    )


def _lines(text: str, most: int, narrow: bool) -> str:
    """ "radius = 17.99 µm" in a line or two of at most so many letters."""
    parts = text.split(" = ", 1) if narrow else [text]
    return "<br>= ".join(escaping.figure(part if len(part) <= most else f"{part[: most - 1]}…") for part in parts)


def ring(figure: go.Figure, x, y, colour: dict) -> None:
    """A ring around the points of the chosen example."""
    look = {"size": 15, "symbol": "circle-open", "color": colour["text"], "line": {"width": 2.5}}
    figure.add_trace(go.Scatter(x=x, y=y, mode="markers", marker=look, hoverinfo="skip", showlegend=False))
