"""How far an explanation's sum is from what it promises to add up to."""

import numpy as np

from nnviz.errors import ExplanationError
from nnviz.explanation.measures.subject import Subject


def completeness(subject: Subject) -> np.ndarray:
    """(n,) |Σ values − (f(x) − f(baseline))| / max(|f(x) − f(baseline)|, |f(x)| / 100, |f(baseline)| / 100).

    Sundararajan, Taly and Yan, "Axiomatic Attribution for Deep Networks" (2017).

    Raises:
        ExplanationError: for a method that makes no such promise.
    """
    if subject.relative_residual is None:
        raise ExplanationError("It does not promise that its values add up to anything.", where="measure")
    return np.asarray(subject.relative_residual, "float64")
