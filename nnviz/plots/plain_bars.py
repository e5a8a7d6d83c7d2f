"""Signed numbers as bars of plain HTML, for a picture that follows a control at once: `bar_chart` without Plotly."""

from collections.abc import Sequence

import numpy as np

from nnviz import escaping, words
from nnviz.plots import theme

_ROW = "display:contents"
_LABEL = "text-align:right;overflow:hidden;text-overflow:ellipsis;white-space:nowrap"


def plain_bars(values: np.ndarray, labels: Sequence[str], dark: bool, title: str, sentence: str) -> str:
    """HTML of horizontal bars (n,) from zero, the first on top, blue to the right and orange to the left, each with its
    label and its number."""
    colours, finite = theme.tokens(dark), np.where(np.isfinite(values), values, 0.0)
    low, high = min(0.0, float(finite.min(initial=0))), max(0.0, float(finite.max(initial=0)))
    span = high - low or 1.0
    rows = [
        _row(label, float(value), float(own), low, span, colours)
        for label, value, own in zip(labels, values, finite, strict=True)
    ]
    return (
        f'<figure style="margin:0 0 8px;max-width:860px;color:{colours["text"]}">'
        f'<figcaption style="margin-bottom:8px">{escaping.html(title)}'
        f'<br><span style="color:{colours["muted"]};font-size:0.8rem">{escaping.html(sentence)}</span></figcaption>'
        '<div style="display:grid;grid-template-columns:fit-content(40%) 1fr max-content;gap:5px 10px;'
        f'align-items:center;font-size:0.85rem;font-variant-numeric:tabular-nums">{"".join(rows)}</div></figure>'
    )


def _row(label: str, value: float, own: float, low: float, span: float, colours: dict) -> str:
    zero, start = -low / span, (min(0.0, own) - low) / span
    colour = colours["nan" if value != own else "positive" if own >= 0 else "negative"]
    number = words.plain(value, 3) if value == own else str(value)
    track = (
        f'<span style="position:relative;height:16px;background:linear-gradient({colours["muted"]},{colours["muted"]}) '
        f'{100 * zero:.2f}% 0/1px 100% no-repeat">'
        f'<i style="position:absolute;top:0;bottom:0;left:{100 * start:.2f}%;width:{100 * abs(own) / span:.2f}%;'
        f'background:{colour}"></i></span>'
    )
    name, sign = escaping.html(label), "+" if value > 0 else ""
    return (
        f'<div style="{_ROW}"><span style="{_LABEL}" title="{name}">{name}</span>{track}'
        f'<span style="color:{colours["muted"]}">{sign}{number}</span></div>'
    )
