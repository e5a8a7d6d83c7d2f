"""What is told of the reader's own network layer by layer: records without a framework, so that a page can read
them."""

import math
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

CELLS = 41
"""Of a histogram from −limit to limit."""


@dataclass(frozen=True)
class Passed:
    """One layer at one moment, for one batch.

    Attributes:
        counts: (41,) of its outputs from −limit to limit.      below, above: shares of them beyond.
        size: root mean square of its outputs.
        output_gradient, weight_gradient: root mean squares, as in `nnviz.inspection.gradient_records.LayerGradients`.
        spread: standard deviation of its kernel; None without one.
    """

    counts: np.ndarray
    below: float
    above: float
    size: float
    output_gradient: float
    weight_gradient: float
    spread: float | None


@dataclass(frozen=True)
class OwnLayer:
    """One layer with weights.

    Attributes:
        path, kind: of the layer.       fan_in, fan_out: of its kernel, 0 without one.
        initializer: its class in Keras, or "".
        expected: the spread that its initializer gives its kernel; None where it is not known.
        begun, now: before training, and as it is now; None without a run.
    """

    path: str
    kind: str
    fan_in: int
    fan_out: int
    initializer: str
    expected: float | None
    begun: Passed
    now: Passed | None


@dataclass(frozen=True)
class OwnLayers:
    """Layers from input to output, what their histograms reach to, the network's title, whether it is trained."""

    layers: tuple[OwnLayer, ...]
    limit: float
    title: str
    trained: bool

    def told(self) -> dict:
        """The same, JSON-ready: null for what is not a number."""
        return _told(asdict(self))


def _told(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _told(own) for name, own in value.items()}
    if isinstance(value, list | tuple | np.ndarray):
        return [_told(own) for own in (value.tolist() if isinstance(value, np.ndarray) else value)]
    return None if isinstance(value, float) and not math.isfinite(value) else value
