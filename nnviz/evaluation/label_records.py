"""What a look for wrong labels finds. Plain arrays, numbers and words, no framework."""

from dataclasses import dataclass

import numpy as np

from nnviz.data.schema import Schema


@dataclass(frozen=True)
class Suspect:
    """An example whose label networks that never saw it disagree with.

    Attributes:
        row: its position in the source.
        run, position: the run whose network did not learn from it, and its position among that run's validation
            examples.
        label, instead: the class it has, and the one it is taken for; of numbers its target and the prediction.
        given, other: how sure that network is of either, in [0, 1]; of numbers NaN, and how many times the usual error
            the difference is.
        answer: of examples with several labels or targets the one that is suspect; its label is 1 (yes) or 0 (no).
    """

    row: int
    run: str
    position: int
    label: float
    instead: float
    given: float
    other: float
    answer: str = ""


@dataclass(frozen=True)
class LabelSuspects:
    """Labels that may be wrong.

    Attributes:
        schema: of the data.
        size: examples that were looked at.
        suspects: the most suspicious first.
        right: the share of all examples that the networks which did not see them tell right; of numbers R². Of several
            labels or targets the mean over them.
        joint: (classes, classes) estimated shares of examples that have one label (row) and are of another class
            (column), summing to 1; of several labels (labels, 2, 2), no and yes to each; None for numbers.
        pictures: uint8 (m, height, width, 1 or 3) of the first m suspects, where the data are images.
        texts: of the first m suspects, where the data are texts.
        cells: column → value as people read it, of the first m suspects, where the data are a table.
    """

    schema: Schema
    size: int
    suspects: tuple[Suspect, ...]
    right: float
    joint: np.ndarray | None = None
    pictures: np.ndarray | None = None
    texts: tuple[str, ...] = ()
    cells: tuple[dict[str, str], ...] = ()

    @property
    def wrong(self) -> float:
        """The estimated share of labels that are wrong: what lies off the diagonal of `joint`; NaN for numbers."""
        if self.joint is None:
            return float("nan")
        return float(1 - np.trace(self.joint, axis1=-2, axis2=-1).mean())

    def words(self, value: float) -> str:
        """A label in words: a class's name, yes or no to a label, or a number."""
        from nnviz import words

        if self.schema.has_labels:
            return "yes" if value else "no"
        return self.schema.class_names[int(value)] if self.joint is not None else words.plain(value)
