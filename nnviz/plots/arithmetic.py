"""The summands of one number: its largest products, the rest, and what is added beside them."""

import numpy as np
import plotly.graph_objects as go

from nnviz import escaping, words
from nnviz.plots.bars import bar_chart

_MOST = 20


def summands(products: np.ndarray, rest: float, title: str, dark: bool = False) -> go.Figure:
    """Bars of the largest of `products` (n,), of the others together, and of `rest`, which is added beside them."""
    order = np.argsort(-np.abs(np.nan_to_num(products)))
    largest, others = products[order[:_MOST]], products[order[_MOST:]]
    values, labels = largest.tolist(), [f"product {k + 1:,}" for k in order[:_MOST]]
    if len(others):
        values, labels = [*values, float(others.sum())], [*labels, f"{len(others):,} more products"]
    if abs(rest) > 1e-12:
        values, labels = [*values, rest], [*labels, "added (bias)"]
    total = words.plain(float(np.sum(products) + rest))
    sentence = f"{len(products):,} products, the largest first; all together {total}."
    height = 118 + 22 * len(values)
    return bar_chart(np.array(values), labels, dark, escaping.figure(title), sentence, height)
