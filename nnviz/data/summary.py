"""DataSpec → DataSummary: everything that a page shows of a data set, in one small record."""

import numpy as np

from nnviz.data import lengths
from nnviz.data.catalog import SOURCES, title_of
from nnviz.data.load import load, prepared, read
from nnviz.data.raw import Raw
from nnviz.data.records import DataSummary, FeatureStatistics
from nnviz.data.schema import Dataset
from nnviz.specs import DataSpec

SPLITS = ("train", "validation", "test")
_THUMBNAILS = 48
_SAMPLE_NUMBERS = 1_000_000
"""Numbers that the sample may hold, so that a summary of large images stays small."""


def summarise(spec: DataSpec, limit: int = 400) -> DataSummary:
    """Sizes, class balance, statistics and up to `limit` examples of `spec`. Raises as `load` does."""
    data, raw = load(spec), prepared(spec)
    limit = min(limit, max(_THUMBNAILS, _SAMPLE_NUMBERS // max(1, int(np.prod(raw.schema.input_shape)))))
    rows, names = _sample(data, limit)
    at = np.searchsorted(raw.rows, rows)
    edges, counts = _histogram(raw)
    return DataSummary(
        schema=data.schema,
        title=title_of(spec),
        credit=SOURCES[spec.source].credit,
        sizes={name: len(data.split(name)) for name in SPLITS},
        class_counts=_class_counts(data),
        features=_features(raw),
        sample_x=raw.x[at].astype("float32"),
        sample_y=raw.y[at].reshape(len(at), -1) if edges is not None else raw.y[at],
        sample_split=names,
        sample_rows=rows,
        thumbnails=_thumbnails(raw, at) if raw.schema.kind == "image" else None,
        target_edges=edges,
        target_counts=counts,
        notes=data.notes,
        sample_codes=read(spec).x[at] if raw.columns else None,
        truth=None if raw.truth is None else raw.truth.fitted(rows[:_THUMBNAILS], raw.schema),
        truth_words="" if raw.truth is None else raw.truth.words,
        sample_beside=tuple(one.at(at) for one in raw.further),
    )


def _sample(data: Dataset, limit: int) -> tuple[np.ndarray, np.ndarray]:
    """Up to `limit` source rows, evenly from all splits and then mixed, with the name of each row's split."""
    rows = np.concatenate([data.split(name).rows for name in SPLITS])
    names = np.repeat(SPLITS, [len(data.split(name)) for name in SPLITS])
    chosen = np.unique(np.linspace(0, len(rows) - 1, min(limit, len(rows))).round().astype(int))
    chosen = np.random.default_rng(0).permutation(chosen)
    return rows[chosen], names[chosen]


def _class_counts(data: Dataset) -> dict[str, tuple[int, ...]]:
    if data.schema.task == "regression":
        return {}
    classes = len(data.schema.class_names)
    if data.schema.has_labels:
        return {name: tuple(int(c) for c in data.split(name).y.sum(axis=0)) for name in SPLITS}
    return {name: tuple(int(c) for c in np.bincount(data.split(name).y, minlength=classes)) for name in SPLITS}


def _features(raw: Raw) -> tuple[FeatureStatistics, ...]:
    schema = raw.schema
    if schema.kind == "tokens":
        return ()
    if schema.kind == "vector":
        columns, names = raw.x.reshape(len(raw.x), -1), schema.feature_names
    elif schema.kind == "sequence":
        channels = raw.x.shape[-1]
        steps = lengths.there(raw.x) if schema.padded else slice(None)
        columns, names = raw.x[steps].reshape(-1, channels), schema.feature_names
    else:
        columns, names = raw.x.reshape(-1, 1), ("all pixels",)
    names = names or tuple(f"feature {k + 1}" for k in range(columns.shape[1]))
    missing = np.zeros(len(names), int) if raw.missing is None or len(raw.missing) != len(names) else raw.missing
    return tuple(
        FeatureStatistics(name, *(float(f(column)) for f in (_mean, _std, np.min, np.max)), int(gaps))
        for name, column, gaps in zip(names, columns.T, missing, strict=True)
    )


def _mean(column: np.ndarray) -> float:
    return column.mean(dtype="float64")


def _std(column: np.ndarray) -> float:
    return column.std(dtype="float64")


def _thumbnails(raw: Raw, at: np.ndarray) -> np.ndarray:
    """Images as uint8: 0 stays black, the data set's brightest value becomes 255."""
    brightest = max(float(raw.x.max()), 1e-12)
    images = np.asarray(raw.x[at[:_THUMBNAILS]], "float64") * (255 / brightest)
    return np.clip(np.rint(images), 0, 255).astype("uint8")


def _histogram(raw: Raw) -> tuple[np.ndarray | None, np.ndarray | None]:
    if raw.schema.task != "regression":
        return None, None
    targets = raw.y.reshape(len(raw.y), -1)
    counts, edges = np.histogram(targets if raw.schema.reconstructs else targets[:, 0], bins=24)
    return edges, counts
