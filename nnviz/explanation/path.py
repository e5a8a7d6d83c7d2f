"""The gradient integrated along straight paths, refined where the path bends.

∫₀¹ ∂F(b + α(x − b))/∂x dα · (x − b), by Gauss–Legendre quadrature on panels of [0, 1]. On every panel the
exact answer for the sum over features is known, F(end) − F(start), so that each panel knows its own error:
panels that hold a kink (ReLU, max) or a steep rise are halved until the sum is right.
"""

import math
import time
from dataclasses import dataclass

import numpy as np

from nnviz import progress
from nnviz.explanation.costs import panels
from nnviz.explanation.problem import Problem

_ELEMENTS_A_BLOCK = 2**23
_NODES_BESIDE_A_KINK = 4
_SHARP = 1e-4
"""What F changes within a piece of a path so short, and its gradients do not account for, is a jump."""


@dataclass(frozen=True)
class PathIntegral:
    """`values` (m, …) a point; F at both ends (m,); `steps` (m,), the gradients that each path took.

    `jumps` (m,) says by how much F changes where no gradient sees it, and `jump_at` (m,) where, from 0 to 1.
    """

    values: list[np.ndarray]
    start: np.ndarray
    end: np.ndarray
    steps: np.ndarray
    jumps: np.ndarray
    jump_at: np.ndarray


@dataclass
class _Panels:
    """Pieces [a, b] of paths, with the index of their path and F at both ends."""

    path: np.ndarray
    a: np.ndarray
    b: np.ndarray
    at_a: np.ndarray
    at_b: np.ndarray

    def pick(self, mask):
        return _Panels(self.path[mask], self.a[mask], self.b[mask], self.at_a[mask], self.at_b[mask])


class Paths:
    """Straight paths from `starts[j]` to `ends[j]`, by default the example `rows[j]`."""

    def __init__(self, problem: Problem, starts: list[np.ndarray], rows: np.ndarray, ends=None):
        self.problem, self.starts, self.rows = problem, starts, rows
        self.ends = [points[rows] for points in problem.points] if ends is None else ends

    def at(self, path, alpha) -> list[np.ndarray]:
        """Points (k, …) at shares `alpha` (k,) of the paths `path` (k,)."""
        points = []
        for start, end in zip(self.starts, self.ends, strict=True):
            share = alpha.reshape(-1, *[1] * (start.ndim - 1)).astype("float32")
            points.append(start[path] + share * (end[path] - start[path]))
        return points

    def values(self, path, alpha) -> np.ndarray:
        return self.problem.values(self.at(path, alpha), self.rows[path])

    def integrate(self, pieces: _Panels, nodes: int) -> list[np.ndarray]:
        """Each panel's integral (p, …) a point, float64."""
        places, weights = np.polynomial.legendre.leggauss(nodes)
        size = sum(int(np.prod(start.shape[1:])) for start in self.starts)
        block = max(1, _ELEMENTS_A_BLOCK // (nodes * max(1, size)))
        parts = []
        for first in range(0, len(pieces.a), block):
            piece = pieces.pick(slice(first, first + block))
            parts.append(self._integrate_block(piece, places, weights))
        return [np.concatenate(one) for one in zip(*parts, strict=True)]

    def _integrate_block(self, piece, places, weights):
        half = (piece.b - piece.a) / 2
        alpha = (piece.a + half)[:, None] + half[:, None] * places
        path = np.repeat(piece.path, len(places))
        gradients = self.problem.gradients(self.at(path, alpha.ravel()), self.rows[path])[1]
        share = half[:, None] * weights
        integrals = []
        for gradient, start, end in zip(gradients, self.starts, self.ends, strict=True):
            gradient = gradient.reshape(*alpha.shape, *gradient.shape[1:]).astype("float64")
            mean = np.einsum("pk,pk...->p...", share, gradient)
            integrals.append(mean * (end[piece.path].astype("float64") - start[piece.path]))
        return integrals


def path_integral(
    paths: Paths, n_steps: int, tolerance: float, max_steps: int, scale_of, deadline: float = math.inf
) -> PathIntegral:
    """Integrate along all paths at once.

    Args:
        paths: where from, where to.
        n_steps: gradients a path before any refinement.
        tolerance: a path is refined while |Σ values − (F(end) − F(start))| exceeds this share of its scale;
            0 never refines.
        max_steps: gradients a path at most.
        scale_of: `scale_of(start, end)` gives the scale (m,) from F at both ends.
        deadline: on `time.monotonic`'s clock; past it, no path is refined any more.
    """
    pieces, nodes = _first_panels(paths, n_steps)
    count = len(paths.rows)
    first, last = pieces.a == 0.0, pieces.b == 1.0
    start, end = pieces.at_a[first], pieces.at_b[last]
    allowed = tolerance * scale_of(start, end)
    totals = [np.zeros(one.shape) for one in paths.starts]
    steps, kept_error = np.zeros(count, int), np.zeros(count)
    jumps, jump_at = np.zeros(count), np.zeros(count)
    while len(pieces.a):
        progress.tell()
        integrals = paths.integrate(pieces, nodes)
        np.add.at(steps, pieces.path, nodes)
        sums = sum(one.reshape(len(one), -1).sum(1) for one in integrals)
        error = sums - (pieces.at_b - pieces.at_a)
        nodes = min(nodes, _NODES_BESIDE_A_KINK)
        may_go_on = tolerance and time.monotonic() < deadline
        affordable = (max_steps - steps) // (2 * nodes) if may_go_on else np.zeros(count)
        # What the model's numbers cannot tell apart is no error of the path.
        noise = 4 * paths.problem.function.precision * np.maximum(np.abs(pieces.at_a), np.abs(pieces.at_b))
        split = _to_split(pieces, error, kept_error, allowed, affordable, noise)
        np.add.at(kept_error, pieces.path[~split], error[~split])
        sharp = ~split & (pieces.b - pieces.a < _SHARP) & (np.abs(error) > noise)
        np.add.at(jumps, pieces.path[sharp], -error[sharp])
        jump_at[pieces.path[sharp]] = pieces.a[sharp]
        for total, one in zip(totals, integrals, strict=True):
            np.add.at(total, pieces.path[~split], one[~split])
        pieces = _halved(paths, pieces.pick(split))
    return PathIntegral(totals, start, end, steps, jumps, jump_at)


def _first_panels(paths, n_steps) -> tuple[_Panels, int]:
    each, nodes = panels(n_steps)
    count = len(paths.rows)
    cuts = np.linspace(0.0, 1.0, each + 1)
    at = paths.values(np.repeat(np.arange(count), each + 1), np.tile(cuts, count)).reshape(count, each + 1)
    a, b = np.tile(cuts[:-1], count), np.tile(cuts[1:], count)
    return _Panels(np.repeat(np.arange(count), each), a, b, at[:, :-1].ravel(), at[:, 1:].ravel()), nodes


def _to_split(pieces, error, kept_error, allowed, affordable, noise) -> np.ndarray:
    """Which panels to halve: those of an open path whose error matters, the worst first."""
    total = kept_error + np.bincount(pieces.path, error, len(allowed))
    is_open = np.isfinite(total) & (np.abs(total) > allowed)
    size = np.where(np.isfinite(error), np.abs(error), 0.0)
    largest = np.zeros(len(allowed))
    np.maximum.at(largest, pieces.path, size)
    matters = np.maximum(np.minimum(allowed / 16, largest / 2)[pieces.path], noise)
    split = is_open[pieces.path] & (size > matters) & (pieces.b - pieces.a > 1e-6)
    return split & (_rank(pieces.path, np.where(split, size, -1.0)) < affordable[pieces.path])


def _rank(path, size) -> np.ndarray:
    """Each panel's rank within its path, 0 for the largest size."""
    order = np.lexsort((-size, path))
    first = np.searchsorted(path[order], path[order])
    rank = np.empty(len(path), int)
    rank[order] = np.arange(len(path)) - first
    return rank


def _halved(paths, pieces) -> _Panels:
    if not len(pieces.a):
        return pieces
    middle = (pieces.a + pieces.b) / 2
    at = paths.values(pieces.path, middle)
    joined = [
        np.concatenate(pair)
        for pair in (
            (pieces.path, pieces.path),
            (pieces.a, middle),
            (middle, pieces.b),
            (pieces.at_a, at),
            (at, pieces.at_b),
        )
    ]
    return _Panels(*joined)
