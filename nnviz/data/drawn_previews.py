"""Writes the previews of our own sources from their data: `python -m nnviz.data.drawn_previews`."""

import base64
import json
import zlib

import numpy as np

from nnviz.data.catalog import SOURCES
from nnviz.data.catalog.kinds import OWN, REMOTE
from nnviz.data.previews import FILE, LARGEST
from nnviz.data.records import DataSummary
from nnviz.data.summary import summarise
from nnviz.specs import DataSpec

_POINTS, _IMAGES, _LINES = 90, 9, 4
_SMALL = 20
"""Pixels a side up to which nine images are kept; of larger ones four."""
_SHADE = 17
"""Brightness is kept in sixteen steps, so that noise takes less room."""
_STEPS = 40
_TEXTS, _WORDS, _LOOKED_AT = 3, 12, 48


def entry(summary: DataSummary) -> dict:
    """A summary as its preview's entry, JSON-ready."""
    regression = summary.schema.task == "regression"
    if summary.thumbnails is not None:
        count = _IMAGES if summary.thumbnails.shape[1] <= _SMALL else 4
        images = np.ascontiguousarray(np.rint(summary.thumbnails[:count] / _SHADE) * _SHADE).astype("uint8")
        pixels = base64.b64encode(zlib.compress(images.tobytes(), 9)).decode()
        return {"regression": regression, "y": [0] * len(images), "shape": list(images.shape), "pixels": pixels}
    if summary.schema.kind == "sequence":
        return _sequences(summary, regression)
    if summary.schema.kind == "tokens":
        return _texts(summary)
    y = summary.colours[0][:_POINTS]
    x = summary.sample_x[:, list(summary.telling)][:_POINTS]
    if summary.sample_x.shape[1] == 1:  # one input: the target stands over it
        x = np.stack([x[:, 0], y], 1)
    elif not summary.schema.is_plane:
        x = np.stack([_even(column) for column in x.T], 1)
    return {"regression": regression, "y": (_places(y) if regression else y).tolist(), "x": _places(x).ravel().tolist()}


def _sequences(summary: DataSummary, regression: bool) -> dict:
    """A few sequences, of every class in turn."""
    y = summary.sample_y.reshape(-1)
    order = np.argsort(y, kind="stable") if regression else _in_turn(y)
    chosen = order[np.linspace(0, len(order) - 1, _LINES).astype(int)] if regression else order[:_LINES]
    lines = [_line(line[:: -(-len(line) // _STEPS)]) for line in summary.sample_x[chosen, :, 0]]
    shown = _places(y[chosen]) if regression else y[chosen]
    return {"regression": regression, "y": shown.tolist(), "lines": lines}


def _line(values: np.ndarray) -> list[int | None]:
    """A sequence's places, None after its end."""
    there = np.isfinite(values)
    return [*_places(values[there]).tolist(), *[None] * int((~there).sum())]


def _texts(summary: DataSummary) -> dict:
    """A few texts, of every class in turn, with the words that decide where it is known."""
    chosen = _in_turn(summary.sample_y[:_LOOKED_AT])[:_TEXTS]
    rows = np.rint(summary.sample_x[chosen]).astype(int)
    known = None if summary.truth is None else summary.truth[chosen]
    texts, telling = [], []
    for place, row in enumerate(rows):
        words = [summary.schema.token_names[k] for k in row if k]
        first = 0 if known is None else max(0, int(known[place].argmax()) + 3 - _WORDS)
        texts.append(words[first : first + _WORDS])
        tells = np.zeros(len(words), bool) if known is None else known[place, : len(words)]
        telling.append(tells[first : first + _WORDS].astype(int).tolist())
    return {"regression": False, "y": summary.sample_y[chosen].tolist(), "texts": texts, "telling": telling}


def _in_turn(classes: np.ndarray) -> np.ndarray:
    """All positions: the first of every class, then the second of every class, …"""
    rank = np.zeros(len(classes), int)
    for k in np.unique(classes):
        rank[classes == k] = np.arange((classes == k).sum())
    return np.lexsort((classes, rank))


def _even(column: np.ndarray) -> np.ndarray:
    """A column; one of which a few values are far above all others by the order of its values."""
    low, most, high = np.quantile(column, [0, 0.75, 1])
    return np.unique(column, return_inverse=True)[1] if high - most > 4 * (most - low) else column


def _places(values: np.ndarray) -> np.ndarray:
    """Whole numbers from 0, for the smallest of each column, to LARGEST."""
    low, high = values.min(0), values.max(0)
    return np.rint((values - low) / np.maximum(high - low, 1e-12) * LARGEST).astype(int)


def entries() -> dict[str, dict]:
    """Every source that needs no network."""
    own = [name for name, source in SOURCES.items() if source.group not in (REMOTE, OWN)]
    return {name: entry(summarise(DataSpec(source=name))) for name in own}


if __name__ == "__main__":
    lines = ",\n".join(
        f"{json.dumps(name)}: {json.dumps(one, separators=(',', ':'))}" for name, one in entries().items()
    )
    FILE.write_text(f"{{\n{lines}\n}}\n")
