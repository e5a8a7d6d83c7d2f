"""SHAP values of many images or texts put together: mean maps of groups, and means of words."""

from collections.abc import Sequence

import numpy as np

from nnviz.explanation.cohorts import Cohorts
from nnviz.explanation.shap_records import ShapValues

_MOST_WORDS = 24
_FEWEST = 2
"""How often a word has to come up."""


def mean_picture(shap: ShapValues) -> np.ndarray:
    """(height, width, channels) the mean of the examples."""
    return np.asarray(shap.data, float).mean(0)


def mean_maps(shap: ShapValues, groups: Cohorts) -> np.ndarray:
    """(groups, height, width, channels) the mean values of each group's examples; zeros for an empty one."""
    own = [shap.values[groups.of == k] for k in range(len(groups.names))]
    return np.stack([one.mean(0) if len(one) else np.zeros(shap.values.shape[1:]) for one in own])


def word_means(shap: ShapValues, texts: Sequence[Sequence[str]]) -> tuple[list[str], np.ndarray, np.ndarray]:
    """(words, their mean values, how often they come up): those that move it most, the largest rise first.

    Args:
        texts: of each example its words, "" after its end.
    """
    sums: dict[str, list[float]] = {}
    for own, values in zip(texts, shap.values, strict=True):
        for word, value in zip(own, np.ravel(values), strict=False):
            if word:
                sums.setdefault(word, []).append(float(value))
    often = {word: values for word, values in sums.items() if len(values) >= _FEWEST}
    means = {word: float(np.mean(values)) for word, values in often.items()}
    largest = sorted(means, key=lambda word: -abs(means[word]))[:_MOST_WORDS]
    names = sorted(largest, key=lambda word: -means[word])
    return names, np.array([means[word] for word in names]), np.array([len(often[word]) for word in names], int)
