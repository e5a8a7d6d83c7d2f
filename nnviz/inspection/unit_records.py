"""What is known of the units of a layer: what excites each, what it tells apart, and what is lost without it. Imports
no framework."""

from dataclasses import dataclass, field

import numpy as np

from nnviz import words
from nnviz.errors import ModelError

_ALIKE = 0.999
"""Two units whose responses agree to this correlation or more say the same."""
_SATURATED = 0.95
"""A unit that stands at an end of its activation for so many of the values is saturated."""


@dataclass(frozen=True)
class UnitResponses:
    """How every unit of a layer responds to many examples, from one pass over them.

    A unit is a position on the last axis of the layer's output: a neuron, a channel. Its response to an example is its
    largest value over all other positions: where a channel sees most of what it looks for.

    Attributes:
        path, kind: the layer and its class.
        activation: the name of the layer's activation, "" where it has none of its own.
        shape: of the output for one example.
        examples: how many were looked at.
        most: (units, k) the examples with the largest responses, the largest first, equal ones in their order.
        most_values: (units, k) their responses.           most_places: (units, k) where, as a flat position.
        least, least_values, least_places: likewise the smallest responses, the smallest first.
        mean, std, minimum, maximum: (units,) of the responses.
        lowest: (units,) the smallest value at any position.
        saturated: (units,) share of the values within 1 % of an end of a bounded activation; NaN for others.
        idle: (units,) examples whose response is the smallest one.
        broken: (units,) examples whose response is not a number or infinite; they are left out of all other numbers.
        class_means: (classes, units) mean response to the examples of each class; None without classes.
        class_counts: (classes,) how many there are.
        between: (units,) share of the responses' variance that the class explains (η², Pearson's correlation ratio).
        correlation: (units, units) of the responses, NaN for units that never change; None where there are too many.
    """

    path: str
    kind: str
    activation: str
    shape: tuple[int, ...]
    examples: int
    most: np.ndarray
    most_values: np.ndarray
    most_places: np.ndarray
    least: np.ndarray
    least_values: np.ndarray
    least_places: np.ndarray
    mean: np.ndarray
    std: np.ndarray
    minimum: np.ndarray
    maximum: np.ndarray
    lowest: np.ndarray
    saturated: np.ndarray
    idle: np.ndarray
    broken: np.ndarray
    class_means: np.ndarray | None = None
    class_counts: np.ndarray | None = None
    between: np.ndarray | None = None
    correlation: np.ndarray | None = None

    @property
    def units(self) -> int:
        return self.shape[-1]

    @property
    def dead(self) -> np.ndarray:
        """(units,) bool: the same value for every example and at every position, and every one of them a number."""
        return (self.maximum == self.lowest) & (self.broken == 0)

    @property
    def at_an_end(self) -> np.ndarray:
        """(units,) bool: not dead, and almost always at an end of its activation, where no gradient comes through."""
        return ~self.dead & (np.nan_to_num(self.saturated) >= _SATURATED)

    @property
    def duplicates(self) -> tuple[tuple[int, ...], ...]:
        """Units that say the same of every example, in groups of two and more; () where that was not measured."""
        if self.correlation is None:
            return ()
        alike, groups, taken = np.nan_to_num(self.correlation) >= _ALIKE, [], set()
        for unit in range(self.units):
            group = tuple(int(other) for other in np.flatnonzero(alike[unit]) if int(other) not in taken)
            if unit not in taken and len(group) > 1:
                groups.append(group)
                taken.update(group)
        return tuple(groups)

    @property
    def preferred(self) -> np.ndarray | None:
        """(units,) the class with the largest mean response; None without classes."""
        return None if self.class_means is None else np.nan_to_num(self.class_means, nan=-np.inf).argmax(0)

    @property
    def selectivity(self) -> np.ndarray | None:
        """(units,) (μ of the preferred class − mean μ of the others) / their sum, from 0 to 1; NaN for a unit with
        negative responses, for which it means nothing.

        Morcos et al., "On the importance of single directions for generalization" (2018).
        """
        if self.class_means is None or len(self.class_means) < 2:
            return None
        ordered = np.sort(self.class_means, axis=0)
        best, others = ordered[-1], ordered[:-1].mean(0)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where((self.minimum >= 0) & (best + others > 0), (best - others) / (best + others), np.nan)

    def order(self, by: str) -> np.ndarray:
        """(units,) all units: by "number", the largest response first ("strongest"), or those whose responses the class
        explains best first ("between")."""
        if by == "number":
            return np.arange(self.units)
        values = self.maximum if by == "strongest" else self.between
        return np.argsort(-np.nan_to_num(np.asarray(values, float), nan=-np.inf), kind="stable")

    def place(self, unit: int, rank: int, least: bool = False) -> tuple[int, ...]:
        """Where in its map the unit responds to its example number `rank`: () for a layer without positions."""
        self.check(unit)
        places = self.least_places if least else self.most_places
        return tuple(int(k) for k in np.unravel_index(int(places[unit, rank]), self.shape[:-1] or (1,)))[
            : len(self.shape) - 1
        ]

    def check(self, unit: int) -> None:
        """Raises ModelError for a unit that the layer does not have."""
        if not 0 <= unit < self.units:
            raise ModelError(
                f"Layer {self.path!r} has no unit {unit + 1:,}.",
                expected=f"1 to {self.units:,} (`unit` from 0 to {self.units - 1})",
                where="unit",
            )

    def figure(self, unit: int = 0, class_names=(), dark: bool = False):
        """The unit's mean response to every class; without classes, the largest response of every unit."""
        from nnviz.plots import units as plots

        self.check(unit)
        if self.class_means is None:
            return plots.responses(self.maximum, dark)
        names = class_names or [f"class {k}" for k in range(len(self.class_means))]
        return plots.by_class(self.class_means[:, unit], names, dark)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is wrong with units of this layer, each sentence with its evidence; () where nothing was found."""
        seen = f"on all {self.examples:,} examples" if self.examples > 1 else "on this example"
        told = []
        if self.broken.any():
            units, most = _named(np.flatnonzero(self.broken)), int(self.broken.max())
            told.append(f"Not a number, or infinite: {units}, on up to {most:,} of {self.examples:,} examples.")
        if self.dead.any():
            values = np.unique(self.maximum[self.dead])
            at = f"always {words.plain(float(values[0]))}" if len(values) == 1 else "each always the same value"
            told.append(f"Dead: {_named(np.flatnonzero(self.dead))}, {at} {seen}.")
        if self.at_an_end.any():
            least = words.percent(float(self.saturated[self.at_an_end].min()))
            units = _named(np.flatnonzero(self.at_an_end))
            told.append(f"Saturated: {units}, {least} or more of the values at an end of {self.activation} {seen}.")
        for group in self.duplicates:
            told.append(
                f"Duplicates: {_named(group)} respond alike {seen} (correlation {self._least_agreement(group):.4f})."
            )
        return tuple(told)

    def _least_agreement(self, group) -> float:
        return float(self.correlation[np.ix_(group, group)].min())


def _named(units) -> str:
    numbers = [f"{int(k) + 1:,}" for k in units]
    return ("unit " if len(units) == 1 else "units ") + (
        words.listed(numbers) if len(numbers) < 9 else words.few(numbers, 8)
    )


@dataclass(frozen=True)
class InputParts:
    """The part of each example that a unit's value depends on, and how: ∂value/∂input.

    Attributes:
        path, unit: whose value it is.
        values: (n,) the unit's value at its place in each example.
        slopes: (n, …) ∂value/∂input, of the inputs' shape; for tokens (n, steps), the length of ∂value/∂embedding.
        effects: (n, …) slope × (input − baseline) for real inputs: what each number adds, to first order; for tokens
            slope · embedding.
    """

    path: str
    unit: int
    values: np.ndarray
    slopes: np.ndarray
    effects: np.ndarray

    def box(self, row: int) -> tuple[slice, ...]:
        """The smallest box, one slice an axis but the channels, outside which nothing of the example counts; the whole
        example where nothing in it counts."""
        slopes = self.slopes[row]
        seen = np.any(slopes != 0, axis=-1) if slopes.ndim > 1 else slopes != 0
        if not seen.any():
            return tuple(slice(0, size) for size in seen.shape)
        places = np.nonzero(seen)
        return tuple(slice(int(axis.min()), int(axis.max()) + 1) for axis in places)


@dataclass(frozen=True)
class Ablation:
    """What a model returns with some units of a layer held at a value, beside what it returns as it is.

    Attributes:
        path: the layer.      units: which of its units.      value: what they were held at.
        before, after: (n, …) the model's output.
    """

    path: str
    units: tuple[int, ...]
    value: float
    before: np.ndarray
    after: np.ndarray

    def accuracy(self, y) -> tuple[float, float]:
        """The share of right answers before and after, where the outputs are one number a class, or one for class 1
        of two."""
        truth = np.asarray(y).reshape(len(self.before))
        return _accuracy(self.before, truth), _accuracy(self.after, truth)

    def figure(self, y, class_names=(), dark: bool = False):
        """The share of right answers of each class, before and after."""
        from nnviz.plots import units as plots

        truth = np.asarray(y).reshape(-1).astype(int)
        count = int(truth.max()) + 1
        right = [_decided(outputs) == truth for outputs in (self.before, self.after)]
        shares = [
            [float(own[truth == k].mean()) if (truth == k).any() else np.nan for k in range(count)] for own in right
        ]
        return plots.lost(*map(np.array, shares), class_names or [f"class {k}" for k in range(count)], dark)


def _decided(outputs: np.ndarray) -> np.ndarray:
    flat = np.asarray(outputs).reshape(len(outputs), -1)
    return (flat[:, 0] > 0.5).astype(int) if flat.shape[1] == 1 else flat.argmax(1)


def _accuracy(outputs: np.ndarray, truth: np.ndarray) -> float:
    return float(np.mean(_decided(outputs) == truth))


@dataclass(frozen=True)
class OptimizedInputs:
    """Inputs that were changed, step by step, until a unit responds as strongly as it can be made to.

    Attributes:
        path, unit: whose.
        inputs: (seeds, …) as the model takes them.
        values: (seeds,) the unit's responses to them.
        started: (seeds,) its responses to what they began with.
        seeds: one a row.
        steps: of gradient ascent.
        seconds: how long it took.
        low, high: the range that each number had to stay in, of one input's shape or numbers.
    """

    path: str
    unit: int
    inputs: np.ndarray
    values: np.ndarray
    started: np.ndarray
    seeds: tuple[int, ...]
    steps: int
    seconds: float
    low: np.ndarray
    high: np.ndarray
    notes: tuple[str, ...] = field(default=())

    def figure(self, dark: bool = False):
        """The inputs side by side: pictures for images, lines for sequences, bars for tables."""
        from nnviz.plots import units as plots

        return plots.optimized(self, dark)


@dataclass(frozen=True)
class UnitScores:
    """How a run's network is judged with some units held at a value, beside how it is judged as it is.

    Attributes:
        units, value: what was held, and at what.       examples: how many it was judged by.
        is_accuracy: whether `before` and `after` are shares of right answers; mean errors in the targets' own units
            otherwise.
        before, after: as the network is, and with the units held.
        class_before, class_after: (classes,) shares of right answers; NaN for a class without examples, None without
            classes.
        lost: places in their part of the data of the examples that were right and are wrong with the units held.
    """

    units: tuple[int, ...]
    value: float
    examples: int
    is_accuracy: bool
    before: float
    after: float
    class_before: np.ndarray | None
    class_after: np.ndarray | None
    lost: tuple[int, ...]


@dataclass(frozen=True)
class NeededUnits:
    """What a run's network loses without each unit alone.

    Attributes:
        units: which.
        losses: (units,) by how much the accuracy falls, or the mean error rises, without it.
        by_class: (units, classes) by how much the share of right answers of a class falls; None without classes.
        is_accuracy, examples: as in `UnitScores`.
    """

    units: tuple[int, ...]
    losses: np.ndarray
    by_class: np.ndarray | None
    is_accuracy: bool
    examples: int

    @classmethod
    def joined(cls, parts: "list[NeededUnits]") -> "NeededUnits":
        """Several of the same layer, of other units each, as one."""
        by_class = None if parts[0].by_class is None else np.concatenate([own.by_class for own in parts])
        chosen = tuple(unit for own in parts for unit in own.units)
        losses = np.concatenate([own.losses for own in parts])
        return cls(chosen, losses, by_class, parts[0].is_accuracy, parts[0].examples)


@dataclass(frozen=True)
class ClampedUnit:
    """A network's answer for one example while a unit is held at each of some values.

    Attributes:
        unit: which.       values: (n,) what it was held at, at every position of its map.
        outputs: (n, outputs) as shown to people, one a class where there are classes.
        actual: the unit's own value for the example, its largest where it has a map; `is_map` says whether it has one.
    """

    unit: int
    values: np.ndarray
    outputs: np.ndarray
    actual: float
    is_map: bool
