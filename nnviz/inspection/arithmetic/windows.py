"""Which inputs a window covers, axis by axis: convolutions, transposed convolutions and pooling."""

import math
from dataclasses import replace

import numpy as np

from nnviz.inspection.arithmetic.story import Asked


def taps(size: int, kernel: int, stride: int, dilation: int, padding: str, at: int) -> np.ndarray:
    """(kernel,) places in an input axis of `size` that output `at` is made from; below 0 or beyond the end: padding."""
    before = 0
    if padding == "causal":
        before = (kernel - 1) * dilation
    elif padding == "same":
        total = (math.ceil(size / stride) - 1) * stride + (kernel - 1) * dilation + 1 - size
        before = max(total, 0) // 2
    return at * stride - before + dilation * np.arange(kernel)


def transposed_taps(
    size: int, kernel: int, stride: int, dilation: int, padding: str, length: int, at: int
) -> tuple[np.ndarray, np.ndarray]:
    """(places in the input axis, which weight of the kernel each meets) of a transposed convolution.

    It is the backward way of a convolution from `length` outputs to `size` inputs.
    """
    before = 0
    if padding == "same":
        before = max((size - 1) * stride + (kernel - 1) * dilation + 1 - length, 0) // 2
    reached = at + before - dilation * np.arange(kernel)
    ok = (reached % stride == 0) & (reached >= 0) & (reached < size * stride)
    return reached[ok] // stride, np.flatnonzero(ok)


def channels_last(asked: Asked) -> Asked:
    """The same question with the channels on the last axis, whatever the layer's data format."""
    if getattr(asked.layer, "data_format", "channels_last") != "channels_first":
        return asked
    moved = tuple(x.mapped(lambda array: np.moveaxis(array, 0, -1)) for x in asked.inputs)
    output = np.moveaxis(asked.output, 0, -1) if asked.output.ndim > 1 else asked.output
    index = (*asked.index[1:], asked.index[0])
    return replace(asked, inputs=moved, output=output, index=index)
