"""Pictures of gradients: by layer at one moment, and by layer over the epochs; both on a scale of powers of ten."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from nnviz import escaping, words
from nnviz.plots import theme

_FLOOR = 1e-12
"""What is smaller is drawn as this: there is no logarithm of zero."""
_TALLEST = 1200
"""Pixels that the rows of layers take together at most."""


def by_layer(
    layers: Sequence[str],
    output_gradient: np.ndarray,
    weight_gradient: np.ndarray,
    dark: bool = False,
    update_ratio: np.ndarray | None = None,
) -> go.Figure:
    """Marks for each layer (n,), the input's end at the left: root mean squares of ∂loss/∂output and ∂loss/∂weights,
    and where it is known the optimizer's next step against the weights."""
    colour, figure = theme.tokens(dark), go.Figure()
    names = [escaping.figure(name) for name in layers]
    marks = [
        (output_gradient, "∂loss/∂output", colour["accent"], "circle"),
        (weight_gradient, "∂loss/∂weights", colour["muted"], "diamond"),
    ]
    if update_ratio is not None and np.isfinite(update_ratio).any():
        marks.append((update_ratio, "Next step ÷ weights", colour["negative"], "square"))
    for values, label, shade, symbol in marks:
        values = np.asarray(values, float)
        figure.add_scatter(
            x=names,
            y=np.maximum(values, _FLOOR),
            mode="lines+markers",
            name=label,
            line={"color": shade, "width": 1.5},
            marker={"color": shade, "size": 9, "symbol": symbol},
            customdata=[words.number(value) for value in values],
            hovertemplate=f"%{{x}}<br>{label} %{{customdata}}<extra></extra>",
        )
    figure.update_xaxes(type="category", title_text="Layers, from the input to the output", showgrid=False)
    figure.update_yaxes(type="log", title_text="Root mean square", exponentformat="power", dtick=1)
    figure.update_layout(legend={"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0})
    return theme.apply(figure, dark, 320)


def shade(values: np.ndarray, dark: bool = False) -> tuple[list[list[str]], tuple[float, float]]:
    """A colour for every magnitude, on one scale of powers of ten for all of them.

    Args:
        values: (layers, t), not negative.

    Returns:
        Hex colours (layers, t), and the two magnitudes at the ends of the scale; what is not a number has the colour of
        NaN, and zero that of the smallest.
    """
    values = np.asarray(values, float)
    known = np.isfinite(values)
    logs = np.log10(np.maximum(np.where(known, values, _FLOOR), _FLOOR))
    seen = logs[known & (values > 0)]
    low, high = (float(np.floor(seen.min())), float(np.ceil(seen.max()))) if seen.size else (-1.0, 0.0)
    high = max(high, low + 1)
    scale = [colour for _, colour in theme.sequential(dark)]
    places = np.rint(np.clip((logs - low) / (high - low), 0, 1) * (len(scale) - 1)).astype(int)
    colours = np.where(known, np.asarray(scale)[places], theme.nan_color(dark))
    return colours.tolist(), (10.0**low, 10.0**high)


def over_epochs(
    layers: Sequence[str],
    epochs: np.ndarray,
    values: np.ndarray,
    title: str,
    dark: bool = False,
    chosen: int | None = None,
):
    """A row a layer, the last one on top, a column a recorded moment: values (layers, t), the lighter the larger.

    What is not a number has the colour of NaN. A line marks the moment that is chosen.
    """
    values = np.asarray(values, float)
    finite = np.isfinite(values)
    logs = np.log10(np.maximum(np.where(finite, values, _FLOOR), _FLOOR))
    said = [[words.number(value) for value in row] for row in values]
    moments = [words.setting(round(float(epoch), 2)) for epoch in epochs]
    figure = go.Figure(
        go.Heatmap(
            z=np.where(finite, logs, np.nan),
            x=moments,
            y=[escaping.figure(name) for name in layers],
            customdata=said,
            colorscale=theme.sequential(dark),
            hovertemplate="%{y}, epoch %{x}: %{customdata}<extra></extra>",
            colorbar={
                "title": {"text": title, "side": "right"},
                "thickness": 10,
                "outlinewidth": 0,
                "tickprefix": "10<sup>",
                "ticksuffix": "</sup>",
            },
        )
    )
    figure.update_xaxes(type="category", title_text="Epoch", showgrid=False, nticks=12)
    figure.update_yaxes(type="category", showgrid=False)
    figure.update_layout(plot_bgcolor=theme.tokens(dark)["nan"])
    if chosen is not None:
        figure.add_vline(x=chosen, line={"color": theme.tokens(dark)["negative"], "width": 2})
    return theme.apply(figure, dark, 120 + min(_TALLEST, 34 * max(3, len(layers))))


def examples(cosines, norms, losses, classes=None, names: Sequence[str] = (), dark: bool = False) -> go.Figure:
    """A point an example (n,): how far its gradient agrees with that of all, and how long it is.

    Args:
        cosines: of the angle to the gradient of all.
        norms: lengths.
        losses: of each example.
        classes, names: (n,) and what they are called; None for data without.
    """
    figure, colour = go.Figure(), theme.tokens(dark)
    cosines, norms = np.asarray(cosines, float), np.maximum(np.asarray(norms, float), _FLOOR)
    groups = [("Examples", np.ones(len(cosines), bool), colour["accent"])]
    if classes is not None:
        known = np.unique(classes)
        labels = {k: escaping.figure(names[k]) if k < len(names) else str(k) for k in known}
        groups = [(labels[k], classes == k, theme.class_color(k)) for k in known]
    for name, rows, shade in groups:
        figure.add_scatter(
            x=cosines[rows],
            y=norms[rows],
            mode="markers",
            name=name,
            marker={"color": shade, "size": 9, "line": {"width": 1, "color": colour["background"]}},
            customdata=[
                [int(place) + 1, words.number(float(losses[place])), words.number(float(norms[place]))]
                for place in np.flatnonzero(rows)
            ],
            hovertemplate="example %{customdata[0]}: agreement %{x:.2f}, length %{customdata[2]}, "
            "loss %{customdata[1]}<extra></extra>",
        )
    figure.add_vline(x=0, line={"color": colour["muted"], "width": 1, "dash": "dot"})
    figure.update_xaxes(title_text="Agreement with the gradient of all (cosine)", range=[-1.05, 1.05])
    figure.update_yaxes(title_text="Length of the gradient", type="log", exponentformat="power", dtick=1)
    figure.update_layout(showlegend=len(groups) > 1, legend={"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0})
    return theme.apply(figure, dark, 420)


def units(layers: Sequence[str], values: np.ndarray, dark: bool = False) -> go.Figure:
    """A row a layer, the last one on top, a column a unit: signed values (layers, units), each row on a scale of its
    own; where a layer has fewer units there is nothing."""
    values = np.asarray(values, float)
    sizes = np.array([theme.signed_limit(row) for row in values])[:, None]
    absent = np.cumsum(np.isfinite(values)[:, ::-1], 1)[:, ::-1] == 0
    told = np.array([[words.number(value) for value in row] for row in values], dtype=object)
    figure = go.Figure(
        go.Heatmap(
            z=np.where(np.isfinite(values), values / sizes, np.nan),
            x=np.arange(1, values.shape[1] + 1),
            y=[escaping.figure(name) for name in layers],
            customdata=told,
            colorscale=theme.diverging(dark),
            zmin=-1,
            zmax=1,
            zmid=0,
            xgap=1,
            ygap=2,
            showscale=False,
            hoverongaps=False,
            hovertemplate="%{y}, unit %{x}: %{customdata}<extra></extra>",
        )
    )
    broken = ~np.isfinite(values) & ~absent
    if broken.any():
        colour = theme.nan_color(dark)
        places = {"x": np.arange(1, values.shape[1] + 1), "y": [escaping.figure(name) for name in layers]}
        marks = np.where(broken, 1.0, np.nan)
        figure.add_heatmap(z=marks, **places, colorscale=[[0, colour], [1, colour]], showscale=False, hoverinfo="skip")
    figure.update_xaxes(title_text="Unit", showgrid=False)
    figure.update_yaxes(type="category", showgrid=False)
    return theme.apply(figure, dark, 110 + min(_TALLEST, 26 * max(3, len(layers))))


def pulls(parts: np.ndarray, dark: bool = False) -> go.Figure:
    """Each example's part (n,) of a weight's slope, signed; what is not a number has the colour of NaN."""
    parts, colour = np.asarray(parts, float), theme.tokens(dark)
    shades = np.where(parts >= 0, colour["positive"], colour["negative"])
    figure = go.Figure(
        go.Bar(
            x=np.arange(1, len(parts) + 1),
            y=np.nan_to_num(parts),
            marker_color=np.where(np.isfinite(parts), shades, colour["nan"]).tolist(),
            customdata=[words.number(float(part)) for part in parts],
            hovertemplate="example %{x}: %{customdata}<extra></extra>",
        )
    )
    figure.update_xaxes(title_text="Example", showgrid=False)
    figure.update_yaxes(title_text="Part of ∂loss/∂w", exponentformat="power", zeroline=True)
    return theme.apply(figure, dark, 240)
