"""A matrix as colours that cannot lie: one scale centred on zero or starting there, NaN and infinity visible."""

import re
from textwrap import wrap

import numpy as np
import plotly.graph_objects as go

from nnviz import escaping, words
from nnviz.plots import theme


def heat(
    values: np.ndarray,
    dark: bool = False,
    *,
    limit: float | None = None,
    signed: bool | None = None,
    blank: np.ndarray | None = None,
    hover: np.ndarray | None = None,
    colour_axis: bool = True,
    below: bool = False,
    unit: str = "value",
) -> list[go.Heatmap]:
    """Heat map traces of a matrix (rows, columns): the values, and above them every cell that is not finite.

    Args:
        values: real numbers, any sign.
        limit: the value with the full colour; the largest finite |value| when None.
        signed: whether the diverging scale is used; when None, if any value is negative.
        blank: True where there is no cell at all, such as the space between pictures.
        hover: a text a cell, shown with its value; tags are read, so that names in it are escaped.
        colour_axis: whether a colour bar is drawn.
        below: whether that lies below, where the width is needed, and not at the right.
        unit: what the values are, for the hover.
    """
    values = np.asarray(values, float)
    blank = np.zeros(values.shape, bool) if blank is None else blank
    signed = is_signed(values[~blank]) if signed is None else signed
    limit = theme.signed_limit(values[~blank]) if limit is None else limit
    finite = np.isfinite(values) & ~blank
    text = np.full(values.shape, "", dtype=object) if hover is None else hover
    traces = [
        go.Heatmap(
            z=np.where(finite, values, np.nan),
            customdata=text,
            hoverongaps=False,
            colorscale=theme.diverging(dark) if signed else theme.sequential(dark),
            zmin=-limit if signed else 0.0,
            zmax=limit,
            zmid=0 if signed else None,
            showscale=colour_axis,
            colorbar=_bar(dark, below) if colour_axis else None,
            hovertemplate="%{customdata}" + unit + " %{z:.4g}<extra></extra>",
        )
    ]
    broken = ~np.isfinite(values) & ~blank
    if broken.any():
        traces.append(_not_finite(values, broken, text, dark))
    return traces


BESIDE, BELOW = 62, 40
"""Pixels that a colour bar with its numbers takes at the right, or below."""


def _bar(dark: bool, below: bool) -> dict:
    bar = {"thickness": 10, "outlinewidth": 0, "tickfont": {"color": theme.tokens(dark)["muted"], "size": 11}}
    return bar | (
        {"orientation": "h", "y": 0, "yanchor": "top", "xpad": 0, "ypad": 8} if below else {"x": 1, "ypad": 0}
    )


def _not_finite(values, broken, text, dark) -> go.Heatmap:
    colour = theme.nan_color(dark)
    named = np.where(broken, text + values.astype(str).astype(object), "")
    return go.Heatmap(
        z=np.where(broken, 1.0, np.nan),
        customdata=named,
        hoverongaps=False,
        showscale=False,
        name="not a number",
        colorscale=[[0, colour], [1, colour]],
        hovertemplate="%{customdata}<extra></extra>",
    )


def is_signed(values) -> bool:
    """Whether any finite value is negative, so that a scale through zero is needed."""
    values = np.asarray(values, float)
    return bool(np.any(values[np.isfinite(values)] < 0))


def scale_sentence(values, limit: float | None = None, what: str = "", signed: bool | None = None) -> str:
    """`"One scale for all maps: −1.3 to 1.3."`, and how many values are not finite."""
    values = np.asarray(values, float)
    limit = theme.signed_limit(values) if limit is None else limit
    signed = is_signed(values) if signed is None else signed
    low = words.plain(-limit, 3) if signed else "0"
    sentence = f"One scale{what}: {low} to {words.plain(limit, 3)}."
    broken = int(np.sum(~np.isfinite(values)))
    return sentence + (f" {broken:,} value{'s are' if broken > 1 else ' is'} not finite." if broken else "")


_LINE = 56
"""Letters in a line below a title: what a phone is wide."""


def _lines(text: str) -> list[str]:
    """Whole sentences together while they fit into a line; one that is longer is broken."""
    lines: list[str] = []
    for sentence in re.split(r"(?<=\.) ", text) if text else ():
        if lines and len(lines[-1]) + 1 + len(sentence) <= _LINE:
            lines[-1] += f" {sentence}"
        else:
            lines += wrap(sentence, _LINE)
    return lines


def caption(figure: go.Figure, title: str, sentence: str, dark: bool, height: int | None = None) -> None:
    """The title, below it in a quieter voice what must be known to read the figure, and the app's look."""
    muted = theme.tokens(dark)["muted"]
    lines = _lines(sentence)
    below = "<br>".join(f"<span style='font-size:12px;color:{muted}'>{escaping.figure(line)}</span>" for line in lines)
    figure.update_layout(title_text="<br>".join(part for part in (escaping.figure(title), below) if part))
    more = 16 * max(0, len(lines) - 1)
    theme.apply(figure, dark, height and height + more)
    inside = {"xref": "container", "x": 0, "pad_l": 4, "yref": "container", "y": 1, "yanchor": "top", "pad_t": 18}
    figure.update_layout(title=inside)
    if sentence:
        figure.update_layout(margin_t=(72 if title else 44) + more)
