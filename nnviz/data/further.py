"""Further inputs: what stands beside the first one of an example, such as a table beside an image. No framework."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from nnviz import names, words
from nnviz.data import lengths
from nnviz.data.column import Column

if TYPE_CHECKING:
    from nnviz.data.preparing.pipeline import Pipeline

_KINDS: dict[int, Literal["vector", "sequence", "image"]] = {0: "vector", 2: "sequence", 3: "image"}


@dataclass(frozen=True)
class FurtherInput:
    """The form of one further input, for each example a row of numbers (n,), a sequence (steps, channels) or an image
    (height, width, channels).

    Attributes:
        name: what it is called, here, in the network and in Keras: letters, digits and "_".
        feature_names: of a row, one a number.
        columns: what the columns of its table are; one of a category makes several numbers.
        size: of a sequence or an image; () for a row.
        padded: whether these are sequences with lengths of their own (`nnviz.data.lengths`).
    """

    name: str
    feature_names: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    size: tuple[int, ...] = ()
    padded: bool = False

    def __post_init__(self):
        object.__setattr__(self, "name", names.layer_name(self.name) or "further")
        object.__setattr__(self, "feature_names", names.clean_all(self.feature_names, "column"))

    @property
    def shape(self) -> tuple[int, ...]:
        """Of one example."""
        return self.size or (len(self.feature_names),)

    @property
    def words(self) -> str:
        """The same in words: "3 numbers", "16 × 16 × 1 pixels", "30 steps of 2 numbers"."""
        if self.kind == "sequence":
            most = "up to " * self.padded
            return f"{most}{words.counted(self.size[0], 'step')} of {words.counted(self.size[1], 'number')}"
        return f"{words.sizes(self.size)} pixels" if self.size else words.counted(len(self.feature_names), "number")

    @property
    def kind(self) -> Literal["vector", "sequence", "image"]:
        """What it is, as `Schema.kind`."""
        return _KINDS[len(self.size)]


@dataclass(frozen=True)
class RawFurther:
    """A further input as a source hands it over.

    Attributes:
        name: as `FurtherInput.name`.
        codes: (n, columns) numbers, days since 1970, or places of names, NaN where a value is missing; or sequences
            (n, steps, channels), NaN after the end of each, or images (n, height, width, channels).
        columns: what they are; () for sequences and images.
    """

    name: str
    codes: np.ndarray
    columns: tuple[Column, ...] = ()

    @property
    def form(self) -> "FurtherInput":
        """Before anything is fitted."""
        size = () if self.columns else tuple(self.codes.shape[1:])
        padded = lengths.differ(self.codes)
        return FurtherInput(self.name, tuple(column.name for column in self.columns), self.columns, size, padded)

    def at(self, rows: np.ndarray) -> "RawFurther":
        return RawFurther(self.name, self.codes[rows], self.columns)


@dataclass(frozen=True)
class PreparedFurther:
    """How a further input became numbers, fitted on the training examples alone.

    Attributes:
        form: of what a network is given.
        pipeline: from codes, sequences or images to that.
        typical: (columns,) codes of a usual row: the median of each column, of names the most frequent; () for others.
    """

    form: FurtherInput
    pipeline: "Pipeline"
    typical: tuple[float, ...] = ()

    def apply(self, codes: np.ndarray) -> np.ndarray:
        """(k, columns) codes, sequences or images (k, …) → (k, …) float32 what a network is given."""
        return self.pipeline.inputs(codes)

    def filled(self, codes: np.ndarray) -> np.ndarray:
        """(k, columns) codes without the gaps that its preparation fills; a missing category stays NaN."""
        return self.pipeline.filled(codes) if self.form.columns else codes

    @property
    def feature_columns(self) -> np.ndarray:
        """(n,) which column each number comes from."""
        return self.pipeline.feature_columns

    def unscaled(self, x: np.ndarray) -> np.ndarray:
        """(k, …) a network's inputs in their own units, NaN after the end of a sequence."""
        values = self.pipeline.scales.invert(x)
        return lengths.read_back(x, values) if self.form.padded else values
