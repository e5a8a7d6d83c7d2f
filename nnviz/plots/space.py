"""Pictures of whole layers: what can be read off each, and how alike they are."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from nnviz import escaping
from nnviz.plots import theme
from nnviz.plots.heat import caption, heat

_MOST_NAMED = 30


def probes(names: Sequence[str], scores: np.ndarray, chance: float, kind: str, dark: bool = False) -> go.Figure:
    """(layers,) scores as a line through the layers in their order, and what guessing scores as a dashed one."""
    colour = theme.tokens(dark)
    shown, places = [escaping.figure(name) for name in names], list(range(len(names)))
    share = kind == "accuracy"
    figure = go.Figure(
        go.Scatter(
            x=places,
            y=scores,
            mode="lines+markers+text",
            text=[f"{score:.1%}" if share else f"{score:.3f}" for score in scores],
            textposition="top center",
            textfont={"color": colour["muted"], "size": 12},
            cliponaxis=False,
            line={"color": colour["accent"], "width": 2},
            marker={"size": 9},
            customdata=shown,
            hovertemplate="%{customdata}: %{y:" + (".1%" if share else ".3f") + "}<extra></extra>",
            showlegend=False,
        )
    )
    guess = "always the most frequent class" if share else "always the mean"
    figure.add_hline(
        y=chance,
        line={"dash": "dash", "color": colour["muted"]},
        annotation={"text": guess, "font": {"color": colour["muted"]}, "xanchor": "right", "yanchor": "top"},
    )
    apart = -(-len(names) // _MOST_NAMED)
    figure.update_xaxes(tickvals=places[::apart], ticktext=shown[::apart], showgrid=False, title_text="layer")
    figure.update_yaxes(title_text="right" if share else "R²", tickformat=".0%" if share else None)
    if share:
        figure.update_yaxes(range=[0, 1.1], tickvals=[0, 0.2, 0.4, 0.6, 0.8, 1])
    theme.apply(figure, dark, 380)
    return figure


def similarity(
    values: np.ndarray, rows: Sequence[str], columns: Sequence[str], axes: tuple[str, str], dark: bool = False
) -> go.Figure:
    """(rows, columns) in [0, 1] as a heat on that scale, whatever is compared.

    Args:
        axes: what the rows and what the columns are.
    """
    down, across = ([escaping.figure(name) for name in names] for names in (rows, columns))
    hover = np.array([[f"{row} and {column}<br>" for column in across] for row in down], dtype=object)
    figure = go.Figure(heat(values, dark, limit=1.0, signed=False, hover=hover, unit="alike"))
    for update, names, title in ((figure.update_yaxes, down, axes[0]), (figure.update_xaxes, across, axes[1])):
        apart = -(-len(names) // _MOST_NAMED)
        places = list(range(0, len(names), apart))
        update(
            tickvals=places, ticktext=[names[k] for k in places], title={"text": title, "standoff": 14}, automargin=True
        )
        update(showgrid=False, zeroline=False)
    figure.update_yaxes(autorange="reversed")
    caption(figure, "", "One scale: 0 (nothing alike) to 1 (the same but for turning and scaling).", dark, 520)
    return figure
