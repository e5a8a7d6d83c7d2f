"""What is known of gradients: plain numbers by layer and by moment, and what they mean in a sentence. No framework."""

import math
from dataclasses import dataclass

import numpy as np

from nnviz import words

_VANISHING, _EXPLODING = 1e-3, 1e3
_LEARNED = 1e-4
"""A loss below which a batch has been learnt."""


@dataclass(frozen=True)
class LayerGradients:
    """One layer with weights: root mean squares of its weights, of ∂loss/∂weights and of ∂loss/∂output."""

    path: str
    kind: str
    weights: float
    weight_gradient: float
    output_gradient: float

    @property
    def ratio(self) -> float:
        """The gradient against the weights that it would move; NaN for weights of zero."""
        return self.weight_gradient / self.weights if self.weights else math.nan


@dataclass(frozen=True)
class GradientFlow:
    """One batch: layers from the input to the output, the loss, and how many examples there were."""

    layers: tuple[LayerGradients, ...]
    loss: float
    examples: int

    @property
    def shrinks(self) -> float:
        """How much smaller ∂loss/∂output is at the first layer than at the last hidden one; below 1 where it grows.

        The output layer is left out where there are others: the loss squashes its numbers by a measure of its own.
        """
        hidden = self.layers[:-1] if len(self.layers) > 2 else self.layers
        if len(hidden) < 2:
            return 1.0
        first, last = hidden[0].output_gradient, hidden[-1].output_gradient
        return last / first if first else math.inf if last else 1.0

    @property
    def verdict(self) -> str:
        """ "vanishing", "exploding", "broken" (not a number), "none" (no layer learns), or "flowing"."""
        values = [value for own in self.layers for value in (own.output_gradient, own.weight_gradient)]
        if not np.isfinite(values).all():
            return "broken"
        if not any(own.weight_gradient for own in self.layers):
            return "none"
        if self.shrinks > 1 / _VANISHING:
            return "vanishing"
        return "exploding" if self.shrinks < 1 / _EXPLODING or max(values) > _EXPLODING else "flowing"

    @property
    def is_well(self) -> bool:
        """Whether all layers learn, or there is nothing left to learn."""
        return self.verdict == "flowing" or (self.verdict == "none" and self.loss < _LEARNED)

    @property
    def sentence(self) -> str:
        """What became of the gradient on its way, as a person would say it."""
        verdict, first = self.verdict, self.layers[0].path if self.layers else ""
        if verdict == "broken":
            return "A gradient is no longer a number: the training has diverged."
        if verdict == "none" and self.loss < _LEARNED:
            return "No gradient comes back, because nothing is left to learn: the loss of this batch is almost zero."
        if verdict == "none":
            return "No gradient comes back at all: nothing can be learned from this batch."
        if verdict == "vanishing":
            size = "to nothing" if math.isinf(self.shrinks) else f"{words.number(self.shrinks)} times"
            return (
                f"The gradient shrinks {size} on its way back to {first}: it vanishes, and early layers hardly learn."
            )
        if verdict == "exploding":
            return (
                f"The gradient grows to {words.number(max(own.output_gradient for own in self.layers))}: it explodes."
            )
        if len(self.layers) < 2:
            return "There is one layer with weights: its gradient has no way to go."
        change = self.shrinks if self.shrinks >= 1 else 1 / self.shrinks
        verb = "shrinks" if self.shrinks >= 1 else "grows"
        return f"The gradient {verb} {words.number(change, 2)} times on its way back to {first}: all layers learn."


@dataclass(frozen=True)
class GradientHistory:
    """The same batch at several moments: (t,) epochs, and a flow for each."""

    epochs: np.ndarray
    flows: tuple[GradientFlow, ...]

    @property
    def layers(self) -> tuple[str, ...]:
        return tuple(own.path for own in self.flows[0].layers)

    def row(self, name: str) -> int | None:
        """Which row is the layer of that name, or of the first one inside it; None for a layer without weights."""
        return next((k for k, path in enumerate(self.layers) if path == name or path.startswith(f"{name}/")), None)

    def over_time(self, of: str) -> np.ndarray:
        """(layers, t) of "weight_gradient", "output_gradient", "weights" or "ratio"."""
        return np.array([[getattr(own, of) for own in flow.layers] for flow in self.flows], float).T
