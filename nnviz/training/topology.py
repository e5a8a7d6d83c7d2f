"""Which units of a network the live diagram shows, and which weights its links carry."""

from dataclasses import dataclass, field

import keras
import numpy as np

from nnviz import keras_internals, words

SHOWN = 12
"""Units shown of a larger layer."""

_ELEMENTWISE = (
    "Activation", "ReLU", "LeakyReLU", "PReLU", "ELU", "Softmax", "BatchNormalization", "LayerNormalization",
    "GroupNormalization", "UnitNormalization", "Dropout", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D",
    "GaussianNoise", "GaussianDropout", "ActivityRegularization",
)  # fmt: skip


@dataclass
class Column:
    """One column of the diagram: a layer with weights, or one where branches meet; shown after its normalisation and
    activation.

    Attributes:
        layer: the layer whose weights the incoming links carry, or that merges; None for the data.
        output: the symbolic tensor whose values the units show.
        feeds: (column index, tensor that arrives here) for every column that feeds this one.
    """

    layer: keras.layers.Layer | None
    output: object
    feeds: list = field(default_factory=list)
    folded: list = field(default_factory=list)

    @property
    def total(self) -> int:
        return int(self.output.shape[-1] or 1)

    @property
    def shown(self) -> int:
        return self.total if self.total <= SHOWN + 4 else SHOWN


def functional(model: keras.Model):
    """The functional graph of a Sequential or functional model, or None for another kind."""
    if isinstance(model, keras.Sequential):
        return keras_internals.functional_graph(model)
    return model if isinstance(model, keras.models.Model) and hasattr(model, "operations") else None


def is_text(tensor) -> bool:
    """Whether a symbolic tensor holds strings."""
    return str(tensor.dtype) == "string"


def borders_of(graph) -> list:
    """Of a functional model: the tensors of numbers that layers make of texts, and its inputs that are no texts."""
    borders = []
    for operation in graph.operations:
        if isinstance(operation, keras.layers.InputLayer):
            continue
        for call in keras_internals.calls_of(operation):
            if any(is_text(tensor) for tensor in call.input_tensors):
                borders += [own for own in keras.tree.flatten(call.output_tensors) if not is_text(own)]
    return borders + [tensor for tensor in graph.inputs if not is_text(tensor)]


def columns(model: keras.Model) -> list[Column]:
    """The columns of a functional model with one output, its inputs first, then in order of calls; empty for other
    models."""
    graph = functional(model)
    if graph is None or len(graph.outputs) != 1:
        return []
    drawn = [Column(None, tensor) for tensor in graph.inputs]
    carried = {id(tensor): place for place, tensor in enumerate(graph.inputs)}
    for op in graph.operations:
        calls = () if isinstance(op, keras.layers.InputLayer) else keras_internals.calls_of(op)
        if not calls:
            continue
        node = calls[0]
        feeds = {carried[id(tensor)]: tensor for tensor in node.input_tensors if id(tensor) in carried}
        output = node.output_tensors[0]
        if feeds and (_has_own_column(op) or len(feeds) > 1):
            carried[id(output)] = len(drawn)
            drawn.append(Column(op, output, list(feeds.items())))
        elif feeds:
            carried[id(output)] = index = next(iter(feeds))
            _fold(op, drawn[index], node.input_tensors, output)
    return drawn


def _fold(op, column: Column, inputs, output) -> None:
    """Counts a layer without weights to the column that feeds it; what works on each number alone shows its result."""
    if column.layer is None:
        return
    if type(op).__name__ in _ELEMENTWISE and any(tensor is column.output for tensor in inputs):
        column.output = output
    column.folded.append(op)


def _has_own_column(op) -> bool:
    """Whether it has weights that are or could be learnt, frozen ones too."""
    kernels = [w for w in getattr(op, "weights", []) if len(w.shape) >= 2]
    return bool(kernels) and type(op).__name__ != "Normalization"


def describe(column: Column, beside: bool = False) -> dict:
    """The column's part of the diagram's description, under the layer's own name.

    Args:
        beside: whether it is a further input, which has a name of its own.
    """
    shape = tuple(column.output.shape[1:])
    kind = "units" if len(shape) == 1 else "channels" if len(shape) == 3 else "other"
    if column.layer is None:
        return {
            "id": column.output.name if beside else "input",
            "title": column.output.name if beside else "Input",
            "detail": words.sizes(shape),
            "kind": "input",
            "shown": column.shown,
            "total": column.total,
            "labels": None,
        }
    layer = column.layer
    parts = [getattr(getattr(layer, "activation", None), "__name__", "")]
    parts += [type(op).__name__ for op in column.folded if type(op).__name__ not in ("Flatten", "Activation")]
    parts += [op.activation.__name__ for op in column.folded if type(op).__name__ == "Activation"]
    parts = [part for part in parts if part and part != "linear"]
    count = f"{layer.count_params():,} parameters{'' if layer.trainable_weights else ', frozen'}"
    merges = len(column.feeds) > 1 and not getattr(layer, "weights", ())
    return {
        "id": layer.name,
        "title": layer.name,
        "layer": type(layer).__name__,
        "merges": merges,
        "detail": " · ".join(parts if merges else [*parts, count]),
        "kind": kind,
        "shown": column.shown,
        "total": column.total,
        "labels": None,
    }


def kernel(layer) -> np.ndarray | None:
    """The weights that multiply a layer's input, (…, inputs, outputs), or None where there is no such matrix."""
    variable = keras_internals.kernel_variable(getattr(layer, "cell", layer))
    if variable is None or type(layer).__name__.startswith(("Depthwise", "Conv1DTranspose", "Conv2DTranspose")):
        return None
    return np.asarray(variable)


def bias(layer) -> np.ndarray | None:
    variable = getattr(layer, "bias", None)
    return None if variable is None or len(variable.shape) != 1 else np.asarray(variable)


def link(column: Column, source: Column, arriving) -> np.ndarray | None:
    """The link weights (shown source units, shown units): the kernel, averaged over its spatial extent.

    A flattened image (h, w, c) feeding a dense layer gives each channel its mean weight over h and w.
    """
    weights = kernel(column.layer)
    if weights is None or weights.ndim < 2:
        return None
    if weights.shape[-1] != column.total:
        weights = weights[..., : column.total]
    inputs = source.total
    if weights.ndim == 2 and weights.shape[0] != inputs:
        if weights.shape[0] % inputs:
            return None
        weights = weights.reshape(-1, inputs, weights.shape[1])
    matrix = weights.reshape(-1, *weights.shape[-2:]).mean(0)
    if matrix.shape[0] != inputs:
        return None
    return matrix[: source.shown, : column.shown].astype("float32")


def is_single(column: Column, source: Column) -> bool:
    """Whether every link between two columns is one weight of a matrix, and no mean of several."""
    weights = kernel(column.layer)
    return weights is not None and weights.ndim == 2 and weights.shape == (source.total, column.total)
