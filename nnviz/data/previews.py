"""What each of our own sources looks like, so small that it is kept with the code: pictures of the data need no engine.

`previews.json` is written by `python -m nnviz.data.drawn_previews`; a test holds it equal to the data.
"""

import base64
import json
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

FILE = Path(__file__).with_name("previews.json")
LARGEST = 1000
"""Places of points are whole numbers from 0 to this."""


@dataclass(frozen=True)
class Preview:
    """Some examples of a source at its default settings.

    Attributes:
        y: (n,) classes; for regression, targets from 0 to LARGEST.
        regression: whether the target is a number.
        x: (n, 2) places from 0 to LARGEST, of a plane or of the two most telling columns; None for images.
        images: (9, height, width, 1 or 3) uint8; None for points.
    """

    y: np.ndarray
    regression: bool
    x: np.ndarray | None = None
    images: np.ndarray | None = None


@cache
def preview(source: str) -> Preview | None:
    """The preview of a source; None for one that has to be fetched first."""
    entry = _entries().get(source)
    if entry is None:
        return None
    y = np.array(entry["y"])
    if "shape" not in entry:
        return Preview(y, entry["regression"], x=np.array(entry["x"]).reshape(-1, 2))
    pixels = np.frombuffer(zlib.decompress(base64.b64decode(entry["pixels"])), "uint8")
    return Preview(y, entry["regression"], images=pixels.reshape(entry["shape"]))


@cache
def _entries() -> dict[str, dict]:
    return json.loads(FILE.read_text())
