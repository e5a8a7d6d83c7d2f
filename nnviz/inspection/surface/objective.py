"""The loss of some examples as a function of a network's weights. The network itself is never written to."""

import contextlib
import functools
import math

import keras
import numpy as np
import tensorflow as tf

from nnviz.errors import ModelError, NnvizError
from nnviz.inspection.capture import capture, ensure_built, first_line
from nnviz.inspection.inputs import as_batch, as_tensors
from nnviz.inspection.state import preserved, replaced_calls
from nnviz.keras_internals import plain_calls
from nnviz.models.layer_paths import layer_paths
from nnviz.training.gradient_probe import called_with, compared

_BYTES = 96e6
"""What the values of one evaluation may take; networks that need more are asked about fewer examples at once."""
_AT_ONCE = 8
"""Networks that are evaluated beside each other at most."""


class Objective:
    """Mean loss, with what regularizers add, in inference mode: BatchNormalization uses the statistics it has.

    Args:
        model: any Keras 3 model with one output.
        x, y: examples as the model takes them, and targets as the loss compares them.
        loss: a Keras loss, or its name.
        sample_weights: (n,) how much each example counts; None for all alike.

    Attributes:
        weights: the trainable weights as arrays, in the order of `model.trainable_variables`.
        statistics: other numbers that are not whole (running means and variances), likewise.
        examples: how many there are.

    Raises:
        ModelError: for a model that cannot run on x, that has no trainable weights or several outputs, or whose weights
            are not all numbers.
    """

    def __init__(self, model: keras.Model, x, y, loss, sample_weights: np.ndarray | None = None):
        batch, _ = as_batch(model, x)
        ensure_built(model, batch)
        self.model, self._loss = model, keras.losses.get(loss)
        self.examples = len(keras.tree.flatten(batch)[0])
        self.weights = [np.asarray(variable.value) for variable in model.trainable_variables]
        if not self.weights:
            raise ModelError("This network has no weights that training changes.", expected="at least one")
        _check_finite(model)
        self._moving = [
            k for k, own in enumerate(model.non_trainable_variables) if own.dtype.startswith(("float", "bf"))
        ]
        self.statistics = [np.asarray(model.non_trainable_variables[k].value) for k in self._moving]
        self._rest = [tf.convert_to_tensor(own.value) for own in model.non_trainable_variables]
        self._cut(batch, y, sample_weights)
        self._measures: dict = {}
        self._multiply = tf.function(self._multiplied, autograph=False, reduce_retracing=True)
        self._slope = tf.function(self._sloped, autograph=False, reduce_retracing=True)

    @property
    def parameters(self) -> int:
        """How many numbers training changes."""
        return sum(weight.size for weight in self.weights)

    def arranged(self, weights: list) -> list[np.ndarray]:
        """Values in the order of `model.weights`, or `model.variables`, as an `origin` for `along`."""
        model = self.model
        order = model.weights if len(weights) == len(model.weights) else model.variables
        place = {id(variable): value for variable, value in zip(order, weights, strict=True)}
        statistics = [model.non_trainable_variables[k] for k in self._moving]
        here = [*self.weights, *self.statistics]
        asked = [*model.trainable_variables, *statistics]
        return [np.asarray(place.get(id(own), value)) for own, value in zip(asked, here, strict=True)]

    def along(self, points: np.ndarray, ways: list, origin: list | None = None) -> np.ndarray:
        """The loss at `origin + points · ways`.

        Args:
            points: (m, k) how far to go along each of k ways.
            ways: k lists, each with a direction for every one of `weights`, or for `weights + statistics`; None stands
                for not moving at all.
            origin: where (0, …, 0) is; the network itself when None.

        Returns:
            (m,) float32.
        """
        count = len(self.weights) + len(self.statistics)
        origin = [*(origin or self.weights)]
        origin = [tf.constant(own) for own in (*origin, *self.statistics[len(origin) - len(self.weights) :])]
        ways = [[*way, *[None] * (count - len(way))] for way in ways]
        moves = tuple((k, place) for k, way in enumerate(ways) for place in range(count) if way[place] is not None)
        steps = [tf.constant(ways[k][place], tf.float32) for k, place in moves]
        total, points = np.zeros(len(points)), tf.constant(points, tf.float32)
        with _undisturbed(self.model):
            measure = self._measure(moves, points, origin, steps)
            for part, size in self._parts:
                values = measure(points, origin, steps, keras.tree.flatten(part))
                total += values.numpy().astype("float64") * (size / self.examples)
        return total.astype("float32")

    def times(self, vector: list) -> list[np.ndarray]:
        """The Hessian times `vector`, a direction for every one of `weights` (Pearlmutter, "Fast exact multiplication
        by the Hessian", 1994)."""
        return self._summed(self._multiply, [tf.constant(own, tf.float32) for own in vector])

    def slope(self) -> list[np.ndarray]:
        """The gradient of the loss at the network itself."""
        return self._summed(self._slope)

    def _summed(self, function, *arguments) -> list[np.ndarray]:
        total = None
        with _undisturbed(self.model):
            for part, size in self._parts:
                own = [np.asarray(value, "float64") * (size / self.examples) for value in function(*arguments, part)]
                total = own if total is None else [a + b for a, b in zip(total, own, strict=True)]
        return total

    def _cut(self, batch, y, sample_weights) -> None:
        """The examples in parts of which each fits into memory, and how many networks are evaluated side by side."""
        one = _bytes_of_one(self.model, batch)
        at_once = int(min(self.examples, max(1, _BYTES // one)))
        parts = math.ceil(self.examples / at_once)
        edges = np.linspace(0, self.examples, parts + 1).round().astype(int)
        self._parts = []
        for start, stop in zip(edges[:-1], edges[1:], strict=True):
            x = as_tensors(keras.tree.map_structure(lambda own: own[start:stop], batch))  # noqa: B023
            part = (x, tf.convert_to_tensor(y[start:stop]))
            if sample_weights is not None:
                part = (*part, tf.constant(sample_weights[start:stop], tf.float32))
            self._parts.append((part, stop - start))
        beside = _BYTES // (4 * self.parameters + one * math.ceil(self.examples / parts))
        self._beside = int(np.clip(beside, 1, _AT_ONCE))

    def _value(self, moved: list, part) -> tf.Tensor:
        x, y, *counts = part
        trainable, rest = moved[: len(self.weights)], list(self._rest)
        for place, value in zip(self._moving, moved[len(self.weights) :], strict=False):
            rest[place] = value
        outputs, added = called_with(self.model, trainable, rest, x)
        flat = keras.tree.flatten(outputs)
        if len(flat) != 1:
            raise ModelError(f"The model has {len(flat)} outputs.", expected="one", where="model")
        value = compared(self._loss, y, flat[0], *counts)
        return tf.add_n([value, *(tf.cast(own, tf.float32) for own in added)])

    def _measure(self, moves: tuple, points, origin: list, steps: list):
        """The compiled evaluation of some examples at any number of points; `moves` says for each of `steps` which
        coordinate goes with it, and which weight it moves."""
        if moves not in self._measures:
            form = self._parts[0][0]

            def at(point, origin, steps, part):
                moved = list(origin)
                for (k, place), step in zip(moves, steps, strict=True):
                    moved[place] = moved[place] + tf.cast(point[k] * step, moved[place].dtype)
                return self._value(moved, part)

            def at_all(points, origin, steps, part):
                part = keras.tree.pack_sequence_as(form, part)
                single = functools.partial(at, origin=origin, steps=steps, part=part)
                return tf.map_fn(single, points, fn_output_signature=tf.float32, parallel_iterations=self._beside)

            specs = [[tf.TensorSpec.from_tensor(own) for own in several] for several in (origin, steps)]
            any_number = tf.TensorSpec([None, points.shape[1]], tf.float32)
            signature = (any_number, *specs, [self._spec(own) for own in keras.tree.flatten(form)])
            self._measures[moves] = tf.function(at_all, autograph=False, input_signature=signature)
        return self._measures[moves]

    def _spec(self, tensor) -> tf.TensorSpec:
        """Of a part of the examples: of any size where there are several."""
        rows = None if len(self._parts) > 1 else tensor.shape[0]
        return tf.TensorSpec([rows, *tensor.shape[1:]], tensor.dtype)

    def _sloped(self, part):
        weights = [tf.constant(own) for own in self.weights]
        with tf.GradientTape() as tape:
            tape.watch(weights)
            value = self._value(weights, part)
        slopes = tape.gradient(value, weights)
        if all(slope is None for slope in slopes):
            raise ModelError(
                "No gradient reaches the weights of this network: it cannot be differentiated.",
                fix="Look at the slices; they only need the loss itself.",
                where="model",
            )
        return [
            tf.zeros_like(a) if b is None else tf.convert_to_tensor(b) for a, b in zip(weights, slopes, strict=True)
        ]

    def _multiplied(self, vector, part):
        weights = [tf.constant(own) for own in self.weights]
        with tf.GradientTape() as outer:
            outer.watch(weights)
            with tf.GradientTape() as inner:
                inner.watch(weights)
                value = self._value(weights, part)
            slopes = inner.gradient(value, weights, unconnected_gradients="zero")
            terms = [
                tf.reduce_sum(tf.convert_to_tensor(slope) * way) for slope, way in zip(slopes, vector, strict=True)
            ]
            along = tf.add_n(terms)
        products = outer.gradient(along, weights, unconnected_gradients="zero")
        return [tf.convert_to_tensor(own) for own in products]


def _bytes_of_one(model, batch) -> float:
    """What the values of all layers take for one example."""
    calls, _ = capture(model, keras.tree.map_structure(lambda own: own[:1], batch))
    return 4.0 * max(1, sum(int(tf.size(tensor)) for call in calls for tensor in call.outputs))


def _check_finite(model) -> None:
    for path, layer in layer_paths(model).items():
        for variable in getattr(layer, "trainable_variables", None) or ():
            broken = int(np.sum(~np.isfinite(np.asarray(variable.value, "float32"))))
            if broken:
                raise ModelError(
                    f"{broken:,} weight{'s' * (broken != 1)} of {path} {'are' if broken > 1 else 'is'} not a number.",
                    expected="finite weights",
                    fix="Train again with a smaller learning rate, or choose an earlier moment of the training.",
                    where="model",
                )


@contextlib.contextmanager
def _undisturbed(model):
    """While the loss is asked for, layers that compile their own `call` run uncompiled: what they had compiled would
    keep the weights that were tried. Afterwards everything is as it was; errors become sentences."""
    layers = (model, *layer_paths(model).values())
    try:
        with preserved(model), replaced_calls(plain_calls(layers)):
            yield
    except NnvizError:
        raise
    except Exception as error:  # whatever a stranger's layer raises becomes a sentence
        told = f"The loss of this network cannot be computed: {first_line(error)}"
        raise ModelError(told, where="model") from error
