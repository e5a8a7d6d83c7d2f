"""SHAP values as pictures: one prediction as steps, a data set as bars and as a swarm, one column, maps of classes."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from nnviz import escaping, words
from nnviz.plots import attribution, pictures, shap_rows, theme
from nnviz.plots.heat import BELOW, BESIDE, caption, heat, scale_sentence
from nnviz.plots.images import png

_LANES = 17
"""Places across a row of a swarm, the middle one first."""
_BINS = 90
"""Places along a row of a swarm that a point can share with others."""
_GAP = 0.06
"""Space between pictures, as a share of the figure."""
_TITLE = 26
"""Pixels above a picture for its class."""
_SIDE = 230
"""Pixels of a picture's width, about."""


def waterfall(
    values: np.ndarray,
    labels: Sequence[str],
    base: float,
    output: float,
    dark: bool = False,
    *,
    unit: str = "",
    most: int = shap_rows.MOST,
    narrow: bool = False,
) -> go.Figure:
    """From the background's mean to the prediction, one step a column; the largest step is the last, at the top.

    Args:
        values: (columns,) SHAP values.
        labels: `"radius = 17.99 µm"`, one a column.
        base, output: where the steps begin and end.
        unit: what they are counted in.
        most: steps at most; what does not fit is one step.
        narrow: whether it is for the screen of a phone.
    """
    values = np.asarray(values, float).ravel()
    steps, texts = shap_rows.largest(values, labels, most)
    steps, texts = steps[::-1], texts[::-1]  # the smallest is the first step, at the bottom
    starts = base + np.concatenate([[0.0], np.cumsum(steps)[:-1]])
    colour, rows = theme.tokens(dark), np.arange(len(steps))
    figure = go.Figure(
        go.Bar(
            x=np.nan_to_num(steps),
            base=starts,
            y=rows,
            orientation="h",
            width=0.7,
            marker_color=shap_rows.shades(steps, dark),
            customdata=[
                [escaping.figure(text), shap_rows.signed(step, unit)] for text, step in zip(texts, steps, strict=True)
            ],
            hovertemplate="%{customdata[0]}: %{customdata[1]}<extra></extra>",
        )
    )
    _ends(figure, base, output, len(steps), colour, unit)
    _step_numbers(figure, starts, steps, colour, unit)
    sentence = "Read it from below: every step is one column. Blue raises the prediction, orange lowers it."
    caption(figure, "", sentence, dark, 110 + (35 if narrow else 29) * len(steps))
    low, high = min(starts.min(), output), max((starts + steps).max(), starts.max(), output)
    room = 0.14 * ((high - low) or 1.0)
    title = shap_rows.unit_title(unit, "Probability" if unit == shap_rows.SHARE else "Prediction")
    figure.update_xaxes(range=[low - room, high + 1.6 * room], title_text=title, **shap_rows.ticks(unit))
    shap_rows.rows(figure, texts, narrow, colour)
    figure.update_yaxes(range=[-1.15, len(steps) + 0.15])
    return figure


def _ends(figure: go.Figure, base: float, output: float, count: int, colour: dict, unit: str) -> None:
    """Where the steps begin and end, each with its number."""
    line = {"color": colour["muted"], "dash": "dot", "width": 1}
    for x, y, said in ((base, -0.8, "comparison examples"), (output, count - 0.2, "this example")):
        figure.add_shape(type="line", x0=x, x1=x, y0=-0.55, y1=count - 0.45, line=line, layer="below")
        text = f"{said}: <b>{shap_rows.number(x, unit)}</b>"
        figure.add_annotation(x=x, y=y, text=text, showarrow=False, yanchor="middle", font_size=12)


def _step_numbers(figure: go.Figure, starts: np.ndarray, steps: np.ndarray, colour: dict, unit: str) -> None:
    """Each step's number to the right of it, and a line from its end to the next one."""
    line = {"color": colour["muted"], "width": 1}
    free = {"showarrow": False, "xanchor": "left", "xshift": 3, "font_size": 12, "borderpad": 1}
    for row, (start, step) in enumerate(zip(starts, steps, strict=True)):
        end = start + step
        figure.add_annotation(
            x=max(start, end), y=row, text=shap_rows.signed(step, unit), bgcolor=colour["background"], **free
        )
        if row + 1 < len(steps):
            figure.add_shape(type="line", x0=end, x1=end, y0=row, y1=row + 1, line=line)


def importance(
    sizes: np.ndarray,
    names: Sequence[str],
    examples: int,
    dark: bool = False,
    *,
    unit: str = "",
    most: int = shap_rows.MOST,
    narrow: bool = False,
) -> go.Figure:
    """The mean |SHAP value| of each column over the examples, the largest at the top."""
    lengths, texts = shap_rows.largest(np.asarray(sizes, float).ravel(), names, most)
    lengths, texts = lengths[::-1], texts[::-1]
    colour = theme.tokens(dark)
    figure = go.Figure(
        go.Bar(
            x=lengths,
            y=np.arange(len(lengths)),
            orientation="h",
            width=0.7,
            marker_color=[colour["muted"]] + [colour["accent"]] * (len(lengths) - 1)
            if len(np.ravel(sizes)) > most
            else colour["accent"],
            customdata=[escaping.figure(text) for text in texts],
            hovertemplate="%{customdata}: %{x:.4g}<extra></extra>",
        )
    )
    for row, length in enumerate(lengths):
        figure.add_annotation(
            x=length,
            y=row,
            text=shap_rows.number(length, unit),
            showarrow=False,
            xanchor="left",
            xshift=4,
            font_size=12,
        )
    sentence = f"By how much each column moves the prediction on average, whichever way, over {examples:,} examples."
    caption(figure, "", sentence, dark, 100 + 28 * len(lengths))
    figure.update_xaxes(range=[0, 1.15 * (float(np.max(lengths, initial=0)) or 1.0)], **shap_rows.ticks(unit))
    figure.update_xaxes(title_text=shap_rows.unit_title(unit, "Mean distance moved"))
    shap_rows.rows(figure, texts, narrow, colour)
    return figure


def beeswarm(
    values: np.ndarray,
    data: np.ndarray,
    names: Sequence[str],
    dark: bool = False,
    *,
    ordered: np.ndarray | None = None,
    texts: np.ndarray | None = None,
    examples: Sequence[int] = (),
    chosen: int | None = None,
    unit: str = "",
    most: int = shap_rows.MOST,
    narrow: bool = False,
) -> go.Figure:
    """Every example as a point in every column's row: where it lies says how far that column moved its prediction.

    Args:
        values: (n, columns) SHAP values.
        data: (n, columns) the columns' own values; the darker or brighter a point against the page, the larger its
            value is among its column's.
        names: one a column.
        ordered: (columns,) False for columns whose values have no order, such as names; their points are grey.
        texts: (n, columns) values as people write them.
        examples: (n,) what examples are called, for the hover and for a click.
        chosen: the one whose points have a ring.
        most: columns at most, the most important.
    """
    values, data = np.asarray(values, float), np.asarray(data, float)
    ordered = np.ones(values.shape[1], bool) if ordered is None else np.asarray(ordered, bool)
    shown = np.argsort(-np.abs(values).mean(0), kind="stable")[:most][::-1]
    colour, figure = theme.tokens(dark), go.Figure()
    span = np.ptp(values[:, shown]) or 1.0
    called = list(examples) or list(range(1, len(values) + 1))
    for row, column in enumerate(shown):
        own = values[:, column]
        said = [words.plain(value) for value in data[:, column]] if texts is None else texts[:, column]
        named = [escaping.figure(f"{names[column]} = {text}" if text else names[column]) for text in said]
        points = _points(_rank(data[:, column]) if ordered[column] else None, colour, dark)
        up = row + 0.4 * _swarm(own, span)
        figure.add_trace(
            go.Scatter(
                x=own,
                y=up,
                mode="markers",
                showlegend=False,
                marker=points,
                **shap_rows.STEADY,
                customdata=list(zip(called, named, strict=True)),
                hovertemplate="%{customdata[1]}<br>moves it by %{x:.4g}<br>example %{customdata[0]:,}<extra></extra>",
            )
        )
        if chosen in called:
            shap_rows.ring(figure, [own[called.index(chosen)]], [up[called.index(chosen)]], colour)
    hidden = values.shape[1] - len(shown)
    some = f" The {len(shown)} most important of {values.shape[1]} columns." if hidden else ""
    sentence = f"Right of zero raises the prediction. Full colour: a high value of the column; empty: a low one.{some}"
    caption(figure, "", sentence, dark, 110 + 30 * len(shown))
    figure.update_xaxes(zeroline=True, zerolinecolor=colour["muted"], **shap_rows.ticks(unit))
    figure.update_xaxes(title_text=shap_rows.unit_title(unit))
    shap_rows.rows(figure, [names[column] for column in shown], narrow, colour)
    return figure


def image_maps(
    image: np.ndarray,
    maps: np.ndarray,
    labels: Sequence[str],
    dark: bool = False,
    *,
    pixel_range: tuple[float, float] | None = None,
    narrow: bool = False,
    named: str = "the picture",
) -> go.Figure:
    """A picture, and beside it for each class what every pixel counts, all on one scale centred on zero.

    Args:
        image: (height, width, 1 or 3).
        maps: (classes, height, width, 1 or 3); channels are added up.
        labels: a title a map.
        pixel_range: the values of black and white; the image's own when None.
        named: the title of the picture.
    """
    image, maps = np.asarray(image, float), np.asarray(maps, float).sum(-1)
    count = 1 + len(maps)
    columns = min(count, 2 if narrow else 4)
    rows = -(-count // columns)
    across = columns + _GAP * (columns - 1)
    limit = theme.signed_limit(maps)
    titles = [named, *(escaping.figure(label) for label in labels)]
    figure = make_subplots(
        rows, columns, horizontal_spacing=_GAP / across, vertical_spacing=_vertical(rows), subplot_titles=titles
    )
    source = png(attribution.pixels(image, pixel_range))
    figure.add_trace(go.Image(source=source, hoverinfo="skip"), 1, 1)
    hover = attribution.places(maps.shape[1:])
    for k, one in enumerate(maps, start=1):
        last = k == len(maps)
        for trace in heat(
            one, dark, limit=limit, signed=True, hover=hover, unit="moves it by", colour_axis=last, below=narrow
        ):
            figure.add_trace(trace, k // columns + 1, k % columns + 1)
    caption(
        figure, "", f"Blue raises the class, orange lowers it. {scale_sentence(maps, limit, ' for all', True)}", dark
    )
    figure.update_xaxes(visible=False, constrain="domain")
    figure.update_yaxes(visible=False, autorange="reversed", constrain="domain")
    for k in range(count):
        anchor = f"x{k + 1}" if k else "x"
        figure.update_yaxes(scaleanchor=anchor, row=k // columns + 1, col=k % columns + 1)
    figure.update_annotations(font={"size": 13, "color": theme.tokens(dark)["text"]})
    ratio = rows * (1 + (_vertical(rows) * (rows > 1))) * image.shape[0] / image.shape[1] / across
    width = pictures.NARROW if narrow else min(pictures.WIDE, _SIDE * across + BESIDE)
    room = {"right": 2, "bottom": BELOW} if narrow else {"right": BESIDE}
    pictures.keep_shape(figure, ratio, width, top=figure.layout.margin.t + _TITLE, **room)
    return figure


def _vertical(rows: int) -> float:
    return 0.16 / rows if rows > 1 else 0.0


def _swarm(values: np.ndarray, span: float) -> np.ndarray:
    """(n,) in [−1, 1]: where points of about the same value lie across their row, the middle first."""
    bins = np.floor(np.nan_to_num(values) / span * _BINS).astype(int)
    order = np.argsort(bins, kind="stable")
    _, first, sizes = np.unique(bins[order], return_index=True, return_counts=True)
    place = np.arange(len(values)) - np.repeat(first, sizes)
    lane = np.where(place % 2, (place + 1) // 2, -(place // 2))  # 0, 1, −1, 2, −2, …
    half = max((_LANES - 1) / 2, (sizes.max() if len(sizes) else 1) / 2)
    across = np.empty(len(values))
    across[order] = lane / half
    return across


def _rank(data: np.ndarray) -> np.ndarray:
    """(n,) the share of the other examples whose value is smaller, NaN where it is missing."""
    finite = np.isfinite(data)
    ranks = np.full(len(data), np.nan)
    _, place = np.unique(data[finite], return_inverse=True)
    ranks[finite] = place / max(1, place.max(initial=0))
    return ranks


def _points(rank, colour, dark) -> dict:
    line = {"width": 0.8, "color": colour["muted"]}
    if rank is None:
        return {"size": 7, "color": colour["muted"], "opacity": 0.6}
    shades = np.where(np.isfinite(rank), rank, 0.0)
    scale = {"colorscale": theme.sequential(dark), "cmin": 0, "cmax": 1}
    return {"size": 7, "color": shades, "line": line, "showscale": False, **scale}
