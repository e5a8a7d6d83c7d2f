"""Points of a plane that a person drew, each in a class: what is drawn is text, so that it travels in links and files.

"-53,20,0 14,-8,1" is a point of class 0 at (-0.53, 0.20) and one of class 1 at (0.14, -0.08). Imports no framework.
"""

import re

import numpy as np

from nnviz.data.raw import Raw
from nnviz.errors import DataError

MOST_POINTS, MOST_CLASSES, FEWEST = 600, 5, 3
CLASSES = ("A", "B", "C", "D", "E")
_POINT = re.compile(r"(-?\d{1,3}),(-?\d{1,3}),([0-4])")


def _ring(count: int, radius: float, label: int) -> str:
    angles = 2 * np.pi * np.arange(count) / count
    return " ".join(
        f"{round(100 * radius * np.cos(angle))},{round(100 * radius * np.sin(angle))},{label}" for angle in angles
    )


EXAMPLE = f"{_ring(24, 0.75, 0)} {_ring(14, 0.3, 1)}"
"""What stands there before anything was drawn: a ring around another one."""


def parse(points: str) -> tuple[np.ndarray, np.ndarray]:
    """(n, 2) places within -1 and 1 and (n,) classes of what was drawn.

    Raises:
        DataError: for text that is no such list, or more than 600 points.
    """
    words = points.split()
    if len(words) > MOST_POINTS:
        raise DataError(f"{len(words):,} points were drawn.", expected=f"at most {MOST_POINTS}", where="points")
    read = [_POINT.fullmatch(word) for word in words]
    if not all(read):
        wrong = words[read.index(None)]
        raise DataError(
            f"{wrong[:40]!r} is no drawn point.",
            expected="points such as -53,20,0: hundredths across, hundredths up, class",
            where="points",
        )
    numbers = np.array([[int(part) for part in one.groups()] for one in read], dtype=int).reshape(-1, 3)
    if len(numbers) and np.abs(numbers[:, :2]).max() > 100:
        raise DataError("A point lies outside the plane.", expected="hundredths from -100 to 100", where="points")
    return numbers[:, :2] / 100, numbers[:, 2]


def classes_of(points: str) -> tuple[str, ...]:
    """The classes that were drawn, by name, in order; a label that nobody drew is none.

    Raises:
        DataError: for fewer than two classes, or fewer than three points in one of them.
    """
    _, labels = parse(points)
    counts = {k: int((labels == k).sum()) for k in np.unique(labels)}
    if len(counts) < 2:
        drawn = f"points of class {CLASSES[next(iter(counts))]} alone" if counts else "nothing yet"
        raise DataError(f"You have drawn {drawn}.", expected="points of two classes or more", where="points")
    few = next((k for k, count in counts.items() if count < FEWEST), None)
    if few is not None:
        raise DataError(
            f"Class {CLASSES[few]} has {counts[few]} point{'s' * (counts[few] != 1)}.",
            expected=f"at least {FEWEST} of each class",
            fix="Draw more of it, or erase it.",
            where="points",
        )
    return tuple(CLASSES[k] for k in counts)


def drawn(points: str, seed: int) -> Raw:
    """The drawn points and their classes, numbered in order; the seed changes nothing. Raises as `classes_of` does."""
    classes_of(points)
    places, labels = parse(points)
    return Raw(places, np.unique(labels, return_inverse=True)[1])
