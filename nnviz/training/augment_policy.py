"""RandAugment of variants that each have changes of their own: in training a batch shares them."""

import keras
import numpy as np

from nnviz.training.augment import Step
from nnviz.training.augment_layers.base import spread
from nnviz.training.augment_layers.sometimes import Sometimes


def rand_augmented(step: Step, x) -> tuple[np.ndarray, list[str]]:
    """Images (n, height, width, channels) changed as RandAugment changes batches of one, and in n texts how.

    Only the changes that some image drew are worked out.
    """
    layer, happens = step.layer, np.ones(len(x), bool)
    if isinstance(layer, Sometimes):
        happens, layer = np.asarray(layer.uniform(x)) < layer.probability, layer.layer
    changed, chosen = _by_layers(layer, step.shown(x))
    if changed.shape[-1] != x.shape[-1]:
        changed = changed.mean(axis=-1, keepdims=True)
    names = [", ".join(map(_name, own)) for own in chosen]
    texts = [name if yes else "" for name, yes in zip(names, happens, strict=True)]
    return np.where(np.asarray(spread(happens, x)), changed, np.asarray(x)), texts


def _by_layers(layer, x) -> tuple[np.ndarray, list[list[str]]]:
    names, count = layer._AUGMENT_LAYERS, len(x)
    places = np.asarray(keras.random.randint((layer.num_ops, count), 0, len(names), seed=layer.generator))
    transforms = layer.get_random_transformation(x, training=True)["transforms"]
    x = np.asarray(x)
    for row in places:
        changed = x
        for place in np.unique(row):
            own = getattr(layer, names[place]).transform_images(x, transforms[names[place]])
            changed = np.where((row == place)[:, None, None, None], np.asarray(own), changed)
        x = changed
    return x, [[names[place] for place in column] for column in places.T]


def _name(layer: str) -> str:
    return layer.removeprefix("random_").replace("_", " ")
