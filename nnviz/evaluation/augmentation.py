"""Whether augmentations keep the labels, judged by a network that has learnt them: its answers on held-out examples,
before and after."""

import time

import numpy as np

from nnviz.data.augmentations import AUGMENTATIONS, check
from nnviz.data.schema import Dataset
from nnviz.errors import SpecError
from nnviz.evaluation.augmentation_records import Effect, Effects
from nnviz.specs import AugmentationSpec
from nnviz.training.augment import augmenter, limits
from nnviz.training.augmented import as_bytes
from nnviz.training.given import given
from nnviz.training.judging import judged_count, judged_part
from nnviz.training.meaning import OutputMeaning

_DRAWS = 4
_CASES = 6
_BATCH, _TRIED = 256, 32


def effects_of_run(
    run_id: str, augmentations: tuple[AugmentationSpec, ...], seconds: float | None = None, seed: int = 0
) -> Effects:
    """What each augmentation, alone and where it happens, does to the answers of a run's network.

    Args:
        seconds: what it may take; where it would take longer, only the estimate comes back. None measures in any case.

    Raises:
        NnvizError: for a run that is not there, or augmentations that do not suit its data.
    """
    from nnviz.training.run_meaning import meaning_of_run
    from nnviz.training.warm import warm

    model, dataset = warm(run_id)
    meaning = meaning_of_run(run_id, model, dataset)
    return effects(model, dataset, meaning, augmentations, seconds, seed)


def effects(
    model, dataset: Dataset, meaning: OutputMeaning, augmentations, seconds: float | None = None, seed: int = 0
) -> Effects:
    """As `effects_of_run`, of a model and the data that it knows."""
    chosen = tuple(spec for spec in augmentations if not AUGMENTATIONS[spec.name].mixes)
    if not chosen:
        raise SpecError("What mixes labels cannot be asked whether it keeps them.", where="augmentations")
    part = judged_part(dataset)
    split = dataset.split(part)
    count = judged_count(len(split), dataset.schema.input_shape)
    x, y = given(model, split, slice(count)), split.y[:count]
    before = _answers(model, meaning, x)
    right = np.arange(count) if meaning.task == "regression" else np.flatnonzero(_right(before, y))
    regression = meaning.task == "regression"
    changes = [augmenter((_always(spec),), dataset, seed) for spec in chosen]
    estimate = _trial(model, meaning, changes, _rows(x, slice(_TRIED))) * len(right) * _DRAWS / _TRIED
    if seconds is not None and estimate > seconds or not len(right):
        return Effects(part, len(right), _DRAWS, (), estimate, regression)
    begun = time.perf_counter()
    measured = tuple(
        _effect(model, dataset, meaning, AUGMENTATIONS[spec.name].title, change, _rows(x, right), before[right])
        for spec, change in zip(chosen, changes, strict=True)
    )
    return Effects(part, len(right), _DRAWS, measured, time.perf_counter() - begun, regression)


def _trial(model, meaning: OutputMeaning, changes: list, x) -> float:
    """Seconds that all changes of a few examples take, and their answers, once everything has been done before."""
    for _ in range(2):
        begun = time.perf_counter()
        for change in changes:
            _answers(model, meaning, _changed(change, x))
    return time.perf_counter() - begun


def _always(spec: AugmentationSpec) -> AugmentationSpec:
    """The augmentation where it happens: what it leaves as it is says nothing about it."""
    return spec.replace(settings={**check(spec), "probability": 1.0})


def _effect(model, dataset, meaning, title: str, change, x, before) -> Effect:
    drawn = [_changed(change, x) for _ in range(_DRAWS)]
    after = np.stack([_answers(model, meaning, one) for one in drawn])
    if meaning.task == "regression":
        spread = float(np.std(dataset.unscaled_targets(dataset.train.y), axis=0).mean())
        return Effect(title, float(np.abs(after - before).mean()) / max(spread, 1e-12))
    if meaning.has_labels:
        return Effect(title, float((after != before).mean()))
    names = dataset.schema.class_names
    table = np.zeros((len(names), len(names)))
    np.add.at(table, (np.broadcast_to(before, after.shape), after), 1)
    shares = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    np.fill_diagonal(shares, 0.0)
    taken, become = np.unravel_index(shares.argmax(), shares.shape)
    cases = _cases(dataset, names, drawn[0], before, after[0], (taken, become))
    changed, share = float((after != before).mean()), float(shares[taken, become])
    return Effect(title, changed, str(names[taken]), str(names[become]), share, *cases)


def _cases(dataset: Dataset, names, x, before, after, worst: tuple) -> tuple:
    """A few changed images that are answered otherwise, those of the worst pair of classes first, and the answers."""
    others = np.flatnonzero(after != before)
    if dataset.schema.kind != "image" or not len(others):
        return None, ()
    of_worst = (before[others] == worst[0]) & (after[others] == worst[1])
    chosen = others[np.argsort(~of_worst, kind="stable")][:_CASES]
    images = as_bytes(dataset.unscaled((x[0] if isinstance(x, list) else x)[chosen]), *limits(dataset))
    return images, tuple((str(names[before[k]]), str(names[after[k]])) for k in chosen)


def _changed(change, x):
    """The first input changed; what stands beside it stays as it is."""
    first, *others = x if isinstance(x, list) else [x]
    parts = [np.asarray(change(first[start : start + _BATCH])) for start in range(0, len(first), _BATCH)]
    return [np.concatenate(parts), *others] if others else np.concatenate(parts)


def _rows(x, rows):
    return [own[rows] for own in x] if isinstance(x, list) else x[rows]


def _answers(model, meaning: OutputMeaning, x) -> np.ndarray:
    """(n,) classes, (n, labels) or (n, targets) that the model answers with."""
    count = len(x[0] if isinstance(x, list) else x)
    batches = [_rows(x, slice(start, start + _BATCH)) for start in range(0, count, _BATCH)]
    shown = meaning.readable(np.concatenate([np.asarray(model(batch, training=False)) for batch in batches]))
    return shown if meaning.task == "regression" else meaning.decided(shown)


def _right(answers: np.ndarray, truth: np.ndarray) -> np.ndarray:
    same = answers == np.asarray(truth)
    return same if same.ndim == 1 else same.all(axis=1)
