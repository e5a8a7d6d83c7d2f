"""A layer that is told by its gradient: exact where the layer is linear, an approximation at this input elsewhere."""

import numpy as np
import tensorflow as tf

from nnviz.inspection.arithmetic.records import Block
from nnviz.inspection.arithmetic.story import Asked, Story, weights


def by_gradient(story: Story, asked: Asked, title: str, rest: bool = True) -> None:
    """Σ gradient × input, and with `rest` what is missing to the number itself.

    Raises:
        NotImplementedError: where nothing that goes in can be moved a little.
    """
    tensors = [tensor for tensor in asked.tensors() if tensor.dtype.is_floating]
    gradients = _gradients(asked, tensors)
    blocks, parts, total = {}, [], 0.0
    for k, tensor in enumerate(tensors, 1):
        gradient = gradients[k - 1]
        if gradient is None:
            continue
        x = asked.of(tensor)
        slopes = weights(tf.convert_to_tensor(gradient))[asked.example]
        used = np.nonzero(slopes)
        blocks[f"x{k}"], blocks[f"g{k}"] = x[used].block(), Block(slopes[used])
        parts.append(f"(x{k} * g{k}).sum()")
        total += float((x.values[used] * slopes[used]).sum())
    if not parts:
        raise NotImplementedError("no gradient")
    numbers = {"rest": float(asked.output[asked.index]) - total} if rest else {}
    story.step("y", title, "products", " + ".join([*parts, *numbers]), blocks, numbers)


def _gradients(asked: Asked, tensors: list) -> list:
    with tf.GradientTape() as tape:
        tape.watch(tensors)
        outputs = asked.called(*asked.args, **asked.kwargs)
        number = outputs[asked.output_index][(asked.example, *asked.index)]
    return tape.gradient(number, tensors) if tensors else []
