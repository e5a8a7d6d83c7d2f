"""Normalization of every kind: minus a mean, divided by a spread, times and plus what was learned."""

import numpy as np

from nnviz.inspection.arithmetic.functions import take
from nnviz.inspection.arithmetic.story import Asked, Block, Story, weights


def batch(story: Story, asked: Asked) -> None:
    """By the statistics kept from training, or in training mode by those of the batch."""
    layer, axis = asked.layer, asked.layer.axis
    channel = asked.index[axis - 1 if axis > 0 else axis]
    take(story, asked.inputs[0][asked.index])
    if asked.training and layer.trainable:
        if getattr(layer, "renorm", False):
            raise NotImplementedError("batch renormalization")
        _of_batch(story, asked, axis, channel)
        numbers, kept = {}, "of this batch"
    else:
        numbers = {"mean": weights(layer.moving_mean)[channel], "variance": weights(layer.moving_variance)[channel]}
        kept = "kept from training"
    _normalized(story, numbers, layer.epsilon, f"Mean and variance are those {kept}.")
    _learned(story, layer.gamma if layer.scale else None, layer.beta if layer.center else None, channel)


def _of_batch(story: Story, asked: Asked, axis: int, channel: int) -> None:
    values = np.moveaxis(weights(asked.args[0]), axis, -1)[..., channel]
    mask = asked.kwargs.get("mask")
    values = values[np.asarray(mask, bool)] if mask is not None else values.ravel()
    story.step("mean", "The mean of this channel in the batch", "mean", "batch.mean()", {"batch": values})
    story.step("variance", "Its variance", "formula", "batch.var()")


def _normalized(story: Story, numbers: dict, epsilon: float, words: str = "") -> None:
    story.step(
        "centred",
        "Minus the mean",
        "formula",
        "x - mean",
        numbers={k: v for k, v in numbers.items() if k == "mean"},
        words=words,
    )
    rest = {k: v for k, v in numbers.items() if k == "variance"} | {"epsilon": epsilon}
    story.step(
        "scaled", "Divided by the standard deviation", "formula", "centred / np.sqrt(variance + epsilon)", numbers=rest
    )


def _learned(story: Story, gamma, beta, at) -> None:
    numbers, code = {}, "scaled"
    if gamma is not None:
        numbers["gamma"], code = weights(gamma)[at], code + " * gamma"
    if beta is not None:
        numbers["beta"], code = weights(beta)[at], code + " + beta"
    if numbers:
        story.step("y", "Times and plus what was learned", "formula", code, numbers=numbers)


def layer(story: Story, asked: Asked) -> None:
    """Over the example's own numbers along the layer's axes."""
    own = asked.layer
    axes = _axes(own.axis, asked.inputs[0].values.ndim)
    row = asked.inputs[0][tuple(slice(None) if k in axes else at for k, at in enumerate(asked.index))]
    at = tuple(asked.index[k] for k in axes)
    take(story, asked.inputs[0][asked.index])
    if getattr(own, "rms_scaling", False):
        raise NotImplementedError("rms_scaling")
    _of_row(story, row.block(), own.epsilon)
    _learned(story, own.gamma, own.beta, at)


def _axes(axis, dimensions: int) -> list[int]:
    several = axis if isinstance(axis, list | tuple) else [axis]
    return sorted((own - 1 if own > 0 else own % dimensions) for own in several)


def _of_row(story: Story, row: Block, epsilon: float) -> None:
    story.step("mean", "The mean of the row", "mean", "row.mean()", {"row": row})
    story.step("variance", "Its variance", "formula", "row.var()")
    _normalized(story, {}, epsilon)


def group(story: Story, asked: Asked) -> None:
    """Over the example's own numbers in one group of channels."""
    own, x = asked.layer, asked.inputs[0]
    axis = own.axis - 1 if own.axis > 0 else own.axis % x.values.ndim
    channel, wide = asked.index[axis], x.shape[axis] // own.groups
    first = channel // wide * wide
    row = x[tuple(slice(first, first + wide) if k == axis else slice(None) for k in range(x.values.ndim))]
    take(story, x[asked.index])
    _of_row(story, row.block(), own.epsilon)
    _learned(story, own.gamma if own.scale else None, own.beta if own.center else None, channel)


def root_mean_square(story: Story, asked: Asked) -> None:
    own, x = asked.layer, asked.inputs[0]
    axes = _axes(own.axis, x.values.ndim)
    row = x[tuple(slice(None) if k in axes else at for k, at in enumerate(asked.index))]
    take(story, x[asked.index])
    story.step("square", "The mean of the squares of the row", "formula", "(row ** 2).mean()", {"row": row.block()})
    story.step(
        "scaled", "Divided by its root", "formula", "x / np.sqrt(square + epsilon)", numbers={"epsilon": own.epsilon}
    )
    scale = weights(own.scale)
    learned = (
        np.broadcast_to(scale, x.shape)[asked.index]
        if scale.ndim < len(x.shape) or len(axes) > 1
        else scale[asked.index]
    )
    story.step("y", "Times what was learned", "formula", "scaled * scale", numbers={"scale": learned})


def unit(story: Story, asked: Asked) -> None:
    x = asked.inputs[0]
    axes = _axes(asked.layer.axis, x.values.ndim)
    row = x[tuple(slice(None) if k in axes else at for k, at in enumerate(asked.index))]
    take(story, x[asked.index])
    code = "np.sqrt(max((row ** 2).sum(), 1e-12))"
    story.step("length", "The length of the row", "formula", code, {"row": row.block()})
    story.step("y", "Divided by it", "formula", "x / length")


def rescaling(story: Story, asked: Asked) -> None:
    layer, shape = asked.layer, asked.output.shape
    numbers = {
        "scale": np.broadcast_to(np.asarray(layer.scale, float), shape)[asked.index],
        "offset": np.broadcast_to(np.asarray(layer.offset, float), shape)[asked.index],
    }
    take(story, asked.inputs[0][asked.index])
    story.step("y", "Scaled and moved", "formula", "x * scale + offset", numbers=numbers)


def standardization(story: Story, asked: Asked) -> None:
    """The preprocessing layer Normalization, by the mean and variance that it was given or adapted to."""
    layer, shape = asked.layer, asked.output.shape
    numbers = {
        "mean": np.broadcast_to(weights(layer.mean), (1, *shape))[(0, *asked.index)],
        "variance": np.broadcast_to(weights(layer.variance), (1, *shape))[(0, *asked.index)],
    }
    take(story, asked.inputs[0][asked.index])
    if layer.invert:
        code, title = "x * max(np.sqrt(variance), 1e-7) + mean", "Back to the original units"
    else:
        code, title = "(x - mean) / max(np.sqrt(variance), 1e-7)", "In standard deviations from the mean"
    story.step("y", title, "formula", code, numbers=numbers)


def layer_scale(story: Story, asked: Asked) -> None:
    """Each channel times its own learned number (Touvron et al., "Going deeper with image transformers", 2021)."""
    take(story, asked.inputs[0][asked.index])
    numbers = {"gamma": weights(asked.layer.gamma)[asked.index[-1]]}
    story.step("y", "Times what was learned", "formula", "x * gamma", numbers=numbers)
