"""Random weights: how much of a map is left when the network has forgotten everything."""

import numpy as np

from nnviz.explanation.likeness import rank_likeness
from nnviz.explanation.measures.subject import Subject
from nnviz.explanation.trust_records import has_signs


def randomization(subject: Subject) -> np.ndarray:
    """(n,) Spearman's rank correlation between the values and those for networks that have forgotten more and more,
    from the output on, the median of these; of the sizes where values have one sign only. NaN where the map is the same
    everywhere.

    Adebayo et al., "Sanity Checks for Saliency Maps" (2018). The cascade, layer by layer: `nnviz.randomization_check`.

    Raises:
        ExplanationError: for a model that cannot be copied or has no weights.
    """
    each = [likeness(subject.flat, subject.flat_on(other)) for other in subject.bench.forgetful]
    return np.median(each, axis=0)


def likeness(own: np.ndarray, other: np.ndarray) -> np.ndarray:
    """(n,) rank correlations of two maps (n, parts) each over the parts that both mark: of the values where they have
    both signs, else of their sizes. NaN where the own map is the same everywhere."""
    pairs = zip(own, other, strict=True) if has_signs(own) else zip(np.abs(own), np.abs(other), strict=True)
    return np.array([rank_likeness(a, b) for a, b in pairs])
