"""Augmentation in the compiled loop: training inputs changed at random, in the graph; off at inference.

Images are changed in units from 0 (their darkest) to 1 (their brightest training value) by Keras's own layers, and
scaled again; noise is added to what the network sees.
"""

import keras
import numpy as np

from nnviz import paths
from nnviz.data.augmentations import AUGMENTATIONS, layer_arguments, refuse_unsuited
from nnviz.data.schema import Dataset
from nnviz.specs import AugmentationSpec
from nnviz.training.augment_code import seed_of


def augmenter(specs: tuple[AugmentationSpec, ...], dataset: Dataset, seed: int = 0) -> "Augmenter | None":
    """What changes the training inputs of a data set; None where there is nothing to do.

    Raises:
        SpecError: for an augmentation that there is not, or that does not suit the kind of examples.
    """
    if not specs:
        return None
    refuse_unsuited(specs, dataset.schema)
    return Augmenter(specs, dataset, seed)


class Augmenter:
    """Scaled inputs (batch, …) → inputs of the same shape, each call drawing anew.

    Attributes:
        steps: (name, Keras layer) in their order.
        pays_xla: whether XLA makes it faster, or at least not slower.
    """

    def __init__(self, specs: tuple[AugmentationSpec, ...], dataset: Dataset, seed: int):
        self.steps = [(spec.name, _layer(spec, seed_of(place, seed))) for place, spec in enumerate(specs)]
        self.pays_xla = all(name == "noise" for name, _ in self.steps)
        prepared = dataset.preparation
        self._still = None if prepared is None else prepared.switches.astype("float32")
        self._is_image = dataset.schema.kind == "image"
        if self._is_image:
            self._offset, self._scale = float(dataset.scaler.offset), float(dataset.scaler.scale)
            units = dataset.unscaled(dataset.train.x)
            self._low = min(0.0, float(units.min()))
            self._range = max(float(units.max()) - self._low, 1e-12)

    def __call__(self, x):
        """Scaled inputs, changed."""
        for name, layer in self.steps:
            x = self._noisy(x, layer) if name == "noise" else self._changed(x, name, layer, None)
        return x

    def drawn(self, x):
        """Scaled inputs, changed, and for every one of them what was drawn, in words."""
        words = [[] for _ in range(len(x))]
        for name, layer in self.steps:
            if name == "noise":
                x = self._noisy(x, layer)
                texts = [f"noise of deviation {layer.stddev:.3g}"] * len(words)
            else:
                drawn = layer.get_random_transformation(self._three_channels(self._to_units(x), name), training=True)
                x = self._changed(x, name, layer, drawn)
                texts = _WORDS[name](drawn, len(words), layer)
            for own, text in zip(words, texts, strict=True):
                own.append(text)
        return np.asarray(x), tuple(", ".join(filter(None, own)) or "unchanged" for own in words)

    def _noisy(self, x, layer):
        changed = layer(x, training=True)
        return changed if self._still is None else x * self._still + changed * (1 - self._still)

    def _changed(self, x, name: str, layer, drawn):
        channels = x.shape[-1]
        units = self._three_channels(self._to_units(x), name)
        if drawn is None:
            changed = layer(units, training=True)
        else:
            changed = layer.transform_images(units, drawn, training=True)
        if changed.shape[-1] != channels:
            changed = keras.ops.mean(changed, axis=-1, keepdims=True)
        return (changed * self._range + self._low - self._offset) / self._scale

    def _to_units(self, x):
        return (x * self._scale + self._offset - self._low) / self._range

    def _three_channels(self, x, name: str):
        """RandAugment changes colours, and knows none but three of them."""
        return keras.ops.repeat(x, 3, axis=-1) if name == "rand_augment" and x.shape[-1] == 1 else x


def _layer(spec: AugmentationSpec, seed: int):
    return paths.resolve(AUGMENTATIONS[spec.name].layer)(**layer_arguments(spec), seed=seed)


def _flat(values, count: int) -> np.ndarray:
    values = np.asarray(values).reshape(-1)
    return np.broadcast_to(values, (count,)) if len(values) == 1 else values


def _flipped(drawn, count, layer) -> list[str]:
    return ["mirrored" if flip else "" for flip in _flat(drawn["flips"], count)]


def _turned(drawn, count, layer) -> list[str]:
    return [f"turned by {_signed(angle, 0)}°" for angle in _flat(drawn["angle"], count)]


def _moved(drawn, count, layer) -> list[str]:
    height, width = int(drawn["input_shape"][-3]), int(drawn["input_shape"][-2])
    shares = 100 * np.asarray(drawn["translations"]).reshape(-1, 2) / (width, height)
    return [f"moved {_signed(across, 0)} % across, {_signed(-down, 0)} % up" for across, down in shares]


def _zoomed(drawn, count, layer) -> list[str]:
    shares = [100 / zoom - 100 for zoom in _flat(drawn["height_zoom"], count)]
    return [f"{abs(share):.0f} % {'larger' if share > 0 else 'smaller'}" for share in shares]


def _contrasted(drawn, count, layer) -> list[str]:
    return [f"contrast × {factor:.2f}" for factor in _flat(drawn["contrast_factor"], count)]


def _lit(drawn, count, layer) -> list[str]:
    return [f"brightness {_signed(100 * delta, 0)} %" for delta in _flat(drawn["rgb_delta"], count)]


def _random(drawn, count, layer) -> list[str]:
    names = [layer._AUGMENT_LAYERS[int(place)] for place in np.asarray(drawn["layer_idxes"]).reshape(-1)]
    return [", ".join(name.removeprefix("random_").replace("_", " ") for name in names)] * count


def _signed(value: float, digits: int) -> str:
    """+12, −3, 0."""
    text = f"{value:+.{digits}f}".replace("-", "−")
    return text if float(f"{value:.{digits}f}") else text[1:]


_WORDS = {
    "flip": _flipped,
    "rotation": _turned,
    "translation": _moved,
    "zoom": _zoomed,
    "contrast": _contrasted,
    "brightness": _lit,
    "rand_augment": _random,
}
