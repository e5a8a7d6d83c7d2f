"""Activation functions as expressions of one number z, or of a whole row."""

import keras
import numpy as np

from nnviz.inspection.arithmetic.story import Asked, Story, weights

SCALAR = {
    "relu": "np.maximum({z}, 0)",
    "relu6": "np.clip({z}, 0, 6)",
    "leaky_relu": "{z} if {z} > 0 else 0.2 * {z}",
    "elu": "{z} if {z} > 0 else np.expm1({z})",
    "selu": "1.0507009873554805 * ({z} if {z} > 0 else 1.6732632423543772 * np.expm1({z}))",
    "celu": "np.maximum({z}, 0) + np.minimum(np.expm1({z}), 0)",
    "softplus": "np.logaddexp(0, {z})",
    "softsign": "{z} / (1 + abs({z}))",
    "silu": "{z} / (1 + np.exp(-{z}))",
    "gelu": "{z} * (1 + math.erf({z} / math.sqrt(2))) / 2",
    "mish": "{z} * np.tanh(np.logaddexp(0, {z}))",
    "tanh": "np.tanh({z})",
    "sigmoid": "1 / (1 + np.exp(-{z}))",
    "log_sigmoid": "-np.logaddexp(0, -{z})",
    "exponential": "np.exp({z})",
    "hard_sigmoid": "np.clip({z} / 6 + 0.5, 0, 1)",
    "hard_silu": "{z} * np.clip({z} / 6 + 0.5, 0, 1)",
    "hard_tanh": "np.clip({z}, -1, 1)",
    "squareplus": "({z} + np.sqrt({z} ** 2 + 4)) / 2",
    "tanh_shrink": "{z} - np.tanh({z})",
    "soft_shrink": "np.sign({z}) * np.maximum(abs({z}) - 0.5, 0)",
    "hard_shrink": "{z} if abs({z}) > 0.5 else 0.0",
    "sparse_plus": "0.0 if {z} <= -1 else {z} if {z} >= 1 else ({z} + 1) ** 2 / 4",
    "sparse_sigmoid": "np.clip(({z} + 1) / 2, 0, 1)",
}
"""Name of a Keras activation → its expression of {z}."""

ROW = {
    "softmax": "np.exp(logits[unit] - logits.max()) / np.exp(logits - logits.max()).sum()",
    "log_softmax": "logits[unit] - logits.max() - np.log(np.exp(logits - logits.max()).sum())",
}
"""The same for those that need the whole row, `logits`, of which the number in question is `unit`."""


def name_of(activation) -> str:
    """The name of one of Keras's own activations, "" for somebody's own."""
    name = {"swish": "silu", "hard_swish": "hard_silu"}.get(getattr(activation, "__name__", ""), "")
    name = name or getattr(activation, "__name__", "") or ""
    return name if getattr(keras.activations, name, None) is activation else ""


def activate(story: Story, activation, of: str, symbol: str = "y", row=None, unit: int = 0, group: str = "") -> None:
    """Adds the step of an activation to the number called `of`; none for the linear one.

    Args:
        row: `row()` is the row of numbers that a softmax needs, with `unit` the place in it.

    Raises:
        NotImplementedError: for an activation that is not one of Keras's.
    """
    if activation is None or activation is keras.activations.linear:
        return
    name = name_of(activation) if not isinstance(activation, keras.layers.Layer) else ""
    if name in SCALAR:
        story.function(symbol, words_of(name), SCALAR[name], of, group=group)
    elif name in ROW and row is not None:
        softmax(story, symbol, name, row(), unit)
    else:
        raise NotImplementedError(f"activation {activation!r}")


def softmax(story: Story, symbol: str, name: str, row, unit: int) -> None:
    """Adds the step of a softmax; `row` is an array or `Numbers`."""
    block = row.block() if hasattr(row, "block") else row
    story.step(symbol, words_of(name), "softmax", ROW[name].replace("unit", str(unit)), {"logits": block})


def words_of(name: str) -> str:
    """The name of an activation as people write it."""
    return {"relu": "ReLU", "gelu": "GELU", "elu": "ELU", "selu": "SELU", "silu": "SiLU"}.get(
        name, name.replace("_", " ").capitalize()
    )


def activation(story: Story, asked: Asked) -> None:
    """A layer that is an activation and nothing else: Activation, ReLU, LeakyReLU, ELU, PReLU, Softmax."""
    layer, x = asked.layer, asked.inputs[0]
    kind = type(layer).__name__
    function = layer.activation if kind == "Activation" else None
    if function is keras.activations.linear:
        return same(story, asked)
    if kind == "Softmax" or name_of(function) in ROW:
        return _along_axis(story, asked, getattr(layer, "axis", -1), name_of(function) or "softmax")
    take(story, x[asked.index])
    if kind == "Activation":
        return activate(story, function, "x")
    story.function("y", kind, _expression(layer, kind, asked.index), "x")
    return None


def _expression(layer, kind: str, index: tuple[int, ...]) -> str:
    if kind == "LeakyReLU":
        return f"{{z}} if {{z}} > 0 else {float(layer.negative_slope)!r} * {{z}}"
    if kind == "ELU":
        return f"{{z}} if {{z}} > 0 else {float(layer.alpha)!r} * np.expm1({{z}})"
    if kind == "PReLU":
        alpha = weights(layer.alpha)
        slope = alpha[tuple(0 if alpha.shape[axis] == 1 else at for axis, at in enumerate(index))]
        return f"{{z}} if {{z}} > 0 else {float(slope)!r} * {{z}}"
    slope, limit, threshold = float(layer.negative_slope), layer.max_value, float(layer.threshold)
    below = f"{slope!r} * ({{z}} - {threshold!r})" if slope else "0.0"
    above = "{z}" if limit is None else f"min({{z}}, {float(limit)!r})"
    return f"{above} if {{z}} > {threshold!r} else {below}"


def _along_axis(story: Story, asked: Asked, axis, name: str) -> None:
    dimensions = asked.inputs[0].values.ndim
    several = axis if isinstance(axis, list | tuple) else [axis]
    places = sorted(own - 1 if own > 0 else own % dimensions for own in several)
    row = asked.inputs[0][tuple(slice(None) if k in places else at for k, at in enumerate(asked.index))]
    unit = int(np.ravel_multi_index([asked.index[k] for k in places], row.shape))
    softmax(story, "y", name, row.mapped(np.ravel), unit)


def operation(story: Story, asked: Asked) -> None:
    """`keras.ops.softmax`, `log_softmax` and `gelu`."""
    layer, kind = asked.layer, type(asked.layer).__name__
    if kind != "Gelu":
        return _along_axis(story, asked, layer.axis, "softmax" if kind == "Softmax" else "log_softmax")
    take(story, asked.inputs[0][asked.index])
    template = "{z} / 2 * (1 + np.tanh(math.sqrt(2 / math.pi) * ({z} + 0.044715 * {z} ** 3)))"
    return story.function("y", "GELU", template if layer.approximate else SCALAR["gelu"], "x")


def take(story: Story, number, symbol: str = "x", words: str = "") -> None:
    """Adds a step that takes one number over as it is."""
    story.step(symbol, "Taken from before", "same", f"{symbol}_in", {f"{symbol}_in": number.block()}, words=words)


def unless_training(story: Story, asked: Asked) -> None:
    """A layer that changes its input at random while training, and leaves it as it is otherwise."""
    if asked.training:
        raise NotImplementedError("a random change")
    same(story, asked)


def same(story: Story, asked: Asked) -> None:
    """A layer that leaves its input as it is."""
    take(story, asked.inputs[0][asked.index], "y", "This layer leaves its numbers as they are.")
