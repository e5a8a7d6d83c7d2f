"""What a diagnosis of the coach rests on: a few lines or bars."""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from nnviz import escaping
from nnviz.plots import theme

_PARTS = {"training": "train", "validation": "validation"}
_HEIGHT = 240


def evidence(
    kind: str,
    x: Sequence,
    series: Mapping[str, Sequence[float]],
    x_title: str,
    y_title: str,
    dark: bool = False,
    log: bool = False,
    marks: Mapping[float, str] | None = None,
    limits: Mapping[str, float] | None = None,
) -> go.Figure:
    """Lines over numbers, or bars over names.

    Args:
        kind: "lines" or "bars".
        x: (n,) numbers or names.
        series: name → (n,) values; what is not finite is left out.
        log: powers of ten upwards; values that are not positive are not drawn then.
        marks: x → a word: an upright line there.
        limits: name → value: a level line.
    """
    figure, colours = go.Figure(), theme.tokens(dark)
    names = [escaping.figure(str(one)) if isinstance(one, str) else one for one in x]
    for place, (name, values) in enumerate(series.items()):
        colour = colours[_PARTS[name]] if name in _PARTS else theme.class_color(place)
        _add(figure, kind, names, escaping.figure(name), np.asarray(values, float), colour)
    for at, word in (marks or {}).items():
        figure.add_vline(x=at, line={"color": colours["muted"], "dash": "dot", "width": 1.2}, annotation_text=word)
    for word, value in (limits or {}).items():
        place = np.log10(value) if log else value
        figure.add_hline(y=place, line={"color": colours["muted"], "dash": "dot", "width": 1.2}, annotation_text=word)
    figure.update_xaxes(title_text=x_title)
    figure.update_yaxes(title_text=y_title, type="log" if log else "linear")
    figure.update_layout(
        barmode="group",
        showlegend=len(series) > 1,
        legend={"orientation": "h", "x": 0, "y": 1.02, "xanchor": "left", "yanchor": "bottom"},
    )
    return theme.apply(figure, dark, _HEIGHT)


def _add(figure: go.Figure, kind: str, x: list, name: str, values: np.ndarray, colour: str) -> None:
    hover = f"{name}: %{{y:.4g}}<extra></extra>"
    if kind == "bars":
        figure.add_bar(x=x, y=values, name=name, marker={"color": colour}, hovertemplate=hover)
        return
    mode = "lines" if len(x) > 8 else "lines+markers"
    figure.add_scatter(x=x, y=values, name=name, mode=mode, line={"color": colour, "width": 2}, hovertemplate=hover)
