"""Parts of an example that are hidden or shown as a whole: superpixels or squares of an image, windows of a sequence,
columns, tokens, or groups of one's own."""

from dataclasses import dataclass

import numpy as np

from nnviz.errors import ExplanationError
from nnviz.explanation.coalitions import players_of
from nnviz.explanation.problem import Problem
from nnviz.explanation.regions import players

SEGMENTS = ("superpixels", "squares")
_IMAGE = 3
"""Axes of one image."""
_NEARNESS = 0.5
"""How much the place of a pixel counts beside its colour: the larger, the squarer the superpixels."""
_MOST_PIXELS = 20_000
"""Pixels that superpixels are sought among, at most; of a larger image every second, third, … is taken."""
_ELEMENTS_A_BLOCK = 2**22


@dataclass(frozen=True)
class Segments:
    """Which part each number of an example belongs to: one array of whole numbers an input, from 0 to `count` - 1."""

    parts: list[np.ndarray]
    count: int

    def shared(self, values: np.ndarray) -> list[np.ndarray]:
        """Values (count,) of parts as those of numbers: the numbers of a part share its value evenly."""
        sizes = sum(np.bincount(part.ravel(), minlength=self.count) for part in self.parts)
        return [(values / np.maximum(sizes, 1))[part] for part in self.parts]


def segments_of(
    problem: Problem, example: int, count: int = 64, how: str = "squares", groups: tuple[int, ...] | None = None
) -> Segments:
    """The parts of one example.

    Args:
        count: how many parts an image or a sequence has at most; 0 leaves every number alone.
        how: "superpixels" puts neighbouring pixels of alike colour together, "squares" cuts an image like a chessboard.
        groups: of each number of the example, all inputs one after the other, the group that it belongs to.

    Raises:
        ExplanationError: for groups that are not one a number, or leave numbers out.
    """
    if groups is not None:
        return _given(problem, groups)
    parts, begin, columns = [], 0, players_of(problem, count)
    for array, plain in zip(problem.flat, columns, strict=True):
        if how == "superpixels" and array.ndim == _IMAGE + 1 and 0 < count < array[0].size:
            own = superpixels(array[example], count)
        else:
            own = plain - plain.min(initial=0)
        parts.append(own + begin)
        begin += int(own.max()) + 1
    return Segments(parts, begin)


def _given(problem: Problem, groups) -> Segments:
    numbers = np.atleast_1d(np.asarray(groups, int))
    sizes = [array[0].size for array in problem.flat]
    if len(numbers) != sum(sizes):
        raise ExplanationError(
            f"Received {len(numbers):,} groups for {sum(sizes):,} numbers of an example.",
            expected="the group of each number, from 0",
            where="groups",
        )
    _, named = np.unique(numbers, return_inverse=True)
    pieces = np.split(named, np.cumsum(sizes)[:-1])
    parts = [piece.reshape(array.shape[1:]) for piece, array in zip(pieces, problem.flat, strict=True)]
    return Segments(parts, int(named.max()) + 1)


def superpixels(image: np.ndarray, count: int) -> np.ndarray:
    """(height, width, channels) which superpixel each pixel belongs to, at most `count` of them.

    Groups of pixels alike in colour and place, by k-means from the squares of a chessboard, as in Achanta et al., "SLIC
    Superpixels Compared to State-of-the-Art Superpixel Methods" (2012). Nothing in it is drawn at random.
    """
    from sklearn.cluster import KMeans

    height, width, channels = image.shape
    squares = players(image.shape, count)[..., 0]
    step = max(1, round((height * width / _MOST_PIXELS) ** 0.5))
    edge = (height * width / (squares.max() + 1)) ** 0.5
    pixels = np.nan_to_num(image.astype("float64"))
    colours = (pixels - pixels.min()) / max(float(np.ptp(pixels)), 1e-12)
    grid = np.stack(np.mgrid[:height, :width], -1) / edge * _NEARNESS
    features = np.concatenate([colours * channels**-0.5, grid], -1)
    few, own = features[::step, ::step].reshape(-1, channels + 2), squares[::step, ::step].ravel()
    centres = np.stack([few[own == k].mean(0) for k in np.unique(own)])
    groups = KMeans(len(centres), init=centres, n_init=1, max_iter=10).fit(few)
    _, named = np.unique(groups.predict(features.reshape(-1, channels + 2)), return_inverse=True)
    return np.broadcast_to(named.reshape(height, width, 1), image.shape)


def shown_values(
    problem: Problem, example: int, hidden: list[np.ndarray], segments: Segments, shown: np.ndarray
) -> np.ndarray:
    """F (m,) of an example of which the parts of `shown` (m, parts) bool are shown, and the others are as in `hidden`.

    Args:
        hidden: the baseline of every example, as points.
    """
    points = [one[example] for one in problem.points]
    block = max(1, _ELEMENTS_A_BLOCK // max(1, sum(one.size for one in points)))
    values = []
    for first in range(0, len(shown), block):
        some = shown[first : first + block]
        mixed = []
        for (k, _), point, other in zip(problem.function.entries, points, hidden, strict=True):
            part = segments.parts[k]
            seen = some[:, part.reshape(*part.shape, *[1] * (point.ndim - part.ndim))]
            mixed.append(np.where(seen, point, other[example]).astype("float32"))
        values.append(problem.values(mixed, np.full(len(some), example)))
    return np.concatenate(values)
