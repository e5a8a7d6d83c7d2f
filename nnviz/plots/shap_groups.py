"""How much columns count in one group of examples and in another, and with one background and with another."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from nnviz import escaping
from nnviz.plots import shap_rows, theme
from nnviz.plots.heat import caption

_MOST_ROWS = 8
MOST_GROUPS = 6
"""Groups whose bars can be told apart."""


def groups(
    sizes: np.ndarray,
    names: Sequence[str],
    called: Sequence[str],
    counts: Sequence[int],
    dark: bool = False,
    *,
    classes: bool = False,
    unit: str = "",
    most: int = _MOST_ROWS,
    narrow: bool = False,
) -> go.Figure:
    """The mean |SHAP value| of each column in each group, side by side.

    Args:
        sizes: (groups, columns).
        names: one a column.
        called, counts: a name and a number of examples a group.
        classes: whether groups are the classes, in their order, and keep their colours.
        unit, most, narrow: as in `waterfall`.
    """
    sizes = np.asarray(sizes, float)
    shown = np.argsort(-np.nanmean(sizes, axis=0), kind="stable")[:most][::-1]
    colour, figure = theme.tokens(dark), go.Figure()
    shades = [theme.class_color(k if classes else k + 2) for k in range(len(sizes))]
    for k in reversed(range(len(sizes))):
        figure.add_trace(
            go.Bar(
                x=sizes[k, shown],
                y=np.arange(len(shown)),
                orientation="h",
                name=escaping.figure(f"{called[k]} ({counts[k]:,})"),
                marker_color=shades[k],
                customdata=[[escaping.figure(names[j]), shap_rows.number(sizes[k, j], unit), k] for j in shown],
                hovertemplate="%{customdata[0]}: %{customdata[1]}<extra>%{fullData.name}</extra>",
                **shap_rows.STEADY,
            )
        )
    hidden = sizes.shape[1] - len(shown)
    some = f" The {len(shown)} most important of {sizes.shape[1]} columns." if hidden else ""
    sentence = f"By how much each column moves the prediction on average, in each group of examples.{some}"
    caption(figure, "", sentence, dark, 150 + (14 + 12 * len(sizes)) * len(shown))
    title = shap_rows.unit_title(unit, "Mean distance moved")
    figure.update_xaxes(rangemode="tozero", title_text=title, **shap_rows.ticks(unit))
    legend = {"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0, "traceorder": "reversed"}
    figure.update_layout(barmode="group", bargap=0.25, legend=legend, margin_t=figure.layout.margin.t + 30)
    shap_rows.rows(figure, [names[j] for j in shown], narrow, colour)
    return figure


def moved(
    first: np.ndarray,
    second: np.ndarray,
    labels: Sequence[str],
    called: tuple[str, str],
    dark: bool = False,
    *,
    unit: str = "",
    most: int = shap_rows.MOST,
    narrow: bool = False,
) -> go.Figure:
    """What each column counts with one background and with another, joined by a line: the longer, the more it moved.

    Args:
        first, second: (columns,) SHAP values.
        labels: `"radius = 17.99 µm"`, one a column.
        called: what the two are called.
    """
    first, second = np.asarray(first, float), np.asarray(second, float)
    size = np.maximum(np.abs(first), np.abs(second))
    shown = np.argsort(-np.nan_to_num(size, nan=np.inf), kind="stable")[:most][::-1]
    colour, figure, places = theme.tokens(dark), go.Figure(), np.arange(len(shown))
    for row, k in enumerate(shown):
        line = {"color": colour["muted"], "width": 2}
        figure.add_shape(type="line", x0=first[k], x1=second[k], y0=row, y1=row, line=line, layer="below")
    looks = ({"symbol": "circle-open", "line": {"width": 2.5}}, {"symbol": "circle"})
    for own, name, look in zip((first, second), called, looks, strict=True):
        figure.add_trace(
            go.Scatter(
                x=own[shown],
                y=places,
                mode="markers",
                name=escaping.figure(name),
                marker={"size": 12, "color": colour["accent"], **look},
                customdata=[[escaping.figure(labels[k]), shap_rows.signed(own[k], unit)] for k in shown],
                hovertemplate="%{customdata[0]}: %{customdata[1]}<extra>%{fullData.name}</extra>",
            )
        )
    hidden = len(first) - len(shown)
    some = f" The {len(shown)} largest of {len(first)} columns." if hidden else ""
    caption(figure, "", f"The longer the line, the more the background matters for that column.{some}", dark,
            150 + (36 if narrow else 30) * len(shown))  # fmt: skip
    figure.update_xaxes(zeroline=True, zerolinecolor=colour["muted"], **shap_rows.ticks(unit))
    figure.update_xaxes(title_text=shap_rows.unit_title(unit))
    legend = {"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0}
    figure.update_layout(legend=legend, margin_t=figure.layout.margin.t + 30)
    shap_rows.rows(figure, [labels[k] for k in shown], narrow, colour)
    return figure
