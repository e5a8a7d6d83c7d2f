"""The checks of an explanation as pictures: deletion and insertion curves, and what is left as layers forget."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from nnviz import escaping
from nnviz.plots import attribution, pictures, theme
from nnviz.plots.heat import caption, heat
from nnviz.plots.images import png

_MOST_NAMED = 12
"""Parts up to which each is named below its column."""
_SIDE, _GAP, _TITLE = 130, 0.08, 24
"""Pixels of a small map's width; space between them as a share of one; pixels above one for its name."""


def curves(
    fractions: np.ndarray,
    own: Sequence[np.ndarray],
    random: Sequence[np.ndarray],
    dark: bool = False,
    *,
    unit: str = "",
    narrow: bool = False,
) -> go.Figure:
    """Deletion and insertion side by side (on a phone, one below the other), each with the spread of random orders.

    Args:
        fractions: (k,) shares of the parts that were changed.
        own: the means over the examples (k,) of deletion and of insertion.
        random: (orders, k) the same for random orders.
        unit: what the explained number is.
    """
    colour = theme.tokens(dark)
    titles = ("Deletion: the most important covered first", "Insertion: the most important uncovered first")
    places = [(1, 1), (2, 1)] if narrow else [(1, 1), (1, 2)]
    figure = make_subplots(
        *(2, 1) if narrow else (1, 2), subplot_titles=titles, shared_yaxes=not narrow, horizontal_spacing=0.05
    )
    x = 100 * np.asarray(fractions)
    for k, (place, line, orders) in enumerate(zip(places, own, random, strict=True)):
        low, high = orders.min(0), orders.max(0)
        band = {"x": np.concatenate([x, x[::-1]]), "y": np.concatenate([high, low[::-1]])}
        shade, name = theme.with_alpha(colour["muted"], 0.25), f"{len(orders)} random orders"
        drawn = (
            go.Scatter(**band, fill="toself", fillcolor=shade, line_width=0, name=name, hoverinfo="skip"),
            go.Scatter(
                x=x, y=orders.mean(0), name="their mean", line={"color": colour["muted"], "width": 1.5, "dash": "dot"}
            ),
            go.Scatter(x=x, y=line, name="the map's order", line={"color": colour["accent"], "width": 2.5}),
        )
        for trace in drawn:
            trace.update(showlegend=k == 0, mode="lines", hovertemplate="%{x:.0f} %%: %{y:.4g}")
            figure.add_trace(trace, *place)
    theme.apply(figure, dark, 640 if narrow else 380)
    figure.update_xaxes(title_text="Changed, in %", nticks=6, showgrid=False)
    figure.update_yaxes(title_text=escaping.figure(unit), col=1)
    figure.update_annotations(font={"size": 13, "color": colour["text"]})
    figure.update_layout(
        legend={"orientation": "h", "y": -0.24 if not narrow else -0.14, "x": 0}, margin={"t": 30, "b": 90}
    )
    return figure


def correlations(
    layers: Sequence[str],
    signed: np.ndarray,
    absolute: np.ndarray,
    dark: bool = False,
    *,
    structure: np.ndarray | None = None,
    narrow: bool = False,
) -> go.Figure:
    """Rank correlations with the original map (l,), from the untouched network to one that has forgotten everything;
    `structure` (l,) adds a line of structural similarities."""
    colour = theme.tokens(dark)
    names = ["as it is", *(escaping.figure(name) for name in layers)]
    figure = go.Figure()
    lines = [
        (signed, "values with their signs", colour["accent"], "circle", "solid"),
        (absolute, "sizes alone", colour["muted"], "diamond", "dot"),
    ]
    if structure is not None:
        lines.append((structure, "structure of the sizes (SSIM)", colour["warning"], "square", "dash"))
    for values, label, shade, symbol, dash in lines:
        figure.add_scatter(
            x=names,
            y=[1.0, *values],
            name=label,
            mode="lines+markers",
            line={"color": shade, "width": 2, "dash": dash},
            marker={"size": 8, "symbol": symbol},
            hovertemplate="%{x}: %{y:.2f}",
        )
    theme.apply(figure, dark, 340)
    figure.update_xaxes(type="category", title_text="Layers made random, from the output on", showgrid=False)
    low = min(-0.25, float(np.nanmin([*(value for own, *_ in lines for value in own), 0.0])) - 0.1)
    figure.update_yaxes(title_text="Likeness", range=[low, 1.08], zeroline=True, zerolinecolor=colour["muted"])
    figure.update_layout(legend={"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0})
    return figure


def small_maps(
    maps: np.ndarray,
    names: Sequence[str],
    dark: bool = False,
    *,
    image: np.ndarray | None = None,
    pixel_range: tuple[float, float] | None = None,
    narrow: bool = False,
) -> go.Figure:
    """Maps (l, height, width, channels) in rows, each on a scale of its own, centred on zero: their patterns count.

    Args:
        names: one a map.
        image: (height, width, 1 or 3), the picture itself, drawn first; None for none.
    """
    maps = np.asarray(maps, float).sum(-1)
    first = [] if image is None else ["the picture"]
    titles = [*first, *(escaping.figure(name) for name in names)]
    columns = min(len(titles), 3 if narrow else 6)
    rows = -(-len(titles) // columns)
    across = columns + _GAP * (columns - 1)
    vertical = 0.2 / rows if rows > 1 else 0.0
    figure = make_subplots(
        rows, columns, subplot_titles=titles, horizontal_spacing=_GAP / across, vertical_spacing=vertical
    )
    if image is not None:
        figure.add_trace(
            go.Image(source=png(attribution.pixels(np.asarray(image, float), pixel_range)), hoverinfo="skip"), 1, 1
        )
    for k, one in enumerate(maps, start=len(first)):
        for trace in heat(one, dark, signed=True, colour_axis=False, unit="attribution"):
            figure.add_trace(trace, k // columns + 1, k % columns + 1)
    caption(
        figure,
        "",
        "Blue raises the number, orange lowers it. Each map has a scale of its own: only patterns compare.",
        dark,
    )
    figure.update_xaxes(visible=False, constrain="domain")
    figure.update_yaxes(visible=False, autorange="reversed", constrain="domain")
    for k in range(len(titles)):
        figure.update_yaxes(scaleanchor=f"x{k + 1}" if k else "x", row=k // columns + 1, col=k % columns + 1)
    figure.update_annotations(font={"size": 12, "color": theme.tokens(dark)["text"]})
    ratio = rows * (1 + vertical * (rows > 1)) * maps.shape[1] / maps.shape[2] / across
    width = pictures.NARROW if narrow else min(pictures.WIDE, _SIDE * across)
    pictures.keep_shape(figure, ratio, width, top=figure.layout.margin.t + _TITLE)
    return figure


def strips(maps: np.ndarray, names: Sequence[str], parts: Sequence[str], dark: bool = False) -> go.Figure:
    """Values (l, parts) of what is no image, a row a network, each row on a scale of its own, centred on zero."""
    maps = np.asarray(maps, float).reshape(len(maps), -1)
    limits = np.array([theme.signed_limit(row) for row in maps])
    labels = list(parts) or [f"part {k + 1}" for k in range(maps.shape[1])]
    hover = np.array(
        [
            [f"{escaping.figure(part)}: {value:.3g}<br>" for part, value in zip(labels, row, strict=True)]
            for row in maps
        ],
        object,
    )
    figure = go.Figure(
        heat(
            maps / limits[:, None],
            dark,
            limit=1.0,
            signed=True,
            hover=hover,
            colour_axis=False,
            unit="of its row's largest:",
        )
    )
    caption(figure, "", "Each row has a scale of its own: only patterns compare.", dark, 110 + 26 * len(maps))
    ticks = [escaping.figure(name) for name in names]
    figure.update_yaxes(tickvals=list(range(len(ticks))), ticktext=ticks, autorange="reversed", showgrid=False)
    short = [part if len(part) <= 12 else f"{part[:11]}…" for part in labels]
    ticktext = [escaping.figure(part) for part in short]
    figure.update_xaxes(visible=len(short) <= _MOST_NAMED, tickvals=list(range(len(short))), ticktext=ticktext)
    return figure
