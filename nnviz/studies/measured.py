"""What a race records of a network at a moment: its answer, its gradients, its weights and its activations by layer."""

from dataclasses import dataclass

import keras
import numpy as np
import tensorflow as tf

from nnviz.data.schema import Dataset
from nnviz.training import topology
from nnviz.training.meaning import OutputMeaning
from nnviz.training.probe import Plane

_EXAMPLES, _CELLS, _ALONG = 128, 40, 121
_SHARES = (0, 5, 25, 50, 75, 95, 100)
_SATURATED = 0.02
"""A slope below this share of the steepest one: tanh beyond ±2.6, sigmoid beyond ±5.3."""


@dataclass(frozen=True)
class Ground:
    """What the networks of a race are measured on: the same for all that have the same data.

    Attributes:
        x, y: at most 128 training examples, inputs and encoded targets.
        plane: of data with two features, else None.
        line: (121, 1) inputs along data with one feature, else None; `along` is the same in the data's own numbers.
    """

    x: np.ndarray
    y: np.ndarray
    plane: Plane | None
    line: np.ndarray | None
    along: np.ndarray | None


def ground(dataset: Dataset, meaning: OutputMeaning) -> Ground:
    """Chooses what to measure on."""
    part = dataset.train
    own = (part.x[:_EXAMPLES], meaning.encode(part.y[:_EXAMPLES]))
    if dataset.schema.is_plane:
        return Ground(*own, Plane(dataset, _CELLS), None, None)
    if dataset.schema.kind == "vector" and dataset.schema.input_shape == (1,):
        source = dataset.unscaled(np.concatenate([part.x, dataset.validation.x]))
        low, high = float(source.min()), float(source.max())
        along = np.linspace(low - 0.05 * (high - low), high + 0.05 * (high - low), _ALONG)[:, None]
        return Ground(*own, None, dataset.scaler.apply(along).astype("float32"), along[:, 0])
    return Ground(*own, None, None, None)


class Gauge:
    """Measures a model as it is; nothing of it is changed."""

    def __init__(self, model: keras.Model, own: Ground, meaning: OutputMeaning):
        self.model, self.ground, self.meaning = model, own, meaning
        self._columns = [column for column in topology.columns(model)[1:] if topology.kernel(column.layer) is not None]
        graph = topology.functional(model)
        self._reader = keras.Model(graph.inputs[0], [column.output for column in self._columns])
        self._x, self._y = tf.constant(own.x), tf.constant(own.y)
        shown = own.plane.inputs if own.plane else own.line
        self._shown = None if shown is None else tf.constant(shown, tf.float32)
        self._kernels = [_kernel(column.layer) for column in self._columns]
        self._kept = [variable for variable in model.variables if not variable.trainable]
        self._compiled, self._calls = tf.function(self._run, autograph=False), 0

    @property
    def layers(self) -> list[dict]:
        """{name, activation, parameters} of every layer with a kernel, from the input on."""
        described = [topology.describe(column) for column in self._columns]
        return [
            {
                "name": one["title"],
                "detail": one["detail"],
                "units": column.total,
                "parameters": column.layer.count_params(),
            }
            for one, column in zip(described, self._columns, strict=True)
        ]

    def measure(self) -> dict:
        """JSON-able: `output` (as `quantised`, or a list along the line), and by layer `gradients` (norm of the loss's
        gradient with respect to the kernel), `weights` and `spread` (seven quantiles of the kernel and of the
        activations), `idle` (share of units that answer alike to every example) and `saturated` (share of activations
        where the function is flat)."""
        before = [variable.numpy() for variable in self._kept]
        self._calls += 1
        gradients, activations, shown = (self._run if self._calls == 1 else self._compiled)()
        for variable, value in zip(self._kept, before, strict=True):
            variable.assign(value)
        activations = [np.asarray(values, float) for values in activations]
        return {
            "output": None if shown is None else self._answer(self.meaning.readable(np.asarray(shown))),
            "gradients": [_short(float(norm)) for norm in gradients],
            "weights": [_quantiles(kernel.numpy()) for kernel in self._kernels],
            "spread": [_quantiles(values) for values in activations],
            "deviation": [_short(_deviation(values)) for values in activations],
            "idle": [_idle(values) for values in activations],
            "saturated": [
                _saturated(values, column) for values, column in zip(activations, self._columns, strict=True)
            ],
        }

    def _run(self):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(self.model.loss(self._y, self.model(self._x, training=True)))
            loss += sum(self.model.losses)
        gradients = tape.gradient(loss, [kernel.value for kernel in self._kernels])
        norms = [tf.constant(0.0) if own is None else tf.norm(own) for own in gradients]
        shown = None if self._shown is None else self.model(self._shown, training=False)
        return norms, keras.tree.flatten(self._reader(self._x, training=False)), shown

    def _answer(self, values: np.ndarray):
        if self.ground.plane is None:
            return [[_short(float(value)) for value in line] for line in values.T]
        return self.ground.plane.shape(values)


def _kernel(layer):
    """The variable behind `topology.kernel`."""
    from nnviz import keras_internals

    return keras_internals.kernel_variable(getattr(layer, "cell", layer))


def _short(value: float) -> float | None:
    return float(f"{value:.4g}") if np.isfinite(value) else None


def _deviation(values: np.ndarray) -> float:
    return float(values.std()) if np.isfinite(values).all() else float("nan")


def _quantiles(values: np.ndarray) -> list:
    finite = values[np.isfinite(values)]
    if not finite.size:
        return [None] * len(_SHARES)
    return [_short(float(value)) for value in np.percentile(finite, _SHARES)]


def _idle(values: np.ndarray) -> float | None:
    flat = values.reshape(-1, values.shape[-1])
    return _short(float((flat.max(0) - flat.min(0) < 1e-6).mean()))


def _saturated(values: np.ndarray, column) -> float | None:
    """Where the layer ends in a function that goes flat: the share of activations at which its slope is almost 0."""
    function = next(
        (op.activation.__name__ for op in column.folded if type(op).__name__ == "Activation"),
        getattr(getattr(column.layer, "activation", None), "__name__", ""),
    )
    slopes = {"tanh": lambda a: 1 - a**2, "sigmoid": lambda a: 4 * a * (1 - a), "relu": lambda a: (a > 0).astype(float)}
    if function not in slopes:
        return None
    return _short(float((slopes[function](values) < _SATURATED).mean()))
