"""What Keras makes of one layer, without allocating a weight. For workers: imports Keras.

A layer is called on symbolic tensors inside a stateless scope, in which Keras notes the shapes of weights
but does not fill them. Results depend on the layer's kind, settings and input shapes alone and are kept,
so that an edit costs one layer, not the network.
"""

import json
import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

import keras

from nnviz.errors import ModelError
from nnviz.keras_internals import initializer, traced_output, variables_waiting
from nnviz.models.layers import call_layer, make_layer
from nnviz.specs import LayerSpec

Signature = tuple[tuple[int | None, ...], str]
"""Shape of one example, and its type."""


_TRUSTED = (
    "Dense",
    "Conv",
    "Pooling",
    "BatchNorm",
    "Dropout",
    "ReLU",
    "Activation",
    "Flatten",
    "Padding",
    "Cropping",
    "Add",
    "LSTM",
    "GRU",
    "SimpleRNN",
    "Bidirectional",
    "UpSampling",
    "Concatenate",
    "KerasLayer",
)
"""Parts of the kinds whose shape rules refuse all that cannot run; the others are traced as well."""


@dataclass(frozen=True)
class Measured:
    """Output shape (without the batch) and type, shapes of the weights; or why Keras refused."""

    shape: tuple[int | None, ...] | None = None
    dtype: str = "float32"
    trainable: tuple[tuple[int, ...], ...] = ()
    fixed: tuple[tuple[int, ...], ...] = ()
    refused: str = ""

    @property
    def trainable_parameters(self) -> int:
        return sum(math.prod(shape) for shape in self.trainable)

    @property
    def parameters(self) -> int:
        return self.trainable_parameters + sum(math.prod(shape) for shape in self.fixed)


def measure(layer: LayerSpec, inputs: tuple[Signature, ...]) -> Measured:
    """What `layer` does to inputs of these shapes and types; Keras's refusal is part of the result.

    Raises:
        ModelError: for settings that the catalog refuses.
    """
    key = json.dumps([layer.kind, layer.settings, layer.trainable], sort_keys=True, default=str)
    try:
        return _measured(key, inputs)
    except ModelError as error:
        error.where = layer.id
        raise


@lru_cache(maxsize=8192)
def _measured(key: str, inputs: tuple[Signature, ...]) -> Measured:
    kind, settings, trainable = json.loads(key)
    layer = LayerSpec(id="layer", kind=kind, settings=settings, trainable=trainable)
    with no_weights():
        try:
            keras_layer = make_layer(layer)
            tensors = [keras.KerasTensor((None, *shape), dtype=dtype) for shape, dtype in inputs]
            result = call_layer(keras_layer, tensors, kind)
            refused = _unsuitable_penalty(keras_layer, result) or _unsuitable_weights(keras_layer)
            if not refused:
                _traced(keras_layer, kind, tensors)
        except ModelError:
            raise
        except Exception as error:  # whatever Keras raises here is about this layer's settings or inputs
            return Measured(refused=plain(error))
    if refused:
        return Measured(refused=refused)
    result = result[0] if isinstance(result, list | tuple) else result
    return Measured(
        tuple(result.shape[1:]),
        str(result.dtype),
        tuple(tuple(weight.shape) for weight in keras_layer.trainable_weights),
        tuple(tuple(weight.shape) for weight in keras_layer.non_trainable_weights),
    )


def _unsuitable_penalty(keras_layer: keras.layers.Layer, result) -> str:
    """What Keras would say on penalizing the outputs."""
    penalty, rank = keras_layer.activity_regularizer, len(getattr(result, "shape", (None, None)))
    if isinstance(penalty, keras.regularizers.OrthogonalRegularizer) and rank != 2:
        return f"the orthogonal penalty is for matrices, and the outputs have {rank} dimensions with the batch"
    return ""


def _unsuitable_weights(keras_layer: keras.layers.Layer) -> str:
    """What Keras would say on filling or penalizing the weights, which here it does not do."""
    for weight in keras_layer.weights:
        start, penalty = initializer(weight), getattr(weight, "regularizer", None)
        rank = len(weight.shape)
        if isinstance(start, keras.initializers.Identity) and rank != 2:
            return f"the identity start is for matrices, and {weight.name} has {rank} dimensions"
        if isinstance(start, keras.initializers.Orthogonal) and rank < 2:
            return f"the orthogonal start needs two dimensions, and {weight.name} has {rank}"
        if isinstance(penalty, keras.regularizers.OrthogonalRegularizer) and rank != 2:
            return f"the orthogonal penalty is for matrices, and {weight.name} has {rank} dimensions"
    return ""


def _traced(keras_layer: keras.layers.Layer, kind: str, tensors: list) -> None:
    """Runs the layer on symbolic tensors, unless Keras's shape rules alone can be trusted to refuse what cannot run."""
    whole_numbers = any(str(tensor.dtype).startswith("int") for tensor in tensors)
    trusted = kind not in ("EinsumDense", "AdditiveAttention") and any(part in kind for part in _TRUSTED)
    if not tensors or kind == "Embedding" or trusted and not whole_numbers:
        return
    if kind == "MultiHeadAttention":
        traced_output(keras_layer.call, *(tensors if len(tensors) > 1 else tensors * 2))
    else:
        traced_output(keras_layer.call, tensors if len(tensors) > 1 else tensors[0])


@contextmanager
def no_weights() -> Iterator[None]:
    """A scope in which layers are built without their weights being filled; it leaves nothing behind."""
    waiting = variables_waiting()
    before = len(waiting)
    try:
        with keras.StatelessScope(initialize_variables=False):
            yield
    finally:
        del waiting[before:]


_FRAME = re.compile(
    r"\x1b\[[0-9;]*m|\[\[\{\{node .*|\[Op:[^\]]*\].*|\{\{function_node [^}]*\}\} ?|tf\.Tensor\((?=shape)"
)
"""Colours of a terminal, and where in a graph something happened."""
_DUMP = re.compile(r"for input \[.*?\](?= with name)", re.DOTALL)
"""The numbers of a tensor that Keras quotes whole."""


def plain(error: Exception) -> str:
    """Keras's or TensorFlow's message without its frame: the sentences that say what went wrong, no values of tensors,
    at most 400 characters."""
    text = str(error)
    if text.startswith("Exception encountered when calling"):
        text = text.split("\n\n", 1)[-1].split("\n\nArguments received by", 1)[0]
    if text.startswith("Graph execution error"):
        text = text.split("[[{{node", 1)[0].strip().rsplit("\n\n", 1)[-1].rsplit("\n", 1)[-1]
    text = " ".join(_DUMP.sub("for an input", _FRAME.sub("", text)).split())
    text = text.replace("Input 0 with name 'None' of layer", "The input of layer")
    return text[:400] or type(error).__name__
