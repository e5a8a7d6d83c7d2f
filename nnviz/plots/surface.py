"""Pictures of a loss surface: a plane from above, a relief, lines through it, and its curvatures."""

import numpy as np
import plotly.graph_objects as go

from nnviz import escaping, words
from nnviz.plots import theme

_STEEP = 30
"""A loss whose highest value is so many times its lowest is drawn on a scale of powers of ten."""
_HEIGHT = 520
_CAMERA = {"eye": {"x": 1.0, "y": -1.0, "z": 0.7}, "center": {"x": 0, "y": 0, "z": -0.15}}


def plane(x, y, values, labels: tuple[str, str], here: float, way=None, dark: bool = False) -> go.Figure:
    """The loss (rows, columns) over places x and y from above: colours, contours, and a cross where the network is.

    Args:
        labels: of the two axes.
        here: the loss of the network, at (0, 0).
        way: ((t, 2) places, (t,) losses, (t,) epochs) of the training, or None.
    """
    figure, colour = go.Figure(), theme.tokens(dark)
    shown, bar = _scaled(values)
    texts = [[words.number(float(value)) for value in row] for row in np.asarray(values, float)]
    figure.add_contour(
        x=x,
        y=y,
        z=shown,
        customdata=texts,
        colorscale=theme.sequential(dark),
        ncontours=24,
        line={"width": 0.6, "color": theme.with_alpha(colour["text"], 0.35)},
        colorbar=bar,
        hovertemplate="loss %{customdata}<extra></extra>",
    )
    if way is not None:
        _trail(figure, way, colour)
    figure.add_scatter(
        x=[0],
        y=[0],
        mode="markers",
        marker={"symbol": "x", "size": 12, "color": colour["negative"], "line": _edge(colour)},
        hovertemplate=f"the network: loss {words.number(here)}<extra></extra>",
        showlegend=False,
    )
    figure.update_xaxes(title_text=labels[0], showgrid=False, zeroline=False)
    figure.update_yaxes(title_text=labels[1], showgrid=False, zeroline=False)
    figure.update_layout(plot_bgcolor=colour["nan"] if not np.isfinite(shown).all() else None)
    theme.apply(figure, dark, _HEIGHT)
    return figure


def relief(x, y, values, labels: tuple[str, str], here: float, way=None, dark: bool = False) -> go.Figure:
    """The same as a landscape to be turned; the network is the mark in it, the training a line above it."""
    figure, colour = go.Figure(), theme.tokens(dark)
    shown, bar = _scaled(values)
    texts = [[words.number(float(value)) for value in row] for row in np.asarray(values, float)]
    figure.add_surface(
        x=x,
        y=y,
        z=shown,
        customdata=texts,
        colorscale=theme.sequential(dark),
        colorbar=bar,
        opacity=0.9 if way is not None else 1.0,
        hovertemplate="loss %{customdata}<extra></extra>",
    )
    logarithmic = bool(bar.get("tickvals") is not None)
    if way is not None:
        points, losses, epochs = way
        height = np.log10(np.maximum(losses, 1e-12)) if logarithmic else losses
        figure.add_scatter3d(
            x=points[:, 0],
            y=points[:, 1],
            z=height,
            mode="lines+markers",
            line={"color": colour["negative"], "width": 4},
            marker={"size": 2.5, "color": colour["negative"]},
            customdata=_told(losses, epochs),
            hovertemplate="%{customdata}<extra></extra>",
            showlegend=False,
        )
    height = np.log10(max(here, 1e-12)) if logarithmic else here
    figure.add_scatter3d(
        x=[0],
        y=[0],
        z=[height],
        mode="markers",
        marker={"symbol": "x", "size": 5, "color": colour["negative"]},
        hovertemplate=f"the network: loss {words.number(here)}<extra></extra>",
        showlegend=False,
    )
    axis = {"gridcolor": colour["grid"], "color": colour["muted"], "showbackground": False, "zeroline": False}
    titles = {"xaxis": labels[0], "yaxis": labels[1], "zaxis": "Loss"}
    scene = {name: axis | {"title": {"text": title, "font": {"size": 12}}} for name, title in titles.items()}
    if logarithmic:
        scene["zaxis"] |= {"tickvals": bar["tickvals"], "ticktext": bar["ticktext"]}
    theme.apply(figure, dark, _HEIGHT)
    figure.update_layout(
        scene={**scene, "camera": _CAMERA, "aspectratio": {"x": 1, "y": 1, "z": 0.6}},
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
    )
    return figure


def lines(places, values: dict[str, np.ndarray], title: str, dark: bool = False) -> go.Figure:
    """The loss along lines (lines, m) through the network: one colour for each part of the data."""
    figure, colour = go.Figure(), theme.tokens(dark)
    for part, rows in values.items():
        for place, row in enumerate(rows):
            figure.add_scatter(
                x=places,
                y=row,
                mode="lines",
                name=_PARTS[part],
                legendgroup=part,
                showlegend=place == 0,
                line={"color": colour["train" if part == "train" else "validation"], "width": 2},
                opacity=1 if place == 0 else 0.55,
                hovertemplate=f"{_PARTS[part]}, line {place + 1}: %{{y:.4g}}<extra></extra>",
            )
    return _along(figure, title, values, dark)


def between(places, values: dict[str, np.ndarray], names: tuple[str, str], dark: bool = False) -> go.Figure:
    """The loss on the straight line from one network (0) to another one (1)."""
    figure, colour = go.Figure(), theme.tokens(dark)
    for part, row in values.items():
        figure.add_scatter(
            x=places,
            y=row,
            mode="lines",
            name=_PARTS[part],
            line={"color": colour["train" if part == "train" else "validation"], "width": 2.4},
            hovertemplate=f"{_PARTS[part]}: %{{y:.4g}}<extra></extra>",
        )
    for place, name in enumerate(names):
        figure.add_vline(x=place, line={"color": colour["muted"], "width": 1, "dash": "dot"})
        figure.add_annotation(
            x=place, y=1, yref="paper", yanchor="bottom", text=escaping.figure(name), showarrow=False, font_size=12
        )
    _along(figure, "Share of the way", values, dark)
    return figure.update_layout(margin_t=48, legend={"y": 1.08})


def eigenvalues(largest, residuals, smallest: float, smallest_residual: float, dark: bool = False) -> go.Figure:
    """The ends of the Hessian's spectrum as bars, with how far each may be off."""
    colour, values = theme.tokens(dark), np.array([*largest, smallest], float)
    names = [*(f"λ<sub>{k + 1}</sub>" for k in range(len(largest))), "smallest"]
    figure = go.Figure(
        go.Bar(
            x=names,
            y=values,
            error_y={"array": [*residuals, smallest_residual], "thickness": 1, "color": colour["muted"]},
            marker_color=[colour["positive"] if value >= 0 else colour["negative"] for value in values],
            hovertemplate="%{x}: %{y:.4g}<extra></extra>",
        )
    )
    figure.update_xaxes(type="category", showgrid=False)
    figure.update_yaxes(title_text="Curvature of the loss", zeroline=True)
    return theme.apply(figure, dark, 300)


_PARTS = {"train": "Training examples", "validation": "Validation examples", "test": "Test examples"}


def _along(figure, title: str, values, dark: bool):
    everything = np.concatenate([np.ravel(own) for own in values.values()])
    seen = everything[np.isfinite(everything)]
    steep = seen.size and seen.min() > 0 and seen.max() > _STEEP * seen.min()
    figure.update_xaxes(title_text=title)
    figure.update_yaxes(title_text="Loss", type="log" if steep else "linear", exponentformat="power")
    figure.update_layout(legend={"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0}, hovermode="x")
    return theme.apply(figure, dark, 420)


def _trail(figure, way, colour) -> None:
    points, losses, epochs = way
    figure.add_scatter(
        x=points[:, 0],
        y=points[:, 1],
        mode="lines+markers",
        line={"color": colour["negative"], "width": 2},
        marker={"size": 5, "color": colour["negative"]},
        customdata=_told(losses, epochs),
        hovertemplate="%{customdata}<extra></extra>",
        showlegend=False,
    )


def _scaled(values) -> tuple[np.ndarray, dict]:
    """What is drawn, logarithms where the loss is steep, and a colour bar that tells the loss itself."""
    values = np.where(np.isfinite(values), np.asarray(values, float), np.nan)
    seen = values[np.isfinite(values)]
    bar = {"thickness": 10, "outlinewidth": 0, "title": {"text": "Loss", "side": "right"}}
    if not seen.size or seen.min() <= 0 or seen.max() <= _STEEP * seen.min():
        return values, bar
    low, high = np.log10(seen.min()), np.log10(seen.max())
    ticks = np.linspace(low, high, 6)
    return np.log10(values), bar | {"tickvals": ticks, "ticktext": [words.number(10.0**tick, 2) for tick in ticks]}


def _told(losses, epochs) -> list[str]:
    pairs = zip(epochs, losses, strict=True)
    return [f"epoch {words.setting(round(float(e), 2))}: loss {words.number(float(loss))}" for e, loss in pairs]


def _edge(colour) -> dict:
    return {"width": 1, "color": colour["background"]}
