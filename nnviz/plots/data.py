"""Pictures of a data set: its points, its images, its balance.

Each function takes arrays and returns a plotly figure. A class keeps its colour; training examples are
filled circles, validation examples rings, test examples open diamonds; where the colour is a value, marks
must be filled, and the ring of a validation example goes around it.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from nnviz import escaping, words
from nnviz.plots import pictures, theme
from nnviz.plots.images import image_grid

__all__ = ["class_balance", "feature_matrix", "image_grid", "scatter", "target_histogram"]

SYMBOLS = {"train": "circle", "validation": "circle-open", "test": "diamond-open"}
VALUE_SYMBOLS = {"train": "circle", "validation": "circle", "test": "diamond"}
_PLANE = 560
"""Pixels that a plane is wide at most: all of it is then on the first screen."""
_ACROSS, _UP = "%{xaxis.title.text} %{x}", "%{yaxis.title.text} %{y}"
_DAY = 86_400_000
"""Milliseconds, in which Plotly counts dates."""
_SPREAD = 0.3
"""How far points that share a category are moved apart, at most."""
_SHADES = {"train": 1.0, "validation": 0.55, "test": 0.28}


def scatter(
    points: np.ndarray,
    labels: np.ndarray,
    class_names: Sequence[str] = (),
    split: Sequence[str] | None = None,
    dark: bool = False,
    *,
    feature_names: Sequence[str] = ("x1", "x2"),
    target_name: str = "target",
    equal_axes: bool = True,
    height: int = 460,
) -> go.Figure:
    """Points of a plane, coloured by class, or by value for regression.

    Args:
        points: (n, 2).
        labels: (n,) classes, or (n,) or (n, 1) numbers where `class_names` is empty.
        split: (n,) "train", "validation" or "test"; all "train" when None.
        equal_axes: give both axes the same unit, so that circles look round.
    """
    points, labels = np.asarray(points), np.asarray(labels).reshape(-1)
    split = np.full(len(points), "train") if split is None else np.asarray(split)
    figure = go.Figure()
    if len(class_names):
        _add_classes(figure, points, labels, class_names, split)
    else:
        _add_values(figure, points, labels, split, target_name, dark)
    _explain_marks(figure, split, SYMBOLS, dark)
    figure.update_xaxes(title_text=escaping.figure(feature_names[0]), zeroline=False, hoverformat=".4g")
    figure.update_yaxes(title_text=escaping.figure(feature_names[1]), zeroline=False, hoverformat=".4g")
    if equal_axes:
        figure.update_yaxes(scaleanchor="x", scaleratio=1, constrain="domain")
        figure.update_xaxes(constrain="domain")
    figure.update_layout(legend={"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0})
    theme.apply(figure, dark, height)
    if equal_axes:
        across, up = np.ptp(points, 0) if len(points) else (1, 1)
        ratio = float(np.clip(up / max(across, 1e-12), 0.5, 1))
        rows = -(-sum(len(str(name)) + 6 for name in (*class_names, *SYMBOLS)) // 56)
        pictures.keep_shape(
            figure, ratio, _PLANE, left=56, right=12 if len(class_names) else 96, top=14 + 20 * rows, bottom=44
        )
    return figure


def feature_matrix(
    x: np.ndarray,
    labels: np.ndarray,
    feature_names: Sequence[str],
    first: int,
    second: int,
    class_names: Sequence[str] = (),
    split: Sequence[str] | None = None,
    dark: bool = False,
    *,
    target_name: str = "target",
    categories: Mapping[int, Sequence[str]] | None = None,
    dates: Sequence[int] = (),
) -> go.Figure:
    """Two chosen columns of a table x (n, features) against each other, each on its own unit.

    Args:
        categories: the names behind the codes 0, 1, … of the columns that have them; their points are spread a little.
        dates: the columns that hold days since 1970.
    """
    chosen, categories = [first, second], categories or {}
    points = np.array(np.asarray(x)[:, chosen], float)
    for axis, k in enumerate(chosen):
        if k in categories:
            points[:, axis] += np.random.default_rng(axis).uniform(-_SPREAD, _SPREAD, len(points))
        elif k in dates:
            points[:, axis] *= _DAY
    figure = scatter(
        points,
        labels,
        class_names,
        split,
        dark,
        feature_names=[feature_names[k] for k in chosen],
        target_name=target_name,
        equal_axes=False,
    )
    for update, words_on_hover, k in ((figure.update_xaxes, _ACROSS, first), (figure.update_yaxes, _UP, second)):
        if k in categories:
            names = [escaping.figure(name) for name in categories[k]]
            update(tickmode="array", tickvals=list(range(len(names))), ticktext=names, range=[-0.6, len(names) - 0.4])
            for trace in figure.data:
                trace.hovertemplate = trace.hovertemplate and trace.hovertemplate.replace(words_on_hover, "")
        elif k in dates:
            update(type="date", hoverformat="%-d %b %Y")
    return figure


def class_balance(counts: Mapping[str, Sequence[int]], class_names: Sequence[str], dark: bool = False):
    """Examples of each class, stacked by split: solid for training, paler for validation and test.

    Args:
        counts: for each split, one number a class, as in `DataSummary.class_counts`.
    """
    colours = [theme.class_color(k) for k in range(len(class_names))]
    figure = go.Figure()
    for name, numbers in counts.items():
        if sum(numbers):
            shades = [theme.with_alpha(colour, _SHADES.get(name, 1.0)) for colour in colours]
            figure.add_bar(
                x=[escaping.figure(name) for name in class_names],
                y=list(numbers),
                name=name.capitalize(),
                marker_color=shades,
                showlegend=False,
                hovertemplate=f"%{{x}}, {name}: %{{y:,}}<extra></extra>",
            )
    present = [name for name, numbers in counts.items() if sum(numbers)]
    for name in present if len(present) > 1 else ():
        shade = theme.with_alpha(theme.tokens(dark)["muted"], _SHADES.get(name, 1.0))
        figure.add_bar(x=[None], y=[None], name=name, marker_color=shade, hoverinfo="skip")
    figure.update_layout(barmode="stack", bargap=0.35, legend={"orientation": "h", "y": 1, "yanchor": "bottom", "x": 0})
    figure.update_xaxes(type="category", showgrid=False)
    figure.update_yaxes(title_text="Examples")
    return theme.apply(figure, dark, 280)


def target_histogram(
    edges: np.ndarray, counts: np.ndarray, target_name: str = "target", dark: bool = False
) -> go.Figure:
    """How a regression target is distributed: `counts` (bins,) between `edges` (bins + 1,)."""
    edges = np.asarray(edges, float)
    ranges = [f"{words.plain(low)} to {words.plain(high)}" for low, high in zip(edges[:-1], edges[1:], strict=True)]
    figure = go.Figure(
        go.Bar(
            x=(edges[:-1] + edges[1:]) / 2,
            y=np.asarray(counts),
            width=np.diff(edges) * 0.94,
            marker_color=theme.tokens(dark)["accent"],
            customdata=ranges,
            hovertemplate="%{customdata}: %{y:,} examples<extra></extra>",
        )
    )
    figure.update_xaxes(title_text=escaping.figure(target_name), showgrid=False)
    figure.update_yaxes(title_text="Examples")
    return theme.apply(figure, dark, 280)


def _add_classes(figure, points, labels, class_names, split) -> None:
    for k, name in enumerate(map(escaping.figure, class_names)):
        shown = False
        for part, symbol in SYMBOLS.items():
            here = (labels == k) & (split == part)
            if here.any():
                figure.add_scatter(
                    x=points[here, 0],
                    y=points[here, 1],
                    mode="markers",
                    name=name,
                    legendgroup=name,
                    showlegend=not shown,
                    marker=_marker(symbol, theme.class_color(k)),
                    hovertemplate=f"{name}, {part}<br>{_ACROSS}, {_UP}<extra></extra>",
                )
                shown = True


def _add_values(figure, points, values, split, target_name, dark) -> None:
    """One colour scale for all: diverging around zero where values have both signs, else sequential."""
    finite = values[np.isfinite(values)]
    signed = finite.size and finite.min() < 0 < finite.max()
    limit = theme.signed_limit(values)
    low, high = (finite.min(), finite.max()) if finite.size else (0, 1)
    if signed:
        low, high = -limit, limit
    scale = theme.diverging(dark) if signed else theme.sequential(dark)
    target_name = escaping.figure(target_name)
    colour = theme.tokens(dark)
    for part, symbol in VALUE_SYMBOLS.items():
        here = split == part
        ring = part == "validation"
        outline = {"width": 2 if ring else 1, "color": colour["text"] if ring else colour["muted"]}
        if here.any():
            marker = {"symbol": symbol, "size": 8, "line": outline, "color": values[here], "coloraxis": "coloraxis"}
            figure.add_scatter(
                x=points[here, 0],
                y=points[here, 1],
                mode="markers",
                name=part.capitalize(),
                marker=marker,
                customdata=values[here],
                showlegend=False,
                hovertemplate=f"{target_name} %{{customdata:.4g}}, {part}<br>{_ACROSS}, {_UP}<extra></extra>",
            )
    bar = {"title": {"text": target_name, "side": "top"}, "thickness": 12, "outlinewidth": 0}
    figure.update_layout(coloraxis={"colorscale": scale, "cmin": low, "cmax": high, "colorbar": bar})


def _explain_marks(figure, split, symbols, dark) -> None:
    """Legend entries, without points, that say which mark is which split; none where there is one split."""
    present = [part for part in symbols if (split == part).any()]
    for part in present if len(present) > 1 else ():
        figure.add_scatter(
            x=[None],
            y=[None],
            mode="markers",
            name=part,
            hoverinfo="skip",
            legendgroup=f"split {part}",
            marker=_marker(symbols[part], theme.tokens(dark)["muted"]),
        )


def _marker(symbol: str, colour: str) -> dict:
    return {
        "symbol": symbol,
        "size": 7 if symbol == "circle" else 8,
        "color": colour,
        "line": {"width": 1.6 if symbol.endswith("open") else 0, "color": colour},
    }
