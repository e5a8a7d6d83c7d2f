"""What an inspection returns: frozen records of NumPy arrays that need no framework to be read."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nnviz.errors import ModelError, unknown_name


@dataclass(frozen=True)
class Summary:
    """An array in a few numbers.

    Attributes:
        zeros: share of the values that are exactly zero, in [0, 1].
        dead_units: share of the units (positions on the last axis) that are zero for the whole batch.
        mean, std, minimum, maximum: of the finite values; NaN when there are none.
        nans, infinities: how many values are NaN or infinite.
    """

    zeros: float
    dead_units: float
    mean: float
    std: float
    minimum: float
    maximum: float
    nans: int
    infinities: int


@dataclass(frozen=True)
class LayerActivation:
    """One output of one call of one layer, for a whole batch.

    Attributes:
        path: the layer's place in the model, `"encoder/dense_1"` for a layer inside another.
        name, kind: the layer's name and its class.
        call_index: 0 for the layer's first call; a shared layer has more.
        output_index: which of the call's outputs, for layers that return several.
        values: (batch, …), as the layer returned them (bfloat16 as float32).
        dtype: the type in which the layer computed them.
        mode: "inference" or "training".
        sources: places, among all that was recorded, of what the call was given; -1 is the model's first input, -2 its
            second; what was computed in between by no layer is not known.
    """

    path: str
    name: str
    kind: str
    call_index: int
    output_index: int
    values: np.ndarray
    dtype: str
    mode: str
    sources: tuple[int, ...] = ()

    @cached_property
    def summary(self) -> Summary:
        """The values in a few numbers, once somebody asks: it takes longer than the network itself."""
        from nnviz.inspection.summary import summarize

        return summarize(self.values)

    @property
    def shape(self) -> tuple[int, ...]:
        return self.values.shape

    def figure(self, example: int = 0, dark: bool = False):
        """A plotly figure of one example's output, drawn as what it is: maps, a sequence, or units."""
        from nnviz.plots.activations import activation

        return activation(self.values[example], dark, title=self.title)

    @property
    def title(self) -> str:
        """The path, with the call and the output where there is more than one."""
        call = f" (call {self.call_index + 1})" if self.call_index else ""
        return self.path + call + (f" [{self.output_index}]" if self.output_index else "")


@dataclass(frozen=True)
class Activations:
    """What every layer made of one batch, in the order in which the layers finished.

    Attributes:
        layers: one record an output of a call.
        outputs: what the model returned, flattened.
        mode: "inference" or "training".
        batch_size: number of examples.
    """

    layers: tuple[LayerActivation, ...]
    outputs: tuple[np.ndarray, ...]
    mode: str
    batch_size: int

    def __iter__(self):
        return iter(self.layers)

    def __len__(self) -> int:
        return len(self.layers)

    def __getitem__(self, layer: str) -> LayerActivation:
        """The first record whose path, name or title is `layer`. Raises ModelError when there is none."""
        for record in self.layers:
            if layer in (record.path, record.name, record.title):
                return record
        raise unknown_name("recorded layer", layer, [record.path for record in self.layers], kind=ModelError)


@dataclass(frozen=True)
class LayerRow:
    """One layer as a row of a table. `output_shape` is None where the model does not know it."""

    path: str
    name: str
    kind: str
    depth: int
    output_shape: tuple | None
    parameters: int
    trainable_parameters: int
    trainable: bool
    activation: str


@dataclass(frozen=True)
class Weight:
    """One weight of a model: `values` in its own shape, with the layer that owns it."""

    path: str
    layer: str
    name: str
    values: np.ndarray
    dtype: str
    trainable: bool
    summary: Summary

    @property
    def shape(self) -> tuple[int, ...]:
        return self.values.shape
