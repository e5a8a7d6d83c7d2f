"""One prediction as a tug of war: what raises it pushes from the left, what lowers it from the right."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from nnviz import escaping
from nnviz.plots import shap_rows, theme
from nnviz.plots.heat import caption

_TIP = 0.012
"""How far an arrow's tip stands out, as a share of the axis."""
_NAMED = 0.075
"""From this share of the axis on, an arrow carries its name."""


def force(
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
    """All that raises the prediction as arrows that end at it from the left, all that lowers it from the right.

    Args:
        values: (columns,) SHAP values.
        labels: `"radius = 17.99 µm"`, one a column.
        base, output: the comparison examples' mean, and the prediction.
        unit, most, narrow: as in `waterfall`.
    """
    steps, texts = shap_rows.largest(np.asarray(values, float).ravel(), labels, most)
    steps = np.nan_to_num(steps)
    colour, figure = theme.tokens(dark), go.Figure()
    reach = [output - steps[steps > 0].sum(), output - steps[steps < 0].sum(), base]
    low, high = min(reach), max(reach)
    span = (high - low) or 1.0
    for sign, name in ((1, "positive"), (-1, "negative")):
        at = output
        for k in np.flatnonzero(np.sign(steps) == sign):
            _arrow(figure, at, at - steps[k], sign * _TIP * span, colour[name], colour["background"])
            _named(figure, (at, at - steps[k]), (texts[k], shap_rows.signed(steps[k], unit)), span, narrow, colour)
            at -= steps[k]
    for x, y, said in ((base, -0.42, "comparison examples"), (output, 0.42, "this example")):
        line = {"color": colour["muted"], "dash": "dot", "width": 1}
        figure.add_shape(type="line", x0=x, x1=x, y0=-0.3, y1=0.3, line=line)
        text = f"{said}: <b>{shap_rows.number(x, unit)}</b>"
        inwards = "left" if x < (low + high) / 2 else "right"
        figure.add_annotation(x=x, y=y, text=text, showarrow=False, font_size=13, xanchor=inwards)
    sentence = "Blue pushes the prediction up from the left, orange pushes it down from the right. They meet at it."
    sentence += " Tap an arrow for its name." if narrow else ""
    caption(figure, "", sentence, dark, 340)
    title = "Probability" if unit == shap_rows.SHARE else shap_rows.unit_title(unit, "Prediction")
    room = 0.12 * span
    figure.update_xaxes(range=[low - room, high + room], title_text=title, **shap_rows.ticks(unit))
    figure.update_yaxes(visible=False, range=[-1.25, 0.6])
    return figure


def _arrow(figure: go.Figure, head: float, tail: float, tip: float, fill: str, line: str) -> None:
    """A block with a tip at its head, towards the prediction."""
    tip = np.clip(abs(tip), 0, abs(head - tail)) * np.sign(head - tail)
    xs = [tail, head - tip, head, head - tip, tail, tail + tip, tail]
    ys = [0.22, 0.22, 0, -0.22, -0.22, 0, 0.22]
    look = {"fill": "toself", "fillcolor": fill, "line": {"color": line, "width": 1.5}, "mode": "lines"}
    figure.add_trace(go.Scatter(x=xs, y=ys, hoverinfo="skip", showlegend=False, **look))


def _named(figure: go.Figure, ends: tuple, told: tuple[str, str], span: float, narrow: bool, colour: dict) -> None:
    """What an arrow is, on hover, and below it where there is room."""
    text, step = told
    middle, size = sum(ends) / 2, abs(ends[0] - ends[1])
    hover = f"{escaping.figure(text)}: {step}<extra></extra>"
    marker = {"size": 26, "opacity": 0}
    figure.add_trace(
        go.Scatter(x=[middle], y=[0], mode="markers", marker=marker, hovertemplate=hover, showlegend=False)
    )
    if size < (2 if narrow else 1) * _NAMED * span:
        return
    most = max(6, int(size / span * (60 if narrow else 130)))
    lines = [part if len(part) <= most else f"{part[: most - 1]}…" for part in text.split(" = ", 1)]
    named = f"{'<br>= '.join(map(escaping.figure, lines))}<br><b>{step}</b>"
    look = {"showarrow": False, "yanchor": "top", "font": {"size": 11, "color": colour["text"]}}
    figure.add_annotation(x=middle, y=-0.5, text=named, **look)
