"""Pictures of an evaluation: the ROC curve, and predictions against the truth."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from nnviz import escaping, words
from nnviz.plots import theme
from nnviz.plots.bars import signed_histogram


def roc_curves(
    curves: Sequence, dark: bool = False, at: tuple[float, float] | None = None, classes: Sequence[int] = ()
) -> go.Figure:
    """One line a class: `curves` with name, false_positive, true_positive and auc; `at` marks the chosen threshold.

    Args:
        at: (false positive rate, true positive rate) in [0, 1].
        classes: the number of each curve's class, whose colour it has; 0, 1, … where left out.
    """
    colour, figure = theme.tokens(dark), go.Figure()
    figure.add_scatter(
        x=[0, 1],
        y=[0, 1],
        mode="lines",
        hoverinfo="skip",
        showlegend=False,
        line={"color": colour["muted"], "dash": "dot"},
    )
    for place, curve in zip(classes or range(len(curves)), curves, strict=True):
        name = escaping.figure(curve.name)
        figure.add_scatter(
            x=curve.false_positive,
            y=curve.true_positive,
            mode="lines",
            name=f"{name}: area {words.number(curve.auc)}",
            line={"color": theme.class_color(place), "width": 2},
            hovertemplate=f"{name}<br>false alarms %{{x:.1%}}, found %{{y:.1%}}<extra></extra>",
        )
    if at is not None:
        figure.add_scatter(
            x=[at[0]],
            y=[at[1]],
            mode="markers",
            name="this threshold",
            hoverinfo="skip",
            marker={"size": 12, "color": colour["accent"], "line": {"width": 2, "color": colour["background"]}},
        )
    figure.update_xaxes(
        title_text="False alarms: share of the others called this class", tickformat=".0%", range=[-0.02, 1.02]
    )
    figure.update_yaxes(title_text="Recall: share of the class that is found", tickformat=".0%", range=[-0.02, 1.02])
    figure.update_layout(legend={"x": 1, "y": 0, "xanchor": "right", "yanchor": "bottom"})
    return theme.apply(figure, dark, 360)


def predictions_against_truth(
    truth: np.ndarray, predictions: np.ndarray, target_name: str, dark: bool = False
) -> go.Figure:
    """Each example a point: its truth (n,) across, its prediction (n,) up; on the line they agree."""
    colour = theme.tokens(dark)
    both = np.concatenate([truth, predictions])
    finite = both[np.isfinite(both)]
    ends = [float(finite.min()), float(finite.max())] if finite.size else [0.0, 1.0]
    figure = go.Figure(
        go.Scatter(x=ends, y=ends, mode="lines", hoverinfo="skip", line={"color": colour["muted"], "dash": "dot"})
    )
    figure.add_scatter(
        x=truth,
        y=predictions,
        mode="markers",
        marker={"size": 6, "color": colour["accent"], "opacity": 0.6},
        hovertemplate="truth %{x:.4g}<br>prediction %{y:.4g}<extra></extra>",
    )
    name = escaping.figure(target_name)
    figure.update_xaxes(title_text=f"True {name}", zeroline=False)
    figure.update_yaxes(title_text=f"Predicted {name}", zeroline=False)
    figure.update_layout(showlegend=False)
    return theme.apply(figure, dark, 420)


def residuals_against_prediction(
    predictions: np.ndarray, residuals: np.ndarray, target_name: str, dark: bool = False
) -> go.Figure:
    """Each example a point: its prediction (n,) across, how far it lies above the truth (n,) up."""
    colour, name = theme.tokens(dark), escaping.figure(target_name)
    figure = go.Figure(
        go.Scatter(
            x=predictions,
            y=residuals,
            mode="markers",
            marker={"size": 6, "color": colour["accent"], "opacity": 0.6},
            hovertemplate="prediction %{x:.4g}<br>prediction − truth %{y:.4g}<extra></extra>",
        )
    )
    figure.add_hline(0.0, line={"color": colour["muted"], "dash": "dot"})
    figure.update_xaxes(title_text=f"Predicted {name}", zeroline=False)
    figure.update_yaxes(title_text="Prediction − truth", zeroline=False)
    return theme.apply(figure, dark, 420)


def residual_histogram(residuals: np.ndarray, target_name: str, dark: bool = False) -> go.Figure:
    """How far predictions (n,) lie from the truth: below zero too low, above too high."""
    title = f"Prediction − truth, {escaping.figure(target_name)}"
    return signed_histogram(residuals, title, "examples", dark, 280)
