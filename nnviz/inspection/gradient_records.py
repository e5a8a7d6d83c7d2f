"""What is known of gradients: plain numbers by layer and by moment, and what they mean in a sentence. No framework."""

import math
from dataclasses import dataclass

import numpy as np

from nnviz import words

_VANISHING, _EXPLODING = 1e-3, 1e3
_LEARNED = 1e-4
"""A loss below which a batch has been learnt."""


SHOWN = {
    "output_gradient": "∂loss/∂output",
    "weight_gradient": "∂loss/∂weights",
    "ratio": "∂loss/∂weights ÷ weights",
    "update_ratio": "Next step ÷ weights",
}
"""What may be drawn of a layer's gradients."""


@dataclass(frozen=True)
class LayerGradients:
    """One layer with weights: root mean squares of its weights, of ∂loss/∂weights, of ∂loss/∂output, and of the
    optimizer's next step (NaN where that is not known)."""

    path: str
    kind: str
    weights: float
    weight_gradient: float
    output_gradient: float
    update: float = math.nan

    @property
    def update_ratio(self) -> float:
        """The optimizer's next step against the weights that it moves; NaN where either is not known or zero."""
        return self.update / self.weights if self.weights else math.nan

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
    def weak(self) -> list[str]:
        """Layers to which less than a thousandth of what the last hidden layer gets comes back."""
        hidden = self.layers[:-1] if len(self.layers) > 2 else self.layers
        return [own.path for own in hidden if own.output_gradient < _VANISHING * hidden[-1].output_gradient]

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
            weak = words.listed(self.weak) if len(self.weak) < 7 else words.few(self.weak)
            verb = "learns" if len(self.weak) == 1 else "learn"
            return f"The gradient shrinks {size} on its way back to {first}: it vanishes, and {weak} hardly {verb}."
        if verdict == "exploding":
            most = max(self.layers, key=lambda own: max(own.output_gradient, own.weight_gradient))
            size = words.number(max(most.output_gradient, most.weight_gradient))
            return f"The gradient grows to {size} at {most.path} on its way back: it explodes."
        if len(self.layers) < 2:
            return "There is one layer with weights: its gradient has no way to go."
        change = self.shrinks if self.shrinks >= 1 else 1 / self.shrinks
        verb = "shrinks" if self.shrinks >= 1 else "grows"
        return f"The gradient {verb} {words.number(change, 2)} times on its way back to {first}: all layers learn."


@dataclass(frozen=True)
class GradientHistory:
    """The same batch at several moments: (t,) epochs, a flow for each, and (t,) training steps."""

    epochs: np.ndarray
    flows: tuple[GradientFlow, ...]
    steps: np.ndarray | None = None

    def place(self, step: int | None) -> int:
        """Which moment is the one after that many steps, or the nearest; the last one for None."""
        if step is None or self.steps is None:
            return len(self.flows) - 1
        return int(np.argmin(np.abs(self.steps - step)))

    @property
    def layers(self) -> tuple[str, ...]:
        return tuple(own.path for own in self.flows[0].layers)

    def row(self, name: str) -> int | None:
        """Which row is the layer of that name, or of the first one inside it; None for a layer without weights."""
        return next((k for k, path in enumerate(self.layers) if path == name or path.startswith(f"{name}/")), None)

    def known(self, moment: int | None = None) -> list[str]:
        """What of `SHOWN` is known at a moment, or at any."""
        flows = self.flows if moment is None else self.flows[moment : moment + 1]
        stepped = any(math.isfinite(own.update) for flow in flows for own in flow.layers)
        return [name for name in SHOWN if stepped or name != "update_ratio"]

    @property
    def sentence(self) -> str:
        """When the gradient was in trouble, if ever."""
        troubled = [epoch for epoch, flow in zip(self.epochs, self.flows, strict=True) if not flow.is_well]
        if not troubled:
            return "At every recorded moment all layers learnt."
        if len(troubled) == len(self.flows):
            return "At no recorded moment did all layers learn."
        count = f"{len(troubled)} of {len(self.flows)} recorded moments"
        return f"At {count} not all layers learnt, first at epoch {words.setting(round(float(troubled[0]), 2))}."

    def over_time(self, of: str) -> np.ndarray:
        """(layers, t) of "weight_gradient", "output_gradient", "weights", "update", "ratio" or "update_ratio"."""
        return np.array([[getattr(own, of) for own in flow.layers] for flow in self.flows], float).T
