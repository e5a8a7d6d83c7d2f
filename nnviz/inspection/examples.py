"""Some examples of a run's data with what its network says of them. Imports no framework."""

from dataclasses import dataclass

import numpy as np

from nnviz import words
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

    @property
    def errors(self) -> np.ndarray:
        """(n,) how wrong each prediction is: 0 or 1 for classes, the largest |difference| of its targets else."""
        if self.schema.task != "regression":
            return (self.predicted_class != self.truth).astype(float)
        return np.abs(self.predictions - np.reshape(self.truth, self.predictions.shape)).max(1)

    def order(self, by: str) -> np.ndarray:
        """(n,) all positions: as they are ("given"), the most wrong first ("errors") or the least sure ("sureness").

        Regression has no sureness: there, both of the last are by the error. Equal ones stay in their order.
        """
        if by == "given":
            return np.arange(len(self.indexes))
        if by == "sureness" and self.schema.task != "regression":
            return np.argsort(self.meaning.sureness(self.predictions), kind="stable")
        return np.argsort(-self.errors, kind="stable")

    def deviations(self, position: int) -> np.ndarray:
        """(numbers,) of one example: distances from the examples' mean, in their standard deviations."""
        flat = self.inputs.reshape(len(self.inputs), -1)
        return (flat[position] - flat.mean(0)) / np.maximum(flat.std(0), 1e-9)

    def value_texts(self, position: int) -> list[str]:
        """An example's numbers as texts, four digits each."""
        return [words.plain(value) for value in self.inputs[position].ravel()]

    def picture(self, position: int, width: int) -> np.ndarray:
        """An example that is an image as uint8 (height, width[, 3]), each pixel a square, about `width` wide.

        Black and white are the smallest and the largest value of all the examples.
        """
        low, high = float(self.inputs.min()), float(self.inputs.max())
        shares = (self.inputs[position] - low) / max(high - low, 1e-9)
        pixels = np.clip(shares * 255, 0, 255).astype("uint8")
        times = max(1, width // pixels.shape[1])
        return pixels.repeat(times, 0).repeat(times, 1).squeeze()
