"""Augmentation without training: for pages that preview it, and for scripts."""

from collections.abc import Iterable

import numpy as np

from nnviz.data.load import load
from nnviz.data.records import AugmentedExamples
from nnviz.data.scale import fit_scaler
from nnviz.data.schema import Dataset, Schema, Split
from nnviz.errors import DataError
from nnviz.specs import AugmentationSpec, DataSpec
from nnviz.training.augment import augmenter

_KINDS = {2: "vector", 3: "sequence", 4: "image"}


def augmented_examples(spec: DataSpec, examples: int = 6, variants: int = 5, seed: int = 0) -> AugmentedExamples:
    """The first training examples of `spec` beside variants of them, as its augmentations would train on them.

    Raises:
        NnvizError: as `load` does, or for augmentations that do not suit the data.
    """
    dataset = load(spec)
    x = dataset.train.x[:examples]
    augment = augmenter(spec.augmentations, dataset, seed)
    changed, words = [], []
    for _ in range(variants):
        values, said = augment.drawn(x) if augment else (x, ("unchanged",) * len(x))
        changed.append(values)
        words.append(said)
    originals, all_variants = dataset.unscaled(x), dataset.unscaled(np.stack(changed, axis=1))
    if dataset.schema.kind == "image":
        brightest = max(float(dataset.unscaled(dataset.train.x).max()), 1e-12)
        originals, all_variants = (_bytes(images, brightest) for images in (originals, all_variants))
    return AugmentedExamples(originals, all_variants, tuple(zip(*words, strict=True)))


def augment(x: np.ndarray, augmentations: Iterable[AugmentationSpec], seed: int = 0) -> np.ndarray:
    """Examples changed at random, as training sees them.

    Args:
        x: (n, features), (n, steps, channels) or (n, height, width, 1 or 3) numbers, in any units; images are changed
            between 0, or their darkest value if it is negative, and their brightest.

    Returns:
        float32 of the same shape and in the same units; equal seeds give equal results.

    Raises:
        DataError: for another shape.
        SpecError: for augmentations that do not suit it.
    """
    x = np.asarray(x)
    if x.ndim not in _KINDS or not len(x):
        raise DataError(
            f"Received x of the shape {x.shape}.",
            expected="(n, features), (n, steps, channels) or (n, height, width, channels)",
            where="x",
        )
    kind = _KINDS[x.ndim]
    names = tuple(f"feature {k + 1}" for k in range(x.shape[1])) if kind == "vector" else ()
    scaler = fit_scaler(x, "standard", kind)
    schema = Schema(kind, "regression", tuple(x.shape[1:]), names)
    rows = np.arange(len(x))
    whole, none = (Split(scaler.apply(x[part]), np.zeros((len(part), 1), "float32"), part) for part in (rows, rows[:0]))
    change = augmenter(tuple(augmentations), Dataset(schema, whole, none, none, scaler), seed)
    return x.astype("float32") if change is None else scaler.invert(np.asarray(change(whole.x))).astype("float32")


def _bytes(images: np.ndarray, brightest: float) -> np.ndarray:
    return np.clip(np.rint(images * (255 / brightest)), 0, 255).astype("uint8")
