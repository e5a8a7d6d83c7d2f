"""Arrays (NPZ, NPY) → examples."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from nnviz.data import lengths
from nnviz.data.column import numbers
from nnviz.data.further import RawFurther
from nnviz.data.own import array_files, files
from nnviz.data.own.array_files import BESIDE
from nnviz.data.raw import Raw
from nnviz.data.schema import Schema
from nnviz.errors import DataError

_ROWS = 2
"""Axes of the rows of several examples."""
_KINDS = {2: "vector", 3: "sequence", 4: "image"}


def arrays(file: str, title: str, limit: int, classes: str, seed: int, inputs: str = "", targets: str = "") -> Raw:
    """The examples of a kept NPZ or NPY file.

    Args:
        inputs, targets: which of its arrays these are; "" guesses it (`nnviz.data.own.array_files.choose`).
        limit: how many examples are read; more are drawn at random with `seed`.
        classes: names of the classes separated by commas; "" for their numbers, or for regression.

    Returns:
        Raw: x (n, features), (n, steps, channels) or (n, height, width, channels), NaN after the end of a sequence;
            whole numbers in y are classes, and (n, labels) of 0 and 1 are labels.

    Raises:
        DataError: for arrays that do not fit each other.
    """
    x, y, parts, beside, stored_names, notes = _arrays(files.find(file, title), inputs, targets)
    if len(x) > limit:
        rows = np.sort(np.random.default_rng([seed, 4409]).permutation(len(x))[:limit])
        notes = (*notes, f"{limit:,} of {len(x):,} examples were drawn at random; raise the limit to read more.")
        x, y, parts = x[rows], y[rows], None if parts is None else parts[rows]
        beside = {name: own[rows] for name, own in beside.items()}
    further = _further(beside)
    notes = (*notes, *(lengths.sentence(own.codes, own.name) for own in further if own.form.padded))
    if lengths.differ(x):
        x, notes = x.astype("float64"), (*notes, lengths.sentence(x))
    if y.dtype.kind in "iub" and y.ndim == 2 and _are_labels(x, y):
        form = _of_labels(x, title, _label_names(y, classes, stored_names))
        return Raw(x, y.astype("int64"), form, notes, parts=parts, further=further)
    if y.dtype.kind in "iub" and y.ndim == 1:
        values, y = np.unique(y, return_inverse=True)
        form = _schema(x, title, _names(values, classes, stored_names))
        return Raw(x, y, form, notes, parts=parts, further=further)
    form = _schema(x, title, (), 1 if y.ndim == 1 else y.shape[1])
    return Raw(x, y.astype("float64"), form, notes, parts=parts, further=further)


def _further(beside: dict[str, np.ndarray]) -> tuple[RawFurther, ...]:
    """What stands beside x, by its name: rows of numbers, sequences or images."""
    further = []
    for name, own in beside.items():
        columns = numbers(tuple(f"{name} {k + 1}" for k in range(own.shape[1]))) if own.ndim == _ROWS else ()
        further.append(RawFurther(name, own.astype("float64" if columns else "float32"), columns))
    return tuple(further)


def check_beside(name: str, own: np.ndarray, count: int) -> np.ndarray:
    """An array that stands beside x as it is kept. Raises DataError where a network could not be given it."""
    own = lengths.stacked(own) if lengths.are_ragged(own) else np.asarray(own)
    if own.ndim == _ROWS + 1 and own.shape[1] == own.shape[2] and own.dtype.kind == "u":
        own = own[..., None]  # grey images without their channel
    if own.dtype.kind not in "iufb" or own.ndim not in _KINDS or len(own) != count or not own.size:
        raise DataError(
            f"{name}, which stands beside the first input, has the shape {own.shape} and the type {own.dtype}.",
            expected=f"numbers of {count:,} examples: (examples, features), (examples, steps, channels) or "
            "(examples, height, width, channels)",
            fix="A text can be the first input, in a table with a column of texts.",
            where="x",
        )
    return own


def check(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """x and y as they are kept. Raises DataError where no network could learn from them."""
    x, y = lengths.stacked(x) if lengths.are_ragged(x) else np.asarray(x), np.asarray(y)
    if x.ndim == 3 and x.shape[1] == x.shape[2] and x.dtype.kind == "u":
        x = x[..., None]  # grey images without their channel
    if y.ndim == 2 and y.shape[1] == 1:
        y = y[:, 0]
    if x.dtype.kind not in "iufb" or x.ndim not in _KINDS or not x.size:
        raise DataError(
            f"Received x of the shape {x.shape} and the type {x.dtype}.",
            expected="numbers (examples, features), (examples, steps, channels) or (examples, height, width, channels)",
            where="x",
        )
    if len(x) != len(y) or y.ndim > 2 or y.dtype.kind not in "iufbUS":
        raise DataError(
            f"Received {len(x):,} examples, and y of the shape {y.shape} and the type {y.dtype}.",
            expected="one target per example: whole numbers or names for classes, real numbers for values",
            where="y",
        )
    return x, y


def _arrays(path: Path, inputs: str, targets: str):
    """(x, y, parts or None, name → what stands beside x, names of the classes, notes)."""
    x, y, more, notes = array_files.read(path, inputs, targets)
    beside = {
        name.removeprefix(BESIDE): check_beside(name.removeprefix(BESIDE), own, len(x))
        for name, own in more.items()
        if name.startswith(BESIDE)
    }
    names = tuple(map(str, more["classes"])) if "classes" in more else ()
    x, y = check(x, y)
    if y.dtype.kind in "US":
        values, y = np.unique(y.astype(str), return_inverse=True)
        names = names or tuple(map(str, values))
    try:
        parts = _parts(more["parts"], len(x)) if "parts" in more else None
    except ValueError as error:
        raise array_files.unreadable(error) from None
    return (
        x,
        y,
        parts,
        beside,
        names,
        notes if parts is None else (*notes, "These data came with their own split, which is kept."),
    )


def _parts(parts: np.ndarray, count: int) -> np.ndarray:
    """(n,) 0 for training, 1 for validation, 2 for test. Raises ValueError for anything else."""
    if parts.shape != (count,) or not np.isin(parts, (0, 1, 2)).all():
        raise ValueError(
            f"parts of the shape {parts.shape}, where 0, 1 or 2 for each of {count:,} examples was expected"
        )
    return parts.astype(int)


def _are_labels(x: np.ndarray, y: np.ndarray) -> bool:
    """Whether targets are a yes or no to each of several labels, and not pixels to be redrawn."""
    return y.shape[1] > 1 and bool(np.isin(y, (0, 1)).all()) and y.shape[1] != int(np.prod(x.shape[1:]))


def _label_names(y: np.ndarray, classes: str, stored: tuple[str, ...]) -> tuple[str, ...]:
    count = y.shape[1]
    names = tuple(name.strip() for name in classes.split(",")) if classes.strip() else stored
    if names and len(names) != count:
        raise DataError(
            f"{len(names)} names were given for {count} labels.",
            expected="one name per label, separated by commas",
            where="classes",
        )
    return names or tuple(f"label {k + 1}" for k in range(count))


def _of_labels(x: np.ndarray, title: str, names: tuple[str, ...]) -> Schema:
    form = _schema(x, title, (), len(names))
    return replace(form, task="multilabel", class_names=names, target_name="labels")


def _names(values: np.ndarray, classes: str, stored: tuple[str, ...]) -> tuple[str, ...]:
    given = tuple(name.strip() for name in classes.split(",")) if classes.strip() else ()
    if not given and stored:
        return tuple(stored[value] for value in values)
    if given and len(given) != len(values):
        raise DataError(
            f"{len(given)} names were given for {len(values)} classes.",
            expected="one name per class, separated by commas",
            where="classes",
        )
    if len(values) < 2:
        raise DataError(f"All examples are of one class, {values[0]}.", expected="two or more classes", where="y")
    return given or tuple(str(value) for value in values)


def _schema(x: np.ndarray, title: str, names: tuple[str, ...], targets: int = 1) -> Schema:
    kind = _KINDS[x.ndim]
    features = tuple(f"feature {k + 1}" for k in range(x.shape[1])) if kind == "vector" else ()
    task = "regression" if not names else "binary" if len(names) == 2 else "multiclass"
    outputs = targets if not names else 1 if len(names) == 2 else len(names)
    form = Schema(kind, task, tuple(x.shape[1:]), features, names, "target", outputs, source=title or "Own arrays")
    return replace(form, padded=lengths.differ(x))
