"""What a page is told about a data set. Plain arrays and numbers, no framework."""

from dataclasses import dataclass

import numpy as np

from nnviz.data.schema import Schema


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
        class_counts: for each split, how many examples of each class; empty for regression.
        features: per column of a table; one entry for all pixels of images.
        sample_x: (k, …) examples in the source's units, shares of the splits kept.
        sample_y: (k,) classes, or (k, targets) numbers in the source's units.
        sample_split: (k,) "train", "validation" or "test".
        sample_rows: (k,) positions in the source.
        thumbnails: (m, height, width, 1 or 3) uint8, the first m images of the sample; None for other kinds.
        target_edges, target_counts: histogram of a regression target, in its own units; None for classes.
        notes: sentences about what preparation did.
        sample_codes: (k, input columns) the sample before its columns became inputs, NaN where a value is missing
            (`nnviz.data.preparation.Preparation`); None for data that are numbers already.
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

    @property
    def widest(self) -> tuple[int, ...]:
        """The positions of the two features that vary most against their mean, the first one first."""
        spread = [-feature.std / (abs(feature.mean) + 1e-9) for feature in self.features]
        return tuple(int(position) for position in np.argsort(spread, kind="stable")[:2])

    @property
    def size(self) -> int:
        return sum(self.sizes.values())
