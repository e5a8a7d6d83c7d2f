"""Pictures of units: what each tells apart, what is lost without it, and what excites it most."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from nnviz import escaping, words
from nnviz.plots import activations, bars, theme
from nnviz.plots.images import image_grid
from nnviz.plots.series import series_grid


def responses(values: np.ndarray, dark: bool = False) -> go.Figure:
    """One number a unit (units,): bars, or a strip of colours where there are many."""
    return activations.units(values, dark)


def by_class(means: np.ndarray, names: Sequence[str], dark: bool = False) -> go.Figure:
    """One unit's mean response to each class (classes,), in the classes' colours."""
    means = np.asarray(means, float)
    figure = go.Figure(
        go.Bar(
            x=np.nan_to_num(means),
            y=[escaping.figure(name) for name in names],
            orientation="h",
            marker_color=[theme.class_color(k) for k in range(len(means))],
            customdata=[words.plain(float(mean), 3) if np.isfinite(mean) else "no examples" for mean in means],
            hovertemplate="%{y}: mean response %{customdata}<extra></extra>",
        )
    )
    figure.update_xaxes(title_text="Mean response", zeroline=True, zerolinecolor=theme.tokens(dark)["muted"])
    figure.update_yaxes(type="category", autorange="reversed", showgrid=False)
    return theme.apply(figure, dark, 90 + 22 * len(means))


def lost(before: np.ndarray, after: np.ndarray, names: Sequence[str], dark: bool = False) -> go.Figure:
    """The share of right answers of each class (classes,), as the network is and with units held."""
    colour, figure = theme.tokens(dark), go.Figure()
    labels = [escaping.figure(name) for name in names]
    for values, name, shade in ((before, "as it is", colour["muted"]), (after, "changed", colour["accent"])):
        figure.add_bar(
            y=labels,
            x=np.nan_to_num(values),
            orientation="h",
            name=name,
            marker_color=shade,
            customdata=[words.percent(float(value)) if np.isfinite(value) else "no examples" for value in values],
            hovertemplate=f"%{{y}}, {name}: %{{customdata}}<extra></extra>",
        )
    figure.update_xaxes(title_text="Right answers", range=[0, 1.02], tickformat=".0%")
    figure.update_yaxes(type="category", autorange="reversed", showgrid=False)
    figure.update_layout(barmode="group", legend={"orientation": "h", "y": 1, "yanchor": "bottom", "x": 0})
    return theme.apply(figure, dark, 100 + 26 * len(labels))


def clamped(
    values: np.ndarray,
    outputs: np.ndarray,
    names: Sequence[str],
    unit: str,
    actual: float,
    dark: bool = False,
    what: str = "output",
) -> go.Figure:
    """The outputs (values, outputs) for one example while a unit is held at each of some values (values,).

    Args:
        names: of the outputs; of more than ten those that move most are drawn.
        unit: what the unit is called.       actual: its value when nobody holds it, marked.
        what: the outputs are: "probability", "value".
    """
    outputs, figure = np.asarray(outputs, float), go.Figure()
    shown = np.sort(np.argsort(-np.nan_to_num(np.ptp(outputs, axis=0)), kind="stable")[:10])
    for k in shown.tolist():
        figure.add_scatter(
            x=values, y=outputs[:, k], mode="lines", name=escaping.figure(names[k]),
            line={"color": theme.class_color(k), "width": 2},
            hovertemplate="%{fullData.name} %{y:.3g} at %{x:.3g}<extra></extra>",
        )  # fmt: skip
    muted = theme.tokens(dark)["muted"]
    line, place = {"color": muted, "dash": "dot"}, "bottom right"
    figure.add_vline(x=actual, line=line, annotation_text="as it is", annotation_position=place)
    figure.update_annotations(font_color=muted)
    figure.update_xaxes(title_text=f"{escaping.figure(unit)} held at", showgrid=False)
    figure.update_yaxes(title_text=escaping.figure(what.capitalize()))
    figure.update_layout(legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0})
    figure.update_layout(showlegend=len(shown) > 1)
    return theme.apply(figure, dark, 320)


def needed(shares: np.ndarray, dark: bool = False, what: str = "accuracy") -> go.Figure:
    """What the network loses without each unit alone (units,), in points of accuracy, the most needed first."""
    order = np.argsort(-np.asarray(shares), kind="stable")[:40]
    labels = [f"unit {k + 1:,}" for k in order]
    sentence = f"Change of {what} without each unit alone."
    return bars.bar_chart(-np.asarray(shares)[order], labels, dark, "", sentence, 90 + 20 * len(order))


def optimized(record, dark: bool = False) -> go.Figure:
    """What excites a unit most, an `OptimizedInputs`: pictures, lines or bars."""
    inputs = np.asarray(record.inputs, float)
    captions = [
        f"seed {seed}: {words.plain(float(value), 3)}" for seed, value in zip(record.seeds, record.values, strict=True)
    ]
    if inputs.ndim == 4 and inputs.shape[-1] in (1, 3):
        return image_grid(pixels(inputs, record.low, record.high), captions, dark)
    if inputs.ndim == 3:
        return series_grid(inputs, captions, dark=dark)
    names = [f"input {k + 1}" for k in range(inputs.reshape(len(inputs), -1).shape[1])]
    return bars.bar_chart(inputs.reshape(len(inputs), -1).mean(0)[:40], names[:40], dark, "", "Mean of all seeds.", 100)


def pixels(inputs: np.ndarray, low, high) -> np.ndarray:
    """Images (n, height, width, channels) as uint8, `low` black and `high` white."""
    low, high = np.min(low), np.max(high)
    return np.clip(255 * (np.nan_to_num(inputs) - low) / max(float(high - low), 1e-12), 0, 255).astype("uint8")
