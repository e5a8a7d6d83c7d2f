"""Which parts of an example belong together: a binary tree over them, whose every branch is a run of neighbours."""

from dataclasses import dataclass

import numpy as np

_MOST_GROUPED = 1_000
"""Columns that are put together by how alike they are; more are halved in their order."""


@dataclass(frozen=True)
class Hierarchy:
    """A binary tree over players.

    Attributes:
        order: (players,) the players from the first leaf to the last.
        start, stop: (nodes,) a node's leaves are `order[start:stop]`.
        left, right: (nodes,) its children, −1 for a leaf. The last node is the root.
    """

    order: np.ndarray
    start: np.ndarray
    stop: np.ndarray
    left: np.ndarray
    right: np.ndarray

    def linkage(self) -> np.ndarray:
        """(players − 1, 4) as SciPy describes a tree: children, their distance (here the size), and the size."""
        count, number, rows = len(self.order), {}, []
        inner = [k for k in range(len(self.left)) if self.left[k] >= 0]
        for k in range(len(self.left)):
            if self.left[k] < 0:
                number[k] = int(self.order[self.start[k]])
        for k in sorted(inner, key=lambda k: self.stop[k] - self.start[k]):
            size = self.stop[k] - self.start[k]
            rows.append([number[self.left[k]], number[self.right[k]], size, size])
            number[k] = count + len(rows) - 1
        return np.array(rows, float)


class _Growing:
    """A tree while it is put together, its leaves from left to right."""

    def __init__(self):
        self.order, self.nodes = [], []

    def leaf(self, player: int) -> int:
        self.order.append(player)
        self.nodes.append((len(self.order) - 1, len(self.order), -1, -1))
        return len(self.nodes) - 1

    def join(self, left: int, right: int) -> int:
        self.nodes.append((self.nodes[left][0], self.nodes[right][1], left, right))
        return len(self.nodes) - 1

    def halves(self, places: np.ndarray) -> int:
        """The tree of an array (…) of players, halved along its longest axis, channels (of one player) ignored."""
        if places.size == 1:
            return self.leaf(int(places.ravel()[0]))
        axis = int(np.argmax(places.shape))
        middle = places.shape[axis] // 2
        first, second = np.split(places, [middle], axis)
        left = self.halves(first)
        return self.join(left, self.halves(second))

    def done(self) -> Hierarchy:
        start, stop, left, right = np.array(self.nodes).T
        return Hierarchy(np.array(self.order), start, stop, left, right)


def hierarchy(of: list[np.ndarray], rows: list[np.ndarray] | None) -> Hierarchy:
    """The tree over the players of all inputs, each input a branch.

    Pixels are put together by squares, steps and words by neighbours, columns of a table by how alike they rise and
    fall over the background.

    Args:
        of: of each input the player of each of its numbers, as in `Coalitions`.
        rows: background rows (m, …) of each input; None where there are none, and columns are halved in their order.
    """
    tree, roots = _Growing(), []
    for k, own in enumerate(of):
        places = _places(own)
        table = own.ndim == 1 and 2 < len(places) <= _MOST_GROUPED and _tells(rows, k)
        roots.append(_alike(tree, own, rows[k]) if table else tree.halves(places))
    whole = roots[0]
    for root in roots[1:]:
        whole = tree.join(whole, root)
    return tree.done()


def _tells(rows: list[np.ndarray] | None, k: int) -> bool:
    """Whether background rows say which columns are alike: two of them would call all columns so."""
    return rows is not None and len(rows[k]) > 2 and rows[k].dtype.kind == "f"


def _places(own: np.ndarray) -> np.ndarray:
    """The players of one input, laid out as it is, each once."""
    if own.ndim == 1:
        return np.unique(own)
    places = own if _every_number(own) else own[..., 0]
    keep = []
    for axis in range(places.ndim):
        others = tuple(k for k in range(places.ndim) if k != axis)
        keep.append(np.append(0, 1 + np.flatnonzero(np.any(np.diff(places, axis=axis) != 0, axis=others))))
    return places[np.ix_(*keep)]


def _every_number(own: np.ndarray) -> bool:
    return len(np.unique(own)) == own.size


def _alike(tree: _Growing, own: np.ndarray, rows: np.ndarray) -> int:
    """The tree of columns, those that rise and fall together joined first."""
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import squareform

    players = np.unique(own)
    first = [int(np.flatnonzero(own == player)[0]) for player in players]
    values = rows[:, first].astype("float64")
    spread = values - values.mean(0)
    size = np.sqrt((spread**2).sum(0))
    alike = np.abs(np.divide(spread, size, out=np.zeros_like(spread), where=size > 0).T @ np.divide(
        spread, size, out=np.zeros_like(spread), where=size > 0))  # fmt: skip
    distance = np.clip(1 - alike, 0, None)
    np.fill_diagonal(distance, 0)
    joins = linkage(squareform(distance, checks=False), "average")
    return _grown(tree, joins[:, :2].astype(int), players)


def _grown(tree: _Growing, joins: np.ndarray, players: np.ndarray) -> int:
    """Grows the leaves from left to right, so that every branch is a run of neighbours; no recursion, which a chain of
    a thousand columns would exhaust."""
    count, root = len(players), 2 * len(players) - 2
    stack, made = [(root, False)], {}
    while stack:
        node, ready = stack.pop()
        if node < count:
            made[node] = tree.leaf(int(players[node]))
        elif ready:
            left, right = joins[node - count]
            made[node] = tree.join(made[left], made[right])
        else:
            left, right = joins[node - count]
            stack += [(node, True), (int(right), False), (int(left), False)]
    return made[root]
