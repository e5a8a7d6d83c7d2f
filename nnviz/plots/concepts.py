"""What a concept does to answers, layer by layer, beside what random directions do."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from nnviz import escaping, words
from nnviz.plots import theme
from nnviz.plots.heat import caption


def concept_scores(
    layers: Sequence[str],
    targets: Sequence[str],
    scores: np.ndarray,
    random: np.ndarray,
    counts: np.ndarray,
    dark: bool = False,
    *,
    colours: Sequence[int] = (),
) -> go.Figure:
    """A row a layer, a dot a class, on the band where random directions lie.

    Args:
        layers, targets: names.
        scores: (layers, targets, sets) shares from 0 to 1.     random: the same of random directions.
        counts: (layers, targets) whether the difference is significant and the layer knows the concept: full dots.
        colours: the number of each target's class.
    """
    tokens, figure = theme.tokens(dark), go.Figure()
    step = 0.7 / max(1, len(targets))
    for k, name in enumerate(targets):
        rows = np.arange(len(layers)) + (k - (len(targets) - 1) / 2) * step
        colour = theme.class_color((colours or range(len(targets)))[k])
        mean, spread = random[:, k].mean(-1), 2 * random[:, k].std(-1) / np.sqrt(random.shape[-1])
        figure.add_scatter(
            x=mean, y=rows, mode="markers", marker={"size": 1, "color": "rgba(0,0,0,0)"}, hoverinfo="skip",
            error_x={"type": "data", "symmetric": False, "array": np.minimum(spread, 1 - mean),
                     "arrayminus": np.minimum(spread, mean), "thickness": 7, "width": 0, "color": tokens["grid"]},
            showlegend=False,
        )  # fmt: skip
        figure.add_scatter(
            x=scores[:, k].mean(-1),
            y=rows,
            mode="markers",
            name=escaping.figure(name),
            marker={
                "size": 12,
                "color": [colour if own else tokens["background"] for own in counts[:, k]],
                "line": {"color": colour, "width": 2},
            },
            hovertext=[
                f"{escaping.figure(name)} at {escaping.figure(layer)}: {words.percent(float(own.mean()))}, random "
                f"{words.percent(float(other.mean()))}"
                for layer, own, other in zip(layers, scores[:, k], random[:, k], strict=True)
            ],
            hoverinfo="text",
        )
    figure.add_vline(x=0.5, line={"color": tokens["muted"], "width": 1, "dash": "dot"})
    told = "Full dots: more than chance. Grey: the mean of random directions, as far as it is known (95 %)."
    caption(figure, "", told, dark, 130 + len(layers) * max(34, 20 * len(targets)))
    figure.update_xaxes(range=[-0.03, 1.03], tickformat=".0%", title="Examples that would rise with more of it")
    figure.update_yaxes(tickvals=list(range(len(layers))), ticktext=[escaping.figure(one) for one in layers],
                        range=[len(layers) - 0.4, -0.6], showgrid=False, zeroline=False)  # fmt: skip
    figure.update_layout(showlegend=len(targets) > 1, legend={"orientation": "h", "y": 1.0, "yanchor": "bottom"})
    if len(targets) > 1:
        figure.update_layout(margin_t=(figure.layout.margin.t or 44) + 24)
    return figure
