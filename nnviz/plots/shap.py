"""SHAP values as pictures: one prediction as steps, a data set as bars and as a swarm, one column, maps of classes."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from nnviz import escaping, words
from nnviz.plots import attribution, pictures, theme
from nnviz.plots.heat import BELOW, BESIDE, caption, heat, scale_sentence
from nnviz.plots.images import png

_MOST = 12
"""Columns drawn at most; the rest is one."""
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
    most: int = _MOST,
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
    steps, texts = _largest(values, labels, most)
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
            marker_color=_shades(steps, dark),
            customdata=[[escaping.figure(text), _signed(step)] for text, step in zip(texts, steps, strict=True)],
            hovertemplate="%{customdata[0]}: %{customdata[1]}<extra></extra>",
        )
    )
    _ends(figure, base, output, len(steps), colour)
    _step_numbers(figure, starts, steps, colour)
    caption(figure, "", "Blue raises the prediction, orange lowers it.", dark, 110 + 30 * len(steps))
    low, high = min(starts.min(), output), max((starts + steps).max(), starts.max(), output)
    room = 0.14 * ((high - low) or 1.0)
    figure.update_xaxes(range=[low - room, high + 1.6 * room], nticks=5, title_text=_unit(unit, "Prediction"))
    _rows(figure, texts, narrow, colour)
    figure.update_yaxes(range=[-1.15, len(steps) + 0.15])
    return figure


def _ends(figure: go.Figure, base: float, output: float, count: int, colour: dict) -> None:
    """Where the steps begin and end, each with its number."""
    line = {"color": colour["muted"], "dash": "dot", "width": 1}
    for x, y, said in ((base, -0.8, "comparison examples"), (output, count - 0.2, "this example")):
        figure.add_shape(type="line", x0=x, x1=x, y0=-0.55, y1=count - 0.45, line=line, layer="below")
        text = f"{said}: <b>{words.plain(x, 3)}</b>"
        figure.add_annotation(x=x, y=y, text=text, showarrow=False, yanchor="middle", font_size=12)


def _step_numbers(figure: go.Figure, starts: np.ndarray, steps: np.ndarray, colour: dict) -> None:
    """Each step's number to the right of it, and a line from its end to the next one."""
    line = {"color": colour["muted"], "width": 1}
    free = {"showarrow": False, "xanchor": "left", "xshift": 3, "font_size": 12, "borderpad": 1}
    for row, (start, step) in enumerate(zip(starts, steps, strict=True)):
        end = start + step
        figure.add_annotation(x=max(start, end), y=row, text=_signed(step), bgcolor=colour["background"], **free)
        if row + 1 < len(steps):
            figure.add_shape(type="line", x0=end, x1=end, y0=row, y1=row + 1, line=line)


def importance(
    sizes: np.ndarray,
    names: Sequence[str],
    examples: int,
    dark: bool = False,
    *,
    unit: str = "",
    most: int = _MOST,
    narrow: bool = False,
) -> go.Figure:
    """The mean |SHAP value| of each column over the examples, the largest at the top."""
    lengths, texts = _largest(np.asarray(sizes, float).ravel(), names, most)
    lengths, texts = lengths[::-1], texts[::-1]
    colour = theme.tokens(dark)
    figure = go.Figure(
        go.Bar(
            x=lengths,
            y=np.arange(len(lengths)),
            orientation="h",
            width=0.7,
            marker_color=colour["accent"],
            customdata=[escaping.figure(text) for text in texts],
            hovertemplate="%{customdata}: %{x:.4g}<extra></extra>",
        )
    )
    for row, length in enumerate(lengths):
        figure.add_annotation(
            x=length, y=row, text=words.plain(length, 3), showarrow=False, xanchor="left", xshift=4, font_size=12
        )
    sentence = f"By how much each column moves the prediction on average, whichever way, over {examples:,} examples."
    caption(figure, "", sentence, dark, 100 + 28 * len(lengths))
    figure.update_xaxes(range=[0, 1.15 * (float(np.max(lengths, initial=0)) or 1.0)], nticks=5)
    figure.update_xaxes(title_text=_unit(unit, "Mean distance moved"))
    _rows(figure, texts, narrow, colour)
    return figure


def beeswarm(
    values: np.ndarray,
    data: np.ndarray,
    names: Sequence[str],
    dark: bool = False,
    *,
    ordered: np.ndarray | None = None,
    texts: np.ndarray | None = None,
    unit: str = "",
    most: int = _MOST,
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
        most: columns at most, the most important.
    """
    values, data = np.asarray(values, float), np.asarray(data, float)
    ordered = np.ones(values.shape[1], bool) if ordered is None else np.asarray(ordered, bool)
    shown = np.argsort(-np.abs(values).mean(0), kind="stable")[:most][::-1]
    colour, figure = theme.tokens(dark), go.Figure()
    span = np.ptp(values[:, shown]) or 1.0
    for row, column in enumerate(shown):
        own = values[:, column]
        said = [words.plain(value) for value in data[:, column]] if texts is None else texts[:, column]
        figure.add_trace(
            go.Scatter(
                x=own,
                y=row + 0.4 * _swarm(own, span),
                mode="markers",
                showlegend=False,
                marker=_points(_rank(data[:, column]) if ordered[column] else None, colour, dark, row == 0),
                customdata=[escaping.figure(f"{names[column]} = {text}" if text else names[column]) for text in said],
                hovertemplate="%{customdata}<br>moves it by %{x:.4g}<extra></extra>",
            )
        )
    hidden = values.shape[1] - len(shown)
    some = f" The {len(shown)} most important of {values.shape[1]} columns." if hidden else ""
    sentence = f"Right of zero raises the prediction. Full colour: a high value of the column; empty: a low one.{some}"
    caption(figure, "", sentence, dark, 110 + 34 * len(shown))
    figure.update_xaxes(zeroline=True, zerolinecolor=colour["muted"], nticks=5, title_text=_unit(unit))
    _rows(figure, [names[column] for column in shown], narrow, colour)
    return figure


def scatter(
    data: np.ndarray,
    values: np.ndarray,
    name: str,
    dark: bool = False,
    *,
    categories: Sequence[str] = (),
    dates: bool = False,
    unit: str = "",
    narrow: bool = False,
) -> go.Figure:
    """One column: its value across, and how far it moves the prediction up or down.

    Args:
        data: (n,) numbers, days since 1970, or places in `categories`; what is missing stands at the left.
        values: (n,) SHAP values.
        categories: names of the values, where these are places.
    """
    data, values = np.asarray(data, float), np.asarray(values, float)
    across = _across(data, categories, dates)
    figure = go.Figure(
        go.Scatter(
            x=across,
            y=values,
            mode="markers",
            marker={"size": 7, "color": _shades(values, dark), "opacity": 0.75},
            hovertemplate="%{x}: %{y:.4g}<extra></extra>",
        )
    )
    caption(figure, "", "Each point is an example. Blue raises the prediction, orange lowers it.", dark, 380)
    muted = theme.tokens(dark)["muted"]
    figure.update_yaxes(zeroline=True, zerolinecolor=muted, title_text=_unit(unit), nticks=6)
    figure.update_xaxes(title_text=escaping.figure(name), type="category" if len(categories) else None)
    return figure


def image_maps(
    image: np.ndarray,
    maps: np.ndarray,
    labels: Sequence[str],
    dark: bool = False,
    *,
    pixel_range: tuple[float, float] | None = None,
    narrow: bool = False,
) -> go.Figure:
    """A picture, and beside it for each class what every pixel counts, all on one scale centred on zero.

    Args:
        image: (height, width, 1 or 3).
        maps: (classes, height, width, 1 or 3); channels are added up.
        labels: a title a map.
        pixel_range: the values of black and white; the image's own when None.
    """
    image, maps = np.asarray(image, float), np.asarray(maps, float).sum(-1)
    count = 1 + len(maps)
    columns = min(count, 2 if narrow else 4)
    rows = -(-count // columns)
    across = columns + _GAP * (columns - 1)
    limit = theme.signed_limit(maps)
    titles = ["the picture", *(escaping.figure(label) for label in labels)]
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


def _largest(values, labels, most) -> tuple[np.ndarray, list[str]]:
    """The largest values with their labels, and the sum of the others as one, so that nothing is lost."""
    order = np.argsort(-np.abs(np.nan_to_num(values, nan=np.inf)), kind="stable")
    if len(order) <= most:
        return values[order], [labels[k] for k in order]
    shown, rest = order[: most - 1], order[most - 1 :]
    return np.append(values[shown], values[rest].sum()), [*(labels[k] for k in shown), f"{len(rest):,} other columns"]


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


def _points(rank, colour, dark, with_bar) -> dict:
    line = {"width": 0.8, "color": colour["muted"]}
    if rank is None:
        return {"size": 7, "color": colour["muted"], "opacity": 0.6}
    shades = np.where(np.isfinite(rank), rank, 0.0)
    scale = {"colorscale": theme.sequential(dark), "cmin": 0, "cmax": 1}
    return {"size": 7, "color": shades, "line": line, "showscale": False, **scale}


def _across(data, categories, dates) -> list:
    if len(categories):
        return ["missing" if np.isnan(code) else escaping.figure(categories[int(code)]) for code in data]
    if dates:
        return [None if np.isnan(day) else str(np.datetime64(int(day // 1), "D")) for day in data]
    return data.tolist()


def _shades(values, dark) -> list[str]:
    colour = theme.tokens(dark)
    shades = np.where(values >= 0, colour["positive"], colour["negative"])
    return np.where(np.isfinite(values), shades, colour["nan"]).tolist()


def _signed(value: float) -> str:
    return ("+" if value > 0 else "") + (words.plain(value, 3) if np.isfinite(value) else str(value))


def _unit(unit: str, what: str = "SHAP value") -> str:
    return escaping.figure(f"{what}, in {unit}") if unit else what


def _rows(figure: go.Figure, texts: Sequence[str], narrow: bool, colour: dict) -> None:
    """The names of the rows at the left; long ones give way on a phone."""
    most = 16 if narrow else 34
    short = [text if len(text) <= most else f"{text[: most - 1]}…" for text in texts]
    figure.update_yaxes(
        tickmode="array",
        tickvals=list(range(len(texts))),
        ticktext=[escaping.figure(text) for text in short],
        showgrid=False,
        zeroline=False,
        tickfont_color=colour["text"],
    )
