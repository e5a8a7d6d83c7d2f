"""Random weights: how much of a map is left when the network has forgotten everything."""

import numpy as np

from nnviz.explanation.measures.subject import Subject
from nnviz.explanation.randomization import spearman
from nnviz.explanation.trust_records import has_signs


def randomization(subject: Subject) -> np.ndarray:
    """(n,) Spearman's rank correlation between the values and those for networks whose every layer begins anew, the
    mean over these; of their sizes where they have one sign only. NaN where a map is the same everywhere.

    Adebayo et al., "Sanity Checks for Saliency Maps" (2018). The cascade, layer by layer: `nnviz.randomization_check`.

    Raises:
        ExplanationError: for a model that cannot be copied or has no weights.
    """
    each = [likeness(subject.flat, subject.flat_on(other)) for other in subject.bench.forgetful]
    return np.mean(each, axis=0)


def likeness(own: np.ndarray, other: np.ndarray) -> np.ndarray:
    """(n,) rank correlations of two maps (n, parts) each: of the values where they have both signs, else of their
    sizes."""
    pairs = zip(own, other, strict=True)
    if has_signs(own):
        return np.array([spearman(a, b) for a, b in pairs])
    return np.array([spearman(np.abs(a), np.abs(b)) for a, b in pairs])
