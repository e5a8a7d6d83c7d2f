"""Convolutions of every kind: patch × kernel + bias."""

import numpy as np

from nnviz.inspection.arithmetic import functions, windows
from nnviz.inspection.arithmetic.story import Asked, Numbers, Story, weights


def _patch(asked: Asked) -> Numbers:
    layer, x = asked.layer, asked.inputs[0]
    sizes = zip(x.shape, layer.kernel_size, layer.strides, layer.dilation_rate, asked.index, strict=False)
    return x.window([windows.taps(n, k, s, d, layer.padding, at) for n, k, s, d, at in sizes])


def _bias(layer) -> np.ndarray | None:
    return weights(layer.bias) if layer.use_bias else None


def _sum(story: Story, patch: Numbers, kernel: np.ndarray, bias: np.ndarray | None, unit: int) -> None:
    code = "(patch * kernel).sum()" + ("" if bias is None else " + b")
    numbers = {} if bias is None else {"b": bias[unit]}
    story.step("z", "Patch times kernel", "products", code, {"patch": patch.block(), "kernel": kernel}, numbers)


def convolution(story: Story, asked: Asked) -> None:
    asked = windows.channels_last(asked)
    layer, unit = asked.layer, asked.index[-1]
    patch, kernel, bias = _patch(asked), weights(layer.kernel), _bias(layer)
    wide, filters = kernel.shape[-2], kernel.shape[-1]
    per_group = filters // layer.groups

    def of_group(k: int) -> Numbers:
        first = k // per_group * wide
        return patch[..., first : first + wide]

    _sum(story, of_group(unit), kernel[..., unit], bias, unit)

    def logits() -> np.ndarray:
        sums = [(of_group(k).values * kernel[..., k]).sum() for k in range(filters)]
        return np.array(sums) + (0 if bias is None else bias)

    functions.activate(story, layer.activation, "z", row=logits, unit=unit)


def depthwise(story: Story, asked: Asked) -> None:
    asked = windows.channels_last(asked)
    layer, unit = asked.layer, asked.index[-1]
    kernel = weights(layer.kernel)
    channel, copy = divmod(unit, kernel.shape[-1])
    patch, bias = _patch(asked), _bias(layer)
    _sum(story, patch[..., channel], kernel[..., channel, copy], bias, unit)

    def logits() -> np.ndarray:
        return _depthwise(patch, kernel) + (0 if bias is None else bias)

    functions.activate(story, layer.activation, "z", row=logits, unit=unit)


def _depthwise(patch: Numbers, kernel: np.ndarray) -> np.ndarray:
    flat = kernel.reshape(-1, *kernel.shape[-2:])
    return np.einsum("tc,tcm->cm", patch.values.reshape(-1, kernel.shape[-2]), flat).ravel()


def separable(story: Story, asked: Asked) -> None:
    """First each channel by itself, then a weighted sum over what came of them."""
    asked = windows.channels_last(asked)
    layer, unit = asked.layer, asked.index[-1]
    patch, kernel, point = _patch(asked), weights(layer.depthwise_kernel), weights(layer.pointwise_kernel)
    point, bias = point.reshape(-1, point.shape[-1]), _bias(layer)
    code = "(patch[..., None] * kernel).reshape(-1, kernel.shape[-2] * kernel.shape[-1]).sum(axis=0)"
    blocks = {"patch": patch.block(), "kernel": kernel}
    words = "One number a channel: each channel of the patch times its own kernel, added up."
    story.step("channels", "Each channel by itself", "formula", code, blocks, words=words)
    code = "(channels * w).sum()" + ("" if bias is None else " + b")
    numbers = {} if bias is None else {"b": bias[unit]}
    blocks = {"channels": story.names["channels"], "w": point[:, unit]}
    story.step("z", "The channels weighted", "products", code, blocks, numbers)

    def logits() -> np.ndarray:
        return story.names["channels"] @ point + (0 if bias is None else bias)

    functions.activate(story, layer.activation, "z", row=logits, unit=unit)


def transposed(story: Story, asked: Asked) -> None:
    asked = windows.channels_last(asked)
    layer, x, unit = asked.layer, asked.inputs[0], asked.index[-1]
    sizes = zip(
        x.shape, layer.kernel_size, layer.strides, layer.dilation_rate, asked.output.shape, asked.index, strict=False
    )
    found = [windows.transposed_taps(n, k, s, d, layer.padding, length, at) for n, k, s, d, length, at in sizes]
    patch = x.window([places for places, _ in found])
    kernel, bias = weights(layer.kernel)[np.ix_(*[met for _, met in found])], _bias(layer)
    _sum(story, patch, kernel[..., unit, :], bias, unit)

    def logits() -> np.ndarray:
        return np.array([(patch.values * kernel[..., k, :]).sum() for k in range(kernel.shape[-2])]) + (
            0 if bias is None else bias
        )

    functions.activate(story, layer.activation, "z", row=logits, unit=unit)
