"""The task of the lesson "From task to network": a first look at the data. For workers."""

import numpy as np

from nnviz import words
from nnviz.data.catalog import title_of
from nnviz.data.records import DataSummary
from nnviz.data.schema import Dataset
from nnviz.specs import DataSpec

_COLUMNS, _EXAMPLES, _ROWS = 6, 8, 5


def learn_look(spec: DataSpec) -> dict:
    """What one should know of data before any network: how much, how balanced, its scales, and what guessing gives.

    Returns:
        {"schema", "title", "training", "validation": numbers of examples,
        "counts": of each class in training, [] for a regression,
        "guess": what always naming the most frequent class of training gets right of validation, or the mean absolute
        error of always answering training's mean, in the target's own units,
        "range": (least, greatest) target of training, or (),
        "scales": [(name, least, greatest, least scaled, greatest scaled)] of some columns, the widest and the narrowest
        among them, "notes",
        "images": (n, height, width, 1 or 3) uint8 or None, "answers": of the images, in words,
        "table": (names of the first columns, [(their values, the answer in words)] of some examples), or None}.

    Raises:
        DataError: where the data cannot be read.
    """
    from nnviz.data.load import load
    from nnviz.data.summary import summarise

    dataset = load(spec)
    schema = dataset.schema
    counts, guess, ends = _numbers(dataset) if schema.task == "regression" else _classes(dataset)
    images, answers = _images(summarise(spec, limit=_EXAMPLES)) if schema.kind == "image" else (None, [])
    return {
        "schema": schema,
        "title": title_of(spec),
        "training": len(dataset.train),
        "validation": len(dataset.validation),
        "counts": counts,
        "guess": guess,
        "range": ends,
        "scales": _scales(dataset),
        "notes": list(dataset.notes),
        "images": images,
        "answers": answers,
        "table": _table(dataset) if schema.kind == "vector" else None,
    }


def _classes(dataset: Dataset) -> tuple[list[int], float, tuple]:
    counts = np.bincount(dataset.train.y, minlength=len(dataset.schema.class_names))
    judged = dataset.validation if len(dataset.validation) else dataset.train
    return counts.tolist(), float(np.mean(judged.y == counts.argmax())), ()


def _numbers(dataset: Dataset) -> tuple[list[int], float, tuple]:
    judged = dataset.validation if len(dataset.validation) else dataset.train
    seen, asked = (dataset.unscaled_targets(part.y).reshape(len(part), -1) for part in (dataset.train, judged))
    return [], float(np.abs(asked - seen.mean(0)).mean()), (float(seen.min()), float(seen.max()))


def _scales(dataset: Dataset) -> list[tuple[str, float, float, float, float]]:
    schema = dataset.schema
    if schema.kind == "tokens":
        return []
    names = schema.feature_names if schema.kind == "vector" else ("all numbers",)
    width = len(names) if schema.kind == "vector" and names else 1
    scaled = dataset.train.x.reshape(-1, width)
    raw = _without_dust(dataset.unscaled(dataset.train.x).reshape(-1, width))
    names = names or ("all numbers",)
    order = np.argsort(np.ptp(raw, axis=0))[::-1]
    chosen = order if len(order) <= _COLUMNS else np.r_[order[: _COLUMNS // 2], order[-_COLUMNS // 2 :]]
    ends = (raw.min(0), raw.max(0), scaled.min(0), scaled.max(0))
    return [(names[k], *(float(end[k]) for end in ends)) for k in chosen]


def _table(dataset: Dataset) -> tuple[tuple[str, ...], list[tuple[list[float], str]]]:
    """The first training examples as a person would see them, those of all classes in turn."""
    part, names = dataset.train, dataset.schema.class_names
    earlier = np.array([np.sum(part.y[:k] == part.y[k]) for k in range(min(len(part), 500))]) if names else None
    rows = np.argsort(earlier, kind="stable")[:_ROWS] if names else np.arange(min(len(part), _ROWS))
    columns = _without_dust(dataset.unscaled(part.x))[rows, :_COLUMNS]
    targets = dataset.unscaled_targets(part.y[rows]).reshape(len(rows), -1)[:, 0]
    answers = [names[int(target)] if names else words.plain(float(target), 4) for target in targets]
    heads = dataset.schema.feature_names or tuple(f"x{k + 1}" for k in range(columns.shape[1]))
    return heads[:_COLUMNS], [(row.tolist(), answer) for row, answer in zip(columns, answers, strict=True)]


def _without_dust(columns: np.ndarray) -> np.ndarray:
    """Without what scaling there and back has left beside the true value, a millionth of the column's range."""
    step = np.maximum(np.ptp(columns, axis=0), 1e-12) / 1e6
    return np.rint(columns / step) * step


def _images(summary: DataSummary) -> tuple[np.ndarray, list[str]]:
    images = summary.thumbnails[:_EXAMPLES]
    names = summary.schema.class_names
    return images, [names[int(answer)] if names else "" for answer in np.ravel(summary.sample_y)[: len(images)]]
