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
        x: (n, 2) places from 0 to LARGEST, of a plane or of the two most telling columns.
        images: (9 or 4, height, width, 1 or 3) uint8, of images.
        lines: (n, steps) whole numbers from 0 to LARGEST, of sequences; NaN after the end of one.
        texts, telling: of texts, their words, and whether each decides where that is known.
    """

    y: np.ndarray
    regression: bool
    x: np.ndarray | None = None
    images: np.ndarray | None = None
    lines: np.ndarray | None = None
    texts: tuple[tuple[str, ...], ...] = ()
    telling: tuple[tuple[bool, ...], ...] = ()


@cache
def preview(source: str) -> Preview | None:
    """The preview of a source; None for one that has to be fetched first."""
    entry = _entries().get(source)
    if entry is None:
        return None
    y = np.array(entry["y"])
    if "texts" in entry:
        telling = tuple(tuple(bool(one) for one in own) for own in entry["telling"])
        return Preview(y, False, texts=tuple(tuple(own) for own in entry["texts"]), telling=telling)
    if "lines" in entry:
        return Preview(y, entry["regression"], lines=np.array(entry["lines"], float))
    if "shape" not in entry:
        return Preview(y, entry["regression"], x=np.array(entry["x"]).reshape(-1, 2))
    pixels = np.frombuffer(zlib.decompress(base64.b64decode(entry["pixels"])), "uint8")
    return Preview(y, entry["regression"], images=pixels.reshape(entry["shape"]))


@cache
def _entries() -> dict[str, dict]:
    return json.loads(FILE.read_text())
