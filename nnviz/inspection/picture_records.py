"""What every layer makes of one example, as much of it as a picture shows. Plain arrays, no framework."""

from dataclasses import dataclass

import numpy as np

from nnviz.inspection.records import Summary


@dataclass(frozen=True)
class LayerPicture:
    """One output of a layer for one example, or an input of the network.

    Attributes:
        path, title, kind: as in `LayerActivation`; kind "Input" for an input, "Attention weights" for what the heads
            of an attention layer look at.
        form: "maps" of an image, "heat" of a sequence, "bars" of a vector, "number", or "matrices" of attention.
        shape: of the output, without the batch.
        values: (units, rows, columns) float32 of the units shown; a vector's units are 1 × 1, a sequence's 1 × steps.
        first, total: which unit is the first of those shown, and how many there are.
        averaged: (rows, columns) of the output that one value shown is the mean of.
        lows, highs: (units,) smallest and largest finite value of each unit shown, before averaging.
        summary: of all values of the output.
        histogram: (bins,) how many of the finite values lie in each of even steps from the smallest to the largest.
        sources: places, among the pictures that it is listed with, of what it was computed from, as far as known.
        note: what is not shown, "" where everything is.
        difference: ‖output − the other's‖ ÷ ‖output‖ where it is compared with another; NaN where it is not.
    """

    path: str
    title: str
    kind: str
    form: str
    shape: tuple[int, ...]
    values: np.ndarray
    first: int
    total: int
    averaged: tuple[int, int]
    lows: np.ndarray
    highs: np.ndarray
    summary: Summary
    histogram: np.ndarray
    sources: tuple[int, ...] = ()
    note: str = ""
    difference: float = float("nan")

    def shows(self, title: str, first: int, unit: int | None) -> bool:
        """Whether it is that layer from that unit on, or that unit alone."""
        if unit is None:
            return (self.title, self.first) == (title, first) and (len(self.values) > 1 or self.total < 2)
        return (self.title, self.first, len(self.values)) == (title, unit, 1)


@dataclass(frozen=True)
class LayerNode:
    """One output of a layer, or an input, in the order of computing: the network as it ran, models in it unfolded.

    Attributes:
        title, path, kind, shape: as in `LayerPicture`.
        sources: places, in the same order, of what it was computed from.
    """

    title: str
    path: str
    kind: str
    shape: tuple[int, ...]
    sources: tuple[int, ...]


@dataclass(frozen=True)
class LayerPictures:
    """The inputs and every layer's output for one example, in the order in which they were computed.

    Attributes:
        pictures: the inputs first.
        mode: "inference" or "training".
        close: one of them at a size to look at closely, where that was asked for too.
        beside: how many more examples were in the batch of what they are compared with.
    """

    pictures: tuple[LayerPicture, ...]
    mode: str
    close: LayerPicture | None = None
    beside: int = 0

    def find(self, title: str, path: str = "") -> LayerPicture | None:
        """The picture of that title, else the first of that path, else None."""
        named = [own for own in self.pictures if own.title == title]
        named = named or [own for own in self.pictures if path and own.path == path]
        return named[0] if named else None
