"""Partition SHAP: values along a hierarchy of the parts, its large branches split where they count most (Owen)."""

import functools
import heapq
import math

import numpy as np

from nnviz import progress
from nnviz.explanation.coalitions import Coalitions
from nnviz.explanation.hiding import Rows, hiding
from nnviz.explanation.hierarchy import Hierarchy, hierarchy
from nnviz.explanation.problem import Outcome, Problem

_TOGETHER = 32
"""Branches that are split at once."""


def partition_shap(
    problem: Problem,
    background_rows: int = 20,
    evaluations: int = 500,
    regions: int = 0,
    hide: str = "background",
    time_limit: float = 60.0,
) -> Outcome:
    """Owen values: the parts form a tree (squares of an image, neighbouring words, columns that rise and fall
    together), and what a branch is worth is shared between its two halves as Shapley would between two players.

    The branch that counts most is split first. When `evaluations` sets were tried or `time_limit` seconds have gone,
    the parts of every branch left share its value evenly, so that the values add up to F(x) − F(hidden) at any time.
    Owen, "Values of Games with a Priori Unions" (1977); Lundberg's Partition explainer in the shap package.
    """
    hidden = hiding(problem, hide, background_rows)
    pixels = max(math.prod(x.shape[1:-1]) for x in problem.flat)
    game = Coalitions(problem, hidden, regions or pixels)
    tree = hierarchy(game.of, hidden.rows if isinstance(hidden, Rows) else None)
    values, base = np.zeros((len(problem), game.players)), np.zeros(len(problem))
    limit, whole, tried = progress.Limit(time_limit), 0, 0
    for i in range(len(problem)):
        with progress.part(i, len(problem)):
            worth = functools.partial(game.worth, i)
            own, base[i], left, own_tried = owen_values(worth, tree, evaluations, limit, (i + 1) / len(problem))
        values[i, tree.order] = own
        whole, tried = whole + (left == 0), max(tried, own_tried)
    return game.outcome(values, base, _told(len(problem), whole, tried, limit))


def owen_values(
    worth, tree: Hierarchy, evaluations: int, limit: progress.Limit | None = None, share: float = 1.0
) -> tuple[np.ndarray, float, int, int]:
    """(leaves,) values in the tree's order; what nothing is worth; branches left whole; sets tried.

    Args:
        worth: revealed (sets, players) → (sets,).
        evaluations: sets at most, at least the two ends.
        limit: after that share of its time, or where it is cut short, no branch is split any more.
    """
    count, root = len(tree.order), len(tree.left) - 1
    back = np.argsort(tree.order)
    nothing, everything = worth(np.array([[False], [True]]).repeat(count, 1))
    values, tried, number = np.zeros(count), 2, 0
    heap = [(-abs(everything - nothing), number, root, np.zeros(count, bool), nothing, everything, 1.0)]
    limit = limit or progress.Limit(np.inf)
    while heap and tried + 2 <= evaluations and not limit.reached(share):
        chosen = []
        while heap and len(chosen) < min(_TOGETHER, (evaluations - tried) // 2):
            branch = heapq.heappop(heap)
            if tree.left[branch[2]] < 0:
                values[tree.start[branch[2]]] += branch[6] * (branch[5] - branch[4])
            else:
                chosen.append(branch)
        if not chosen:
            continue
        known = np.concatenate([_halves(tree, branch[2], branch[3]) for branch in chosen])
        with limit.ends(True):
            progress.tell(tried / evaluations)
            halves = worth(known[:, back]).reshape(-1, 2)
        if limit.cut:
            for branch in chosen:
                heapq.heappush(heap, branch)
            break
        tried += len(known)
        for k, branch in enumerate(chosen):
            for piece in _pieces(tree, branch, known[2 * k : 2 * k + 2], halves[k]):
                number += 1
                heapq.heappush(heap, (-abs(piece[3] - piece[2]) * piece[4], number, *piece))
    left = 0
    for _, _, node, _, low, high, share in heap:
        first, last = tree.start[node], tree.stop[node]
        values[first:last] += share * (high - low) / (last - first)
        left += bool(last - first > 1)
    return values, float(nothing), left, tried


def _halves(tree: Hierarchy, node: int, known: np.ndarray) -> np.ndarray:
    """(2, leaves): what is known, and a branch's left half; and its right half."""
    both = np.stack([known, known])
    for row, child in enumerate((tree.left[node], tree.right[node])):
        both[row, tree.start[child] : tree.stop[child]] = True
    return both


def _pieces(tree: Hierarchy, branch: tuple, known: np.ndarray, worth: np.ndarray):
    """(node, known, worth without, worth with, share) of both halves, each before and after the other."""
    _, _, node, before, low, high, share = branch
    left, right = int(tree.left[node]), int(tree.right[node])
    with_left, with_right = float(worth[0]), float(worth[1])
    yield left, before, low, with_left, share / 2
    yield left, known[1], with_right, high, share / 2
    yield right, before, low, with_right, share / 2
    yield right, known[0], with_left, high, share / 2


def _told(examples: int, whole: int, tried: int, limit: progress.Limit) -> str:
    if whole == examples:
        return f"Every branch of the hierarchy was split, in {tried:,} sets an example."
    end = f" {limit.sentence}" if limit.reached() else ""
    return f"{tried:,} sets were tried; the parts of a branch that was not split share its value evenly.{end}"
