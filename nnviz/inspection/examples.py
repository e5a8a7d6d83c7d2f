"""Some examples of a run's data with what its network says of them. Imports no framework."""

from dataclasses import dataclass

import numpy as np

from nnviz.data.schema import Schema
from nnviz.training.meaning import OutputMeaning


@dataclass(frozen=True)
class Examples:
    """Some examples of a run's data with what its network says of them.

    Attributes:
        schema: of the data.
        split: "train", "validation" or "test".
        indexes: (n,) positions in the split.       rows: (n,) positions in the source.
        inputs: (n, …) in the source's own units.   truth: (n,) classes, or (n, targets) in own units.
        predictions: (n, outputs) as shown to people: probabilities, margins, scores, or targets in their own units.
        meaning: what these are.
    """

    schema: Schema
    split: str
    indexes: np.ndarray
    rows: np.ndarray
    inputs: np.ndarray
    truth: np.ndarray
    predictions: np.ndarray
    meaning: OutputMeaning

    @property
    def predicted_class(self) -> np.ndarray:
        """(n,) the class that each prediction decides for."""
        return self.meaning.decided(self.predictions)
