"""The part of a network of texts that computes with numbers: from the first layer on that is given any."""

import keras
import numpy as np
import tensorflow as tf

from nnviz.errors import ModelError
from nnviz.training.topology import borders_of, functional, is_text


def numeric_part(model, x) -> tuple[keras.Model, object]:
    """A network that reads texts, without the layers that turn them into numbers; and what these make of some texts.

    A text has no slope and no middle: nothing before the numbers can be looked into. What follows is a network like any
    other, and everything here takes it: activations, arithmetic, gradients, attributions from the words' embeddings on.
    Its layers are those of `model`, weights and all. Where a model inside the model reads the texts, the part begins
    behind that one.

    Args:
        model: a Sequential or functional Keras 3 model, with TextVectorization, StringLookup or Hashing at its
            beginning, say; left as found.
        x: texts as it takes them: strings (n,) or (n, k), or a list or dict of arrays for several inputs.

    Returns:
        (the part, its inputs): both as they are where `model` takes no texts.

    Raises:
        ModelError: for a model whose inputs are not known, or that returns its texts.
    """
    graph = functional(model)
    if graph is None:
        raise ModelError(
            f"The model {model.name!r} is wired by its own code: where its texts become numbers is not known.",
            expected="a Sequential or functional model",
            fix="Call the layer that reads texts yourself, and give what it returns to the rest.",
            where="model",
        )
    if not any(is_text(tensor) for tensor in graph.inputs):
        return model, x
    borders = borders_of(graph)
    if any(is_text(tensor) for tensor in graph.outputs) or not borders:
        raise ModelError("The model returns text: no part of it computes with numbers.", where="model")
    numbers = keras.Model(graph.inputs, borders)(_given(graph, x))
    arrays = [np.asarray(keras.ops.convert_to_numpy(one)) for one in keras.tree.flatten(numbers)]
    part = keras.Model(borders if len(borders) > 1 else borders[0], _one(graph.outputs), name=model.name)
    return part, _one(arrays)


def _given(graph, x):
    """Texts and numbers as tensors of the inputs' shapes."""
    flat = [x] if len(graph.inputs) == 1 and not isinstance(x, dict) else keras.tree.flatten(x)
    if len(flat) != len(graph.inputs):
        raise ModelError(
            f"Received {len(flat)} inputs.", expected=f"{len(graph.inputs)}, as the model takes them", where="x"
        )
    given = []
    for tensor, own in zip(graph.inputs, flat, strict=True):
        array = tf.constant(np.asarray(own).tolist()) if is_text(tensor) else tf.convert_to_tensor(np.asarray(own))
        given.append(array[:, None] if len(tensor.shape) == 2 and len(array.shape) == 1 else array)
    return _one(given)


def _one(several: list):
    return several if len(several) > 1 else several[0]
