"""Augmentation without training: for pages that preview it, and for scripts."""

import difflib
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np

from nnviz.data.augmentations import AUGMENTATIONS, mixes
from nnviz.data.load import load
from nnviz.data.records import AugmentedExample
from nnviz.data.scale import fit_scaler
from nnviz.data.schema import Dataset, Schema, Split
from nnviz.errors import DataError, SpecError
from nnviz.specs import AugmentationSpec, DataSpec
from nnviz.training.augment import Augmenter, Step, augmenter, limits
from nnviz.training.augment_policy import rand_augmented
from nnviz.training.augment_words import jittered, words_of

_MOST_NUMBERS = 800_000
"""Numbers that the variants hold together at most: they are drawn anew while somebody drags a slider."""
_STRIP, _SMALL = 12, 32
"""Examples to choose from at a time, and pixels of a side that they are shown with."""
_DRAWN_APART = {"rand_augment": rand_augmented, "color_jitter": jittered}
_KINDS = {2: "vector", 3: "sequence", 4: "image"}


def augmented_example(spec: DataSpec, example: int = 0, variants: int = 11, seed: int = 0) -> AugmentedExample:
    """A training example of `spec` beside variants of it, as its augmentations would train on them.

    The variants are one batch, but for RandAugment and the width of a blur, which hold for a whole batch in training
    and are drawn for each variant here; what mixes examples takes its partners from the whole training part.

    Args:
        variants: how many, or fewer where examples are large.

    Raises:
        NnvizError: as `load` does, or for augmentations that do not suit the data.
    """
    dataset = load(spec)
    train = dataset.train
    example = int(example) % len(train)
    variants = max(2, min(variants, _MOST_NUMBERS // max(1, train.x[0].size)))
    image = dataset.schema.kind == "image"
    known = _limits(spec.replace(augmentations=()).to_json()) if image else None
    change = augmenter(spec.augmentations, dataset, seed, known)
    same = np.repeat(train.x[example : example + 1], variants, axis=0)
    others = np.random.default_rng(seed).integers(0, len(train), variants)
    changed, words = same, ("unchanged",) * variants
    if change is not None:
        changed, words = drawn(change, same, train.x[others], [_label(dataset, k) for k in others])
    original, all_variants = dataset.unscaled(train.x[example]), dataset.unscaled(changed)
    if image:
        original, all_variants = (as_bytes(values, *known) for values in (original, all_variants))
    texts = ()
    if dataset.schema.kind == "tokens":
        texts = tuple(_compared(dataset.schema, train.x[example], ids) for ids in (train.x[example], *changed))
    label, strip = _label(dataset, example), _strip(dataset, example, known) if image else ()
    return AugmentedExample(original, all_variants, words, label, texts, len(train), *strip)


def augment(x: np.ndarray, augmentations: Iterable[AugmentationSpec], seed: int = 0) -> np.ndarray:
    """Examples changed at random, as training sees them.

    Args:
        x: (n, features), (n, steps, channels) or (n, height, width, 1 or 3) numbers, in any units; images are changed
            between 0, or their darkest value if it is negative, and their brightest. For augmentations of texts (n,
            steps) numbers of words, 0 after a text's end.

    Returns:
        float32, for texts int32, of the same shape and in the same units; equal seeds give equal results.

    Raises:
        DataError: for another shape.
        SpecError: for augmentations that do not suit it, or that mix labels.
    """
    x, specs = np.asarray(x), tuple(augmentations)
    if x.ndim not in _KINDS or not len(x):
        raise DataError(
            f"Received x of the shape {x.shape}.",
            expected="(n, features), (n, steps, channels) or (n, height, width, channels)",
            where="x",
        )
    if mixes(specs):
        raise SpecError(
            "MixUp and CutMix mix labels as well, and here are none.",
            fix="Train with them (nnviz.train), or use the layers in nnviz.training.augment_layers.",
            where="augmentations",
        )
    kind = "tokens" if x.ndim == 2 and any(map(_is_of_texts, specs)) else _KINDS[x.ndim]
    if kind == "tokens":
        x = x.astype("int32")
    names = tuple(f"feature {k + 1}" for k in range(x.shape[1])) if kind == "vector" else ()
    scaler = fit_scaler(x, "none" if kind == "tokens" else "standard", kind)
    schema = Schema(kind, "regression", tuple(x.shape[1:]), names)
    rows = np.arange(len(x))
    scaled = x if kind == "tokens" else scaler.apply(x)
    whole, none = (Split(scaled[part], np.zeros((len(part), 1), "float32"), part) for part in (rows, rows[:0]))
    change = augmenter(specs, Dataset(schema, whole, none, none, scaler), seed)
    changed = scaled if change is None else np.asarray(change(whole.x))
    return changed if kind == "tokens" else (x if change is None else scaler.invert(changed)).astype("float32")


def _is_of_texts(spec: AugmentationSpec) -> bool:
    return AUGMENTATIONS[spec.name].kinds == ("tokens",) if spec.name in AUGMENTATIONS else False


def drawn(change: Augmenter, x, others=None, labels: Sequence[str] = ()) -> tuple[np.ndarray, tuple[str, ...]]:
    """Scaled inputs (k, …) changed, and in k texts how.

    Args:
        others, labels: (k, …) what each is mixed with where examples are mixed, and what they are in words.
    """
    count = len(x)
    said: list[list[str]] = [[] for _ in x]
    x, units = np.concatenate([x, others]) if change.mixes else x, False
    for step in change.steps:
        x, units = change.moved(x, units, step.entry.in_units), step.entry.in_units
        x, texts = _changed(step, x, count)
        for k in range(count):
            mixed = step.entry.mixes and texts[k] and len(labels)
            partner = f", the rest {labels[k] or 'another example'}" if mixed else ""
            said[k].append(texts[k] + partner)
    x = np.asarray(change.moved(x, units, False))[:count]
    return x, tuple(", ".join(filter(None, own)) or "unchanged" for own in said)


def _changed(step: Step, x, count: int):
    """x changed by one step, and what it drew in words."""
    if step.entry.name in _DRAWN_APART:
        return _DRAWN_APART[step.entry.name](step, x)
    parts, texts = [], []
    for batch in [x[k : k + 1] for k in range(len(x))] if step.entry.per_batch else [x]:
        transformation = step.draw(batch)
        if step.entry.mixes:
            transformation["permutation_order"] = np.r_[np.arange(count, 2 * count), np.arange(count)]
        parts.append(np.asarray(step.change(batch, transformation)))
        texts += words_of(step, transformation, len(batch))
    return np.concatenate(parts), texts


def _strip(dataset: Dataset, example: int, known: tuple[float, float]) -> tuple[np.ndarray, tuple[str, ...], int]:
    """The images around an example, every so many pixels of them, and their labels; and the number of the first."""
    start = example // _STRIP * _STRIP
    near = range(start, min(start + _STRIP, len(dataset.train)))
    every = -(-max(dataset.schema.input_shape[:2]) // _SMALL)
    images = dataset.unscaled(dataset.train.x[start : near.stop, ::every, ::every])
    return as_bytes(images, *known), tuple(_label(dataset, k) for k in near), start


@lru_cache(maxsize=4)
def _limits(text: str) -> tuple[float, float]:
    return limits(load(DataSpec.from_json(text)))


def _label(dataset: Dataset, example: int) -> str:
    return "" if dataset.schema.task == "regression" else dataset.schema.truth(dataset.train.y[example])


def _compared(schema: Schema, before: np.ndarray, after: np.ndarray) -> tuple[tuple[str, str], ...]:
    """The words of a text (steps,) as it is now; what has gone stands where it was, marked."""
    old, new = (list(map(int, ids[: _end(ids)])) for ids in (before, after))
    parts: list[tuple[str, str]] = []
    for kind, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            parts += [(_word(schema, word), "") for word in new[k:m]]
        else:
            parts += [(_word(schema, word), "gone") for word in old[i:j]]
            parts += [(_word(schema, word), "new") for word in new[k:m]]
    return tuple(parts)


def _end(ids: np.ndarray) -> int:
    real = np.flatnonzero(ids)
    return int(real[-1]) + 1 if len(real) else 0


def _word(schema: Schema, word: int) -> str:
    return schema.token_names[word] if schema.token_names else str(word)


def as_bytes(images: np.ndarray, low: float, high: float) -> np.ndarray:
    """Images as uint8, from black, which is 0 or the darkest value, to the brightest."""
    return np.clip(np.rint((images - low) * (255 / max(high - low, 1e-12))), 0, 255).astype("uint8")
