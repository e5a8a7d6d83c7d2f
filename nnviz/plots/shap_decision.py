"""Many predictions as paths: each line begins at the comparison examples' mean and turns at every column."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from nnviz import escaping
from nnviz.plots import shap_rows, theme
from nnviz.plots.heat import caption

MOST_LINES = 200
"""Paths drawn at most."""


def decision(
    values: np.ndarray,
    base: np.ndarray,
    names: Sequence[str],
    dark: bool = False,
    *,
    examples: Sequence[int] = (),
    chosen: int | None = None,
    wrong: np.ndarray | None = None,
    unit: str = "",
    most: int = shap_rows.MOST,
    narrow: bool = False,
) -> go.Figure:
    """A line an example, from the mean at the bottom to its prediction at the top, past every column.

    Args:
        values: (n, columns) SHAP values.
        base: (n,) where lines begin.
        names: one a column.
        examples: (n,) what examples are called, for the hover and for a click.
        chosen: the one whose line stands out.
        wrong: (n,) whether its prediction is wrong; those lines are dotted.
        unit, most, narrow: as in `waterfall`.
    """
    values, base = np.asarray(values, float)[:MOST_LINES], np.asarray(base, float)[:MOST_LINES]
    order = np.argsort(-np.abs(values).mean(0), kind="stable")
    shown, rest = order[:most], order[most:]
    steps, texts = values[:, shown[::-1]], [names[k] for k in shown[::-1]]
    if len(rest):
        steps = np.concatenate([values[:, rest].sum(1, keepdims=True), steps], axis=1)
        texts = [f"{len(rest):,} other columns", *texts]
    paths = base[:, None] + np.concatenate([np.zeros((len(base), 1)), np.cumsum(steps, axis=1)], axis=1)
    called = list(examples)[: len(paths)] or list(range(len(paths)))
    wrong = np.zeros(len(paths), bool) if wrong is None else np.asarray(wrong, bool)[: len(paths)]
    colour, figure = theme.tokens(dark), go.Figure()
    raised = paths[:, -1] >= base
    for is_raised, name in ((True, "positive"), (False, "negative")):
        for is_wrong in (False, True):
            rows = np.flatnonzero((raised == is_raised) & (wrong == is_wrong) & (np.array(called) != chosen))
            _lines(figure, paths[rows], [called[k] for k in rows], colour[name], is_wrong, unit)
    if chosen in called:
        _lines(figure, paths[[called.index(chosen)]], [chosen], colour["text"], False, unit, 3.0)
    dotted = " Dotted: the prediction is wrong." if wrong.any() else ""
    sentence = f"Each line is an example: it begins at the mean below and turns at every column.{dotted}"
    caption(figure, "", sentence, dark, 130 + 30 * paths.shape[1])
    title = "Probability" if unit == shap_rows.SHARE else shap_rows.unit_title(unit, "Prediction")
    figure.update_xaxes(title_text=title, **shap_rows.ticks(unit))
    shap_rows.rows(figure, texts, narrow, colour)
    figure.update_yaxes(
        tickvals=[k + 0.5 for k in range(len(texts))], range=[-0.1, len(texts) + 0.1], showgrid=False, zeroline=False
    )
    return figure


def _lines(figure: go.Figure, paths, called, colour: str, dotted: bool, unit: str, width: float = 1.2) -> None:
    """Paths of one colour as one trace, a gap between two of them."""
    if not len(paths):
        return
    heights = [*range(paths.shape[1]), None]
    xs = [value for path in paths for value in (*path, None)]
    ends = [shap_rows.number(float(path[-1]), unit) for path in paths]
    told = [[name, end] for name, end in zip(called, ends, strict=True) for _ in heights]
    figure.add_trace(
        go.Scatter(
            x=xs,
            y=heights * len(paths),
            mode="lines+markers",
            marker={"size": 5, "opacity": 0.01},
            line={"color": colour, "width": width, "dash": "dot" if dotted else "solid"},
            opacity=1.0 if width > 2 else 0.55,
            customdata=told,
            hovertemplate=escaping.figure("example ") + "%{customdata[0]}: %{customdata[1]}<extra></extra>",
            showlegend=False,
        )
    )
