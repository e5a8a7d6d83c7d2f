"""Curves of several runs in one picture."""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from nnviz import escaping
from nnviz.plots import theme


def run_curves(
    runs: Sequence[tuple[str, Mapping[str, np.ndarray]]],
    score: str,
    title: str,
    dark: bool = False,
    log: bool = False,
    height: int = 380,
) -> go.Figure:
    """One score of several runs against the epoch: a colour a run, held-out examples solid, training ones thin and
    dashed.

    Args:
        runs: (name, {"epoch": (n,), score: (n,), "val_" + score: (n,)}) of each; a run without the score has no line.
        score: "loss", "accuracy", …
        title: of the axis.
        log: a logarithmic axis; values that are not positive are not drawn there.
    """
    figure = go.Figure()
    for place, (name, history) in enumerate(runs):
        for held_out in (True, False):
            values = history.get(f"val_{score}" if held_out else score)
            if values is not None:
                figure.add_scatter(**_line(place, name, history["epoch"], values, held_out, f"val_{score}" in history))
    figure.update_xaxes(title_text="Epoch", rangemode="tozero")
    figure.update_yaxes(title_text=title, type="log" if log else "linear")
    figure.update_layout(
        hovermode="x unified", legend={"orientation": "h", "x": 0, "y": 1.02, "xanchor": "left", "yanchor": "bottom"}
    )
    return theme.apply(figure, dark, height)


def _line(place: int, name: str, epochs, values, held_out: bool, has_held_out: bool) -> dict:
    name, part = escaping.figure(name), "validation" if held_out else "training"
    return {
        "x": np.asarray(epochs),
        "y": np.asarray(values),
        "mode": "lines" if len(epochs) > 1 else "markers",
        "name": name,
        "legendgroup": str(place),
        "showlegend": held_out or not has_held_out,
        "line": {"color": theme.class_color(place), "width": 2.2} if held_out else _training(place),
        "hovertemplate": f"{name}, {part}: %{{y:.4g}}<extra></extra>",
    }


def _training(place: int) -> dict:
    return {"color": theme.with_alpha(theme.class_color(place), 0.75), "width": 1.2, "dash": "dash"}
