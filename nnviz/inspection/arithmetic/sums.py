"""Sums of products over a row: Dense, EinsumDense, and the table of an Embedding."""

import numpy as np

from nnviz.inspection.arithmetic import functions
from nnviz.inspection.arithmetic.story import Asked, Numbers, Story, weights


def weighted_sum(
    story: Story, x: Numbers, w: np.ndarray, bias: float | None, symbol: str = "z", title: str = "Weighted sum"
) -> None:
    """The step Σ x·w + b; `x` and `w` have one shape."""
    code = "(x * w).sum()" + ("" if bias is None else " + b")
    story.step(symbol, title, "products", code, {"x": x.block(), "w": w}, {} if bias is None else {"b": bias})


def dense(story: Story, asked: Asked) -> None:
    layer, unit = asked.layer, asked.index[-1]
    row, kernel = asked.inputs[0][asked.index[:-1]], weights(layer.kernel)
    bias = weights(layer.bias) if layer.use_bias else None
    weighted_sum(story, row, kernel[:, unit], None if bias is None else bias[unit])
    logits = lambda: row.values @ kernel + (0 if bias is None else bias)  # noqa: E731
    functions.activate(story, layer.activation, "z", row=logits, unit=unit)


def einsum_dense(story: Story, asked: Asked) -> None:
    """Each input letter that is in the output is fixed by the index; the others are summed over."""
    layer = asked.layer
    left, out = layer.equation.replace(" ", "").split("->")
    inside, kernel_letters = left.split(",")
    if "..." in layer.equation or inside[0] != out[0]:
        raise NotImplementedError(layer.equation)
    at = dict(zip(out[1:], asked.index, strict=True))
    x = asked.inputs[0][tuple(at.get(letter, slice(None)) for letter in inside[1:])]
    w = weights(layer.kernel)[tuple(at.get(letter, slice(None)) for letter in kernel_letters)]
    free_x = [letter for letter in inside[1:] if letter not in at]
    free_w = [letter for letter in kernel_letters if letter not in at]
    if sorted(free_x) != sorted(free_w):
        raise NotImplementedError(layer.equation)
    bias = None
    if layer.bias is not None:
        bias = np.broadcast_to(weights(layer.bias), asked.output.shape)[asked.index]
    weighted_sum(story, x, np.transpose(w, [free_w.index(letter) for letter in free_x]), bias)
    functions.activate(story, layer.activation, "z")


def embedding(story: Story, asked: Asked) -> None:
    ids = asked.inputs[0][asked.index[:-1]]
    number, table = int(ids.values), weights(asked.layer.embeddings)
    story.step("word", "Which row of the table", "same", "int(number)", {"number": ids.block()})
    words = f"Row {number:,} of the table of {table.shape[0]:,} rows: the learned numbers of this word."
    code = f"row[{asked.index[-1]}]"
    story.step("y", "Looked up in the table", "lookup", code, {"row": table[number]}, words=words)


def reversible_embedding(story: Story, asked: Asked) -> None:
    """An Embedding, or the other way round: how well each row of its table fits what comes in."""
    layer = asked.layer
    if not (asked.kwargs.get("reverse") or len(asked.args) > 1 and asked.args[1]):
        return embedding(story, asked)
    unit = asked.index[-1]
    w = weights(layer.embeddings)[unit] if layer.tie_weights else weights(layer.reverse_embeddings)[:, unit]
    weighted_sum(story, asked.inputs[0][asked.index[:-1]], w, None, title=f"Row {unit:,} of the table, weighted")
    if layer.logit_soft_cap is not None:
        story.function(
            "y", "Softly capped", f"np.tanh({{z}} / {layer.logit_soft_cap!r}) * {layer.logit_soft_cap!r}", "z"
        )
    return None
