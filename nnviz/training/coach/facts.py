"""What of a data set decides how training on it goes: sizes, scales, classes, how alike the parts are, copies, inputs
that tell the answer. Imports no framework."""

import json
import math
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np

from nnviz.data.profiling.alone import alone, guessing, skill
from nnviz.data.schema import Dataset, Split
from nnviz.runs import files
from nnviz.training.coach.neighbours import odd_ones

NAME = "data_facts.json"
_WHOLE = {
    "image": ("brightness", "contrast"),
    "sequence": ("the mean of an example's values", "the spread of an example's values"),
    "tokens": (),
}
"""What is looked at of data without columns."""
_MOST_COLUMNS, _MOST_ROWS, _MOST_NUMBERS = 200, 2_000, 2_000_000


@dataclass(frozen=True)
class DataFacts:
    """Numbers about a data set as a network is given it.

    Attributes:
        sizes: examples for training, validation and test.
        columns: names of the first 200 inputs of a table; ("all inputs",) for other data.
        means, deviations: of these over the training examples.
        classes: names; () where nothing is classified.
        training_counts, validation_counts: examples of each class.
        unlike: the column in which the parts differ most, "" for none; "the answer" for what is predicted.
        unlike_by: the Kolmogorov-Smirnov distance there, in [0, 1].
        unlike_chance: how likely a distance that large is by chance, for the most different of all columns.
        unlike_parts: the 5 %, 25 %, 50 %, 75 % and 95 % quantiles there, of training and of validation.
        alone: the input that tells the answer best without the others, "" where there are not several.
        alone_score, alone_guess: the share that it tells right, or R², and that of guessing.
        shared: share of the validation examples that stand among the training examples too.
        odd: share of the training examples whose nearest neighbours agree on another class; NaN where not asked.
    """

    sizes: tuple[int, int, int]
    columns: tuple[str, ...] = ()
    means: tuple[float, ...] = ()
    deviations: tuple[float, ...] = ()
    classes: tuple[str, ...] = ()
    training_counts: tuple[int, ...] = ()
    validation_counts: tuple[int, ...] = ()
    unlike: str = ""
    unlike_by: float = 0.0
    unlike_chance: float = 1.0
    unlike_parts: tuple[tuple[float, ...], ...] = ()
    alone: str = ""
    alone_score: float = 0.0
    alone_guess: float = 0.0
    shared: float = 0.0
    odd: float = math.nan

    @property
    def alone_skill(self) -> float:
        """How much of what guessing gets wrong that one input tells right."""
        return skill(self.alone_score, self.alone_guess)

    def to_json(self) -> str:
        return json.dumps(asdict(self))


def data_facts(dataset: Dataset) -> DataFacts | None:
    """Those of a data set whose inputs are one array; None for any other. Of large data a sample is asked."""
    train, validation, schema = dataset.train, dataset.validation, dataset.schema
    if not isinstance(train.x, np.ndarray) or not len(train):
        return None
    sizes = (len(train), len(validation), len(dataset.test))
    parts = [_inputs(part, schema.kind) for part in (train, validation)]
    titles = tuple(schema.feature_names[:_MOST_COLUMNS]) if schema.kind == "vector" else ("all inputs",)
    facts = {"sizes": sizes, "columns": titles} | _scales(train, schema.kind, len(titles))
    if schema.has_classes:
        classes = len(schema.class_names)
        counts = [tuple(np.bincount(part.y, minlength=classes).tolist()) for part in (train, validation)]
        facts |= {"classes": schema.class_names, "training_counts": counts[0], "validation_counts": counts[1]}
        facts |= {"odd": _odd(train, schema.kind)}
    answers = [_rows(part.y)[:_MOST_ROWS, 0].astype(float) for part in (train, validation)]
    facts |= _unlike(parts, titles if schema.kind == "vector" else _WHOLE[schema.kind], answers)
    if schema.kind == "vector" and not schema.is_plane and not schema.reconstructs and schema.outputs:
        facts |= _alone(parts[0], titles, train.y[:_MOST_ROWS], schema.has_classes)
    return DataFacts(**{**facts, "shared": _shared(train, validation)})


def read_facts(folder: Path) -> DataFacts | None:
    """Those of a run's data; None where they were not written, or are damaged."""
    path = folder / NAME
    content = files.read_object(path) if path.is_file() else None
    try:
        known = {own.name: content[own.name] for own in fields(DataFacts) if own.name in (content or {})}
        return DataFacts(**{name: _tuples(value) for name, value in known.items()}) if known else None
    except (TypeError, ValueError):
        return None


def _odd(train: Split, kind: str) -> float:
    """Of images and sequences only where neighbours tell the class well: shifted ones are no neighbours."""
    return math.nan if kind == "tokens" else odd_ones(train.x, train.y, 2 if kind == "vector" else 6)


def _tuples(value):
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def _rows(values: np.ndarray) -> np.ndarray:
    """A row an example, also of a part that has none."""
    return values.reshape(len(values), int(np.prod(values.shape[1:])))


def _inputs(part: Split, kind: str) -> np.ndarray:
    """(n, columns) of a table; of other data each example's mean and deviation."""
    x = part.x[:_MOST_ROWS]
    if kind == "vector":
        return _rows(x)[:, :_MOST_COLUMNS].astype(float)
    flat = _rows(x).astype(float)
    return np.stack([flat.mean(1), flat.std(1)], 1) if len(flat) else np.zeros((0, 2))


def _scales(train: Split, kind: str, columns: int) -> dict:
    if kind == "tokens":
        return {"means": (0.0,), "deviations": (1.0,)}
    few = train.x[: max(1, min(_MOST_ROWS, _MOST_NUMBERS // max(1, train.x[0].size)))].astype(float)
    axis = 0 if kind == "vector" else None
    means, deviations = np.nanmean(few, axis=axis), np.nanstd(few, axis=axis)
    return {name: tuple(np.ravel(v)[:columns].tolist()) for name, v in (("means", means), ("deviations", deviations))}


def _unlike(parts: list[np.ndarray], titles: tuple[str, ...], answers: list[np.ndarray]) -> dict:
    """Where the parts differ most (Kolmogorov-Smirnov), against how much they would by chance."""
    if min(map(len, parts)) < 10:
        return {}
    pairs = [(title, *(part[:, k] for part in parts)) for k, title in enumerate(titles)] + [("the answer", *answers)]
    distances = [_distance(first, second) for _, first, second in pairs]
    worst = int(np.argmax(distances))
    title, first, second = pairs[worst]
    size = len(first) * len(second) / (len(first) + len(second))
    chance = min(1.0, 2 * len(pairs) * math.exp(-2 * size * distances[worst] ** 2))
    quantiles = [tuple(np.nanquantile(own, (0.05, 0.25, 0.5, 0.75, 0.95)).tolist()) for own in (first, second)]
    return {
        "unlike": title,
        "unlike_by": float(distances[worst]),
        "unlike_chance": chance,
        "unlike_parts": tuple(quantiles),
    }


def _distance(first: np.ndarray, second: np.ndarray) -> float:
    """The largest difference of the two cumulative shares."""
    both = np.concatenate([first, second])
    shares = [np.searchsorted(np.sort(own), both, side="right") / len(own) for own in (first, second)]
    return float(np.abs(shares[0] - shares[1]).max())


def _alone(x: np.ndarray, titles: tuple[str, ...], y: np.ndarray, classes: bool) -> dict:
    if x.shape[1] < 2 or len(x) < 20:
        return {}
    y = y if classes else y.reshape(len(y), -1)[:, 0]
    scores = [alone(x[:, k], y, False, classes) for k in range(x.shape[1])]
    best = int(np.argmax(scores))
    return {"alone": titles[best], "alone_score": float(scores[best]), "alone_guess": guessing(y, classes)}


def _shared(train: Split, validation: Split) -> float:
    if not len(validation) or train.x.nbytes > 400_000_000:
        return 0.0
    known = {row.tobytes() for row in np.ascontiguousarray(train.x)}
    held = np.ascontiguousarray(validation.x[:_MOST_ROWS])
    return float(np.mean([row.tobytes() in known for row in held]))
