"""By how much each step of sequences moves an answer on average, whichever way, below the mean sequence."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from nnviz.plots import attribution, theme
from nnviz.plots.heat import caption, scale_sentence


def step_sizes(
    series: np.ndarray, sizes: np.ndarray, dark: bool = False, *, channel_names: Sequence[str] = ()
) -> go.Figure:
    """The mean sequence (steps, channels) as lines, and below it the mean |SHAP value| as colours from zero."""
    figure = attribution.sequence_attribution(series, sizes, dark, channel_names=channel_names)
    scale = {"colorscale": theme.sequential(dark), "zmin": 0.0, "zmid": None, "zmax": theme.signed_limit(sizes)}
    figure.update_traces(scale, selector={"type": "heatmap", "showscale": True})
    above = figure.layout.margin.t
    told = (
        f"The darker or brighter against the page, the farther a step moves it. {scale_sentence(sizes, signed=False)}"
    )
    caption(figure, "", told, dark, figure.layout.height)
    figure.update_layout(margin_t=max(above, figure.layout.margin.t))
    return figure
