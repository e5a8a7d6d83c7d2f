"""The input that excites one unit most: found by gradient ascent, within the range of the data."""

import time
from collections.abc import Callable, Sequence

import keras
import numpy as np
import tensorflow as tf

from nnviz.errors import ExplanationError, ModelError
from nnviz.inspection.fourier_input import FourierInput, colour_mixing, shaken
from nnviz.inspection.optimized_tokens import searched
from nnviz.inspection.state import preserved
from nnviz.inspection.unit_function import UnitFunction, layer_at
from nnviz.inspection.unit_parts import output_shape
from nnviz.inspection.unit_records import OptimizedInputs

_RATE = 0.05
_ZOOM, _TURN = 0.05, 5.0
_LEAK = 0.05


def optimized_input(
    model,
    layer: str,
    unit: int,
    x,
    steps: int = 128,
    seeds: Sequence[int] = (0, 1, 2, 3),
    place: str = "everywhere",
    robust: bool = True,
    which: int = 0,
    on_progress: Callable[[int, int], None] | None = None,
) -> OptimizedInputs:
    """Inputs that excite one unit as strongly as they can, one for each seed.

    Images and sequences are sums of waves whose amplitudes are changed (Olah et al., 2017); rows of a table are changed
    themselves, from a real row on. All stay between the smallest and the largest value of `x`. Words cannot be changed
    a little: from a real text on, those of `x` are searched, one change after the other (`searched`), until none that
    is tried does more. What is maximized is the value before the layer's activation, which has a slope everywhere. Of
    several inputs one is changed, and the others are held at those of a real example, each seed's own.

    Args:
        model: any Keras 3 model, left as found.
        layer: path or name.       unit: which of its units.
        x: (n, …) examples, whose range, colours and, for tables, rows it begins with are taken.
        place: where a unit of a map is to respond: "everywhere" (the mean over the map) or "centre".
        robust: whether images are moved, scaled and turned a little before every step, so that what is found does not
            hang on single pixels.
        which: the input that is changed, counted over the flattened inputs.
        on_progress: called with (steps done, steps) now and then; what it raises ends the ascent.

    Raises:
        ModelError: for an unknown layer or unit.
        ExplanationError: for whole numbers that no Embedding reads, which can neither be moved nor searched by slopes.
    """
    batch, path, _ = layer_at(model, x, layer)
    began = time.perf_counter()
    with preserved(model):
        function = UnitFunction(model, batch, path, before_activation=True)
        shape = output_shape(model, batch, path)
        if not 0 <= unit < shape[-1]:
            raise ModelError(f"Layer {path!r} has no unit {unit + 1:,}.", expected=f"1 to {shape[-1]:,}", where="unit")
        flat = keras.tree.flatten(batch)
        entry, is_text = _entry(function, which, len(flat))
        places = [np.random.default_rng(seed).integers(len(flat[0])) for seed in seeds]
        rows = [own[places] for own in flat]
        notes: tuple[str, ...] = ()
        if is_text:
            known = np.unique(flat[which])
            low, high = float(known.min()), float(known.max())
            known, weights = known[known != 0], _weights(shape, unit, place)
            inputs, changed = searched(function, rows, which, weights, known, steps, on_progress)
            started, notes = rows[which], ("searched", f"{changed:,}")
        else:
            ascent = _Ascent(function, shape, unit, place, np.asarray(flat[which], "float32"), robust)
            ascent.hold(rows, which, entry)
            started, inputs = ascent.run(tuple(seeds), steps, on_progress)
            low, high = ascent.low, ascent.high
        after = UnitFunction(model, batch, path)
        values = [_response(after, rows, which, own, unit) for own in (started, inputs)]
    seconds = time.perf_counter() - began
    return OptimizedInputs(
        path, unit, inputs, values[1], values[0], tuple(seeds), steps, seconds, np.asarray(low), np.asarray(high), notes
    )


def _entry(function: UnitFunction, which: int, count: int) -> tuple[int, bool]:
    """(which of the function's points, whether it is words) of the input that is to be changed."""
    if not 0 <= which < count:
        raise ModelError(f"There is no input {which + 1}.", expected=f"1 to {count}", where="which")
    own = [(place, embedding) for place, (k, embedding) in enumerate(function.entries) if k == which]
    if not own or own[0][1] is None and which in function.whole_numbers:
        raise ExplanationError(
            "This input is whole numbers that no Embedding reads: it cannot be changed a little at a time.",
            expected="real numbers, or words that an Embedding reads",
            fix="Look at the examples that excite the unit most.",
            where="layer",
        )
    return own[0][0], own[0][1] is not None


def _response(function: UnitFunction, rows: list[np.ndarray], which: int, changed: np.ndarray, unit: int) -> np.ndarray:
    flat = [changed if k == which else own for k, own in enumerate(rows)]
    outputs = function.outputs(function.points(keras.tree.pack_sequence_as(function.structure, flat)), flat)
    return outputs.reshape(len(outputs), -1, outputs.shape[-1])[..., unit].max(1)


class _Ascent:
    """Adam (Kingma and Ba, 2015) on what makes an input, upwards."""

    def __init__(self, function: UnitFunction, shape, unit: int, place: str, x: np.ndarray, robust: bool):
        self.function, self.x = function, x
        self.low, self.high = _range(x)
        self.weights = _weights(shape, unit, place)
        self.rectified = len(shape) > 1 and function.rectified
        self.is_image = x.ndim == 4
        self.robust = robust and self.is_image
        self.waves = None
        if x.ndim in (3, 4) and min(x.shape[1:-1]) > 1:
            colours = colour_mixing(x) if x.shape[-1] == 3 else None
            self.waves = FourierInput(x.shape[1:], self.low, self.high, colours)

    def hold(self, rows: list[np.ndarray], which: int, entry: int) -> None:
        """Of several inputs, `which` is changed, the others stay as in `rows`; `entry` is its place in the points."""
        points = self.function.points(keras.tree.pack_sequence_as(self.function.structure, rows))
        self.points = [tf.constant(own) for own in points]
        self.flat = [tf.constant(own) for own in rows]
        self.which, self.entry = which, entry

    def run(self, seeds, steps: int, on_progress) -> tuple[np.ndarray, np.ndarray]:
        """What it begins with and ends at, (seeds, …) inputs."""
        parameters = tf.Variable(self._start(seeds))
        rate = _RATE if self.waves else _RATE * np.maximum(self.high - self.low, 1e-12)
        first, second = tf.zeros_like(parameters), tf.zeros_like(parameters)
        started = np.asarray(self._inputs(parameters))
        step = tf.function(self._gradient, autograph=False, reduce_retracing=True)
        for k in range(steps):
            gradient = step(parameters, tf.constant([seeds[0] if seeds else 0, k]))
            first, second = 0.9 * first + 0.1 * gradient, 0.999 * second + 0.001 * gradient**2
            move = first / (1 - 0.9 ** (k + 1)) / (tf.sqrt(second / (1 - 0.999 ** (k + 1))) + 1e-8)
            parameters.assign_add(rate * move)
            if self.waves is None:
                parameters.assign(tf.clip_by_value(parameters, self.low, self.high))
            if on_progress is not None and k % 8 == 7:
                on_progress(k + 1, steps)
        return started, np.asarray(self._inputs(parameters))

    def _start(self, seeds) -> np.ndarray:
        if self.waves is not None:
            return self.waves.start(seeds)
        return np.stack([self.x[np.random.default_rng(seed).integers(len(self.x))] for seed in seeds])

    def _inputs(self, parameters):
        return tf.convert_to_tensor(parameters) if self.waves is None else self.waves.inputs(parameters)

    def _gradient(self, parameters, seed):
        with tf.GradientTape() as tape:
            tape.watch(parameters)
            inputs = self._inputs(parameters)
            if self.robust:
                jitter = max(1.0, max(self.x.shape[1:3]) / 16)
                inputs = shaken(inputs, seed, jitter, _ZOOM, _TURN)
            points, flat = list(self.points), list(self.flat)
            points[self.entry], flat[self.which] = inputs, tf.cast(inputs, flat[self.which].dtype)
            values = self.function.run(points, flat)
            if self.rectified:  # a mean over a map counts where the unit responds, and hardly where it does not
                values = tf.nn.leaky_relu(values, _LEAK)
            value = tf.reduce_sum(values * self.weights)
        gradient = tape.gradient(value, parameters)
        return tf.where(tf.math.is_finite(gradient), gradient, 0.0)


def _range(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The smallest and largest finite value: of every column of a table, of every channel otherwise."""
    known = np.where(np.isfinite(x), x, np.nan)
    axes = 0 if x.ndim == 2 else tuple(range(x.ndim - 1))
    return np.nanmin(known, axis=axes), np.nanmax(known, axis=axes)


def _weights(shape: tuple[int, ...], unit: int, place: str) -> np.ndarray:
    weights = np.zeros((int(np.prod(shape[:-1])), shape[-1]), "float32")
    if place == "everywhere":
        weights[:, unit] = 1 / len(weights)
    else:
        weights[np.ravel_multi_index([n // 2 for n in shape[:-1]], shape[:-1]) if len(shape) > 1 else 0, unit] = 1
    return weights.reshape(shape)
