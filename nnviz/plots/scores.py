"""Pictures of what is behind scores: curves over all thresholds, reliability, errors part by part, rates by group."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from nnviz import escaping, words
from nnviz.plots import theme

_HEIGHT = 360


def precision_recall(curves: Sequence, dark: bool = False, classes: Sequence[int] = ()) -> go.Figure:
    """One line a class: `curves` with name, recall, precision and average_precision.

    Args:
        classes: the number of each curve's class, whose colour it has; 0, 1, … where left out.
    """
    figure = go.Figure()
    for place, curve in zip(classes or range(len(curves)), curves, strict=True):
        name = escaping.figure(curve.name)
        figure.add_scatter(
            x=curve.recall,
            y=curve.precision,
            mode="lines",
            name=f"{name}: {words.number(curve.average_precision)}",
            line={"color": theme.class_color(place), "width": 2, "shape": "hv"},
            hovertemplate=f"{name}<br>found %{{x:.1%}}, precision %{{y:.1%}}<extra></extra>",
        )
    _shares(figure, "Recall: share of the class that is found", "Precision: share of those called that are of it")
    figure.update_layout(legend={"x": 0, "y": 0, "xanchor": "left", "yanchor": "bottom"}, showlegend=True)
    return theme.apply(figure, dark, _HEIGHT)


def gain(curves: Sequence, dark: bool = False, classes: Sequence[int] = ()) -> go.Figure:
    """One line a class: `curves` with name, called, found and lift; on the dotted line is who calls at random."""
    figure = go.Figure(_dotted([0, 1], [0, 1], dark))
    for place, curve in zip(classes or range(len(curves)), curves, strict=True):
        name = escaping.figure(curve.name)
        figure.add_scatter(
            x=curve.called,
            y=curve.found,
            customdata=curve.lift,
            mode="lines",
            name=name,
            line={"color": theme.class_color(place), "width": 2},
            hovertemplate=f"{name}<br>the first %{{x:.1%}} hold %{{y:.1%}} of it, %{{customdata:.2f}} times their share"
            "<extra></extra>",
        )
    _shares(figure, "Share of all examples that is called this class, the surest first", "Share of the class found")
    figure.update_layout(legend={"x": 1, "y": 0, "xanchor": "right", "yanchor": "bottom"}, showlegend=True)
    return theme.apply(figure, dark, _HEIGHT)


def reliability(before, after=None, dark: bool = False) -> go.Figure:
    """How often answers are right against how sure they are, `nnviz.evaluation.calibration.Reliability`; on the dotted
    line they agree."""
    colour = theme.tokens(dark)
    figure = go.Figure(_dotted([0, 1], [0, 1], dark))
    pairs = [("as it is", before, colour["accent"])]
    pairs += [("with the temperature", after, colour["positive"])] if after is not None else []
    for name, one, line in pairs:
        full = np.flatnonzero(one.counts > 0)
        figure.add_scatter(
            x=one.sureness[full],
            y=one.right[full],
            error_y={
                "type": "data",
                "array": (one.high - one.right)[full],
                "arrayminus": (one.right - one.low)[full],
                "width": 0,
                "color": theme.with_alpha(line, 0.45),
            },
            mode="lines+markers",
            marker={"size": np.clip(3 + 3 * np.log10(one.counts[full]), 4, 14)},
            line={"color": line, "width": 2},
            name=name,
            customdata=one.counts[full],
            hovertemplate="sure %{x:.1%}, right %{y:.1%}<br>%{customdata:,} answers<extra></extra>",
        )
    _shares(figure, "How sure the answers are", "Share that is right")
    figure.update_layout(legend={"x": 0, "y": 1, "xanchor": "left", "yanchor": "top"}, showlegend=True)
    return theme.apply(figure, dark, _HEIGHT)


def by_part(names: Sequence[str], errors, lows, highs, sizes, overall: float, shares: bool, dark: bool) -> go.Figure:
    """The mean error of each part as a point with its interval; the dotted line is that of all examples."""
    colour = theme.tokens(dark)
    labels = [f"{escaping.figure(name)} ({size:,})" for name, size in zip(names, sizes, strict=True)]
    errors, lows, highs = (np.asarray(own, float) for own in (errors, lows, highs))
    there = np.isfinite(lows) & np.isfinite(highs)
    worse = lows > overall
    figure = go.Figure(
        go.Scatter(
            x=errors,
            y=labels,
            mode="markers",
            error_x={
                "type": "data",
                "array": np.where(there, highs - errors, 0.0),
                "arrayminus": np.where(there, errors - lows, 0.0),
                "width": 0,
                "thickness": 2,
                "color": colour["muted"],
            },
            marker={"size": 10, "color": np.where(worse, colour["negative"], colour["accent"]).tolist()},
            hovertemplate="%{y}: %{x:.1%}<extra></extra>" if shares else "%{y}: %{x:.4g}<extra></extra>",
        )
    )
    figure.add_vline(overall, line={"color": colour["muted"], "dash": "dot"})
    figure.update_xaxes(
        title_text="Share that is wrong" if shares else "Mean error",
        tickformat=".0%" if shares else None,
        rangemode="tozero",
    )
    figure.update_yaxes(type="category", autorange="reversed", showgrid=False, tickfont_color=colour["text"])
    return theme.apply(figure, dark, 90 + 26 * max(2, len(names)))


def two_at_once(first: Sequence[str], second: Sequence[str], errors, sizes, shares: bool, dark: bool) -> go.Figure:
    """The mean error of each pair of groups as a square, (first, second); NaN where no example is of both."""
    errors, sizes = np.asarray(errors, float), np.asarray(sizes)
    told = words.percent if shares else lambda value: words.plain(value, 3)
    text = [
        [f"{told(e)}<br>{int(s):,}" if s else "" for e, s in zip(row, own, strict=True)]
        for row, own in zip(errors, sizes, strict=True)
    ]
    figure = go.Figure(
        go.Heatmap(
            z=errors,
            x=[escaping.figure(name) for name in second],
            y=[escaping.figure(name) for name in first],
            text=text,
            texttemplate="%{text}",
            colorscale=theme.sequential(dark),
            zmin=0.0,
            xgap=2,
            ygap=2,
            hoverinfo="skip",
            colorbar={"title": "wrong" if shares else "error", "tickformat": ".0%" if shares else None},
        )
    )
    figure.update_xaxes(type="category", showgrid=False)
    figure.update_yaxes(type="category", autorange="reversed", showgrid=False)
    return theme.apply(figure, dark, 110 + 44 * len(first))


def error_map(errors: np.ndarray, dark: bool = False) -> go.Figure:
    """The mean |difference| of each number that is redrawn, (rows, columns), as a picture."""
    figure = go.Figure(
        go.Heatmap(
            z=errors,
            colorscale=theme.sequential(dark),
            zmin=0.0,
            colorbar={"title": "mean<br>difference"},
            hovertemplate="row %{y}, column %{x}: %{z:.4g}<extra></extra>",
        )
    )
    figure.update_yaxes(autorange="reversed", showgrid=False, scaleanchor="x" if len(errors) > 1 else None)
    figure.update_xaxes(showgrid=False, constrain="domain")
    return theme.apply(figure, dark, _HEIGHT)


def error_spread(errors: np.ndarray, dark: bool = False) -> go.Figure:
    """How many examples have which error (n,); what is not finite is left out."""
    finite = np.asarray(errors, float)[np.isfinite(errors)]
    figure = go.Figure(go.Histogram(x=finite, nbinsx=40, marker_color=theme.tokens(dark)["accent"]))
    figure.update_xaxes(title_text="Mean difference of an example", rangemode="tozero", showgrid=False)
    figure.update_yaxes(title_text="Examples")
    figure.update_layout(bargap=0.06)
    return theme.apply(figure, dark, _HEIGHT)


def _dotted(x, y, dark: bool) -> go.Scatter:
    line = {"color": theme.tokens(dark)["muted"], "dash": "dot"}
    return go.Scatter(x=x, y=y, mode="lines", hoverinfo="skip", showlegend=False, line=line)


def _shares(figure: go.Figure, across: str, up: str) -> None:
    """Both axes from 0 to 100 %."""
    figure.update_xaxes(title_text=across, tickformat=".0%", range=[-0.02, 1.02])
    figure.update_yaxes(title_text=up, tickformat=".0%", range=[-0.02, 1.02])
