"""What data is, apart from its numbers: kind, task, shapes and names. Imports no framework."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from nnviz import names, words
from nnviz.data import column
from nnviz.data.column import Column
from nnviz.data.further import FurtherInput, PreparedFurther
from nnviz.data.own import handmade
from nnviz.data.texts import TextPreparation

if TYPE_CHECKING:
    from nnviz.data.preparing.pipeline import Pipeline, Scales

Kind = Literal["vector", "image", "sequence", "tokens"]
Task = Literal["binary", "multiclass", "multilabel", "regression"]


NO_LABEL = "none"
"""What an example without any label is called."""
_MOST_NAMED = 6
"""Targets up to which each number is told with its name."""


@dataclass(frozen=True)
class Schema:
    """The form of a data set.

    Attributes:
        kind: "vector" (n,), "image" (height, width, channels), "sequence" (steps, channels) or
            "tokens" (steps,).
        task: "binary" and "multiclass" have whole-number targets, one class an example; "multilabel" says yes (1) or no
            (0) to each of several labels; "regression" has real targets.
        input_shape: shape of one example, without the batch.
        feature_names: one a column for vectors; empty otherwise.
        class_names: one a class, or one a label for "multilabel"; empty for regression.
        target_name: what is predicted.
        target_names: of a regression with several targets, one a target; empty where they have no names of their own.
        target_units: of a regression's targets, "" where none is known; one a target, or empty.
        outputs: numbers that a prediction needs: 1 for binary, the classes for multiclass, the labels for multilabel,
            the targets for regression.
        vocabulary: number of token ids for "tokens", else 0.
        token_names: for "tokens", what each id stands for where that is known; the first is what follows a text's end.
        source: what people call the data set.
        plane_features: of points of a plane, the inputs beside the two coordinates that are made of them
            (`nnviz.data.plane`).
        order: of tokens, how their order decides, so that a network that mixes them all up cannot tell: "places" where
            one of them has to be found at its place, "memory" where each has to be read in the light of those before
            it; "" where the order says little.
        columns: what every column of a table is, inputs, target and ignored ones alike; one of a category makes several
            inputs, so that these may be fewer than `feature_names`. Where nothing else is said, every name in
            `feature_names` is a column of numbers.
        padded: whether sequences have lengths of their own: what follows the end of one is NaN as it is read, and 0 in
            every channel as a network is given it (`nnviz.data.lengths`).
        further: what stands beside the first input of an example, such as a table beside an image.

    Names come from files, so that they are cleaned rather than refused (`nnviz.names`): each in one line, without
    characters that cannot be seen, and no two columns or classes called alike.
    """

    kind: Kind
    task: Task
    input_shape: tuple[int, ...]
    feature_names: tuple[str, ...] = ()
    class_names: tuple[str, ...] = ()
    target_name: str = "target"
    outputs: int = 1
    vocabulary: int = 0
    token_names: tuple[str, ...] = ()
    source: str = ""
    columns: tuple[Column, ...] = ()
    target_names: tuple[str, ...] = ()
    target_units: tuple[str, ...] = ()
    plane_features: tuple[str, ...] = ()
    order: Literal["", "places", "memory"] = ""
    padded: bool = False
    further: tuple[FurtherInput, ...] = ()

    def __post_init__(self):
        cleaned = {
            "feature_names": names.clean_all(self.feature_names, "column"),
            "class_names": names.clean_all(self.class_names, "class"),
            "target_name": names.clean(self.target_name) or "target",
            "source": names.clean(self.source),
            "target_names": names.clean_all(self.target_names, "target"),
            "target_units": tuple(names.clean(unit) for unit in self.target_units),
        }
        for field_name, value in cleaned.items():
            object.__setattr__(self, field_name, value)
        if not self.columns:
            object.__setattr__(self, "columns", column.numbers(self.feature_names))

    @property
    def is_plane(self) -> bool:
        """Whether examples are points of a plane, each with one class or number, so that a boundary can be drawn."""
        size = 2 + len(self.plane_features)
        one_answer = not self.has_labels and not self.further
        return self.kind == "vector" and self.input_shape == (size,) and one_answer

    @property
    def shapes(self) -> tuple:
        """The shape of one example; where others stand beside its first input, one shape an input."""
        return (self.input_shape, *(one.shape for one in self.further)) if self.further else self.input_shape

    @property
    def can_be_drawn(self) -> bool:
        """Whether a person can draw or bring an example: an image. What stands beside it is filled in, or an
        example's of the data."""
        return self.kind == "image"

    @property
    def is_table(self) -> bool:
        """Whether examples are rows of a table, also one whose names became whole numbers for an Embedding."""
        kinds = {column.kind for column in self.columns if column.role == "input"}
        of_names = "category" in kinds and "text" not in kinds  # beside a text, names are of another input
        return self.kind == "vector" or (self.kind == "tokens" and of_names)

    @property
    def first_noun(self) -> str:
        """What the first input of an example is called beside others: "image", "row", "text", "names", …"""
        if self.kind == "tokens" and self.is_table:
            return "names"
        return {"vector": "row", "image": "image", "sequence": "sequence", "tokens": "text"}[self.kind]

    @property
    def has_classes(self) -> bool:
        """Whether every example is of exactly one class."""
        return self.task in ("binary", "multiclass")

    @property
    def has_labels(self) -> bool:
        """Whether an example has any number of labels, none included."""
        return self.task == "multilabel"

    @property
    def answers(self) -> tuple[str, ...]:
        """What the numbers of a prediction are called: the classes, the labels, or the targets."""
        if self.class_names:
            return self.class_names
        if len(self.target_names) == self.outputs:
            return self.target_names
        if self.outputs == 1:
            return (self.target_name,)
        return tuple(f"{self.target_name} {k + 1}" for k in range(self.outputs))

    def unit(self, k: int) -> str:
        """The unit of a regression's target number `k`; "" where none is known."""
        return self.target_units[k] if k < len(self.target_units) else ""

    def truth(self, y) -> str:
        """What one example's target is, in words: its class, its labels ("circle and ring", "none"), or its numbers
        ("151", "weight 176, waist 36 and pulse 56")."""
        if self.has_classes:
            return str(self.class_names[int(y)])
        if self.has_labels:
            return words.listed([name for name, has in zip(self.class_names, y, strict=True) if has]) or NO_LABEL
        return named_numbers(self.answers, np.ravel(y))

    def sets_of_labels(self, y: np.ndarray, most: int) -> tuple[np.ndarray, tuple[str, ...]]:
        """Which labels examples have, as classes: (n,) places in the names of the sets ("circle and ring", "none").

        The frequent sets come first; from `most` on, what is left is one class, "other sets".

        Args:
            y: (n, labels) of 0 and 1.
        """
        found, place, counts = np.unique(np.asarray(y), axis=0, return_inverse=True, return_counts=True)
        order = np.argsort(-counts, kind="stable")
        rank = np.empty(len(found), int)
        rank[order] = np.arange(len(found))
        names = tuple(self.truth(found[k]) for k in order)
        if len(names) <= most:
            return rank[place.reshape(-1)], names
        return np.minimum(rank[place.reshape(-1)], most - 1), (*names[: most - 1], "other sets")

    def text(self, ids) -> str:
        """The words that token ids (steps,) stand for, up to a text's end; the ids where no words are known."""
        named = (self.token_names[int(k)] if self.token_names else str(int(k)) for k in ids)
        characters = bool(self.token_names) and all(len(name) < 2 for name in self.token_names[2:])
        return ("" if characters else " ").join(word for word in named if word)

    @property
    def reconstructs(self) -> bool:
        """Whether the target is the input itself, flattened: what an autoencoder learns."""
        return (
            self.kind in ("vector", "image", "sequence")
            and self.task == "regression"
            and not self.target_names
            and self.outputs == math.prod(self.input_shape) > 1
        )


def named_numbers(answers: tuple[str, ...], numbers) -> str:
    """The numbers (targets,) of a regression in words; of a single one without its name, of many only their range."""
    if len(numbers) == 1:
        return words.plain(float(numbers[0]))
    if len(numbers) <= _MOST_NAMED:
        pairs = zip(answers, numbers, strict=True)
        return words.listed([f"{name} {words.plain(float(number))}" for name, number in pairs])
    return f"{len(numbers):,} numbers, {words.plain(min(numbers), 3)} to {words.plain(max(numbers), 3)}"


@dataclass(frozen=True)
class Scaler:
    """x → (x − offset) / scale, per feature; images have one offset and scale for all pixels."""

    offset: np.ndarray
    scale: np.ndarray

    def apply(self, x: np.ndarray) -> np.ndarray:
        return ((x - self.offset) / self.scale).astype("float32")

    def invert(self, x: np.ndarray) -> np.ndarray:
        return x * self.scale + self.offset


@dataclass(frozen=True)
class Split:
    """Examples of one share of the data.

    x is (n, …) float32 or int32 tokens, y is (n,) int64, (n, labels) int64 or (n, targets) float32.
    `rows` are their positions in the source, so that an example keeps its identity. `further` holds what stands beside
    x, (n, …) float32 by the names of `Schema.further`.
    """

    x: np.ndarray
    y: np.ndarray
    rows: np.ndarray
    further: Mapping[str, np.ndarray] = field(default_factory=dict)

    def __len__(self) -> int:
        first = self.x
        while isinstance(first, dict | list | tuple):  # several inputs in one structure
            first = next(iter(first.values() if isinstance(first, dict) else first))
        return len(first)


@dataclass(frozen=True)
class Dataset:
    """A data set ready for training: three splits, scaled, with what is needed to show it unscaled."""

    schema: Schema
    train: Split
    validation: Split
    test: Split
    scaler: "Scaler | Scales"
    notes: tuple[str, ...] = field(default=())
    """Sentences about what preparation did (rows dropped, columns encoded)."""
    preparation: "TextPreparation | Pipeline | None" = None
    """How the columns of a person's own table, or its texts, become inputs, and what the steps of a pipeline do; None
    for data that are numbers already."""
    target_scaler: Scaler | None = None
    """What regression targets were divided by; None where they kept their own units."""
    weights: np.ndarray | None = None
    """(training examples,) float32 how much each counts in the loss, or (training examples, labels) how much each of
    its answers does; None where all count alike."""
    source_shape: tuple[int, ...] = ()
    """Of images: the shape of one in the source, before any step of preparation."""
    source_ends: tuple[float, float] = (0.0, 255.0)
    """Of images: the source's values that are black and white."""
    further: tuple[PreparedFurther, ...] = ()
    """How the further inputs became numbers, in the order of `Schema.further`."""

    @property
    def size(self) -> int:
        return len(self.train) + len(self.validation) + len(self.test)

    def split(self, name: str) -> Split:
        """A part of the data; or the one example that a person made, by what it is called in a selection."""
        parts = {"train": self.train, "validation": self.validation, "test": self.test}
        return parts[name] if name in parts else handmade.split_of(self, name)

    def inputs(self, x: np.ndarray) -> np.ndarray:
        """Examples as they are in the source (codes of a table's columns, or (n, …)) → what the network takes."""
        if self.preparation is None:
            return self.scaler.apply(x)
        return self.preparation.inputs(x)

    def unscaled(self, x: np.ndarray) -> np.ndarray:
        """Inputs in the source's own units, for people to read; NaN after the end of a sequence."""
        values = self.scaler.invert(x)
        if not self.schema.padded:
            return values
        from nnviz.data.lengths import read_back

        return read_back(x, values)

    def unscaled_targets(self, y: np.ndarray) -> np.ndarray:
        """Regression targets or predictions in the source's own units; classes as they are."""
        return y if self.target_scaler is None else self.target_scaler.invert(y)
