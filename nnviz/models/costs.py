"""Multiply-adds and receptive fields, from shapes alone. Imports no framework.

A multiply-add is one product added to one sum, for one example, forward. Weights used once for each
output position count so often; everything without weights counts as nothing, except attention's and
Dot's products of activations.
"""

import math
from typing import Any

Shape = tuple[int | None, ...]

_RECURRENT = ("SimpleRNN", "LSTM", "GRU", "Bidirectional")
_KERNELS = ("Conv", "Pooling")


def size(shape: Shape | None) -> int:
    """Numbers in a tensor of that shape; unknown dimensions count as 1."""
    return math.prod(dimension or 1 for dimension in shape or ())


def multiply_adds(kind: str, settings: dict[str, Any], weights, inputs: list[Shape], output: Shape) -> int:
    """For one example. `weights` are the shapes of the layer's weights.

    Dense: outputs × inputs of a unit. Convolution: kernel numbers × output positions (transposed: × input
    positions). Recurrent: matrix numbers × steps. Attention: projections, and steps² × length twice.
    """
    matrices = [shape for shape in weights if len(shape) >= 2]
    numbers = sum(math.prod(shape) for shape in matrices)
    if kind == "Embedding":
        return 0
    if kind.endswith("Transpose"):
        return numbers * size(inputs[0][:-1])
    if kind.startswith("SeparableConv"):
        return numbers * size(output[:-1])
    if kind.startswith("ConvLSTM"):
        places = output[-1 - int(kind[len("ConvLSTM")]) : -1]
        return numbers * size(places) * (inputs[0][0] or 1)
    if "Conv" in kind:
        return numbers * size(output[:-1])
    if kind in _RECURRENT:
        return numbers * (inputs[0][0] or 1)
    if kind == "TimeDistributed":
        per_step = size(output[1:-1]) if settings["layer"].startswith("Conv") else 1
        return numbers * (inputs[0][0] or 1) * per_step
    if kind == "MultiHeadAttention":
        return _attention(settings, matrices, inputs)
    if kind == "Attention":
        return 2 * size(inputs[0][:-1]) * (inputs[-1][-2] or 1) * (inputs[0][-1] or 1)
    if kind == "Dot":
        return size(output) * size(inputs[0]) // max(1, _shared(inputs, output))
    return numbers * size(output[:-1]) if kind == "Dense" else 0


def _attention(settings, matrices, inputs) -> int:
    queries, keys = inputs[0][-2] or 1, inputs[-1][-2] or 1
    heads, length = settings["num_heads"], settings["key_dim"]
    value_length = settings.get("value_dim") or length
    sizes = [math.prod(shape) for shape in matrices if len(shape) == 3]
    projections = sum(n * steps for n, steps in zip(sizes, (queries, keys, keys, queries), strict=False))
    return projections + queries * keys * heads * (length + value_length)


def _shared(inputs, output) -> int:
    """Numbers of the first input that do not take part in one dot product."""
    return max(1, math.isqrt(size(inputs[0]) * size(output) // max(1, size(inputs[-1]))))


Field = tuple[tuple[int, ...], tuple[int, ...]]
"""Receptive field and jump (distance between neighbouring outputs, in input positions), per dimension."""


def receptive_field(kind: str, settings: dict[str, Any], inputs: list[Field | None], rank: int | None) -> Field | None:
    """The field after a layer: r + (k − 1) · d · j, and the jump j · s (Araujo et al., Distill 2019).

    None where positions are lost (Flatten, Dense on a flat vector, global pooling) or see everything
    (recurrent layers, attention).
    """
    known = [field for field in inputs if field is not None]
    if len(known) < len(inputs) or not known:
        return None
    if kind.startswith("Global") or kind in ("Flatten", "Reshape", "Permute", "RepeatVector", "Dot", *_RECURRENT):
        return None
    if "Attention" in kind or kind.endswith("Transpose") or kind.startswith(("TimeDistributed", "ConvLSTM")):
        return None
    field, jump = (tuple(max(numbers) for numbers in zip(*parts, strict=False)) for parts in zip(*known, strict=True))
    if kind.startswith("UpSampling"):
        return None
    if not any(word in kind for word in _KERNELS) or rank is None:
        return field, jump
    if len(field) != rank - 1:
        return None
    return _slide(settings, rank - 1, field, jump)


def _slide(settings, dimensions: int, field, jump) -> Field:
    kernel = _each(settings.get("kernel_size", settings.get("pool_size")), dimensions)
    stride = _each(settings.get("strides") or kernel, dimensions)
    dilation = _each(settings.get("dilation_rate", 1), dimensions)
    grown = tuple(r + (k - 1) * d * j for r, k, d, j in zip(field, kernel, dilation, jump, strict=True))
    return grown, tuple(j * s for j, s in zip(jump, stride, strict=True))


def _each(value, dimensions: int) -> tuple[int, ...]:
    return tuple(value) if isinstance(value, tuple | list) else (value,) * dimensions
