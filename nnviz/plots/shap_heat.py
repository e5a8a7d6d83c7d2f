"""A data set's SHAP values as a matrix: an example a column, the columns of the table as rows, the prediction above."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from nnviz import escaping
from nnviz.plots import shap_rows, theme
from nnviz.plots.heat import caption, heat, scale_sentence


def heatmap(
    values: np.ndarray,
    output: np.ndarray,
    base: float,
    names: Sequence[str],
    dark: bool = False,
    *,
    texts: np.ndarray | None = None,
    examples: Sequence[int] = (),
    alike: bool = True,
    unit: str = "",
    most: int = shap_rows.MOST,
    narrow: bool = False,
) -> go.Figure:
    """Every value of every example as a colour, and the predictions as a line above.

    Args:
        values: (n, columns) SHAP values.
        output: (n,) predictions.        base: their mean over the comparison examples.
        names: one a column.             texts: (n, columns) values as people write them.
        examples: (n,) what examples are called.
        alike: whether examples with alike explanations stand side by side, or the lowest prediction stands first.
        unit, most, narrow: as in `waterfall`.
    """
    values, output = np.asarray(values, float), np.asarray(output, float)
    order = _alike(values) if alike else np.argsort(output, kind="stable")
    shown = np.argsort(-np.abs(values).mean(0), kind="stable")[:most]
    called = np.array(list(examples) or range(len(values)))[order]
    colour = theme.tokens(dark)
    figure = make_subplots(2, 1, shared_xaxes=True, vertical_spacing=0.03, row_heights=[0.2, 0.8])
    line = {"color": colour["text"], "width": 1.4}
    figure.add_trace(
        go.Scatter(y=output[order], mode="lines+markers", line=line, marker={"size": 9, "opacity": 0.01},
                   customdata=called, showlegend=False, hovertemplate="example %{customdata}: %{y:.4g}<extra></extra>"),
        1, 1,
    )  # fmt: skip
    figure.add_hline(y=base, line={"color": colour["muted"], "dash": "dot", "width": 1}, row=1, col=1)
    hover = np.array([[f"example {example}<br>{_cell(names[k], texts, i, k)}<br>"
                       for i, example in zip(order, called, strict=True)] for k in shown], object)  # fmt: skip
    for trace in heat(values[order][:, shown].T, dark, signed=True, hover=hover, unit="moves it by"):
        trace.colorbar.update(len=0.75, y=0.38) if trace.showscale else None
        figure.add_trace(trace, 2, 1)
    hidden = values.shape[1] - len(shown)
    some = f" The {len(shown)} most important of {values.shape[1]} columns." if hidden else ""
    scale = scale_sentence(values, signed=True)
    told = f"Each column of colours is an example; the line above is its prediction. {scale}"
    caption(figure, "", told + some, dark, 190 + 26 * len(shown))
    figure.update_xaxes(visible=False)
    figure.update_yaxes(row=1, col=1, title_text="", **{**shap_rows.ticks(unit), "nticks": 3})
    shortened = go.Figure()
    shap_rows.rows(shortened, [names[k] for k in shown], narrow, colour)
    figure.update_yaxes(shortened.layout.yaxis.to_plotly_json(), row=2, col=1)
    figure.update_yaxes(autorange="reversed", row=2, col=1)
    return figure


def _cell(name: str, texts, example: int, column: int) -> str:
    text = texts[example][column] if texts is not None else ""
    return escaping.figure(f"{name} = {text}" if text else name)


def _alike(values: np.ndarray) -> np.ndarray:
    """Examples by their place along the direction in which explanations differ most."""
    finite = np.nan_to_num(values)
    centred = finite - finite.mean(0)
    direction = np.linalg.svd(centred, full_matrices=False)[2][0] if len(values) > 1 else np.zeros(values.shape[1])
    return np.argsort(centred @ direction, kind="stable")
