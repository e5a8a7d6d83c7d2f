"""What the picture of the lesson on curating data may ask, every field checked. Imports no framework."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

import numpy as np

from nnviz.errors import SpecError

CLASSES = ("1", "2", "7")
SIDE, INK = 8, 16
MOST, LEAST_EACH = 300, 3
"""Examples of a collection at most, and of each class that it has at least."""


def collection_of(asked: Any) -> tuple[np.ndarray, np.ndarray]:
    """The examples of a collection as a browser tells them.

    Args:
        asked: {"images": base64 of one byte a pixel, from 0 to 16, 64 an example, "labels": places in `CLASSES`}.

    Returns:
        ((n, 64) uint8, (n,) int).

    Raises:
        SpecError: for what cannot be read, for too many examples, or too few of a class or of classes.
    """
    if not isinstance(asked, Mapping):
        raise _unreadable()
    images, labels = _images(asked.get("images")), asked.get("labels")
    known = isinstance(labels, list | tuple) and all(
        isinstance(label, int) and not isinstance(label, bool) and 0 <= label < len(CLASSES) for label in labels
    )
    if not known or len(labels) != len(images):
        raise _unreadable()
    labels = np.array(labels, int)
    _enough(labels)
    return images, labels


def _images(text: Any) -> np.ndarray:
    try:
        pixels = np.frombuffer(base64.b64decode(text, validate=True), np.uint8)
    except (TypeError, ValueError, binascii.Error):
        raise _unreadable() from None
    if len(pixels) % SIDE**2 or (len(pixels) and pixels.max() > INK):
        raise _unreadable()
    if len(pixels) > MOST * SIDE**2:
        raise SpecError(
            f"The collection has {len(pixels) // SIDE**2} examples.",
            expected=f"at most {MOST}",
            fix="Take some out.",
            where="images",
        )
    return pixels.reshape(-1, SIDE**2)


def _enough(labels: np.ndarray) -> None:
    counts = np.bincount(labels, minlength=len(CLASSES))
    few = [f"{count} of {name}" for name, count in zip(CLASSES, counts, strict=True) if 0 < count < LEAST_EACH]
    if few or (counts > 0).sum() < 2:
        told = ", ".join(f"{count} of {name}" for name, count in zip(CLASSES, counts, strict=True))
        raise SpecError(
            f"The collection holds {told}.",
            expected=f"two classes or more, each with none or at least {LEAST_EACH} examples",
            fix="Draw some more.",
            where="labels",
        )


def _unreadable() -> SpecError:
    return SpecError(
        "The collection cannot be read.",
        expected="pixels from 0 to 16 and a class for each image",
        fix="Reload the page.",
    )


def lean(images: np.ndarray) -> np.ndarray:
    """(n,) how far digits (n, 64) lean: columns to the left for each row down; 0 upright, negative backwards."""
    pixels = np.asarray(images, float).reshape(-1, SIDE, SIDE)
    rows, columns = np.mgrid[:SIDE, :SIDE]
    ink = pixels.sum((1, 2))
    row = ((pixels * rows).sum((1, 2)) / ink)[:, None, None]
    column = ((pixels * columns).sum((1, 2)) / ink)[:, None, None]
    return -((rows - row) * (columns - column) * pixels).sum((1, 2)) / ((rows - row) ** 2 * pixels).sum((1, 2))
