"""Several explanations of one prediction on one scale, and how far each two agree."""

import math
from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from nnviz import escaping
from nnviz.plots import attribution, pictures, theme
from nnviz.plots.heat import BELOW, BESIDE, caption, heat
from nnviz.plots.images import png

_ONE = 0.005
"""From this share on, whole per cents will do."""
_GAP, _TITLE, _SIDE = 0.08, 24, 232
_MOST_PARTS, _MOST_LETTERS = 15, 26
_LEGEND = "Blue speaks for, orange against. Every map's sizes add up to 100 %, and all are on one scale."
_OWN = "Blue speaks for, orange against. Every map has a scale of its own: its largest value is 100 %."


def compared_images(
    image: np.ndarray,
    shares: np.ndarray,
    titles: Sequence[str],
    dark: bool = False,
    *,
    pixel_range: tuple[float, float] | None = None,
    narrow: bool = False,
    own_scale: bool = False,
    overlay: float | None = None,
) -> go.Figure:
    """A picture, and beside it or over it each method's map.

    Args:
        image: (height, width, 1 or 3).
        shares: (methods, height, width), the absolute values of each adding up to 1.
        titles: a title a map.
        pixel_range: the values of black and white; the image's own when None.
        overlay: the opacity, in (0, 1], of the largest value where maps lie over the image; None beside it.
        own_scale: whether the largest absolute value of each map is 1 instead, and every map has a scale of its own.
    """
    image, shares = np.asarray(image, float), np.asarray(shares, float)
    count, columns = 1 + len(shares), min(1 + len(shares), 2 if narrow else 4)
    rows, limit = -(-count // columns), theme.signed_limit(shares)
    across, up = columns + _GAP * (columns - 1), 0.16 / rows if rows > 1 else 0.0
    figure = make_subplots(
        rows, columns, horizontal_spacing=_GAP / across, vertical_spacing=up,
        subplot_titles=["the picture", *(escaping.figure(_short(one)) for one in titles)],
    )  # fmt: skip
    figure.add_trace(go.Image(source=png(attribution.pixels(image, pixel_range)), hoverinfo="skip"), 1, 1)
    hover = attribution.places(shares.shape[1:])
    for k, one in enumerate(shares, start=1):
        place = {"row": k // columns + 1, "col": k % columns + 1}
        if overlay is not None:
            grey = attribution.greyed(image, pixel_range)
            figure.add_trace(go.Image(source=png(grey), hoverinfo="skip"), **place)
        shown = {"hover": hover, "unit": "share", "colour_axis": k == len(shares), "below": narrow}
        for trace in heat(one, dark, limit=limit, signed=True, **shown):
            figure.add_trace(_in_percent(trace.update(opacity=0) if overlay is not None else trace), **place)
        if overlay is not None:
            layer = png(attribution.clear(one, limit, overlay, dark))
            figure.add_trace(go.Image(source=layer, hoverinfo="skip"), **place)
    caption(figure, "", _OWN if own_scale else _LEGEND, dark)
    figure.update_xaxes(visible=False, constrain="domain")
    figure.update_yaxes(visible=False, autorange="reversed", constrain="domain")
    for k in range(count):
        figure.update_yaxes(scaleanchor=f"x{k + 1}" if k else "x", row=k // columns + 1, col=k % columns + 1)
    figure.update_annotations(font={"size": 13, "color": theme.tokens(dark)["text"]})
    ratio = rows * (1 + up * (rows > 1)) * image.shape[0] / image.shape[1] / across
    width = pictures.NARROW if narrow else min(pictures.WIDE, _SIDE * across + BESIDE)
    room = {"right": 2, "bottom": BELOW} if narrow else {"right": BESIDE}
    pictures.keep_shape(figure, ratio, width, top=figure.layout.margin.t + _TITLE, **room)
    return figure


def compared_parts(
    shares: np.ndarray,
    titles: Sequence[str],
    names: Sequence[str],
    dark: bool = False,
    *,
    in_order: bool = False,
    narrow: bool = False,
    own_scale: bool = False,
) -> go.Figure:
    """Columns, steps or tokens as rows and methods as columns, each cell a share.

    Args:
        shares: (methods, parts), the absolute values of each method adding up to 1.
        names: a name a part.
        in_order: whether parts stay in their order, as steps and tokens do; else those that count most come first.
    """
    shares = np.asarray(shares, float)
    order = np.argsort(-np.abs(shares).mean(0), kind="stable")[:_MOST_PARTS]
    order = np.sort(order) if in_order else order
    cells, rest = shares[:, order].T, shares.shape[1] - len(order)
    labels = [escaping.figure(_short(names[k])) for k in order]
    rows = [escaping.figure(names[k]) for k in order]
    hover = np.array([[f"{name}<br>{escaping.figure(one)}: " for one in titles] for name in rows], object)
    figure, limit = go.Figure(), theme.signed_limit(cells)
    for trace in heat(cells, dark, limit=limit, signed=True, hover=hover, unit="share", colour_axis=False):
        figure.add_trace(_in_percent(trace.update(xgap=2, ygap=2)))
    figure.data[0].update(text=[[_percent(v) for v in row] for row in cells], texttemplate="%{text}")
    left = f" The {rest:,} others count less." if rest > 1 else " The other one counts less." if rest else ""
    caption(figure, "", f"{_OWN if own_scale else _LEGEND}{left}", dark, 130 + 26 * len(order))
    _named(figure, [escaping.figure(_short(one)) if narrow else _broken(one) for one in titles], labels)
    figure.update_xaxes(side="top", tickangle=-90 if narrow else 0)
    figure.update_layout(margin_t=figure.layout.margin.t + (150 if narrow else 34))
    return figure


def compared_series(
    series: np.ndarray,
    shares: np.ndarray,
    titles: Sequence[str],
    dark: bool = False,
    *,
    channel_names: Sequence[str] = (),
    narrow: bool = False,
    own_scale: bool = False,
) -> go.Figure:
    """A series as lines, and below it a row of steps for each method.

    Args:
        series: (steps, channels).
        shares: (methods, steps), the absolute values of each method adding up to 1.
        channel_names: a name a channel, for the hover.
    """
    series, shares = np.asarray(series, float).reshape(len(series), -1), np.asarray(shares, float)
    figure = make_subplots(2, 1, shared_xaxes=True, vertical_spacing=0.05, row_heights=[0.4, 0.6])
    for k, values in enumerate(series.T):
        name = escaping.figure(channel_names[k]) if k < len(channel_names) else f"channel {k + 1}"
        figure.add_trace(go.Scatter(y=values, x0=1, name=name, mode="lines", line_color=theme.class_color(k)), 1, 1)
    hover = np.array([[f"step {k + 1:,}<br>" for k in range(shares.shape[1])]] * len(shares), object)
    limit = theme.signed_limit(shares)
    for trace in heat(shares, dark, limit=limit, signed=True, hover=hover, unit="share", colour_axis=False):
        figure.add_trace(_in_percent(trace.update(x0=1, ygap=3)), 2, 1)
    caption(figure, "", _OWN if own_scale else _LEGEND, dark, 250 + 36 * len(titles))
    names = [escaping.figure(_short(one)) for one in titles]
    down = {"tickvals": list(range(len(names))), "ticktext": names, "autorange": "reversed", "showgrid": False}
    figure.update_yaxes(**down, zeroline=False, row=2, col=1)
    figure.update_xaxes(title="Step", row=2, col=1)
    figure.update_layout(showlegend=False, margin_t=figure.layout.margin.t + 8)
    figure.update_yaxes(tickfont_size=10 if narrow else 12)
    return figure


def agreement(correlation: np.ndarray, overlap: np.ndarray, titles: Sequence[str], most: int, dark: bool = False):
    """How far each two methods agree: the rank correlation as colour and number, what they have in common on hover.

    Args:
        correlation: (m, m) from −1 to 1.       overlap: (m, m) from 0 to 1.
        most: how many of the most important parts are compared.
    """
    count, names = len(titles), [escaping.figure(_short(one)) for one in titles]
    shown = np.tril(np.ones((count, count), bool), -1)[1:, :-1]
    cells = np.asarray(correlation)[1:, :-1]
    hover = np.array(
        [[f"{names[i + 1]} and {names[j]}<br>{_percent(overlap[i + 1][j])} of the {most:,} most important in "
          "common<br>" for j in range(count - 1)] for i in range(count - 1)], object,
    )  # fmt: skip
    figure = go.Figure(
        heat(cells, dark, limit=1.0, signed=True, blank=~shown, hover=hover, unit="rank correlation", colour_axis=False)
    )
    texts = np.where(shown, np.char.replace(np.char.mod("%.2f", cells), "-", "−"), "").tolist()
    figure.data[0].update(text=texts, texttemplate="%{text}", xgap=2, ygap=2)
    sentence = "1 is the same order of importance, 0 is none in common, −1 is the opposite."
    caption(figure, "How far each two agree", sentence, dark, 150 + 34 * count)
    _named(figure, [_broken(one) for one in titles[:-1]], names[1:])
    return figure


def _named(figure: go.Figure, across: Sequence[str], down: Sequence[str]) -> None:
    """Columns and rows by their names, of which two may be the same."""
    for update, labels in ((figure.update_xaxes, across), (figure.update_yaxes, down)):
        update(tickvals=list(range(len(labels))), ticktext=list(labels), showgrid=False, zeroline=False)
    figure.update_yaxes(autorange="reversed")


def _in_percent(trace):
    return trace.update(
        colorbar_tickformat=".2~p", hovertemplate="%{customdata}%{z:.2%}<extra></extra>"
    ) if trace.zmid == 0 else trace  # fmt: skip


def _percent(share: float) -> str:
    """ "12 %"; of shares below one per cent one digit that counts, as where an example has very many parts."""
    if not share:
        return "0 %"
    digits = 0 if abs(share) >= _ONE else min(4, -math.floor(math.log10(abs(100 * share))))
    return f"{100 * share:.{digits}f} %".replace("-", "−")


def _short(name: str) -> str:
    return name if len(name) <= _MOST_LETTERS else name[: _MOST_LETTERS - 1] + "…"


def _broken(title: str) -> str:
    """A title on two lines."""
    words = escaping.figure(title).split()
    half = -(-len(words) // 2)
    return "<br>".join(filter(None, (" ".join(words[:half]), " ".join(words[half:]))))
