"""Learn, from one run, what a gradient needs to know about a model: its outputs and where tokens enter.

Whole-number tokens cannot be differentiated; the vectors that an Embedding makes of them can. And what stands
before a softmax cannot be had from the model's output; the layer that ends with the softmax can be asked.
"""

import math
from dataclasses import dataclass

import keras
import numpy as np

from nnviz.errors import ModelError
from nnviz.inspection.cache import remembered
from nnviz.inspection.capture import capture
from nnviz.inspection.inputs import fixed_batch
from nnviz.inspection.weights import activation_name


@dataclass(frozen=True)
class OutputProbe:
    """One output: its shape without the batch, the path of the layer that made it ("" where none did) and its
    last activation: "softmax", "sigmoid", another name, "linear", or "" when it is unknown."""

    shape: tuple[int, ...]
    path: str
    activation: str


@dataclass(frozen=True)
class EmbeddingProbe:
    """An Embedding whose `call_index`-th call reads the model's input number `input_index`."""

    path: str
    call_index: int
    input_index: int


@dataclass(frozen=True)
class Probe:
    """What one run on one example showed: names and outputs in order, the embeddings fed by inputs, and the bytes of
    what all layers return for one example."""

    output_names: tuple[str, ...]
    outputs: tuple[OutputProbe, ...]
    embeddings: tuple[EmbeddingProbe, ...]
    bytes: int = 0


def probe(model, batch) -> Probe:
    """The `Probe` of a model for inputs such as `batch`; remembered as long as the model lives unchanged."""
    shapes = [(array.shape[1:], array.dtype.kind) for array in keras.tree.flatten(batch)]
    return remembered(model, ("probe", str(shapes)), lambda: _probe(model, batch))


def _probe(model, batch) -> Probe:
    size = fixed_batch(model) or 1
    example = keras.tree.map_structure(lambda array: np.resize(array, (size, *array.shape[1:])), batch)
    calls, output = capture(model, example)
    flat = keras.tree.flatten(output)
    if any(tensor.shape.rank == 0 for tensor in flat):
        raise ModelError("The model returns one number for the whole batch.", expected="an output for each example")
    outputs = tuple(_output_probe(tensor, calls) for tensor in flat)
    if not all(tensor.dtype.is_floating for tensor in flat):
        raise ModelError("The model returns no real numbers.", expected="floating-point outputs")
    embeddings = [
        EmbeddingProbe(call.path, call.index, k)
        for call in calls
        if isinstance(call.layer, keras.layers.Embedding) and call.inputs
        for k, array in enumerate(keras.tree.flatten(example))
        if _same(call.inputs[0], array)
    ]
    names, weight = _output_names(model, output, len(flat)), activation_bytes(calls) // size
    return Probe(names, outputs, tuple(embeddings), weight)


def activation_bytes(calls) -> int:
    """What the layers of `calls` returned, and what recurrent and attention layers hold inside, in bytes; a tensor that
    several returned counts once."""
    returned = {id(tensor): tensor for call in calls for tensor in call.outputs}
    own = sum(math.prod(tensor.shape) * tensor.dtype.size for tensor in returned.values())
    return own + sum(_held_inside(call) for call in calls)


def _held_inside(call) -> int:
    if not call.inputs or call.inputs[0].shape.rank < 3:
        return 0
    count, steps = call.inputs[0].shape[:2]
    if isinstance(call.layer, keras.layers.RNN | keras.layers.Bidirectional):
        units = sum(variable.shape[-1] for variable in call.layer.trainable_weights)
        return 4 * count * steps * units
    heads = getattr(call.layer, "num_heads", 0)
    return 4 * 3 * count * heads * steps * steps if isinstance(heads, int) else 0


def _output_probe(tensor, calls) -> OutputProbe:
    shape = tuple(int(n) for n in tensor.shape[1:]) or (1,)
    for call in calls:
        if any(produced is tensor for produced in call.outputs):
            layer = activated(call.layer)
            kind = "softmax" if isinstance(layer, keras.layers.Softmax) else activation_name(layer)
            return OutputProbe(shape, call.path, kind or "linear")
    return OutputProbe(shape, "", "")


def activated(layer):
    """The layer that applies the activation: what a TimeDistributed wraps, otherwise the layer itself."""
    return activated(layer.layer) if isinstance(layer, keras.layers.TimeDistributed) else layer


def _same(tensor, array) -> bool:
    values = keras.ops.convert_to_numpy(tensor)
    return values.shape == array.shape and bool(np.all(values == array))


def _output_names(model, output, count) -> tuple[str, ...]:
    if isinstance(output, dict):
        marks = keras.tree.flatten({name: i for i, name in enumerate(output)})
        return tuple(str(list(output)[mark]) for mark in marks)
    names = getattr(model, "output_names", None) or []
    return tuple(names) if len(names) == count else tuple(f"output_{i + 1}" for i in range(count))


def entries_of(probed: Probe, inputs: int) -> list[tuple]:
    """Where each of a model's inputs can be moved: (input, its embedding), or (input, None) for real values."""
    entries = []
    for k in range(inputs):
        embeddings = [embedding for embedding in probed.embeddings if embedding.input_index == k]
        entries += [(k, embedding) for embedding in embeddings] or [(k, None)]
    return entries
