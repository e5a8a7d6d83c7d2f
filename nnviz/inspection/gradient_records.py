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

    def over_time(self, of: str) -> np.ndarray:
        """(layers, t) of "weight_gradient", "output_gradient", "weights", "update", "ratio" or "update_ratio"."""
        return np.array([[getattr(own, of) for own in flow.layers] for flow in self.flows], float).T


@dataclass(frozen=True)
class ExampleGradients:
    """The gradients of single examples against that of all of them.

    Attributes:
        cosines: (n,) of the angle between each and that of all; NaN for one that is zero.
        norms, losses: (n,) lengths of the gradients, and losses.
        length: of the gradient of all.
        noise_scale: the batch size at which noise and signal are alike; infinite where these examples do not tell.
        batch_size: that the network was trained with; None where it is not known.
        classes, names: (n,) class of each example, and what the classes are called; None and () for other data.
    """

    cosines: np.ndarray
    norms: np.ndarray
    losses: np.ndarray
    length: float
    noise_scale: float
    batch_size: int | None = None
    classes: np.ndarray | None = None
    names: tuple[str, ...] = ()

    @property
    def agreeing(self) -> float:
        """The share of examples whose gradient points less than a right angle away from that of all."""
        return float(np.mean(self.cosines > 0))

    @property
    def sentence(self) -> str:
        """How far the examples agree, and what that says of the batch size."""
        share, count = words.percent(self.agreeing), len(self.cosines)
        told = f"{share} of these {count} examples pull the weights the same way as all of them together."
        if not math.isfinite(self.noise_scale):
            return f"{told} They agree too little to tell a noise scale: more than {len(self.cosines)} are needed."
        told += f" The gradient noise scale is {words.number(self.noise_scale, 2)}"
        if self.batch_size is None:
            return f"{told}: larger batches would bring little more."
        if self.batch_size > 2 * self.noise_scale:
            return f"{told}: batches of {self.batch_size:,} are larger than they need to be."
        if self.batch_size < self.noise_scale / 2:
            return f"{told}: batches of {self.batch_size:,} are noisy, larger ones would point better."
        return f"{told}: batches of {self.batch_size:,} suit it."

    def figure(self, dark: bool = False):
        """A point an example: how far it agrees, and how long its gradient is."""
        from nnviz.plots import gradients

        return gradients.examples(self.cosines, self.norms, self.losses, self.classes, self.names, dark)


@dataclass(frozen=True)
class ChainRule:
    """∂loss/∂w of one weight as a sum of products of three factors, an entry for every example and position.

    Attributes:
        layer, variable, index, weight: which weight, and its value.
        outside: (n, …) ∂loss/∂a, the loss by the unit's output.
        derivative: (n, …) f′(z), the unit's output by its weighted sum.
        local: (n, …) ∂z/∂w, what the weight is multiplied by.
        gradient: ∂loss/∂w by backpropagation.
        difference: the same by moving the weight by `step` forward and back.
        loss: of the batch.
    """

    layer: str
    variable: str
    index: tuple[int, ...]
    weight: float
    outside: np.ndarray
    derivative: np.ndarray
    local: np.ndarray
    gradient: float
    difference: float
    step: float
    loss: float

    @property
    def terms(self) -> np.ndarray:
        """(n, …) products of the three factors."""
        return self.outside * self.derivative * self.local

    @property
    def total(self) -> float:
        """Their sum, which is ∂loss/∂w."""
        return float(self.terms.astype("float64").sum())

    @property
    def largest(self) -> tuple[int, ...]:
        """The example, and the position if there are any, of the largest term."""
        return tuple(int(k) for k in np.unravel_index(int(np.argmax(np.abs(self.terms))), self.terms.shape))

    @property
    def agrees(self) -> bool:
        """Whether the sum is backpropagation's slope, and the finite difference within what that can tell."""
        size = max(abs(self.gradient), 1e-6)
        near = abs(self.difference - self.gradient) <= 0.05 * size + 2e-6 * (1 + abs(self.loss)) / self.step
        return bool(abs(self.total - self.gradient) <= 1e-4 * size + 1e-7 and near)
