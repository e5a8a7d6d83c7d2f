"""What a push along the gradient makes of an image or a series, and how many answers withstand it."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from nnviz import escaping, words
from nnviz.plots import pictures, theme
from nnviz.plots.attribution import pixels as shaded
from nnviz.plots.attribution import places
from nnviz.plots.heat import BELOW, BESIDE, caption, heat, scale_sentence
from nnviz.plots.images import png

_BETWEEN, _WIDEST, _HIGHEST, _HEADS = 0.03, 900, 300, 24
_MOST_CHANNELS = 6


def pushed_image(
    before: np.ndarray, after: np.ndarray, shades: np.ndarray, pixel_range: tuple, dark: bool = False, *, narrow=False
) -> go.Figure:
    """The image, what was added to each pixel on a diverging scale, and the image with it.

    Args:
        before, after: (height, width, 1 or 3).
        shades: of the same shape, what was added, in shades of 255; channels are averaged.
        pixel_range: the values of black and white.
        narrow: whether it is for the screen of a phone.
    """
    added = np.asarray(shades, float).mean(-1)
    figure = make_subplots(1, 3, horizontal_spacing=_BETWEEN, subplot_titles=("As it is", "What is added", "Changed"))
    for column, image in ((1, before), (3, after)):
        figure.add_trace(
            go.Image(source=png(shaded(np.asarray(image, float), pixel_range)), hoverinfo="skip"), 1, column
        )
    for trace in heat(added, dark, signed=True, hover=places(added.shape), below=narrow, unit="shades"):
        figure.add_trace(trace, 1, 2)
    channels = " Colour channels are averaged." if np.shape(shades)[-1] > 1 else ""
    told = f"In shades of 255: blue is lighter, orange darker. {scale_sentence(added, signed=True)}{channels}"
    heads = list(figure.layout.annotations)
    caption(figure, "", told, dark)
    figure.update_layout(margin_t=(figure.layout.margin.t or 44) + _HEADS)
    figure.update_xaxes(visible=False, constrain="domain")
    figure.update_yaxes(visible=False, autorange="reversed", constrain="domain")
    for column in (1, 2, 3):
        figure.update_yaxes(scaleanchor=f"x{column if column > 1 else ''}", row=1, col=column)
    for head in heads:
        head.update(font={"size": 13, "color": theme.tokens(dark)["muted"]})
    ratio = (1 - 2 * _BETWEEN) / 3 * added.shape[0] / added.shape[1]
    room = {"right": 2, "bottom": BELOW} if narrow else {"right": BESIDE}
    width = pictures.NARROW if narrow else min(_WIDEST, _HIGHEST / ratio + BESIDE)
    pictures.keep_shape(figure, ratio, width, top=figure.layout.margin.t, **room)
    return figure


def pushed_series(before: np.ndarray, after: np.ndarray, names: Sequence[str], dark: bool = False) -> go.Figure:
    """Series (steps, channels) as lines: dotted as they were, full as they are; those channels that change most."""
    size = np.nansum(np.abs(after - before), 0)
    shown = np.sort(np.argsort(-size, kind="stable")[:_MOST_CHANNELS])
    figure = make_subplots(len(shown), 1, shared_xaxes=True, vertical_spacing=0.04)
    for row, k in enumerate(shown, 1):
        name = escaping.figure(names[k]) if k < len(names) else f"channel {k + 1}"
        colour = theme.class_color(int(k))
        for values, dash, told in ((before, "dot", "as it is"), (after, "solid", "changed")):
            figure.add_trace(
                go.Scatter(y=values[:, k], x0=1, mode="lines", name=f"{name}, {told}",
                           line={"color": colour, "dash": dash, "width": 2}), row, 1)  # fmt: skip
        figure.update_yaxes(title=name if len(shown) > 1 else "", row=row, col=1)
    few = f" The {len(shown)} channels that change most." if len(size) > len(shown) else ""
    caption(figure, "", f"Dotted as it is, full as it was changed.{few}", dark, 120 + 150 * len(shown))
    figure.update_layout(showlegend=False)
    figure.update_xaxes(title="Step", row=len(shown), col=1)
    return figure


def withstood(
    strengths: np.ndarray,
    accuracy: np.ndarray,
    spread: np.ndarray,
    dark: bool = False,
    *,
    title: str = "",
    axis: str = "",
) -> go.Figure:
    """The share of right answers against the strength of the push, with its 95 % interval.

    Args:
        strengths: (k,) as the axis counts them.
        accuracy: (k,) from 0 to 1.
        spread: (2, k) the interval's ends.
    """
    colours = theme.tokens(dark)
    figure = go.Figure()
    figure.add_scatter(
        x=[*strengths, *strengths[::-1]],
        y=[*spread[1], *spread[0][::-1]],
        mode="lines",
        fill="toself",
        fillcolor=theme.with_alpha(colours["accent"], 0.15),
        line={"width": 0},
        hoverinfo="skip",
        showlegend=False,
    )
    figure.add_scatter(
        x=strengths,
        y=accuracy,
        mode="lines+markers",
        line={"color": colours["accent"], "width": 2},
        hovertext=[f"{words.plain(float(s), 3)}: {words.percent(float(a))} right" for s, a in zip(strengths, accuracy,
                                                                                                  strict=True)],
        hoverinfo="text",
        showlegend=False,
    )  # fmt: skip
    caption(figure, title, "The band is the 95 % interval for so many examples.", dark, 320)
    figure.update_yaxes(range=[0, 1.03], tickformat=".0%", title="Still right")
    figure.update_xaxes(title=escaping.figure(axis), rangemode="tozero")
    return figure
