"""What stands in for the hidden parts of an example: background rows, one covered copy, or what is around them."""

import numpy as np
from scipy import ndimage

from nnviz.errors import ExplanationError
from nnviz.explanation.problem import Problem

_IMAGE = 3
"""Axes of one image."""
_BLUR = 0.08
"""The deviation of the blur, as a share of the image's edge: strong enough that no detail is left."""


class Rows:
    """Hidden parts take their values from background rows; what a set is worth is the mean over them."""

    def __init__(self, problem: Problem, count: int):
        self.problem, self.rows = problem, problem.background_rows(count)
        self.words = f"Compared with {len(self.rows[0]):,} background examples."

    @property
    def copies(self) -> int:
        """How many inputs one set of revealed parts becomes."""
        return len(self.rows[0])

    @property
    def fixed(self) -> list[np.ndarray] | None:
        """What hides, where that does not depend on what is known: rows, or a copy of each example."""
        return self.rows

    def covered(self, example: int, known: list[np.ndarray]) -> list[np.ndarray]:
        """(sets · copies, …) an input: the example where `known` (sets, …), a background row elsewhere."""
        flat = zip(self.problem.flat, self.rows, known, strict=True)
        return [np.where(own[:, None], x[example], rows).reshape(-1, *x.shape[1:]) for x, rows, own in flat]

    def drawn(self, example: int, known: list[np.ndarray], rows: np.ndarray) -> list[np.ndarray]:
        """(sets, …) an input: the example where `known`, elsewhere the background row that `rows` (sets,) names."""
        flat = zip(self.problem.flat, self.rows, known, strict=True)
        return [np.where(own, x[example], others[rows]) for x, others, own in flat]

    @property
    def mean(self) -> list[np.ndarray]:
        pairs = zip(self.rows, self.problem.flat, strict=True)
        return [np.broadcast_to(rows.mean(0), x.shape) for rows, x in pairs]


class Covered:
    """Hidden parts take their values from one covered copy of the example, such as its blur."""

    copies = 1

    def __init__(self, problem: Problem, copy: list[np.ndarray], words: str):
        self.problem, self.copy, self.words = problem, copy, words

    @property
    def fixed(self) -> list[np.ndarray] | None:
        return self.copy

    def covered(self, example: int, known: list[np.ndarray]) -> list[np.ndarray]:
        flat = zip(self.problem.flat, self.copy, known, strict=True)
        return [np.where(own, x[example], other[example]) for x, other, own in flat]

    def drawn(self, example: int, known: list[np.ndarray], rows: np.ndarray) -> list[np.ndarray]:
        return self.covered(example, known)

    @property
    def mean(self) -> list[np.ndarray]:
        return self.copy


class Inpainted(Covered):
    """Hidden parts of an image are filled from what is around them; what is no image becomes zeros."""

    fixed = None

    def covered(self, example: int, known: list[np.ndarray]) -> list[np.ndarray]:
        parts = super().covered(example, known)
        return [
            inpainted(x[example], own[..., 0]).astype(x.dtype) if x.ndim == _IMAGE + 1 else part
            for x, part, own in zip(self.problem.flat, parts, known, strict=True)
        ]


def hiding(problem: Problem, hide: str, background_rows: int) -> Rows | Covered:
    """The way to hide parts that a setting names, see `nnviz.explanation.catalog.shared.HIDE`.

    Raises:
        ExplanationError: for a blur or inpainting of what is no image; where background examples are missing.
    """
    if hide == "background":
        return Rows(problem, background_rows)
    zeros = [np.zeros_like(x) for x in problem.flat]
    if hide == "zeros":
        return Covered(problem, zeros, "Hidden parts become zeros, as the network sees them.")
    if not any(x.ndim == _IMAGE + 1 for x in problem.flat):
        raise ExplanationError(
            f"Hiding by {hide} is for images; these examples have the shape {problem.flat[0].shape[1:]}.",
            expected="background or zeros",
            fix="Let hidden parts become those of background examples.",
            where="hide",
        )
    if hide == "blur":
        return Covered(problem, [blurred(x) for x in problem.flat], "Hidden parts become a blur of the image.")
    flat = [np.broadcast_to(x.mean((1, 2), keepdims=True), x.shape) if x.ndim == _IMAGE + 1 else np.zeros_like(x)
            for x in problem.flat]  # fmt: skip
    return Inpainted(problem, flat, "Hidden parts are filled in from what is around them.")


def blurred(x: np.ndarray) -> np.ndarray:
    """Images (n, height, width, channels) blurred; zeros for what is no image."""
    if x.ndim != _IMAGE + 1:
        return np.zeros_like(x)
    sigma = max(1.0, _BLUR * max(x.shape[1:3]))
    return ndimage.gaussian_filter(x.astype("float32"), (0, sigma, sigma, 0), mode="nearest").astype(x.dtype)


def inpainted(image: np.ndarray, known: np.ndarray) -> np.ndarray:
    """An image whose hidden pixels are filled from the known ones around them, near ones first.

    Means of known pixels are taken over ever larger squares and put back into the gaps, from the largest to the
    smallest (push-pull; Gortler et al., "The Lumigraph", 1996). Where nothing is known, all is the image's mean.

    Args:
        image: (height, width, channels).
        known: (sets, height, width) bool.

    Returns:
        (sets, height, width, channels) float32.
    """
    weight = known[..., None].astype("float32")
    colour = image.astype("float32") * weight
    levels = []
    while max(colour.shape[1:3]) > 1:
        levels.append((colour, weight))
        colour, weight = _halved(colour), _halved(weight)
        share = np.minimum(weight, 1.0)
        colour, weight = np.divide(colour * share, weight, out=np.zeros_like(colour), where=weight > 0), share
    filled = np.where(weight > 0, colour / np.maximum(weight, 1e-9), image.mean((0, 1)))
    for colour, weight in reversed(levels):
        filled = colour + (1 - weight) * _doubled(filled, colour.shape[1:3])
    return filled


def _halved(array: np.ndarray) -> np.ndarray:
    """Sums over squares of two by two."""
    rows, columns = array.shape[1] % 2, array.shape[2] % 2
    array = np.pad(array, ((0, 0), (0, rows), (0, columns), (0, 0)))
    return array.reshape(len(array), array.shape[1] // 2, 2, array.shape[2] // 2, 2, -1).sum((2, 4))


def _doubled(array: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    large = array.repeat(2, 1).repeat(2, 2)
    for axis in (1, 2):
        edge = [(1, 1) if k == axis else (0, 0) for k in range(4)]
        padded = np.pad(large, edge, mode="edge")
        sides = [np.take(padded, range(k, k + large.shape[axis]), axis) for k in range(3)]
        large = (sides[0] + 2 * sides[1] + sides[2]) / 4
    return large[:, : size[0], : size[1]]
