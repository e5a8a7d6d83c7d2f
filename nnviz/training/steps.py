"""The steps that a model takes: Keras's own, or those that its author wrote, and what they report.

A `train_step` of somebody's own is taken as it is, over whatever structure its data have: what it needs is learned by
tracing it, which creates its variables and changes none.
"""

import contextlib

import keras
import numpy as np
import tensorflow as tf

from nnviz.errors import TrainingError
from nnviz.keras_internals import flat_layers, traced_output
from nnviz.models.states import preserved
from nnviz.models.symbolic import plain


class Step:
    """One kind of step of a model.

    An epoch's report is what the model's metrics say at its end, where a step returns their names, and what its last
    step returned elsewhere, as in `fit`.

    Args:
        model: compiled, and prepared for such steps.
        kind: "train_step" or "test_step".
        said: what the step returns, where it is its author's own; None for Keras's.
    """

    def __init__(self, model: keras.Model, kind: str, said: dict | None = None):
        self.model, self._take = model, getattr(model, kind)
        metrics = dict(model.get_metrics_result())
        self._speaks = said is not None and set(said) != set(metrics)
        self.names = _names(said if self._speaks else metrics)

    def take(self, batch) -> tf.Tensor:
        """Takes the step; returns what it says itself, (names,) float32, or (0,) where metrics speak for it."""
        said = self._take(batch)
        return tf.stack(_numbers(said)) if self._speaks else self.silence

    @property
    def silence(self) -> tf.Tensor:
        """What stands for a step that was not taken yet."""
        return tf.zeros((len(self.names) if self._speaks else 0,))

    def report(self, last: tf.Tensor) -> list:
        """An epoch's scalars, in the order of `names`, after a last step that said `last`."""
        return tf.unstack(last) if self._speaks else _numbers(self.model.get_metrics_result())


def is_own(model: keras.Model, kind: str) -> bool:
    """Whether a model's author wrote its "train_step" or "test_step"."""
    return kind in vars(model) or getattr(type(model), kind) is not getattr(keras.Model, kind)


def train_step(model: keras.Model, batch) -> Step:
    """A model's training step, once all that its first batch would create is there; nothing that was there changes.

    Args:
        batch: a batch as the step is given it, tensors.

    Raises:
        TrainingError: for a step that returns no names.
    """
    if is_own(model, "train_step"):
        step = Step(model, "train_step", _said(model, "train_step", batch))
    else:
        _prepare(model, batch)
        step = Step(model, "train_step")
    model.reset_metrics()
    return step


def test_step(model: keras.Model, batch) -> Step:
    """A model's testing step, prepared as `train_step` does."""
    own = is_own(model, "test_step")
    step = Step(model, "test_step", _said(model, "test_step", batch) if own else None)
    model.reset_metrics()
    return step


def _prepare(model: keras.Model, batch) -> None:
    layers = flat_layers(model)
    whole = any(getattr(layer, "stateful", False) for layer in layers)  # its states are for so many examples
    row = batch if whole else keras.tree.map_structure(lambda tensor: tensor[:1], batch)
    build(model, keras.utils.unpack_x_y_sample_weight(row)[0])
    with preserved(model):
        keras.Model.test_step(model, row)
        if model.optimizer is not None:
            model.optimizer.build(model.trainable_variables)


def build(model: keras.Model, inputs) -> None:
    """Makes the weights of a model that has none yet, by a call on symbols, which moves no seed."""
    if all(layer.built for layer in flat_layers(model)):
        return
    with contextlib.suppress(Exception):  # a layer may need real values; the step itself says what is wrong
        traced_output(model, keras.tree.map_structure(_symbol, inputs))


def _symbol(array) -> keras.KerasTensor:
    dtype = keras.backend.standardize_dtype(array.dtype)
    return keras.KerasTensor(array.shape, "float32" if dtype == "float64" else dtype)


def _said(model, kind: str, batch) -> dict:
    """What a step of an author's own returns, as symbols: it is traced and not run."""
    returned = []

    def step(data):
        returned.append(getattr(model, kind)(data))
        return tf.constant(0)

    signature = keras.tree.map_structure(lambda tensor: tf.TensorSpec(tensor.shape, tensor.dtype), batch)
    try:
        _traced(model, step, signature, batch)
    except Exception as error:
        raise TrainingError(
            f"The model's own {kind} cannot be made a graph of: {plain(error)}",
            fix="Where model.fit runs it, give that nnviz.Recorder(…) as a callback.",
            where="model",
        ) from error
    if not isinstance(returned[-1], dict):
        raise TrainingError(
            f"The model's {kind} returned a {type(returned[-1]).__name__}.",
            expected='a dict of numbers by their names, such as {"loss": loss}',
            where="model",
        )
    return returned[-1]


def _traced(model: keras.Model, step, signature, batch) -> None:
    try:
        tf.function(step, autograph=False).get_concrete_function(signature)
    except Exception:
        if all(layer.built for layer in flat_layers(model)):
            raise
        # a step may use weights that only a call makes
        build(model, keras.utils.unpack_x_y_sample_weight(batch)[0])
        tf.function(step, autograph=False).get_concrete_function(signature)


def _names(logs) -> list[str]:
    return [".".join(map(str, path)) for path, _ in keras.tree.flatten_with_path(dict(logs))]


def _numbers(logs) -> list:
    return [tf.reduce_mean(tf.cast(value, tf.float32)) for value in keras.tree.flatten(dict(logs))]


def packed(x, y=None, weights=None):
    """A batch as `fit` gives it to a step: x alone, (x, y) or (x, y, weights), as tensors; float64 becomes float32."""
    return keras.tree.map_structure(_tensor, keras.utils.pack_x_y_sample_weight(x, y, weights))


def _tensor(value) -> tf.Tensor:
    value = value if tf.is_tensor(value) else np.asarray(value)
    return tf.convert_to_tensor(value.astype("float32") if value.dtype == np.float64 else value)
