"""Layers and operations that join tensors number by number: Add, Multiply, Average, Maximum, Dot, …"""

import numpy as np

from nnviz.inspection.arithmetic.functions import SCALAR, take, words_of
from nnviz.inspection.arithmetic.story import Asked, Numbers, Story

_JOINED = {
    "Add": ("Added up", " + ".join),
    "Subtract": ("Subtracted", " - ".join),
    "Multiply": ("Multiplied", " * ".join),
    "Divide": ("Divided", " / ".join),
    "TrueDivide": ("Divided", " / ".join),
    "Average": ("The mean", lambda names: f"({' + '.join(names)}) / {len(names)}"),
    "Maximum": ("The largest", lambda names: f"max({', '.join(names)})"),
    "Minimum": ("The smallest", lambda names: f"min({', '.join(names)})"),
}
_SINGLE = {
    "Negative": "-{z}",
    "Square": "{z} ** 2",
    "Sqrt": "np.sqrt({z})",
    "Rsqrt": "1 / np.sqrt({z})",
    "Exp": "np.exp({z})",
    "Expm1": "np.expm1({z})",
    "Log": "np.log({z})",
    "Log1p": "np.log1p({z})",
    "Abs": "abs({z})",
    "Absolute": "abs({z})",
    "Sin": "np.sin({z})",
    "Cos": "np.cos({z})",
    "Reciprocal": "1 / {z}",
    "Sign": "np.sign({z})",
    "Relu": SCALAR["relu"],
    "Relu6": SCALAR["relu6"],
    "Sigmoid": SCALAR["sigmoid"],
    "Tanh": SCALAR["tanh"],
    "Silu": SCALAR["silu"],
    "Softplus": SCALAR["softplus"],
    "Softsign": SCALAR["softsign"],
    "HardSigmoid": SCALAR["hard_sigmoid"],
    "HardSilu": SCALAR["hard_silu"],
    "LogSigmoid": SCALAR["log_sigmoid"],
    "Mish": "{z} * np.tanh(np.logaddexp(0, {z}))",
}
"""Operations of one number: class → expression."""


def entry(x: Numbers, index: tuple[int, ...], shape: tuple[int, ...]) -> Numbers:
    """The number of `x` that meets the output's `index`, where `x` is spread to the output's shape."""
    return x.mapped(lambda array: np.broadcast_to(array, shape))[index]


def joined(story: Story, asked: Asked) -> None:
    title, write = _JOINED[type(asked.layer).__name__]
    operands = asked.operands()
    blocks, numbers = {}, {}
    for k, own in enumerate(operands, 1):
        if isinstance(own, Numbers):
            blocks[f"x{k}"] = entry(own, asked.index, asked.output.shape).block()
        else:
            numbers[f"x{k}"] = np.broadcast_to(np.asarray(own, float), asked.output.shape)[asked.index]
    if len(operands) < 2:
        raise NotImplementedError("an operation of one")
    kind = "sum" if title == "Added up" else "largest" if title == "The largest" else "formula"
    story.step("y", title, kind, write([f"x{k}" for k in range(1, len(operands) + 1)]), blocks, numbers)


def single(story: Story, asked: Asked) -> None:
    kind = type(asked.layer).__name__
    take(story, asked.inputs[0][asked.index])
    story.function("y", words_of(kind.lower()), _SINGLE[kind], "x")


def dot(story: Story, asked: Asked) -> None:
    """The sum of products along one axis of each of two tensors."""
    layer, (first, second) = asked.layer, asked.inputs
    axes = [layer.axes] * 2 if isinstance(layer.axes, int) else list(layer.axes)
    rest: list[Numbers] = []
    for x, axis in zip((first, second), axes, strict=True):
        place = axis - 1 if axis > 0 else axis % x.values.ndim
        rest.append(x.mapped(lambda array, place=place: np.moveaxis(array, place, -1)))
    left = rest[0].values.ndim - 1
    right = rest[1].values.ndim - 1
    index = asked.index if left + right else ()
    blocks = {"x": rest[0][index[:left]].block(), "w": rest[1][index[left:]].block()}
    if layer.normalize:
        code = "(x / np.sqrt((x ** 2).sum()) * w / np.sqrt((w ** 2).sum())).sum()"
        story.step("y", "Cosine of the angle between both", "formula", code, blocks)
    else:
        story.step("y", "Sum of products", "products", "(x * w).sum()", blocks)


def power(story: Story, asked: Asked) -> None:
    base, exponent = asked.operands()
    if not isinstance(base, Numbers) or isinstance(exponent, Numbers) or np.ndim(exponent):
        raise NotImplementedError("a power of a tensor")
    take(story, base[asked.index])
    story.function("y", "Power", f"{{z}} ** {float(exponent):g}", "x")


def matrix_product(story: Story, asked: Asked) -> None:
    first, second = asked.inputs
    if first.values.ndim != second.values.ndim or first.values.ndim < 2:
        raise NotImplementedError("tensors of different rank")
    blocks = {
        "x": first[(*asked.index[:-1],)].block(),
        "w": second[(*asked.index[:-2], slice(None), asked.index[-1])].block(),
    }
    story.step("y", "Row times column", "products", "(x * w).sum()", blocks)


def along_axis(story: Story, asked: Asked) -> None:
    """The mean, the sum or the largest along some axes."""
    x, layer, kind = asked.inputs[0], asked.layer, type(asked.layer).__name__
    several = layer.axis if isinstance(layer.axis, list | tuple) else [layer.axis]
    if None in several or 0 in several:
        raise NotImplementedError("over the whole batch")
    places = [own - 1 if own > 0 else own % x.values.ndim for own in several]
    rest = [at for k, at in enumerate(asked.index) if not layer.keepdims or k not in places]
    row = x[tuple(slice(None) if k in places else rest.pop(0) for k in range(x.values.ndim))]
    code, drawn = {"Mean": ("mean", "mean"), "Sum": ("sum", "mean"), "Max": ("max", "largest")}[kind]
    story.step("y", f"The {'largest' if kind == 'Max' else code}", drawn, f"row.{code}()", {"row": row.block()})
