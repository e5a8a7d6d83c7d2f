"""What counts, at once: for pages on which an example is changed and its explanation follows."""

from typing import Any

import numpy as np

from nnviz.errors import NoGradientError
from nnviz.explanation.records import Attribution
from nnviz.explanation.target import Target
from nnviz.training.given import apart

_SECONDS = 5.0


def quick(model, x, target: Target | None, **settings: Any) -> Attribution:
    """Integrated gradients of one example; where the network has no gradient, or none but 0, what its answer loses when
    a part of the example is covered.

    Args:
        x: (…) one example, or a list of its inputs.
        target: as for `nnviz.attribute`.
        settings: of integrated gradients.

    Raises:
        ExplanationError: as `nnviz.attribute` does.
    """
    from nnviz.explanation.attribute import attribute

    try:
        result = attribute(model, x, target, **settings)
        if any(map(np.any, apart(result.values))) or np.isclose(result.output, result.baseline_output):
            return result
    except NoGradientError:
        pass
    return attribute(model, x, target, method="occlusion", window=1, time_limit=_SECONDS)


def covered(result: Attribution) -> bool:
    """Whether its values are what is lost by covering, which need not add up to anything."""
    return result.method == "occlusion"
