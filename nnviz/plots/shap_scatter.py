"""One column of a data set: its value across, how far it moves predictions up, and another column as the colour."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from nnviz import escaping
from nnviz.plots import shap_rows, theme
from nnviz.plots.heat import caption

_MOST_COLOURS = 10


def scatter(
    data: np.ndarray,
    values: np.ndarray,
    name: str,
    dark: bool = False,
    *,
    categories: Sequence[str] = (),
    dates: bool = False,
    other: np.ndarray | None = None,
    other_name: str = "",
    other_categories: Sequence[str] = (),
    examples: Sequence[int] = (),
    chosen: int | None = None,
    unit: str = "",
    narrow: bool = False,
) -> go.Figure:
    """One column: its value across, and how far it moves the prediction up or down.

    Args:
        data: (n,) numbers, days since 1970, or places in `categories`; what is missing stands at the left.
        values: (n,) SHAP values.
        categories: names of the values, where these are places.
        other, other_name, other_categories: (n,) another column, which colours the points; without one, the sign does.
        examples, chosen: as in `beeswarm`.
    """
    data, values = np.asarray(data, float), np.asarray(values, float)
    across, colour = _across(data, categories, dates), theme.tokens(dark)
    called = list(examples) or list(range(1, len(values) + 1))
    figure, shared = go.Figure(), {"mode": "markers", **shap_rows.STEADY}
    told = "%{x}: %{y:.4g}<br>example %{customdata[0]:,}"
    for rows, marker, label in _looks(values, other, other_categories, dark, narrow, other_name):
        figure.add_trace(
            go.Scatter(
                x=[across[k] for k in rows],
                y=values[rows],
                marker={"size": 8, "opacity": 0.8, "line": {"width": 0.6, "color": colour["muted"]}, **marker},
                name=label,
                showlegend=bool(label),
                customdata=[[called[k]] for k in rows],
                hovertemplate=f"{told}<extra>{label}</extra>",
                **shared,
            )
        )
    if chosen in called:
        at = called.index(chosen)
        shap_rows.ring(figure, [across[at]], [values[at]], colour)
    meant = "Blue raises the prediction, orange lowers it."
    if other is not None:
        meant = f"The colour is {other_name}: where colours part, the two columns act together."
    caption(figure, "", f"Each point is an example. {meant}", dark, 400)
    figure.update_yaxes(zeroline=True, zerolinecolor=colour["muted"], **shap_rows.ticks(unit))
    figure.update_yaxes(title_text=shap_rows.unit_title(unit))
    figure.update_xaxes(title_text=escaping.figure(name), type="category" if len(categories) else None)
    if len(other_categories) and other is not None:
        legend = {"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0}
        figure.update_layout(legend=legend, margin_t=figure.layout.margin.t + 30)
    return figure


def _looks(values, other, categories, dark: bool, narrow: bool, name: str):
    """(rows, marker, label) of points that look alike."""
    everything = np.arange(len(values))
    if other is None:
        yield everything, {"color": shap_rows.shades(values, dark)}, ""
    elif not len(categories):
        other = np.asarray(other, float)
        finite = other[np.isfinite(other)]
        low, high = np.quantile(finite, [0.02, 0.98]) if finite.size else (0.0, 1.0)
        bar = {"thickness": 10, "outlinewidth": 0, "title": {"text": "" if narrow else escaping.figure(name)},
               "tickfont": {"color": theme.tokens(dark)["muted"]}}  # fmt: skip
        scale = {"colorscale": theme.sequential(dark), "cmin": low, "cmax": max(high, low + 1e-9), "colorbar": bar}
        yield everything, {"color": np.where(np.isfinite(other), other, low), "showscale": True, **scale}, ""
    else:
        codes = np.where(np.isnan(other), -1, other).astype(int)
        frequent = [k for k, _ in sorted(zip(*np.unique(codes, return_counts=True), strict=True), key=lambda p: -p[1])]
        for place, code in enumerate(frequent[:_MOST_COLOURS]):
            label = "missing" if code < 0 else escaping.figure(categories[code])
            yield np.flatnonzero(codes == code), {"color": theme.class_color(place)}, label
        rest = np.flatnonzero(~np.isin(codes, frequent[:_MOST_COLOURS]))
        if len(rest):
            yield rest, {"color": theme.tokens(dark)["muted"]}, "others"


def _across(data, categories, dates) -> list:
    if len(categories):
        return ["missing" if np.isnan(code) else escaping.figure(categories[int(code)]) for code in data]
    if dates:
        return [None if np.isnan(day) else str(np.datetime64(int(day // 1), "D")) for day in data]
    return data.tolist()
