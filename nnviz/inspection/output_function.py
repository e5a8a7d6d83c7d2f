"""Values and gradients of one number that a model computes, for many examples at once.

The number is F(x) = Σ weights · output(x): with a one-hot `weights` a class's probability or logit. Weights
are data, not code, so that one traced function serves all classes.
"""

import contextlib
import copy
import functools
import weakref

import keras
import numpy as np
import tensorflow as tf

from nnviz import keras_internals, progress
from nnviz.errors import ExplanationError, NnvizError, NoGradientError
from nnviz.inspection.cache import LOCK, remembered
from nnviz.inspection.capture import first_line
from nnviz.inspection.held_masks import answering_points, masked_inputs
from nnviz.inspection.inputs import fixed_batch, input_names, precision, whole_number_inputs
from nnviz.inspection.probe import Probe, activated, entries_of, probe
from nnviz.inspection.state import preserved, replaced_calls, uncompiled_calls
from nnviz.inspection.substitute import answering, without_activation
from nnviz.models.heads import INVERTIBLE
from nnviz.models.layer_paths import layer_paths

_ELEMENTS_A_CALL = 2**21
_ROWS_A_CALL = 4096
_BYTES_A_CALL = 2**28
"""What the layers of one call may hold together; a gradient keeps all of it, and about as much again, until its end."""


class OutputFunction:
    """F and its gradient with respect to the model's points.

    A point is where an example can be moved continuously: a real-valued input, or, for whole-number tokens,
    what their Embedding makes of them. `points(batch)` gives them; `entries` says for each which input it
    belongs to and which embedding it is (None for a plain input).

    Args:
        model: any Keras 3 model.
        batch: inputs with a batch axis, as arrays.
        output: which output, counted over the flattened outputs.
        logits: whether the output is taken before its last softmax or sigmoid.
        squash: "sigmoid" or "softmax" turns an output of logits into probabilities; "" leaves it.
        noise: what a model that draws at random is held to: one draw for all rows, chosen by this seed; None lets it
            draw.

    Raises:
        ExplanationError: when logits are asked for and cannot be had.
    """

    path = ""
    """The layer whose output stands for what the layer computes (`FromLayer`); "" for none."""

    def __init__(self, model, batch, output: int = 0, logits: bool = False, squash: str = "", noise: int | None = None):
        self.model, self.output, self.squash, self.noise = model, output, squash, noise
        self.probe: Probe = probe(model, batch)
        self.structure = keras.tree.map_structure(lambda array: 0, batch)
        self.names = input_names(model, batch)
        self.entries = entries_of(self.probe, len(keras.tree.flatten(batch)))
        output_probe = self.probe.outputs[output]
        if logits and not output_probe.activation:
            raise ExplanationError(
                "The values before the last activation cannot be had: no single layer makes this output.",
                fix="Explain the output as the model returns it.",
                where="on",
            )
        self.without = output_probe.path if logits and output_probe.activation in INVERTIBLE else None
        self.fixed_batch = fixed_batch(model)
        self.masked = masked_inputs(model)
        self.whole_numbers = whole_number_inputs(model)
        self.precision = precision(model)

    @property
    def identity(self) -> tuple:
        """What tells this function of a model from others."""
        return self.path, self.output, self.without, self.squash, self.noise, self.fixed_batch, str(self.structure)

    def points(self, batch) -> list[np.ndarray]:
        """The float32 points of a batch, one array an entry."""
        flat, paths = keras.tree.flatten(batch), layer_paths(self.model)
        points = []
        for k, embedding in self.entries:
            if embedding is None:
                points.append(np.asarray(flat[k], "float32"))
            else:
                table = keras.ops.convert_to_numpy(paths[embedding.path].embeddings)
                points.append(np.asarray(table[_token_ids(flat[k], len(table))], "float32"))
        return points

    def values(self, points, flat, weights) -> np.ndarray:
        """F of each row, (n,) float64. `flat` are the inputs themselves, whose tokens still make masks."""
        return self._in_chunks(points, flat, weights, gradient=False)[0]

    def outputs(self, points, flat) -> np.ndarray:
        """The chosen output itself, (n, …) float64, before its activation where `logits` was asked for."""
        return self._in_chunks(points, flat, np.zeros((len(points[0]), 0)), gradient=None)[0]

    def gradients(self, points, flat, weights) -> tuple[np.ndarray, list[np.ndarray]]:
        """F of each row, and ∂F/∂point for each point, float32, of the points' shapes."""
        return self._in_chunks(points, flat, weights, gradient=True)

    def switched(self, points, flat) -> tuple[int, ...]:
        """Which points hold whole numbers that cannot be moved by degrees: the output has no slope in them."""
        whole = [
            i
            for i, (k, embedding) in enumerate(self.entries)
            if embedding is None and (k in self.whole_numbers or flat[k].dtype.kind in "iub")
        ]
        if not whole:
            return ()
        shapes = tuple((array.shape[1:], array.dtype.name) for array in flat)
        key = ("switched", self.output, self.without, self.fixed_batch, shapes, str(self.structure))
        without_slope = remembered(self.model, key, lambda: self._without_slope(points, flat))
        return tuple(i for i in whole if i in without_slope)

    def _without_slope(self, points, flat) -> tuple[int, ...]:
        size = self.fixed_batch or 1
        rows = [tf.convert_to_tensor(np.resize(array, (size, *array.shape[1:]))) for array in (*points, *flat)]
        moved, inputs = rows[: len(points)], rows[len(points) :]
        with LOCK, preserved(self.model), tf.GradientTape() as tape:
            tape.watch(moved)
            value = tf.reduce_sum(self.run(moved, inputs))
        slopes = tape.gradient(value, moved)
        return tuple(i for i, slope in enumerate(slopes) if slope is None)

    def rows_a_call(self, points, gradient: bool) -> int:
        """How many examples go through the model at once, so that memory stays bounded."""
        elements = max(1, sum(int(np.prod(point.shape[1:])) for point in points))
        each = max(1, self.probe.bytes * (3 if gradient else 1))
        return max(1, min(_ROWS_A_CALL, _ELEMENTS_A_CALL // elements, _BYTES_A_CALL // each))

    def _in_chunks(self, points, flat, weights, gradient):
        count = len(points[0])
        size = self.fixed_batch or self.rows_a_call(points, bool(gradient))
        arrays = [*points, *flat, np.asarray(weights, "float32")]
        function = self._function(arrays, gradient)
        values, pieces = [], []
        for start in range(0, count, size):
            progress.tell()
            chunk = [array[start : start + size] for array in arrays]
            rows = len(chunk[0])
            if self.fixed_batch and rows < size:
                chunk = [np.resize(array, (size, *array.shape[1:])) for array in chunk]
            with preserved(self.model) if self.fixed_batch else contextlib.nullcontext():
                value, chunk_gradients = function(*chunk)
            values.append(np.asarray(value, "float64")[:rows])
            pieces.append([np.asarray(one)[:rows] for one in chunk_gradients])
        return np.concatenate(values), [np.concatenate(parts) for parts in zip(*pieces, strict=True)]

    def _function(self, arrays, gradient):
        shapes = tuple((array.shape[1:], array.dtype.name) for array in arrays)
        key = (*self.identity, gradient, shapes)
        return remembered(self.model, key, lambda: self._compiled(arrays, gradient))

    def _compiled(self, arrays, gradient):
        """A traced function, or the plain one where a model cannot be traced."""
        signature = [tf.TensorSpec([self.fixed_batch, *array.shape[1:]], array.dtype) for array in arrays]
        plain = functools.partial(self._evaluate, gradient)
        try:
            with LOCK, preserved(self.model), uncompiled_calls():
                return tf.function(plain, input_signature=signature, autograph=False).get_concrete_function()
        except NnvizError:
            raise
        except Exception:  # a model with Python control flow on its data runs untraced
            return self._eager(arrays, gradient)

    def _eager(self, arrays, gradient):
        model_free = _EagerFunction(self, gradient)
        try:
            model_free(*[array[: self.fixed_batch or 1] for array in arrays])
        except NnvizError:
            raise
        except Exception as error:
            raise ExplanationError(
                f"The model {self.model.name!r} cannot be differentiated on this input: {first_line(error)}"
            ) from error
        return model_free

    def _evaluate(self, gradient, *tensors):
        count, inputs = len(self.entries), len(self.names)
        points = [tf.convert_to_tensor(tensor) for tensor in tensors[:count]]
        flat, weights = [tf.convert_to_tensor(t) for t in tensors[count : count + inputs]], tensors[-1]
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(points)
            outputs = self.run(points, flat)
            if gradient is None:
                return outputs, []
            value = tf.reduce_sum(outputs * weights, axis=list(range(1, len(outputs.shape))))
        if not gradient:
            return value, []
        gradients = tape.gradient(value, points)
        if all(one is None for one in gradients):
            raise NoGradientError
        return value, [tf.zeros_like(p) if g is None else g for p, g in zip(points, gradients, strict=True)]

    def run(self, points, flat):
        """The chosen output (n, …) at points, as tensors; `flat` are the inputs themselves."""
        paths = layer_paths(self.model)
        inputs, replaced, masked = list(flat), {}, []
        for (k, embedding), point in zip(self.entries, points, strict=True):
            if embedding is None and k in self.masked:
                masked += [(layer, answering_points(layer, flat[k], point)) for layer in self.masked[k]]
            elif embedding is None:
                inputs[k] = tf.cast(point, flat[k].dtype) if k in self.whole_numbers else point
            else:
                replaced.setdefault(embedding.path, {})[embedding.call_index] = point
        calls = [(paths[path], answering(paths[path], answers)) for path, answers in replaced.items()]
        with contextlib.ExitStack() as stack:
            stack.enter_context(replaced_calls(calls + masked))
            if self.without:
                stack.enter_context(without_activation(activated(paths[self.without])))
            if self.noise is not None:
                stack.enter_context(LOCK)
                stack.enter_context(keras_internals.noise_held(self.noise))
            result = self.model(keras.tree.pack_sequence_as(self.structure, inputs), training=False)
        output = tf.cast(keras.tree.flatten(result)[self.output], tf.float32)
        output = output[:, None] if len(output.shape) == 1 else output
        return getattr(tf.nn, self.squash)(output) if self.squash else output


class _EagerFunction:
    """An untraced evaluation that holds its model weakly, as a cached value must."""

    def __init__(self, function: OutputFunction, gradient: bool):
        self.function, self.gradient = copy.copy(function), gradient
        self.model = weakref.ref(function.model)
        self.function.model = None

    def __call__(self, *arrays):
        with LOCK:
            self.function.model = self.model()
            try:
                with preserved(self.function.model):
                    return self.function._evaluate(self.gradient, *arrays)
            finally:
                self.function.model = None


def _token_ids(array, vocabulary: int) -> np.ndarray:
    ids = np.asarray(array).astype("int64")
    if ids.min() < 0 or ids.max() >= vocabulary:
        wrong = int(ids.min() if ids.min() < 0 else ids.max())
        expected = f"0 to {vocabulary - 1}"
        raise ExplanationError(f"Token {wrong} is not in the vocabulary.", expected=expected, where="x")
    return ids
