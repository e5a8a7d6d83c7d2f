"""What the checks of an explanation return, each with its verdict and its picture. Imports no framework."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from nnviz import words
from nnviz.explanation.target import Target

_SMALL_CHANGE = 0.02
"""Of its larger size, by how much the number has to change between covered and uncovered for the curves to say much."""
_FEW = 4
"""Parts below which there are too few orders for a random one to be another than the map's."""
_A_SIDE, _MUCH_ALIKE = 0.05, 0.35
_UNLIKE, _ALIKE = 0.25, 0.6
"""Up to this rank correlation two maps have little in common; from this one on they are much the same."""


@dataclass(frozen=True)
class Faithfulness:
    """Deletion and insertion of n examples, with random orders as the control.

    Attributes:
        fractions: (k,) the share of the parts that was changed.
        deletion, insertion: (n, k) the explained number in a method's order.
        random_deletion, random_insertion: (orders, n, k) in random orders.
        target: what was explained, with the classes found.
        method, baseline: what gave the order, and what covered parts become.
        seed, seconds, notes: as in `Attribution`.
        parts: what an example has of them: features, tokens, steps or pixels.
    """

    fractions: np.ndarray
    deletion: np.ndarray
    insertion: np.ndarray
    random_deletion: np.ndarray
    random_insertion: np.ndarray
    target: Target
    method: str
    baseline: str
    seed: int
    seconds: float
    parts: int
    notes: tuple[str, ...] = field(default=())

    @property
    def deletion_auc(self) -> np.ndarray:
        """(n,) the area under each example's deletion curve: the mean number along it. Small is good."""
        return _area(self.fractions, self.deletion)

    @property
    def insertion_auc(self) -> np.ndarray:
        """(n,) the same of insertion. Large is good."""
        return _area(self.fractions, self.insertion)

    @property
    def random_deletion_auc(self) -> np.ndarray:
        """(orders,) the mean area over the examples, for each random order."""
        return _area(self.fractions, self.random_deletion).mean(1)

    @property
    def random_insertion_auc(self) -> np.ndarray:
        """(orders,) the same of insertion."""
        return _area(self.fractions, self.random_insertion).mean(1)

    @property
    def better(self) -> tuple[int, int]:
        """How many of the random orders the method's deletion and insertion beat, in the mean over the examples."""
        return (
            int(np.sum(self.deletion_auc.mean() < self.random_deletion_auc)),
            int(np.sum(self.insertion_auc.mean() > self.random_insertion_auc)),
        )

    @property
    def verdict(self) -> str:
        """What the curves say, in a sentence or two."""
        orders = len(self.random_deletion)
        if not np.isfinite(self.deletion).all():
            return "The explained number is not finite for all of these inputs, so there is nothing to compare."
        first, last = float(self.deletion[:, 0].mean()), float(self.deletion[:, -1].mean())
        if abs(first - last) <= _SMALL_CHANGE * max(abs(first), abs(last), 1e-12):
            return "The number is about the same for the covered and the uncovered example, so these curves say little."
        if self.parts < _FEW:
            return f"An example has only {self.parts} parts, so there are hardly any orders to compare with."
        falls, rises = self.better
        told = (
            f"Covering what the map ranks first lowers the number more than {_of(falls, orders)} random orders; "
            f"uncovering it first raises it more than {_of(rises, orders)}."
        )
        if min(falls, rises) == orders:
            return f"{told} The map finds what the network's answer depends on."
        if max(falls, rises) <= orders // 2:
            return f"{told} By this measure the map is no better than chance."
        return f"{told} By this measure the map is only partly better than chance."

    @staticmethod
    def joined(parts: Sequence["Faithfulness"]) -> "Faithfulness":
        """The examples of several records of one question, one after the other."""
        along = {"deletion": 0, "insertion": 0, "random_deletion": 1, "random_insertion": 1}
        arrays = {name: np.concatenate([getattr(one, name) for one in parts], axis) for name, axis in along.items()}
        return replace(parts[0], **arrays, seconds=sum(one.seconds for one in parts))

    def figure(self, dark: bool = False, **options) -> Any:
        """Both curves, with the spread of the random orders, see `nnviz.plots.trust.curves`."""
        from nnviz.plots import trust

        return trust.curves(
            self.fractions,
            [one.mean(0) for one in (self.deletion, self.insertion)],
            [one.mean(1) for one in (self.random_deletion, self.random_insertion)],
            dark,
            **options,
        )


@dataclass(frozen=True)
class Randomization:
    """How alike the values of n examples stay while layers get random weights, from the output on.

    Attributes:
        layers: (l,) in the order in which they lost what they learned.
        signed, absolute: (n, l) Spearman's rank correlation with the original values, and of their sizes; NaN where a
            map is the same everywhere.
        maps: (l + 1, …) of the first example: the original, and after each layer.
        target, method, seed, seconds: as in `Faithfulness`.
        further: of several inputs, the maps of those after the first, (l + 1, …) each.
        structure: (n, l) structural similarity of the sizes with those of the original; None where there is no image.
    """

    layers: tuple[str, ...]
    signed: np.ndarray
    absolute: np.ndarray
    maps: np.ndarray
    target: Target
    method: str
    seed: int
    seconds: float
    further: tuple[np.ndarray, ...] = ()
    structure: np.ndarray | None = None

    @property
    def mean(self) -> tuple[np.ndarray, np.ndarray]:
        """(l,) signed and absolute, over the examples that have one; NaN where none has."""
        return _mean(self.signed), _mean(self.absolute)

    @property
    def verdict(self) -> str:
        """What the correlations say, in a sentence or two."""
        signed, absolute = (float(one[-1]) for one in self.mean)
        if np.isnan(signed) and np.isnan(absolute):
            return "With the weights of every layer random, the map is the same everywhere: nothing to compare."
        if self.chance >= _ALIKE:
            return (
                f"Maps of {self.parts:,} parts are too small to compare on so few examples: two that have nothing to "
                "do with each other may well have a high rank correlation. Take more examples."
            )
        told = (
            "With the weights of every layer random, the map's rank correlation with the original is "
            f"{_number(signed)}, and {_number(absolute)} for the sizes alone; maps that have nothing to do with each "
            f"other stay within {words.plain(self.chance, 2)} or so."
        )
        if len(self.layers) > 1:
            told += f" Its median on the way there is {_number(self.alike)}."
        if self.alike <= max(_UNLIKE, self.chance):
            return f"{told} So it shows something that the network has learned.{self._where(absolute)}"
        if self.alike >= _MUCH_ALIKE:
            return f"{told} So much of it does not come from what the network has learned: do not take it for a reason."
        return f"{told} So it shows partly what was learned, and partly the example itself."

    @property
    def alike(self) -> float:
        """The median over the layers of the rank correlation: of the values where they have both signs, else of their
        sizes; a map that became the same everywhere counts 0."""
        signed, absolute = (np.nan_to_num(one) for one in self.mean)
        return float(np.median(signed if self._has_signs else np.maximum(np.abs(signed), np.abs(absolute))))

    @property
    def _has_signs(self) -> bool:
        return np.isfinite(self.mean[0][-1]) and has_signs(np.concatenate([own[0].ravel() for own in self._all]))

    @property
    def _all(self) -> tuple[np.ndarray, ...]:
        return (self.maps, *self.further)

    def _where(self, absolute: float) -> str:
        """What to say where only the sizes stay alike."""
        if not abs(absolute) >= _ALIKE:
            return ""
        return " Where its values are large, though, comes from the example itself; only their signs were learned."

    @property
    def parts(self) -> int:
        """Values of a map, all inputs together."""
        return sum(int(own[0].size) for own in self._all)

    @property
    def chance(self) -> float:
        """Two standard deviations of the mean rank correlation of unrelated maps: 2 / √((parts − 1) · n)."""
        return 2 / np.sqrt(max(1, self.parts - 1) * len(self.signed))

    @staticmethod
    def joined(parts: Sequence["Randomization"]) -> "Randomization":
        """The examples of several records of one question, one after the other; the maps are of the first."""
        names = ("signed", "absolute", *(("structure",) if parts[0].structure is not None else ()))
        arrays = {name: np.concatenate([getattr(one, name) for one in parts]) for name in names}
        return replace(parts[0], **arrays, seconds=sum(one.seconds for one in parts))

    def figure(self, dark: bool = False, **options) -> Any:
        """The correlations, layer by layer, see `nnviz.plots.trust.correlations`."""
        from nnviz.plots import trust

        structure = None if self.structure is None else _mean(self.structure)
        return trust.correlations(self.layers, *self.mean, dark, structure=structure, **options)


def has_signs(values: np.ndarray) -> bool:
    """Whether values are of both signs: each side has at least a twentieth of all their size."""
    values = np.nan_to_num(np.asarray(values, float))
    total = np.abs(values).sum()
    return bool(total > 0 and min(values[values > 0].sum(), -values[values < 0].sum()) >= _A_SIDE * total)


def _area(fractions: np.ndarray, curves: np.ndarray) -> np.ndarray:
    return np.trapezoid(curves, fractions, axis=-1)


def _mean(values: np.ndarray) -> np.ndarray:
    there = np.isfinite(values)
    total = np.where(there, values, 0.0).sum(0)
    return np.where(there.any(0), total / np.maximum(there.sum(0), 1), np.nan)


def _of(count: int, total: int) -> str:
    return f"all {total}" if count == total else f"{count} of {total}"


def _number(value: float) -> str:
    return "not defined" if np.isnan(value) else words.plain(round(value, 2), 2)
