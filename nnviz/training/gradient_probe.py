"""The gradient of one batch at every layer, read as often as wished: while a network trains, or of kept weights."""

import functools
import math

import keras
import numpy as np
import tensorflow as tf

from nnviz.keras_internals import calls_replaced, flat_layers, losses_added, plain_calls, put_losses_back
from nnviz.models.layer_paths import layer_paths
from nnviz.training import signals

_MOST, _FEWEST, _NUMBERS = 64, 4, 320_000
READINGS = ("weights", "weight_gradient", "output_gradient", "update")


def batch_rows(input_shape: tuple[int, ...]) -> slice:
    """Which training examples are read: the first 64, or fewer where each is large, so that what all layers make of
    them fits into memory.

    >>> batch_rows((8, 8, 1)), batch_rows((224, 224, 3))
    (slice(0, 64, None), slice(0, 4, None))
    """
    return slice(0, max(_FEWEST, min(_MOST, _NUMBERS // max(1, math.prod(input_shape)))))


class GradientProbe:
    """Reads ∂loss/∂weights and ∂loss/∂output of every layer with weights for one fixed batch, in inference mode.

    After reading all is as it was: weights, statistics, seeds and the optimizer's state.

    Args:
        model: built, with one output.
        x, y: the batch as the model and the loss take it, as tensors.
        loss: a Keras loss object or function. What regularizers add is left out.
        optimizer: whose next step is read, with the state that it has; None for no steps.
        sample_weights: (n,) how much each example counts; None for all alike.
        compiled: whether reading is compiled: for more than a few readings.

    Attributes:
        layers: (path, class name) of the layers that are read, from the input to the output, after the first reading;
            those that begin to learn later join them, in their places.
        watched: (path, function) of all whose outputs are looked at: those, and activations that stand alone.
        examples: of the batch.
    """

    def __init__(self, model: keras.Model, x, y, loss, optimizer=None, sample_weights=None, compiled: bool = True):
        self.model, self.optimizer, self._loss = model, optimizer, loss
        self._batch, self._sample_weights = (x, y), sample_weights
        self.examples = int(keras.tree.flatten(x)[0].shape[0])
        self.layers: tuple[tuple[str, str], ...] = ()
        self.watched: tuple[tuple[str, str], ...] = ()
        self._now: tuple[tuple, tuple] = ((), ())
        self._compiled = compiled
        self.renew()

    def renew(self) -> None:
        """Reads with what learns now, and with the optimizer that the model has now."""
        self.optimizer = None if self.optimizer is None else self.model.optimizer
        self._run = tf.function(self._read, autograph=False) if self._compiled else self._read

    def read(self) -> dict[str, np.ndarray]:
        """{"loss": (), and for each of `READINGS` (layers,)} root mean squares; NaN for a step where there is no
        optimizer, and for a layer that was read before and is frozen now. ∂loss/∂output is multiplied by the number of
        examples, so that it does not depend on it.

        Beside them "kernels": for each of `layers` (≤ 2,048,) of its weights, "outputs" and "peaks": for each of
        `watched` (≤ 2,048,) of its outputs and (units,) the largest one of every unit."""
        loss, table, seen = self._run()
        layers, watched = self._now
        self.layers, self.watched = joined(self.layers, layers), joined(self.watched, watched)
        table = _placed(np.asarray(table), layers, self.layers, np.full(len(READINGS), np.nan))
        for name, own in seen.items():
            asked = (layers, self.layers) if name == "kernels" else (watched, self.watched)
            seen[name] = _placed([np.asarray(one) for one in own], *asked, np.zeros(0, "float32"))
        table = np.reshape(table, (-1, len(READINGS)))
        return {"loss": np.asarray(loss), **dict(zip(READINGS, table.T, strict=True)), **seen}

    def _read(self):
        trained = self.model.trainable_variables
        weights = [tf.identity(variable.value) for variable in trained]
        with tf.GradientTape() as tape:
            tape.watch(weights)
            value, calls, acting = self._forward(weights)
        slopes, outer = tape.gradient(value, (weights, [output for _, output in calls.values()]))
        slopes = [None if slope is None else tf.convert_to_tensor(slope) for slope in slopes]
        steps = self._steps(weights, slopes)
        self._now = tuple((path, type(layer).__name__) for path, (layer, _) in calls.items()), self._now[1]
        places = {id(variable): place for place, variable in enumerate(trained)}
        table = []
        for (layer, _), slope in zip(calls.values(), outer, strict=True):
            own = [places[id(variable)] for variable in layer.trainable_weights if id(variable) in places]
            row = [
                _rms([weights[place] for place in own]),
                _rms([slopes[place] for place in own if slopes[place] is not None]),
                self.examples * _rms([] if slope is None else [slope]),
                _rms([steps[place] for place in own]) if steps else tf.constant(np.nan),
            ]
            table.append(tf.stack(row))
        seen = self._seen(calls, acting, weights, places)
        return value, tf.stack(table) if table else tf.zeros((0, len(READINGS))), seen

    def _seen(self, calls: dict, acting: dict, weights: list, places: dict) -> dict[str, list]:
        """A few of each layer's weights and outputs, and every unit's largest output."""
        own = [layer.trainable_weights for layer, _ in calls.values()]
        kernels = [[places[id(one)] for one in variables if id(one) in places] for variables in own]
        self._now = self._now[0], tuple((path, signals.function_of(layer)) for path, (layer, _) in acting.items())
        outputs = [output for _, output in acting.values()]
        return {
            "kernels": [signals.few(weights[place[0]]) if place else tf.zeros((0,)) for place in kernels],
            "outputs": [signals.few(output) for output in outputs],
            "peaks": [signals.peaks(output) for output in outputs],
        }

    def _forward(self, weights: list) -> tuple[tf.Tensor, dict, dict]:
        """The loss, and path → (layer, first tensor of its last output) for every layer with weights of its own, and
        for those together with all that apply a function."""
        model, calls, acting = self.model, {}, {}
        every = layer_paths(model)
        trained = {path: layer for path, layer in every.items() if getattr(layer, "trainable_weights", None)}
        owners = {path: layer for path, layer in trained.items() if not _holds_others(path, trained)}
        rest = [tf.convert_to_tensor(variable.value) for variable in model.non_trainable_variables]
        added = [(layer, losses_added(layer)) for layer in flat_layers(model)]
        try:
            with calls_replaced(plain_calls((model, *every.values()))):
                alone = {path: layer for path, layer in every.items() if path not in trained and _acts(layer)}
                noting = [(layer, _noting((calls, acting), path, layer)) for path, layer in owners.items()]
                noting += [(layer, _noting((acting,), path, layer)) for path, layer in alone.items()]
                with calls_replaced(noting):
                    outputs, _ = called_with(model, weights, rest, self._batch[0])
        finally:
            for layer, own in added:
                put_losses_back(layer, own)
        output = tf.identity(keras.tree.flatten(outputs)[0])
        # Keras's cross-entropies go around a softmax that they recognise; its output has a gradient of its own.
        return compared(self._loss, self._batch[1], output, self._sample_weights), calls, acting

    def _steps(self, weights: list, slopes: list) -> list:
        """What the optimizer adds to each weight in its next step, which is taken and taken back bit by bit: Keras's
        `stateless_apply` does not work with TensorFlow."""
        trained = self.model.trainable_variables
        pairs = [(slope, variable) for slope, variable in zip(slopes, trained, strict=True) if slope is not None]
        if self.optimizer is None or not pairs:
            return []
        state = [(variable, tf.identity(variable.value)) for variable in self.optimizer.variables]
        before = list(zip(trained, weights, strict=True))
        try:
            self.optimizer.apply_gradients(pairs)
            return [tf.convert_to_tensor(variable.value) - old for variable, old in before]
        finally:
            for variable, old in (*before, *state):
                variable.assign(old)


def joined(known: tuple, now: tuple) -> tuple:
    """All that is known, and what is new, which comes right after what it follows now.

    >>> joined(("a", "c"), ("b", "c"))
    ('b', 'a', 'c')
    """
    every = list(known)
    for place, own in enumerate(now):
        if own not in known:
            every.insert(every.index(now[place - 1]) + 1 if place else 0, own)
    return tuple(every)


def moved(row: np.ndarray, former: tuple, known: tuple) -> np.ndarray:
    """(former, …) numbers of an earlier reading at the places of all that are known; NaN for what was not read."""
    if former == known:
        return row
    wide = np.full((len(known), *row.shape[1:]), np.nan, row.dtype)
    wide[[known.index(own) for own in former]] = row
    return wide


def _placed(values, now: tuple, known: tuple, missing) -> list:
    """Values of the layers that are read now, at the places of those that are known from the first reading."""
    by_path = {path: value for (path, _), value in zip(now, values, strict=True)}
    return [by_path.get(path, missing) for path, _ in known]


def called_with(model, weights: list, rest: list, inputs) -> tuple:
    """(what a model makes of inputs in inference mode with other values in its variables, losses that layers add).

    Nothing is written. Keras's `stateless_call` would call the model's `call` itself, past what `model(…)` does: it
    fails where that takes no `training`.
    """
    pairs = zip((*model.trainable_variables, *model.non_trainable_variables), (*weights, *rest), strict=True)
    with keras.StatelessScope(state_mapping=list(pairs), collect_losses=True):
        outputs = model(inputs, training=False)
        return outputs, list(model.losses)


def compared(loss, truth, output, sample_weights=None) -> tf.Tensor:
    """The mean loss of a batch as a scalar, float32, weighted as training counts examples."""
    if isinstance(loss, keras.losses.Loss):
        values = loss(truth, output, sample_weight=sample_weights)
    else:
        values = loss(truth, output)
        if sample_weights is not None:
            values = values * tf.reshape(sample_weights, [-1] + [1] * (len(values.shape) - 1))
    return tf.reduce_mean(tf.cast(values, tf.float32))


def _acts(layer) -> bool:
    """Whether a layer without weights of its own applies an activation, and nothing else."""
    return bool(signals.function_of(layer)) and not getattr(layer, "weights", None)


def _noting(kept: tuple[dict, ...], path: str, layer):
    """The call of a layer that also keeps the first tensor of its last output."""
    function = layer.call

    @functools.wraps(function)
    def call(*args, **kwargs):
        result = function(*args, **kwargs)
        tensors = [own for own in keras.tree.flatten(result) if tf.is_tensor(own)]
        for calls in kept if tensors else ():
            calls[path] = layer, tensors[0]
        return result

    return call


def _holds_others(path: str, paths) -> bool:
    """Whether a layer is a model that holds other layers with weights."""
    return any(other.startswith(f"{path}/") for other in paths)


def _rms(tensors: list) -> tf.Tensor:
    """The root mean square of all entries together; 0 for none."""
    if not tensors:
        return tf.constant(0.0)
    total = tf.add_n([tf.reduce_sum(tf.square(tf.cast(own, tf.float64))) for own in tensors])
    count = tf.add_n([tf.cast(tf.size(own), tf.float64) for own in tensors])
    return tf.cast(tf.sqrt(total / count), tf.float32)
