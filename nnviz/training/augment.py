"""Augmentation in the compiled loop: training inputs changed at random, in the graph; off at inference.

Images are changed in units from 0 (their darkest) to 1 (their brightest training value) by Keras's own layers, and
scaled again; what adds noise or mixes examples does so with what the network sees.
"""

import keras
import numpy as np

from nnviz import paths
from nnviz.data.augmentations import AUGMENTATIONS, chance_around, layer_arguments, refuse_unsuited
from nnviz.data.schema import Dataset
from nnviz.specs import AugmentationSpec
from nnviz.training.augment_code import seed_of, seed_of_chance
from nnviz.training.augment_layers import base
from nnviz.training.augment_layers.real_steps import RealSteps
from nnviz.training.augment_layers.sometimes import Sometimes


def augmenter(
    specs: tuple[AugmentationSpec, ...], dataset: Dataset, seed: int = 0, limits: tuple[float, float] | None = None
) -> "Augmenter | None":
    """What changes the training inputs of a data set; None where there is nothing to do.

    Args:
        limits: `limits(dataset)`, where they are known.

    Raises:
        SpecError: for an augmentation that there is not, or that does not suit the kind of examples.
    """
    if not specs:
        return None
    refuse_unsuited(specs, dataset.schema)
    return Augmenter(specs, dataset, seed, limits)


def limits(dataset: Dataset) -> tuple[float, float]:
    """The darkest and the brightest value of the training images, unscaled: what is 0 and 1 to augmentations. Black is
    0 where nothing is below it."""
    low, high = (float(dataset.unscaled(value)) for value in (dataset.train.x.min(), dataset.train.x.max()))
    return min(0.0, low), high


class Step:
    """One augmentation of one data set.

    Attributes:
        entry: of the catalog.
        layer: the Keras layer that does it.
    """

    def __init__(self, spec: AugmentationSpec, dataset: Dataset, seed: int):
        self.entry = AUGMENTATIONS[spec.name]
        given = {name: _GIVEN[name](dataset) for name in self.entry.given}
        seeded = {"seed": seed} if self.entry.seeded else {}
        self.layer = paths.resolve(self.entry.layer)(**layer_arguments(spec), **given, **seeded)
        if dataset.schema.padded:
            self.layer = RealSteps(self.layer)
        if chance_around(spec) < 1:
            self.layer = Sometimes(self.layer, chance_around(spec), seed=seed_of_chance(seed))
        switches = getattr(dataset.preparation, "switches", None) if self.entry.name == "noise" else None
        self._still = None if switches is None else switches.astype("float32")

    def draw(self, x):
        """What is to be done to x; None where the layer draws while it changes."""
        return base.draw(self.layer, self.shown(x))

    def change(self, x, drawn):
        """x with it done."""
        changed = base.change(self.layer, self.shown(x), drawn)
        if changed.shape[-1] != x.shape[-1] and len(x.shape) == 4:
            changed = keras.ops.mean(changed, axis=-1, keepdims=True)
        return changed if self._still is None else x * self._still + changed * (1 - self._still)

    def along(self, values: list, drawn) -> list:
        """Labels, and the weights that examples have, (n, …) each, as they go with what was done."""
        mixes = self.entry.mixes
        return [self.layer.transform_labels(own, drawn, training=True) for own in values] if mixes else values

    def shown(self, x):
        """Grey images as colours for a layer that knows only those."""
        grey = self.entry.colours == 3 and x.shape[-1] == 1
        return keras.ops.repeat(x, 3, axis=-1) if grey else x


class Augmenter:
    """Scaled inputs (batch, …) → inputs of the same shape, each call drawing anew.

    Attributes:
        steps: in their order.
        pays_xla: whether XLA makes it faster, or at least not slower.
        mixes: whether it mixes labels.
    """

    def __init__(self, specs: tuple[AugmentationSpec, ...], dataset: Dataset, seed: int, known=None):
        self.steps = [Step(spec, dataset, seed_of(place, seed)) for place, spec in enumerate(specs)]
        self.pays_xla = all(step.entry.compiles for step in self.steps)
        self.mixes = any(step.entry.mixes for step in self.steps)
        if any(step.entry.in_units for step in self.steps):
            scaler = dataset.scaler
            self._offset, self._scale = np.asarray(scaler.offset, "float32"), np.asarray(scaler.scale, "float32")
            self._low, high = known or limits(dataset)
            self._range = max(high - self._low, 1e-12)

    def __call__(self, x):
        """Scaled inputs, changed."""
        return self.pair(x)[0]

    def pair(self, x, *values):
        """Scaled inputs, changed, and their labels and weights, mixed where the inputs are."""
        units, along = False, list(values)
        for step in self.steps:
            x, units = self.moved(x, units, step.entry.in_units), step.entry.in_units
            drawn = step.draw(x)
            x = step.change(x, drawn)
            along = step.along(along, drawn)
        return self.moved(x, units, False), *along

    def moved(self, x, units: bool, wanted: bool):
        """Images that are in units from 0 to 1, or as the network sees them, in what is wanted."""
        if units == wanted:
            return x
        if wanted:
            return (x * self._scale + self._offset - self._low) / self._range
        return (x * self._range + self._low - self._offset) / self._scale


def means_of(x: np.ndarray) -> np.ndarray:
    """(features,) or (channels,) means of inputs (n, …, channels), float32."""
    return x.mean(tuple(range(x.ndim - 1))).astype("float32")


def _means(dataset: Dataset) -> np.ndarray:
    x = dataset.train.x
    return means_of(x[(x != 0).any(axis=-1)] if dataset.schema.padded else x)


_GIVEN = {
    "means": _means,
    "padded": lambda dataset: dataset.schema.padded,
    "groups": lambda dataset: getattr(dataset.preparation, "feature_columns", None),
}
