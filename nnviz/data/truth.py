"""What decides each example of data that were made: the truth that an explanation can be held against."""

from dataclasses import dataclass

import numpy as np

from nnviz.data.schema import Schema
from nnviz.errors import DataError
from nnviz.specs import DataSpec


@dataclass(frozen=True)
class Truth:
    """What decides the targets of a made data set.

    Attributes:
        sentence: in words, what decides.
        parts: (n, …) bool, which parts of each example of the source decide its target, in the source's order: pixels
            (n, height, width), steps or tokens (n, steps), columns (n, features). A first axis of 1 stands for all.
        formula: how the target follows from these parts, where that is a formula; else "".
        noun: what the marked parts are called: "the object", "the motif".
        answers: (n, labels, …) bool, of data with several labels: which parts decide each of them alone.
    """

    sentence: str
    parts: np.ndarray
    formula: str = ""
    noun: str = "what decides"
    answers: np.ndarray | None = None

    @property
    def words(self) -> str:
        """The sentence, and the formula where there is one."""
        return f"{self.sentence} {self.formula}".strip()

    def of(self, rows: np.ndarray) -> np.ndarray:
        """(k, …) bool: the parts that decide the examples at `rows` (k,) of the source."""
        if len(self.parts) == 1:
            return np.repeat(self.parts, len(rows), axis=0)
        return self.parts[np.asarray(rows, int)]

    def fitted(self, rows: np.ndarray, schema: Schema) -> np.ndarray | None:
        """`of`, for inputs of a schema: texts are cut, or padded, as their inputs are.

        None where the inputs are no longer laid out as in the source, as after resizing, or without some columns.
        """
        parts = self.of(rows)
        if schema.kind == "tokens":
            length = schema.input_shape[0]
            return np.pad(parts, ((0, 0), (0, max(0, length - parts.shape[1]))))[:, :length]
        shape = schema.input_shape[:-1] if schema.kind in ("image", "sequence") else schema.input_shape
        return parts if parts.shape[1:] == shape else None


def truth_of(spec: DataSpec) -> Truth:
    """What decides the examples of a made source, whatever its split and scaling.

    >>> truth_of(DataSpec(source="formula", settings={"points": 50})).formula
    'y = 2·x5 − 3·x1² + 2·sin(3·x7)'

    Raises:
        SpecError: for a source or setting that there is not.
        DataError: for data whose truth nobody knows, as of all real data.
    """
    from nnviz.data.load import read

    raw = read(spec)
    if raw.truth is None:
        raise DataError(
            f"What decides the examples of {raw.schema.source} is not known.",
            expected="data made for this, such as objects, formula, motifs or sentences",
            where="source",
        )
    return raw.truth
