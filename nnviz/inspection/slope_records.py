"""Slopes of the loss by single examples and by single units, in numbers and words. No framework."""

import math
from dataclasses import dataclass

import numpy as np

from nnviz import words


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
class UnitSlopes:
    """Which way the loss pulls single units.

    Attributes:
        layers: paths, from the input to the output.
        values: (layers, units) ∂loss/∂output; NaN where a layer has fewer units.
        units: how many each layer has; more than are told where there are many.
    """

    layers: tuple[str, ...]
    values: np.ndarray
    units: tuple[int, ...]

    @property
    def told(self) -> str:
        """How to read it, and what is left out."""
        pairs = zip(self.layers, self.units, strict=True)
        long = [path for path, count in pairs if count > self.shown]
        left_out = f" The first {self.shown} units of each layer: {words.few(long)} have more." if long else ""
        return (
            "Blue: a larger output of this unit would raise the loss; orange: it would lower it. Each layer has a "
            f"scale of its own, from minus to plus its largest slope.{left_out}"
        )

    @property
    def shown(self) -> int:
        """Units that are told of a layer at most."""
        return self.values.shape[1]

    def figure(self, dark: bool = False):
        from nnviz.plots import gradients

        return gradients.units(self.layers, self.values, dark)
