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

_POINTS, _IMAGES = 90, 9


def entry(summary: DataSummary) -> dict:
    """A summary as its preview's entry, JSON-ready."""
    regression = summary.schema.task == "regression"
    if summary.thumbnails is not None:
        images = np.ascontiguousarray(summary.thumbnails[:_IMAGES])
        pixels = base64.b64encode(zlib.compress(images.tobytes(), 9)).decode()
        return {"regression": regression, "y": [0] * len(images), "shape": list(images.shape), "pixels": pixels}
    y = summary.colours[0][:_POINTS]
    x = summary.sample_x[:, list(summary.telling)][:_POINTS]
    if summary.sample_x.shape[1] == 1:  # one input: the target stands over it
        x = np.stack([x[:, 0], y], 1)
    return {"regression": regression, "y": (_places(y) if regression else y).tolist(), "x": _places(x).ravel().tolist()}


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
