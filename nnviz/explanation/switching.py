"""Inputs that cannot be moved by degrees: codes of categories, which are switched from one value to the other.

F(x) − F(b) is shared between what is moved and what is switched as between two players, which is what each adds on
average over both orders; within the switched ones it is shared by Shapley values, within the moved ones by the path.
"""

import math
from collections.abc import Callable

import numpy as np

from nnviz.explanation.path import PathIntegral
from nnviz.explanation.problem import Problem

_EXACT = 8
"""So many switched numbers at most are tried in every subset."""
_ORDERS = 4
"""Orders that more of them are switched in, each forwards and backwards."""
_ELEMENTS_A_BLOCK = 2**22


def along(
    problem: Problem, starts: list[np.ndarray], rows: np.ndarray, integrate: Callable[[list, list], PathIntegral]
) -> PathIntegral:
    """The change of F from `starts` to the examples `rows`, shared out: moved points by `integrate(starts, ends)`,
    switched ones by their Shapley values."""
    ends, switched = [points[rows] for points in problem.points], problem.switched
    if not switched:
        return integrate(starts, ends)

    def mixed(moved, codes):
        return [codes[i] if i in switched else moved[i] for i in range(len(moved))]

    low = shapley(problem, mixed(starts, starts), mixed(starts, ends), rows)
    if len(switched) == len(starts):
        at_start, at_end = (problem.values(one, rows) for one in (starts, ends))
        nothing = np.zeros(len(rows))
        return PathIntegral(low, at_start, at_end, nothing.astype(int), nothing, nothing)
    high = shapley(problem, mixed(ends, starts), mixed(ends, ends), rows)
    first = integrate(mixed(starts, starts), mixed(ends, starts))
    second = integrate(mixed(starts, ends), mixed(ends, ends))
    values = [
        (low[i] + high[i]) / 2 if i in switched else (first.values[i] + second.values[i]) / 2 for i in range(len(ends))
    ]
    jumps, larger = (first.jumps + second.jumps) / 2, np.abs(first.jumps) > np.abs(second.jumps)
    jump_at = np.where(larger, first.jump_at, second.jump_at)
    return PathIntegral(values, first.start, second.end, first.steps + second.steps, jumps, jump_at)


def shapley(problem: Problem, low: list[np.ndarray], high: list[np.ndarray], rows: np.ndarray) -> list[np.ndarray]:
    """What each switched number adds on average, as it goes from `low` to `high` after some of the others.

    Args:
        low, high: points (m, …) that differ in the switched ones alone.
        rows: (m,) whose target is meant.

    Returns:
        (m, …) float64 a point, zeros for those that are not switched.
    """
    sizes = [math.prod(low[i].shape[1:]) for i in problem.switched]
    count = sum(sizes)
    values = np.zeros((len(rows), count))
    if count <= _EXACT:
        codes = np.arange(2**count)
        known = (codes[:, None] >> np.arange(count)) & 1 == 1
        worth, size = _worth(problem, low, high, rows, known), known.sum(1)
        for i in range(count):
            without = codes[~known[:, i]]
            share = [math.factorial(s) * math.factorial(count - s - 1) / math.factorial(count) for s in size[without]]
            values[:, i] = (worth[without | (1 << i)] - worth[without]).T @ np.array(share)
    else:
        orders = [problem.random.permutation(count) for _ in range(_ORDERS)]
        for walk in (walk for order in orders for walk in (order, order[::-1])):
            known = np.argsort(walk) < np.arange(count + 1)[:, None]
            values[:, walk] += np.diff(_worth(problem, low, high, rows, known), axis=0).T / (2 * _ORDERS)
    parts = iter(np.split(values, np.cumsum(sizes)[:-1], axis=1))
    return [next(parts).reshape(one.shape) if i in problem.switched else np.zeros(one.shape)
            for i, one in enumerate(low)]  # fmt: skip


def _worth(problem, low, high, rows, known) -> np.ndarray:
    """(sets, m): F where the numbers of `known` (sets, numbers) have their value in `high`, the others in `low`."""
    elements = max(1, sum(math.prod(one.shape[1:]) for one in low) * len(rows))
    block, parts = max(1, _ELEMENTS_A_BLOCK // elements), []
    for first in range(0, len(known), block):
        chosen = known[first : first + block]
        points, begin = [], 0
        for i, (one, other) in enumerate(zip(low, high, strict=True)):
            tiled = np.broadcast_to(one, (len(chosen), *one.shape))
            if i in problem.switched:
                size = math.prod(one.shape[1:])
                mask = chosen[:, begin : begin + size].reshape(len(chosen), 1, *one.shape[1:])
                tiled, begin = np.where(mask, other, one), begin + size
            points.append(np.ascontiguousarray(tiled.reshape(-1, *one.shape[1:]), "float32"))
        worth = problem.values(points, np.tile(rows, len(chosen)))
        parts.append(worth.reshape(len(chosen), len(rows)))
    return np.concatenate(parts)


def note(problem: Problem) -> tuple[str, ...]:
    """That inputs were switched, and how, as a sentence; () where none were."""
    if not problem.switched:
        return ()
    numbers = sum(math.prod(problem.points[i].shape[1:]) for i in problem.switched)
    how = "in every combination" if numbers <= _EXACT else f"in {_ORDERS} random orders, forwards and backwards"
    names = problem.switched_names
    return (f"The whole numbers of {names} are codes, with nothing between them: they were switched, {how}.",)


def codes_have_no_slope(problem: Problem) -> tuple[str, ...]:
    """That switched inputs count nothing where slopes alone are looked at, as a sentence; () where none are."""
    if not problem.switched:
        return ()
    return (f"The codes of {problem.switched_names} have no slope and count 0; integrated gradients switch them.",)
