"""A network's answers as a function of the rows of a table, asked for many rows at once."""

from collections.abc import Callable
from typing import Any

import keras
import numpy as np

from nnviz import progress
from nnviz.errors import ExplanationError
from nnviz.explanation.target import Chosen
from nnviz.inspection.inputs import as_batch
from nnviz.inspection.output_function import OutputFunction
from nnviz.inspection.state import preserved
from nnviz.training.meaning import OutputMeaning, assumed

Make = Callable[[np.ndarray, np.ndarray], Any]
"""Rows (m, columns), and which example (m,) each is made of → what the network takes."""
_ELEMENTS_A_BLOCK = 2**22


class Answers:
    """What a network answers to rows of a table, as people read it.

    Args:
        model: any Keras 3 model with one output (n, numbers); it is left as found.
        make: what the network takes of rows.
        table: (n, columns) rows such as those that will be asked.
        meaning: of its outputs; None leaves that to its last activation.

    Raises:
        ExplanationError: for a table that is none, an output of another form, or answers that are no numbers.
    """

    def __init__(self, model, make: Make, table: np.ndarray, meaning: OutputMeaning | None = None):
        if table.ndim != 2 or not len(table):
            shape = " × ".join(f"{size:,}" for size in table.shape)
            raise ExplanationError(f"These examples are {shape} numbers.", expected="a table: examples × columns")
        self.model, self.make = model, make
        batch, _ = as_batch(model, make(table[:1], np.zeros(1, int)))
        with preserved(model):
            self.function = OutputFunction(model, batch)
        output = self.function.probe.outputs[0]
        if len(output.shape) > 1:
            raise ExplanationError(f"An answer of this network has the shape {output.shape}.", expected="a row")
        self.meaning = meaning or assumed(output.activation, output.shape[-1])

    def shown(self, rows: np.ndarray, places: np.ndarray) -> np.ndarray:
        """(m, numbers) float32 the answers to rows, as people read them.

        Args:
            places: (m,) which example each row is made of, for what stands beside it.
        """
        batch, _ = as_batch(self.model, self.make(rows, places))
        with preserved(self.model):
            outputs = self.function.outputs(self.function.points(batch), keras.tree.flatten(batch))
        shown = self.meaning.readable(outputs)
        if not np.isfinite(shown).all():
            raise ExplanationError(
                "Some answers of this network are no finite numbers.",
                fix="Look for the layer where they arise on the page Network.",
            )
        return shown

    def number(self, chosen: Chosen) -> Callable[[np.ndarray, np.ndarray], np.ndarray]:
        """The one number of an answer that somebody chose: rows and places → (m,) float64. A pair is the first less
        the second.

        Raises:
            ExplanationError: for a number that the answers do not have.
        """
        picked = chosen if isinstance(chosen, tuple) else (chosen,)
        count = self.meaning.classes if self.meaning.classes and self.meaning.units == 1 else self.meaning.units
        for k in picked:
            if not 0 <= int(k) < count:
                raise ExplanationError(
                    f"There is no class or output {k}.", expected=f"0 to {count - 1}", where="target"
                )

        def of(rows, places):
            by_class = self.meaning.by_class(self.shown(rows, places)).astype("float64")
            return by_class[:, picked[0]] - (by_class[:, picked[1]] if len(picked) > 1 else 0.0)

        return of

    def usual(self, table: np.ndarray) -> int:
        """The class decided for most often, or the first output of a regression."""
        if not self.meaning.classes and self.meaning.shown not in ("probability", "score"):
            return 0
        by_class = self.meaning.by_class(self.shown(table, np.arange(len(table))))
        return int(np.bincount(by_class.argmax(1)).argmax())


def of_arrays(model, x, meaning: OutputMeaning | None = None) -> tuple[Answers, np.ndarray]:
    """The answers to rows that the network takes as they are, and those rows (n, columns).

    Raises:
        ExplanationError: for several inputs, and as `Answers`.
    """
    batch, _ = as_batch(model, x)
    flat = keras.tree.flatten(batch)
    if len(flat) > 1:
        raise ExplanationError(f"This network takes {len(flat)} inputs.", expected="one table", where="x")

    def make(rows, places):
        return keras.tree.pack_sequence_as(batch, [rows.astype(flat[0].dtype)])

    return Answers(model, make, flat[0], meaning), flat[0]


def in_blocks(number, rows_of, count: int, size: int) -> np.ndarray:
    """(count, …) `number` of rows, made and asked a block at a time so that memory stays bounded.

    Args:
        rows_of: `rows_of(first, last)` gives the rows and places of the jobs from `first` on.
        size: numbers of one job.
    """
    block = max(1, _ELEMENTS_A_BLOCK // max(1, size))
    parts = []
    for first in range(0, count, block):
        progress.tell(first / count)
        parts.append(number(*rows_of(first, min(first + block, count))))
    return np.concatenate(parts)
