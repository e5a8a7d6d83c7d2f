"""Some examples of a run's data with what its network says of them. Imports no framework."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from nnviz import words
from nnviz.data.further import FurtherInput
from nnviz.data.schema import Schema
from nnviz.training import judging
from nnviz.training.meaning import OutputMeaning

_ROUNDING = 0.01
"""By how much a code may be off after its scaling was undone, at most."""


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
        ends: of an image that a person made: the values that are black and white in the data.
        further: what stands beside the inputs, (n, …) in its own units, by the names of `Schema.further`.
        is_own: whether this is the one example that a person made, whose truth nobody knows.
    """

    schema: Schema
    split: str
    indexes: np.ndarray
    rows: np.ndarray
    inputs: np.ndarray
    truth: np.ndarray
    predictions: np.ndarray
    meaning: OutputMeaning
    ends: tuple[float, float] | None = None
    further: Mapping[str, np.ndarray] = field(default_factory=dict)
    is_own: bool = False

    @property
    def pixel_range(self) -> tuple[float, float]:
        """The values that are black and white where examples are images."""
        return self.ends or (float(self.inputs.min()), float(self.inputs.max()))

    @property
    def predicted_class(self) -> np.ndarray:
        """(n,) the class that each prediction decides for."""
        return self.meaning.decided(self.predictions)

    @property
    def errors(self) -> np.ndarray:
        """(n,) how wrong each prediction is, 0 for one that is right; see `nnviz.training.judging`."""
        if self.is_own:
            return np.zeros(len(self.indexes))
        return judging.errors(self.schema, self.meaning, self.predictions, self.truth)

    def order(self, by: str) -> np.ndarray:
        """(n,) all positions: as they are ("given"), the most wrong first ("errors") or the least sure ("sureness")."""
        return judging.order(by, self.errors, self.schema, self.meaning, self.predictions)

    def place(self, split: str, index: int) -> int | None:
        """The position of the example `index` of a split; None where it is not among these."""
        places = np.flatnonzero(self.indexes == index) if split == self.split else ()
        return int(places[0]) if len(places) else None

    def worst_part(self, position: int) -> int:
        """Which of its numbers an example's redrawn copy misses most."""
        difference = self.predictions[position] - np.ravel(self.truth[position])
        return int(np.nan_to_num(np.abs(difference), nan=np.inf).argmax())

    def deviations(self, position: int) -> np.ndarray:
        """(numbers,) of one example: distances from the examples' mean, in their standard deviations."""
        flat = self.inputs.reshape(len(self.inputs), -1)
        return (flat[position] - flat.mean(0)) / np.maximum(flat.std(0), 1e-9)

    def value_texts(self, position: int) -> list[str]:
        """An example's numbers as texts, four digits each; a day as its date, a yes-or-no input as its name, a word as
        itself ("" after the end of a text)."""
        if self.schema.kind == "tokens":
            ids = np.rint(self.inputs[position]).astype(int)
            return [self.schema.token_names[k] if self.schema.token_names else str(k) for k in ids]
        texts = [words.plain(value) for value in self.inputs[position].ravel()]
        named = {column.name: column for column in self.schema.columns if column.kind in ("date", "boolean")}
        for k, name in enumerate(self.schema.feature_names):
            if name in named and self.schema.kind == "vector":
                code = self.inputs[position].ravel()[k : k + 1] + _ROUNDING
                texts[k] = str(named[name].readable(code)[0])
        return texts

    def beside(self, name: str) -> FurtherInput:
        """The form of what stands beside the examples under that name."""
        return next(one for one in self.schema.further if one.name == name)

    def picture_beside(self, name: str, position: int, width: int) -> np.ndarray:
        """An image that stands beside an example, as `picture`: black and white are the least and the most of all."""
        images = self.further[name]
        low, high = float(images.min()), float(images.max())
        shares = (images[position] - low) / max(high - low, 1e-9)
        pixels = np.clip(np.nan_to_num(shares) * 255, 0, 255).astype("uint8")
        times = max(1, width // pixels.shape[1])
        return pixels.repeat(times, 0).repeat(times, 1).squeeze()

    def beside_words(self, name: str, position: int) -> str:
        """What stands beside an example, in words: "weight (kg) 12.3, city = Rome"; of a sequence its form."""
        form = self.beside(name)
        if form.kind != "vector":
            return f"{name}: {form.words}"
        switches = tuple(f"{column.name} = " for column in form.columns if column.kind == "category")
        told = []
        for own, value in zip(form.feature_names, map(float, self.further[name][position]), strict=True):
            if not own.startswith(switches) or round(value, 6) not in (0.0, 1.0):
                told.append(f"{own} {words.plain(value, 3)}")
            elif value > 0.5:
                told.append(own)  # of the names of a category the one that it is
        return ", ".join(told)

    def text(self, position: int) -> str:
        """An example that is a text, as the network reads it."""
        return self.schema.text(np.rint(self.inputs[position]))

    def picture(self, position: int, width: int) -> np.ndarray:
        """An example that is an image as uint8 (height, width[, 3]), each pixel a square, about `width` wide.

        Black and white are the smallest and the largest value of all the examples.
        """
        return self._drawn(self.inputs[position], width)

    def redrawn(self, position: int, width: int) -> np.ndarray:
        """What the network makes of an example that is an image, as `picture` and on the same scale."""
        return self._drawn(self.predictions[position].reshape(self.inputs.shape[1:]), width)

    def thumbnails(self, positions: np.ndarray, most: int) -> np.ndarray:
        """Examples that are images as uint8 (n, height, width, channels), at most about `most` pixels a side."""
        step = -(-max(self.inputs.shape[1:3]) // most)
        return self._pixels(self.inputs[positions, ::step, ::step])

    def _pixels(self, values: np.ndarray) -> np.ndarray:
        low, high = self.pixel_range
        shares = (values - low) / max(high - low, 1e-9)
        return np.clip(np.nan_to_num(shares) * 255, 0, 255).astype("uint8")

    def _drawn(self, image: np.ndarray, width: int) -> np.ndarray:
        pixels = self._pixels(image)
        times = max(1, width // pixels.shape[1])
        return pixels.repeat(times, 0).repeat(times, 1).squeeze()
