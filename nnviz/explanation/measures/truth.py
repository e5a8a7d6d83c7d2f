"""Against the truth, where the data were made so that it is known: pointing game, mass and rank accuracy."""

import numpy as np

from nnviz.errors import ExplanationError
from nnviz.explanation.measures.subject import Subject
from nnviz.explanation.truth_records import Agreement


def pointing(subject: Subject) -> np.ndarray:
    """(n,) 1 where the largest value lies on a part that decides, else 0; NaN where none does. Zhang et al. (2016).

    Raises:
        ExplanationError: where nobody knows what decides.
    """
    return _agreement(subject).pointing


def mass(subject: Subject) -> np.ndarray:
    """(n,) the share of Σ |values| on the parts that decide; NaN where none does. Arras, Osman and Samek (2022).

    Raises:
        ExplanationError: as `pointing`.
    """
    return _agreement(subject).share


def rank(subject: Subject) -> np.ndarray:
    """(n,) of as many largest values as parts decide, the share that lies on these. Arras, Osman and Samek (2022).

    Raises:
        ExplanationError: as `pointing`.
    """
    agreement = _agreement(subject)
    some = agreement.deciding > 0
    return np.divide(agreement.hits, agreement.deciding, out=np.full(len(some), np.nan), where=some)


def _agreement(subject: Subject) -> Agreement:
    known = subject.bench.truth
    if known is None:
        raise ExplanationError("Nobody knows what decides these data.", where="measure")
    values = tuple(subject.values) if len(subject.values) > 1 else subject.values[0]
    return known.of(subject.bench.target.index).agreement(values)
