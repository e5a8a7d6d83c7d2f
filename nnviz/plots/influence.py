"""How the influence of all training examples on one answer is spread."""

import numpy as np
import plotly.graph_objects as go

from nnviz import escaping
from nnviz.plots.bars import signed_histogram


def spread(values: np.ndarray, answer: str, dark: bool = False) -> go.Figure:
    """A histogram of influence (n,): blue helped, orange worked against it."""
    return signed_histogram(
        values, f"All training examples, by what they say for {escaping.figure(answer)}", "examples", dark, 240
    )
