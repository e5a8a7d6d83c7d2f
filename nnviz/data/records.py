"""What a page is told about a data set. Plain arrays and numbers, no framework."""

from dataclasses import dataclass

import numpy as np

from nnviz.data.column import Column
from nnviz.data.further import RawFurther
from nnviz.data.schema import Schema

_MOST_SETS = 8
"""Sets of labels that have a colour of their own."""


@dataclass(frozen=True)
class FeatureStatistics:
    """One column over all examples, in the source's units; `missing` counts the gaps before preparation."""

    name: str
    mean: float
    std: float
    minimum: float
    maximum: float
    missing: int


@dataclass(frozen=True)
class DataSummary:
    """What the Data page shows.

    Attributes:
        schema: names and shapes.
        title, credit: what the source is called and where it comes from.
        sizes: examples in "train", "validation" and "test".
        class_counts: for each split, how many examples of each class, or with each label; empty for regression.
        features: per column of a table; one entry for all pixels of images.
        sample_x: (k, …) examples in the source's units, shares of the splits kept.
        sample_y: (k,) classes, (k, labels) 0 and 1, or (k, targets) numbers in the source's units.
        sample_split: (k,) "train", "validation" or "test".
        sample_rows: (k,) positions in the source.
        thumbnails: (m, height, width, 1 or 3) uint8, the first m images of the sample; None for other kinds.
        target_edges, target_counts: histogram of a regression target, in its own units; None for classes.
        notes: sentences about what preparation did.
        sample_codes: (k, input columns) the sample before its columns became inputs, NaN where a value is missing;
            None for data that are numbers already.
        truth: (m, …) bool, which parts of the first m examples of the sample decide, of data of which that is known.
        truth_words: the same in words.
        sample_beside: the further inputs of the sample, in their own units.
    """

    schema: Schema
    title: str
    credit: str
    sizes: dict[str, int]
    class_counts: dict[str, tuple[int, ...]]
    features: tuple[FeatureStatistics, ...]
    sample_x: np.ndarray
    sample_y: np.ndarray
    sample_split: np.ndarray
    sample_rows: np.ndarray
    thumbnails: np.ndarray | None = None
    target_edges: np.ndarray | None = None
    target_counts: np.ndarray | None = None
    notes: tuple[str, ...] = ()
    sample_codes: np.ndarray | None = None
    truth: np.ndarray | None = None
    truth_words: str = ""
    sample_beside: tuple[RawFurther, ...] = ()

    @property
    def telling(self) -> tuple[int, int]:
        """The two columns that tell most about the target, the most telling first; of a plane its two coordinates.

        That is the share of the column's variance that the target explains, of a line for numbers and of the classes'
        means for classes (the correlation ratio); columns of two values come last, since all their points coincide.
        """
        if self.schema.is_plane:
            return (0, 1)
        x = self.sample_x.reshape(len(self.sample_x), -1).astype(float)
        few = [len(np.unique(column)) < 3 for column in x.T]
        order = np.lexsort((-_told(x, self.sample_y, self.schema), few))
        return int(order[0]), int(order[min(1, len(order) - 1)])

    @property
    def colours(self) -> tuple[np.ndarray, tuple[str, ...]]:
        """What points of the sample are coloured by, and its names: (k,) classes, sets of labels, or the numbers of the
        first target, which have no names."""
        if self.schema.has_labels:
            return self.schema.sets_of_labels(self.sample_y, _MOST_SETS)
        y = self.sample_y if self.schema.has_classes else self.sample_y.reshape(len(self.sample_y), -1)[:, 0]
        return y, self.schema.class_names

    @property
    def sample_texts(self) -> list[str]:
        """(k,) the sample's texts as the network reads them, where the data are texts: ids where no words are known."""
        return [self.schema.text(row) for row in np.rint(self.sample_x)]

    @property
    def input_columns(self) -> tuple[Column, ...]:
        """The columns of `sample_codes`; () where there is none."""
        if self.sample_codes is None:
            return ()
        return tuple(c for c in self.schema.columns if c.role == "input")[: self.sample_codes.shape[1]]

    @property
    def readable_columns(self) -> tuple[list[str], np.ndarray]:
        """Names and numbers (k, columns) of the sample as it is in the source: a category is one column of codes."""
        if self.sample_codes is None:
            return list(self.schema.feature_names), self.sample_x.reshape(len(self.sample_x), -1)
        return [column.name for column in self.input_columns], self.sample_codes

    @property
    def telling_columns(self) -> tuple[int, int]:
        """The two of `readable_columns` that `telling`'s two inputs are made of; of one alone, that and another."""
        if self.sample_codes is None:
            return self.telling
        names = self.readable_columns[0]
        made_of = [_column_of(self.schema.feature_names[k], names) for k in self.telling]
        others = [place for place in range(len(names)) if place not in made_of]
        both = [*dict.fromkeys(made_of), *others, made_of[0]]
        return both[0], both[1]

    @property
    def size(self) -> int:
        return sum(self.sizes.values())


def _column_of(feature: str, names: list[str]) -> int:
    """The place of the column that an input is made of: it has its name, or begins with it ("city = Lima", "joined:
    year", "age is missing"); of several such names the longest."""
    ends = (" = ", ": ", " is missing")
    fitting = [
        k for k, name in enumerate(names) if feature == name or feature.startswith(tuple(name + end for end in ends))
    ]
    return max(fitting, key=lambda k: len(names[k]), default=0)


def _told(x: np.ndarray, y: np.ndarray, schema: Schema) -> np.ndarray:
    """(columns,) how much each column tells about the target; with labels, the mean over them."""
    if schema.has_labels:
        return np.mean([_explained(x, label, False) for label in y.T], axis=0)
    return _explained(x, y, schema.task == "regression")


def _explained(x: np.ndarray, y: np.ndarray, regression: bool) -> np.ndarray:
    """(columns,) shares from 0 to 1 of the variance of x (n, columns); 0 for a column that never changes."""
    x = x - x.mean(0)
    total = (x**2).sum(0)
    if regression:
        target = y.reshape(len(y), -1)[:, 0].astype(float)
        target = target - target.mean()
        between = (target @ x) ** 2 / max(float(target @ target), 1e-12)
    else:
        classes = [x[y.reshape(-1) == k] for k in np.unique(y)]
        between = sum(len(rows) * rows.mean(0) ** 2 for rows in classes)
    return np.divide(between, total, out=np.zeros(x.shape[1]), where=total > 0)


@dataclass(frozen=True)
class AugmentedExample:
    """One training example beside what augmentation makes of it.

    Attributes:
        original: (…) in the source's units; for images uint8 (height, width, 1 or 3).
        variants: (k, …) the same, changed in k ways, drawn anew.
        words: k texts: what was drawn ("turned by 12°, moved 8 % across").
        label: what the example is, in words; "" for a regression.
        texts: of texts, k + 1 lists of (word, what became of it: "", "gone" or "new"); the first is the original.
        count: how many training examples there are to choose from.
        strip, strip_labels: of images, small ones of the examples around it, uint8 (m, …), and what they are; the first
            is example number `strip_start`.
    """

    original: np.ndarray
    variants: np.ndarray
    words: tuple[str, ...]
    label: str = ""
    texts: tuple[tuple[tuple[str, str], ...], ...] = ()
    count: int = 0
    strip: np.ndarray | None = None
    strip_labels: tuple[str, ...] = ()
    strip_start: int = 0
