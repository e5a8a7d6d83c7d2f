"""Images and sequences by class: what is usual, how they differ, and some of each."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from nnviz import escaping, words
from nnviz.plots import theme
from nnviz.plots.images import image_grid


def class_images(
    means: np.ndarray,
    deviations: np.ndarray,
    examples: np.ndarray,
    names: Sequence[str],
    brightest: float,
    dark: bool = False,
    narrow: bool = False,
) -> go.Figure:
    """A row a class: the mean of its images, the deviation of every pixel, and some of them.

    Means and examples are on one scale, black for 0 and white for `brightest`; deviations on another, white for the
    largest of all.

    Args:
        means, deviations: (classes, height, width, 1 or 3).
        examples: (classes, m, height, width, 1 or 3) uint8.
        brightest: the value that is drawn white.
        narrow: whether it is for the screen of a phone.
    """
    shown = examples[:, : 2 if narrow else 8]
    widest = max(float(np.max(deviations)), 1e-12)
    rows = np.concatenate([_pixels(means / brightest)[:, None], _pixels(deviations / widest)[:, None], shown], axis=1)
    captions = []
    for name in names:
        captions += [f"{name}, mean", "deviation", *[""] * shown.shape[1]]
    return image_grid(rows.reshape(-1, *rows.shape[2:]), captions, dark, columns=rows.shape[1], narrow=narrow)


def _pixels(shares: np.ndarray) -> np.ndarray:
    return np.clip(np.rint(255 * np.asarray(shares, float)), 0, 255).astype("uint8")


def class_sequences(
    means: np.ndarray,
    deviations: np.ndarray,
    examples: np.ndarray,
    names: Sequence[str],
    channel: str = "value",
    dark: bool = False,
) -> go.Figure:
    """One number of each step over the steps: for each class its mean, the band of one deviation around it, and some
    sequences as thin lines.

    Args:
        means, deviations: (classes, steps), NaN where no sequence reaches a step.
        examples: (classes, m, steps).
        channel: what the number is called.
    """
    figure, single = go.Figure(), len(names) == 1
    steps = np.arange(1, means.shape[1] + 1)
    for k, name in enumerate(map(escaping.figure, names)):
        colour = theme.tokens(dark)["accent"] if single else theme.class_color(k)
        figure.add_scatter(
            x=np.r_[steps, steps[::-1]],
            y=np.r_[means[k] + deviations[k], (means[k] - deviations[k])[::-1]],
            fill="toself",
            mode="none",
            fillcolor=theme.with_alpha(colour, 0.16),
            hoverinfo="skip",
            showlegend=False,
            legendgroup=name,
        )
        for row in examples[k]:
            if np.isfinite(row).any():
                figure.add_scatter(x=steps, y=row, mode="lines", line={"width": 0.7, "color": colour}, opacity=0.45,
                                   hoverinfo="skip", showlegend=False, legendgroup=name)  # fmt: skip
        told = [f"{words.plain(m, 3)} ± {words.plain(d, 3)}" for m, d in zip(means[k], deviations[k], strict=True)]
        figure.add_scatter(
            x=steps,
            y=means[k],
            mode="lines",
            name=name,
            legendgroup=name,
            line={"width": 3, "color": colour},
            customdata=told,
            hovertemplate=f"step %{{x}}, {name}: %{{customdata}}<extra></extra>",
        )
    figure.update_xaxes(title_text="Step", showgrid=False)
    figure.update_yaxes(title_text=escaping.figure(channel))
    figure.update_layout(showlegend=not single, legend={"orientation": "h", "y": 1, "yanchor": "bottom", "x": 0})
    return theme.apply(figure, dark, 360)
