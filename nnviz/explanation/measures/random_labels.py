"""Random labels: how much of a map a network gives too that was trained on shuffled answers."""

import numpy as np

from nnviz.errors import ExplanationError
from nnviz.explanation.measures.randomization import likeness
from nnviz.explanation.measures.subject import Subject


def random_labels(subject: Subject) -> np.ndarray:
    """(n,) Spearman's rank correlation between the values and those for the same network, trained on shuffled answers;
    of their sizes where they have one sign only.

    Adebayo et al., "Sanity Checks for Saliency Maps" (2018), section 4.2.

    Raises:
        ExplanationError: where no such network was trained.
    """
    if subject.bench.shuffled is None:
        raise ExplanationError("No network was trained on shuffled answers yet.", where="measure")
    return likeness(subject.flat, subject.flat_on(subject.bench.shuffled))
