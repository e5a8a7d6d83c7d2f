"""One prediction explained: how much each pixel, feature, step or token counts, and whether it adds up."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from nnviz import escaping, words
from nnviz.plots import pictures, theme
from nnviz.plots.bars import bar_chart
from nnviz.plots.heat import BELOW, BESIDE, caption, heat, scale_sentence
from nnviz.plots.images import png

_BETWEEN = 0.04
"""Space between an image and its map, as a share of both."""
_WIDEST, _HIGHEST = 680, 420
"""Pixels that both fill at most."""
_DARKEST, _PALEST = 70, 225
"""Greys of an image under its map, between which both colours are seen for what they are."""
_LEGEND = "Blue raises the output, orange lowers it."
_LOSS = "Blue raises the loss, orange lowers it."


def image_attribution(
    image: np.ndarray,
    values: np.ndarray,
    dark: bool = False,
    *,
    limit: float | None = None,
    pixel_range: tuple[float, float] | None = None,
    title: str = "",
    narrow: bool = False,
    overlay: float | None = None,
    of_loss: bool = False,
) -> go.Figure:
    """The image, and beside it what each pixel counts, on a diverging scale centred on zero; or that over the image.

    Args:
        image: (height, width, 1 or 3).
        values: attributions of the same shape; channels are added up, as the figure says.
        limit: the attribution with the full colour; the largest finite |value| when None.
        pixel_range: the values of black and white; the image's own smallest and largest when None.
        narrow: whether it is for the screen of a phone; the colour bar then lies below.
        overlay: the opacity, in (0, 1], of the largest value where the map lies over the image, which is grey then;
            a value of zero is clear. None draws the map beside the image.
        of_loss: whether the values are slopes of the loss, not of an output.
    """
    image, values = np.asarray(image, float), np.asarray(values, float)
    total = values.sum(-1) if values.ndim == 3 else values
    over = overlay is not None
    figure = make_subplots(1, 1 if over else 2, horizontal_spacing=_BETWEEN)
    picture = greyed(image, pixel_range) if over else pixels(image, pixel_range)
    figure.add_trace(go.Image(source=png(picture), hoverinfo="skip"), 1, 1)
    drawn = {"hover": places(total.shape), "below": narrow, "unit": "attribution"}
    for trace in heat(total, dark, limit=limit, signed=True, **drawn):
        figure.add_trace(trace.update(opacity=0) if over else trace, 1, 1 if over else 2)
    if over:
        figure.add_trace(go.Image(source=png(clear(total, limit, overlay, dark)), hoverinfo="skip"), 1, 1)
    channels = " Colour channels are added up." if values.ndim == 3 and values.shape[-1] > 1 else ""
    faint = " The fainter the colour, the nearer to zero." if over else ""
    caption(figure, title, f"{_LOSS if of_loss else _LEGEND} {_scale(total, limit)}{faint}{channels}", dark)
    figure.update_xaxes(visible=False, constrain="domain")
    figure.update_yaxes(visible=False, autorange="reversed", constrain="domain")
    figure.update_yaxes(scaleanchor="x", row=1, col=1)
    if not over:
        figure.update_yaxes(scaleanchor="x2", row=1, col=2)
    ratio = (1 if over else (1 - _BETWEEN) / 2) * total.shape[0] / total.shape[1]
    room = {"right": 2, "bottom": BELOW} if narrow else {"right": BESIDE}
    pictures.keep_shape(figure, ratio, pictures.NARROW if narrow else min(_WIDEST, _HIGHEST / ratio + BESIDE), **room)
    return figure


def feature_attribution(
    values: np.ndarray,
    names: Sequence[str] = (),
    feature_values: Sequence[str] = (),
    dark: bool = False,
    *,
    most: int = 15,
    title: str = "",
    unit: str = "",
    of_loss: bool = False,
) -> go.Figure:
    """Features as bars, those that count most at the top; what does not fit is one bar, so that nothing is lost.

    Args:
        values: (features,) attributions.
        names: a name a feature.
        feature_values: each feature's own value as text with its unit, `"17.99 µm"`.
        most: bars drawn, the rest's included.
        unit: what the values are counted in.
    """
    values = np.asarray(values, float).ravel()
    labels = _feature_labels(len(values), names, feature_values)
    order = np.argsort(-np.abs(np.nan_to_num(values, nan=np.inf)), kind="stable")
    shown, rest = (order, []) if len(order) <= most else (order[: most - 1], order[most - 1 :])
    lengths, texts = [values[k] for k in shown], [labels[k] for k in shown]
    if len(rest):
        lengths.append(float(values[rest].sum()))
        texts.append(f"{len(rest):,} other features")
    figure = bar_chart(np.array(lengths), texts, dark, title, _LOSS if of_loss else _LEGEND, 90 + 26 * len(texts))
    named = "∂loss/∂input" if of_loss else escaping.figure(f"Attribution, in {unit}") if unit else "Attribution"
    figure.update_xaxes(title=named)
    return figure


def token_attribution(
    tokens: Sequence[str],
    values: np.ndarray,
    dark: bool = False,
    *,
    limit: float | None = None,
    columns: int = 12,
    title: str = "",
) -> go.Figure:
    """Tokens in reading order, each on the colour of its attribution.

    Args:
        tokens: (steps,) texts.
        values: (steps,) attributions.
        columns: tokens a line.
    """
    values = np.asarray(values, float).ravel()
    columns = max(1, min(columns, len(values)))
    rows = -(-len(values) // columns)
    cells, texts = np.full(rows * columns, np.nan), np.full(rows * columns, "", object)
    cells[: len(values)], texts[: len(values)] = values, [escaping.figure(token) for token in tokens]
    blank = (np.arange(rows * columns) >= len(values)).reshape(rows, columns)
    texts = texts.reshape(rows, columns)
    traces = heat(
        cells.reshape(rows, columns),
        dark,
        limit=limit,
        signed=True,
        blank=blank,
        hover=texts + "<br>",
        unit="attribution",
        colour_axis=False,
    )
    traces[0].update(xgap=3, ygap=6)
    full = theme.signed_limit(values) if limit is None else limit
    cells = np.nan_to_num(np.abs(cells.reshape(rows, columns)), nan=full)
    colour = theme.tokens(dark)
    figure = go.Figure(traces)
    figure.layout.annotations = [  # at once: one after the other would copy all that are there each time
        {
            "x": column,
            "y": row,
            "text": texts[row, column],
            "showarrow": False,
            "font": {"color": colour["background" if cells[row, column] > 0.6 * full else "text"]},
        }
        for row, column in zip(*np.nonzero(~blank), strict=True)
    ]
    caption(figure, title, f"{_LEGEND} {_scale(values, limit)}", dark, 110 + 44 * rows)
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False, autorange="reversed")
    return figure


def sequence_attribution(
    series: np.ndarray,
    values: np.ndarray,
    dark: bool = False,
    *,
    channel_names: Sequence[str] = (),
    limit: float | None = None,
    title: str = "",
    of_loss: bool = False,
) -> go.Figure:
    """A series (steps, channels) as lines, and below it what each step of each channel counts."""
    series, values = (np.asarray(a, float).reshape(len(a), -1) for a in (series, values))
    names = [escaping.figure(name) for name in channel_names] or [f"channel {k + 1}" for k in range(series.shape[1])]
    figure = make_subplots(2, 1, shared_xaxes=True, vertical_spacing=0.06, row_heights=[0.6, 0.4])
    for k, name in enumerate(names):
        figure.add_trace(
            go.Scatter(y=series[:, k], x0=1, name=name, mode="lines", line_color=theme.class_color(k)), 1, 1
        )
    hover = np.array([[f"{name}, step {i + 1}<br>" for i in range(len(values))] for name in names], object)
    for trace in heat(values.T, dark, limit=limit, signed=True, hover=hover, unit="attribution"):
        trace.update(y=names, x0=1, colorbar_len=0.42, colorbar_y=0.19)
        figure.add_trace(trace, 2, 1)
    caption(figure, title, f"{_LOSS if of_loss else _LEGEND} {_scale(values, limit)}", dark, 420)
    figure.update_layout(showlegend=len(names) > 1, legend={"orientation": "h", "y": 1.0, "yanchor": "bottom"})
    figure.update_layout(margin_t=92 if len(names) > 1 else 66)
    figure.update_yaxes(type="category", autorange="reversed", row=2, col=1)
    figure.update_xaxes(title="Step", row=2, col=1)
    return figure


def completeness(
    total: float,
    output: float,
    baseline_output: float,
    residual: float | None,
    dark: bool = False,
    *,
    title: str = "Do the values add up?",
    compared_with: str = "the baseline",
) -> go.Figure:
    """Σ values against f(x) − f(baseline), with their distance, the residual, written on the figure.

    `residual` is None for methods that promise no sum; the figure then says that none is promised.
    """
    if residual is None or not np.isfinite(baseline_output):
        sentence, lengths, texts = "This method does not promise that its values add up.", [total], ["Σ values"]
    else:
        difference = output - baseline_output
        share = f", within {words.within(residual / abs(difference))} of the difference" if difference else ""
        sentence = f"Apart by {words.plain(residual, 2)}{share}."
        lengths, texts = [total, difference], ["Σ values", f"f(x) − f({compared_with})"]
    return bar_chart(np.array(lengths), texts, dark, title, sentence, 100 + 40 * len(texts))


def _feature_labels(count, names, feature_values) -> list[str]:
    names = list(names) or [f"feature {k + 1}" for k in range(count)]
    if not len(feature_values):
        return names
    return [f"{name} = {value}" for name, value in zip(names, feature_values, strict=True)]


def places(shape: tuple[int, int]) -> np.ndarray:
    """`"row 3, column 1<br>"` for every pixel, for its hover."""
    rows, columns = np.indices(shape)
    texts = [f"row {i + 1}, column {j + 1}<br>" for i, j in zip(rows.ravel(), columns.ravel(), strict=True)]
    return np.array(texts, object).reshape(shape)


def clear(total, limit, overlay: float, dark: bool) -> np.ndarray:
    """(height, width, 4) uint8: the colour of each value's sign, the more of it the larger the value; what is not a
    number is whole."""
    limit = theme.signed_limit(total) if limit is None else limit
    colour, finite = theme.tokens(dark), np.isfinite(total)
    layer = np.zeros((*total.shape, 4), "uint8")
    for name, chosen in (("positive", total > 0), ("negative", total < 0), ("nan", ~finite)):
        layer[chosen & (finite | (name == "nan")), :3] = [int(colour[name][i : i + 2], 16) for i in (1, 3, 5)]
    share = np.clip(np.abs(np.where(finite, total, 0.0)) / limit, 0, 1)
    layer[..., 3] = np.where(finite, np.round(255 * overlay * share), 255)
    return layer


def greyed(image, pixel_range) -> np.ndarray:
    """`pixels` of an image that a map lies over: grey, neither black nor white."""
    picture = pixels(np.asarray(image).mean(-1, keepdims=True), pixel_range)
    picture[..., :3] = (_DARKEST + (_PALEST - _DARKEST) * (picture[..., :3] / 255)).round()
    return picture


def pixels(image, pixel_range) -> np.ndarray:
    """(height, width, 4) uint8 of an image with one or three channels; what is not finite is the NaN colour."""
    low, high = pixel_range or (np.nanmin(image), np.nanmax(image))
    share = (image - low) / (high - low) if high > low else np.zeros_like(image)
    pixels = np.full((*image.shape[:2], 4), 255, "uint8")
    pixels[..., :3] = np.clip(np.nan_to_num(share) * 255, 0, 255).round()
    red, green, blue = (int(theme.nan_color()[i : i + 2], 16) for i in (1, 3, 5))
    pixels[~np.isfinite(image).all(-1), :3] = (red, green, blue)
    return pixels


def _scale(values, limit) -> str:
    return scale_sentence(values, limit, signed=True)
