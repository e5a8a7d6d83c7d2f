"""Pictures of networks that read step by step: who attends to whom, and what is remembered."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from nnviz import escaping
from nnviz.plots import theme
from nnviz.plots.heat import caption, heat

_MOST_TICKS = 40


def attention(weights: np.ndarray, queries: Sequence[str], keys: Sequence[str], dark: bool = False) -> go.Figure:
    """One head: (queries, keys) weights, a row the step that looks, a column the step that is looked at.

    The scale is from 0 to 1, the same for every head and example.
    """
    rows, columns = ([escaping.figure(name) for name in names] for names in (queries, keys))
    hover = np.array([[f"{row} looks at {column}<br>" for column in columns] for row in rows], dtype=object)
    figure = go.Figure(heat(weights, dark, limit=1.0, signed=False, hover=hover, unit="weight"))
    _names(figure.update_xaxes, columns, "looked at")
    _names(figure.update_yaxes, rows, "looks")
    figure.update_yaxes(autorange="reversed")
    height = int(np.clip(130 + 22 * len(rows), 220, 620))
    caption(figure, "", "One scale for all heads: 0 to 1.", dark, height)
    return figure


def states(
    values: np.ndarray, steps: Sequence[str], dark: bool = False, title: str = "", opened: bool = False
) -> go.Figure:
    """(steps, units): a row a unit, a column a step; signed, on one scale around zero.

    Args:
        opened: whether they say how far a gate is open: the scale is then from 0 (shut) to 1 (open).
    """
    names = [escaping.figure(name) for name in steps]
    hover = np.array([[f"after {name}, unit {k + 1}<br>" for name in names] for k in range(values.shape[1])], object)
    limit = 1.0 if opened else theme.signed_limit(values)
    unit = "open" if opened else "state"
    figure = go.Figure(heat(values.T, dark, signed=not opened, limit=limit, hover=hover, unit=unit))
    _names(figure.update_xaxes, names, "after this step")
    figure.update_yaxes(title_text="unit", showgrid=False, autorange="reversed")
    if values.shape[1] <= _MOST_TICKS:
        step = max(1, values.shape[1] // 8)
        places = list(range(0, values.shape[1], step))
        figure.update_yaxes(tickvals=places, ticktext=[str(k + 1) for k in places])
    sentence = "From 0 (shut) to 1 (open)." if opened else f"One scale around zero: ±{limit:.3g}."
    caption(figure, title, sentence, dark, int(np.clip(150 + 9 * values.shape[1], 240, 560)))
    return figure


def reach(norms: Sequence[np.ndarray], paths: Sequence[str], steps: Sequence[str], dark: bool = False) -> go.Figure:
    """A line a layer over the steps: norms (steps,) on a scale of powers of ten, on which what vanishes evenly falls
    straight. Zeros have no place on it and are left out."""
    names = [escaping.figure(name) for name in steps]
    figure = go.Figure()
    for place, (values, path) in enumerate(zip(norms, paths, strict=True)):
        figure.add_scatter(
            x=list(range(len(values))),
            y=np.where(values > 0, values, np.nan),
            mode="lines+markers",
            name=escaping.figure(path),
            line={"color": theme.class_color(place), "width": 2},
            customdata=names[: len(values)],
            hovertemplate="%{customdata}: %{y:.3g}<extra></extra>",
        )
    _names(figure.update_xaxes, names, "step")
    figure.update_yaxes(type="log", title_text="gradient norm", exponentformat="power")
    figure.update_layout(showlegend=len(norms) > 1)
    return theme.apply(figure, dark, 300)


def _names(update, names: list[str], title: str) -> None:
    """An axis whose places are steps: the same word may come twice, so that places are numbers."""
    apart = -(-len(names) // _MOST_TICKS)
    places = list(range(0, len(names), apart))
    update(tickvals=places, ticktext=[names[k] for k in places], title_text=title, showgrid=False, zeroline=False)
