"""What attention weights come to: how many places a head looks at, and how attention adds up over the layers."""

from collections.abc import Sequence

import numpy as np

from nnviz.errors import ModelError
from nnviz.inspection.sequence_records import AttentionMap


def attention_entropy(weights) -> np.ndarray:
    """(n, heads) bits: how spread out a head's attention is, as a mean over its queries.

        −Σ w log₂ w     0 where each query looks at one place, log₂(keys) where at all alike; 2 to the power of it is
        a number of places

    Queries that look nowhere (a text's end) are left out.

    Args:
        weights: (n, heads, queries, keys) as in `AttentionMap`.

    >>> attention_entropy(np.array([[[[0.5, 0.5], [0.5, 0.5]]]])).tolist()
    [[1.0]]
    """
    weights = np.asarray(weights, float)
    logs = np.log2(np.where(weights > 0, weights, 1.0))
    bits, looks = -(weights * logs).sum(-1), weights.sum(-1) > 0.5
    return np.where(looks, bits, 0.0).sum(-1) / np.maximum(looks.sum(-1), 1)


def places_looked_at(weights) -> np.ndarray:
    """(n, heads) as many places as a head would look at if it looked at all of them alike: 2 to the power of its
    entropy."""
    return 2.0 ** attention_entropy(weights)


def attention_rollout(maps: Sequence[AttentionMap]) -> np.ndarray:
    """(n, steps, steps): how much of each step of the input reaches each step after all self-attention layers.

        ∏ (½ mean over heads of W + ½ I)     the half is the way past the layer (its residual connection)

    Each row adds up to 1. It follows the weights alone and not what the layers between them do (Abnar and Zuidema,
    "Quantifying Attention Flow in Transformers", 2020).

    Args:
        maps: of self-attention layers, in the order of the network.

    Raises:
        ModelError: where there is none, or they do not all look from the same steps to the same steps.
    """
    shapes = {one.weights.shape[2:] for one in maps}
    if len(shapes) != 1 or len(set(next(iter(shapes)))) != 1:
        raise ModelError(
            "The attention layers do not look from the same steps to the same steps.",
            expected="self-attention layers over one sequence",
            where="maps",
        )
    together = np.eye(next(iter(shapes))[0])
    for one in maps:
        mean = np.asarray(one.weights, float).mean(1)
        total = mean.sum(-1, keepdims=True)
        mean = np.where(total > 0, mean / np.where(total > 0, total, 1.0), np.eye(mean.shape[-1]))
        together = (0.5 * mean + 0.5 * np.eye(mean.shape[-1])) @ together
    return together
