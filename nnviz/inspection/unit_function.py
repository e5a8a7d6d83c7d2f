"""The values of one layer's units as a function of the input, traced once: in one pass for many examples, with slopes,
or with some of them held at a value."""

import contextlib
import functools

import keras
import numpy as np
import tensorflow as tf

from nnviz.errors import ModelError, NnvizError
from nnviz.inspection.cache import LOCK, remembered
from nnviz.inspection.capture import ensure_built, first_line
from nnviz.inspection.held_masks import answering_points
from nnviz.inspection.inputs import as_batch, fixed_batch
from nnviz.inspection.output_function import OutputFunction
from nnviz.inspection.probe import activated, probe
from nnviz.inspection.state import preserved, replaced_calls, uncompiled_calls
from nnviz.inspection.substitute import without_activation
from nnviz.inspection.weights import activation_name
from nnviz.models.layer_paths import find_layer, layer_paths

_MONOTONE = ("softmax", "sigmoid", "tanh", "relu", "relu6", "hard_sigmoid", "softplus", "elu", "selu", "leaky_relu")
"""Activations before which a larger value is a larger value after them."""
_BYTES_AT_ONCE, _ROWS_AT_ONCE = 2**28, 256


class UnitFunction(OutputFunction):
    """`OutputFunction` of what the first call of the layer at `path` returns, instead of the model's output.

    `weights` are then of the shape of that layer's output, with a 1 for the unit at its place.
    """

    def __init__(self, model, batch, path: str, before_activation: bool = False):
        super().__init__(model, batch)
        self.path = path
        inner = activated(layer_paths(model)[path])
        name = activation_name(inner)
        self.before = before_activation and "activation" in inner.__dict__ and name in _MONOTONE
        self.rectified = self.before and "elu" in name

    @property
    def identity(self) -> tuple:
        return "unit", self.path, self.before, self.fixed_batch, str(self.structure)

    def run(self, points, flat):
        layer = layer_paths(self.model)[self.path]
        for (k, embedding), point in zip(self.entries, points, strict=True):  # what it returns is the point itself
            if embedding is not None and embedding.path == self.path:
                return tf.cast(point, tf.float32)
            if embedding is None and any(layer is own for own in self.masked.get(k, ())):
                return tf.cast(answering_points(layer, flat[k], point)(), tf.float32)
        with contextlib.ExitStack() as stack:
            stack.enter_context(uncompiled_calls())
            if self.before:
                stack.enter_context(without_activation(activated(layer)))
            returned = stack.enter_context(returned_by(layer))
            super().run(points, flat)
        return tf.cast(only_output(returned, self.path), tf.float32)


@contextlib.contextmanager
def returned_by(layer):
    """A list of what each call of a layer returns in a block."""
    returned, inner = [], layer.call

    @functools.wraps(inner)
    def call(*args, **kwargs):
        returned.append(inner(*args, **kwargs))
        return returned[-1]

    with replaced_calls([(layer, call)]):
        yield returned


def only_output(returned: list, path: str):
    """The first tensor of the first call. Raises ModelError where there is none, or it has no units."""
    tensors = [one for one in keras.tree.flatten(returned[:1]) if tf.is_tensor(one)]
    if not tensors:
        raise ModelError(
            f"Layer {path!r} returns nothing when the model runs.",
            expected="a layer whose output the model uses",
            where="layer",
        )
    output = tensors[0]
    if len(output.shape) < 2 or not (output.dtype.is_floating or output.dtype.is_integer or output.dtype.is_bool):
        raise ModelError(
            f"Layer {path!r} has no units: it returns {output.dtype.name} of shape {tuple(output.shape)}.",
            expected="numbers of shape (batch, …, units)",
            where="layer",
        )
    return output


def layer_at(model, x, name: str):
    """(batch, path, layer) for a layer's path or name, the model built and the inputs as it takes them.

    Raises:
        ModelError: for an unknown layer, or an input that the model refuses.
    """
    batch, _ = as_batch(model, x)
    ensure_built(model, batch)
    layer = find_layer(model, name)
    return batch, next(path for path, own in layer_paths(model).items() if own is layer), layer


def traced(model, batch, key: tuple, function, *further):
    """`function(inputs, *further)` traced once for inputs such as `batch`, or run plainly where it cannot be traced;
    called with flat NumPy arrays.

    Args:
        key: what tells this function apart, beside the model's form.
        further: `tf.TensorSpec`s of arguments after the inputs.

    Raises:
        ModelError: when the model cannot run on such inputs.
    """
    flat, size = keras.tree.flatten(batch), fixed_batch(model)
    structure = keras.tree.map_structure(lambda array: 0, batch)
    shapes = tuple((array.shape[1:], array.dtype.name) for array in flat)
    specs = [tf.TensorSpec([size, *array.shape[1:]], array.dtype) for array in flat]

    def plain(model, *tensors):
        inputs = keras.tree.pack_sequence_as(structure, list(tensors[: len(flat)]))
        return function(model, inputs, *tensors[len(flat) :])

    def compiled():
        try:
            with LOCK, preserved(model), uncompiled_calls():
                traced_function = tf.function(functools.partial(plain, model), input_signature=[*specs, *further],
                                              autograph=False)  # fmt: skip
                return traced_function.get_concrete_function()
        except ModelError:
            raise
        except Exception:  # a model with Python control flow on its data, or one that compiles its own `call`
            return None

    concrete = remembered(model, (*key, size, shapes, str(structure)), compiled)
    if concrete is None or not all_finite(model):
        return lambda *arrays: _plainly(model, plain, arrays)

    def run(*arrays):
        with preserved(model) if size else contextlib.nullcontext():  # a state of each example begins anew
            return concrete(*[tf.convert_to_tensor(array) for array in arrays])

    return run


def all_finite(model) -> bool:
    """Whether all weights are numbers: a compiled ReLU, fused with what comes before it, may make 0 of NaN."""
    real = [own.value for own in model.weights if own.value.dtype.is_floating]
    return all(bool(tf.reduce_all(tf.math.is_finite(value))) for value in real)


def _plainly(model, plain, arrays):
    try:
        with LOCK, preserved(model), uncompiled_calls():
            return plain(model, *[tf.convert_to_tensor(array) for array in arrays])
    except ModelError:
        raise
    except Exception as error:
        raise ModelError(
            f"The model {model.name!r} cannot run on this input: {first_line(error)}",
            fix="Check the input's shape and type against the model's first layer.",
            where="x",
        ) from error


def rows_at_once(model, batch) -> int:
    """How many examples go through the model at once, so that what all its layers return fits into memory."""
    try:
        each = probe(model, batch).bytes
    except NnvizError:  # outputs that are no numbers, say; layers may be looked at all the same
        each = 256 * sum(int(np.prod(array.shape[1:])) for array in keras.tree.flatten(batch))
    return int(np.clip(_BYTES_AT_ONCE // max(1, each), 1, _ROWS_AT_ONCE))


def batches(model, batch, size: int | None = None):
    """(start, count, flat arrays) of the examples, `size` at a time or as many as fit; a batch of fixed size is filled
    up."""
    flat, size = keras.tree.flatten(batch), fixed_batch(model) or size or rows_at_once(model, batch)
    for start in range(0, len(flat[0]), size):
        part = [array[start : start + size] for array in flat]
        count = len(part[0])
        if fixed_batch(model) and count < size:
            part = [np.resize(array, (size, *array.shape[1:])) for array in part]
        yield start, count, part
