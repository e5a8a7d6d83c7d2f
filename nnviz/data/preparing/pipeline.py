"""Examples → a network's inputs by fitted steps, which are kept as numbers and words."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nnviz.data import lengths
from nnviz.data.at_once import each
from nnviz.data.column import Column
from nnviz.data.preparing.carried import steps as carried
from nnviz.data.preparing.scales import WHOLE, Scales, backward, in_place, is_straight

_ROWS, _EXAMPLES = 8_192, 512
"""Rows of a table, and images or sequences, that are prepared at a time."""


@dataclass(frozen=True)
class Feature:
    """One input: its name, the place of the column that it comes from, and whether it is 0 or 1 and stays so."""

    name: str
    column: int
    switch: bool = False


@dataclass(frozen=True)
class Pipeline:
    """Examples as they are in the data → a network's inputs.

    Attributes:
        kind: of the examples: "vector", "image" or "sequence"; "tokens" where whole numbers are meant for an Embedding.
        columns: what the numbers of a table are: quantities, days since 1970, places of names; () for other examples.
        steps: fitted, as `nnviz.data.preparing.carried.steps` applies them.
        features: the inputs of a table, in order; () for other examples.
        vocabulary: names that the numbers of "tokens" stand for, over all columns.
        shape: of one example before the steps, where it is no row of a table.
        padded: whether these are sequences with lengths of their own, NaN after their end (`nnviz.data.lengths`).
    """

    kind: str
    columns: tuple[Column, ...]
    steps: tuple[dict, ...]
    features: tuple[Feature, ...] = ()
    vocabulary: int = 0
    shape: tuple[int, ...] = ()
    padded: bool = False

    def apply(self, x: np.ndarray) -> np.ndarray:
        """Codes (n, columns), NaN where missing, or examples (n, …) → inputs float64, (n, features) or (n, …)."""
        return carried.stacked(self._parts(self.steps, x))

    def inputs(self, x: np.ndarray, rows: np.ndarray | None = None) -> np.ndarray:
        """The same as a network takes it: float32, whole numbers int32 for an Embedding.

        Args:
            rows: positions of the examples that are wanted; all when None.
        """
        return self._in_pieces(self._inputs, self.steps, x, rows)

    def inputs_of(self, x: np.ndarray, parts: Sequence[np.ndarray]) -> list[np.ndarray]:
        """`inputs` of the examples at the positions of each part. Rows of a table lie near each other once they are
        prepared, and are then shared out faster than each of their columns."""
        if not self.features or sum(map(len, parts)) < len(x) / 2:
            return [self.inputs(x, rows) for rows in parts]
        inputs = self.inputs(x)
        return [inputs.take(rows, axis=0) for rows in parts]

    def shown(self, x: np.ndarray) -> np.ndarray:
        """The same as people read it, every input in its own units: float64 (n, features), one feature after the other
        in memory; others float32 (n, …)."""
        steps, chains = self.steps, self.scales.chains
        while self.features and self.kind != "tokens" and steps and is_straight(steps[-1]):  # undone as soon as done
            chains = [chain[: len(chain) - (name in steps[-1]["columns"])] for name, chain in
                      zip(self.feature_names, chains, strict=True)]  # fmt: skip
            steps = steps[:-1]
        return self._in_pieces(lambda parts: self._shown(parts, chains), steps, x, None, "F" if self.features else "C")

    def _in_pieces(self, change, steps, x: np.ndarray, rows: np.ndarray | None, order: str = "C") -> np.ndarray:
        """`change(parts)` of some examples at a time, which stay near the processor; on several cores."""
        if any(step.get("neighbours") for step in steps):  # whose distances are sums over what is asked together
            changed = change(self._parts(steps, x))
            return changed if rows is None else changed[rows]
        count = len(x) if rows is None else len(rows)
        size = _ROWS if self.features else _EXAMPLES
        pieces = [slice(start, min(start + size, count)) for start in range(0, count, size)] or [slice(0, 0)]

        def piece(own: slice) -> np.ndarray:
            return change(self._parts(steps, x, own if rows is None else rows[own]))

        first = piece(pieces[0])
        if len(pieces) == 1:
            return first
        changed = np.empty((count, *first.shape[1:]), first.dtype, order)

        def put(own: slice) -> None:
            changed[own] = piece(own)

        changed[pieces[0]] = first
        each(put, pieces[1:], count)
        return changed

    def _parts(self, steps, x: np.ndarray, rows: "np.ndarray | slice | None" = None) -> dict[str, np.ndarray]:
        """Examples after these steps as columns: name → (n,); one entry (n, …) for images and sequences."""
        categories = {column.name: column.categories for column in self.columns}
        return carried.apply(steps, parts_of(x, self.columns, rows), categories)

    def _inputs(self, parts: dict[str, np.ndarray]) -> np.ndarray:
        dtype = "int32" if self.kind == "tokens" else "float32"
        if self.features:
            return _beside(parts.values(), dtype)
        inputs = parts[WHOLE].astype(dtype)
        return lengths.padded(inputs) if self.padded else inputs

    def _shown(self, parts: dict[str, np.ndarray], chains) -> np.ndarray:
        if self.kind == "tokens":
            return carried.stacked(parts)
        if not self.features:
            return self.scales.invert(parts[WHOLE]).astype("float32")
        pairs = zip(parts.values(), chains, strict=True)
        return _beside([backward(values, chain) for values, chain in pairs], "float64", "F")

    @property
    def feature_names(self) -> tuple[str, ...]:
        return tuple(feature.name for feature in self.features)

    @property
    def feature_columns(self) -> np.ndarray:
        """(features,) which column each input comes from."""
        return np.array([feature.column for feature in self.features], int)

    @property
    def tokens(self) -> tuple[str, ...]:
        """What each whole number for an Embedding stands for."""
        own = [o for step in self.steps for o in step["columns"].items() if o[1].get("how") == "embedding"]
        return tuple(f"{name} = {word}" if word else f"{name} unknown" for name, o in own for word in o["names"])

    @property
    def switches(self) -> np.ndarray:
        """(features,) whether an input is 0 or 1 and keeps these values, whatever the scaling."""
        return np.array([feature.switch for feature in self.features] or [False], bool)

    @cached_property
    def scales(self) -> "Scales":
        """What was done to each input in its own place, to be undone where people read it."""
        return Scales(in_place(self.steps, self.feature_names or (WHOLE,)), bool(self.features))

    def filled(self, codes: np.ndarray) -> np.ndarray:
        """Codes (n, columns) with what takes the place of gaps in numbers, dates and yes-or-no columns, where a step
        fills them before anything else changes them."""
        parts = parts_of(codes, self.columns)
        for place, fitted in enumerate(self.steps):
            if fitted["name"] == "missing":
                before = {name for own in self.steps[:place] for name in own["columns"]}
                again = carried.apply((fitted,), parts, {c.name: c.categories for c in self.columns})
                parts = {name: values if name in before else again[name] for name, values in parts.items()}
        return carried.stacked(parts)

    def to_json(self) -> str:
        """Everything as text; `from_json` reads it."""
        columns = [
            {"name": c.name, "kind": c.kind, "unit": c.unit, "categories": list(c.categories)} for c in self.columns
        ]
        features = [[own.name, own.column, own.switch] for own in self.features]
        return json.dumps(
            {"kind": self.kind, "columns": columns, "steps": self.steps, "features": features,
             "vocabulary": self.vocabulary, "shape": list(self.shape), "padded": self.padded}, ensure_ascii=False,
        )  # fmt: skip

    @classmethod
    def from_json(cls, text: str) -> "Pipeline":
        own = json.loads(text)
        columns = tuple(
            Column(c["name"], c["kind"], unit=c["unit"], categories=tuple(c["categories"])) for c in own["columns"]
        )
        features = tuple(Feature(*feature) for feature in own["features"])
        return cls(own["kind"], columns, tuple(own["steps"]), features, own["vocabulary"], tuple(own["shape"]),
                   own.get("padded", False))  # fmt: skip


def parts_of(x: np.ndarray, columns: Sequence[Column], rows: np.ndarray | slice | None = None) -> dict[str, np.ndarray]:
    """Examples as steps take them; those at the positions `rows` alone where they are given."""
    if not columns:
        return {WHOLE: np.asarray(x if rows is None else x[rows], float)}
    count = 0 if rows is None or isinstance(rows, slice) else len(rows)  # what is not copied takes no time
    values = each(lambda place: _some_of(x[:, place], rows), range(len(columns)), count)
    return {column.name: np.asarray(own, float) for column, own in zip(columns, values, strict=True)}


def _some_of(values: np.ndarray, rows: np.ndarray | slice | None) -> np.ndarray:
    if rows is None:
        return values
    return values[rows] if isinstance(rows, slice) else values.take(rows)  # the fastest ways


def _beside(columns: Collection[np.ndarray], dtype: str, order: str = "C") -> np.ndarray:
    """(n, columns) of that many arrays (n,)."""
    columns = list(columns)
    together = np.empty((len(columns[0]), len(columns)), dtype, order)
    for place, values in enumerate(columns):
        together[:, place] = values
    return together
