"""Pooling of every kind: the largest or the mean of a window."""

import numpy as np

from nnviz.inspection.arithmetic import windows
from nnviz.inspection.arithmetic.story import Asked, Numbers, Story


def _pool(story: Story, window: Numbers, largest: bool, what: str) -> None:
    if largest:
        story.step("y", f"The largest of {what}", "largest", "window.max()", {"window": window.block()})
    else:
        story.step("y", f"The mean of {what}", "mean", "window.mean()", {"window": window.block()})


def pool(story: Story, asked: Asked) -> None:
    """MaxPooling and AveragePooling; padding takes no part."""
    asked = windows.channels_last(asked)
    layer, x = asked.layer, asked.inputs[0]
    sizes = zip(x.shape, layer.pool_size, layer.strides, asked.index, strict=False)
    found = [(n, windows.taps(n, k, s, 1, layer.padding, at)) for n, k, s, at in sizes]
    window = x[..., asked.index[-1]].window([at[(at >= 0) & (at < n)] for n, at in found])
    _pool(story, window, "Max" in type(layer).__name__, "the window")


def pool_all(story: Story, asked: Asked) -> None:
    """GlobalMaxPooling and GlobalAveragePooling; steps that a mask leaves out take no part in the mean."""
    x, channel = asked.inputs[0], asked.index[-1]
    if getattr(asked.layer, "data_format", "") == "channels_first":
        x, channel = x.mapped(lambda array: np.moveaxis(array, 0, -1)), asked.index[0]
    largest, mask = "Max" in type(asked.layer).__name__, asked.mask()
    window = x[..., channel]
    if mask is not None and not largest:
        window = window[mask]
    _pool(story, window, largest, "the whole channel")


def adaptive(story: Story, asked: Asked) -> None:
    """Windows that share an axis out evenly, whatever its length."""
    asked = windows.channels_last(asked)
    x, largest = asked.inputs[0], "Max" in type(asked.layer).__name__
    sizes = zip(x.shape, asked.output.shape[:-1], asked.index, strict=False)
    places = [np.arange(at * n // out, -(-(at + 1) * n // out)) for n, out, at in sizes]
    _pool(story, x[..., asked.index[-1]].window(places), largest, "the window")
