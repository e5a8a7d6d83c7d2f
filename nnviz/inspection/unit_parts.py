"""The part of an example that one unit's value depends on: its slope with respect to every number of the input."""

import keras
import numpy as np

from nnviz.errors import ModelError
from nnviz.inspection.capture import capture
from nnviz.inspection.inputs import fixed_batch
from nnviz.inspection.state import preserved
from nnviz.inspection.unit_function import UnitFunction, layer_at, only_output
from nnviz.inspection.unit_records import InputParts


def input_parts(model, x, layer: str, unit: int, places=None, baseline=None) -> tuple[InputParts, ...]:
    """∂(the unit's value)/∂input for each of some examples, one record an input.

    What a unit does not look at has a slope of exactly zero, so that the rest is its receptive field in this example;
    the value is taken before the layer's activation, which would hide it where it is flat.

    Args:
        model: any Keras 3 model, left as found.
        x: (n, …) examples as the model takes them.
        layer: path or name.       unit: which of its units.
        places: (n,) flat positions in the layer's output, or one for all; where the value is largest when None.
        baseline: of the inputs' shape without the batch, what effects are counted from; zero when None.

    Raises:
        ModelError: for an unknown layer or unit.
        ExplanationError: for an input that nothing can be moved in.
    """
    batch, path, _ = layer_at(model, x, layer)
    with preserved(model):
        return _parts(model, batch, path, unit, places, baseline)


def many_parts(model, x, layer: str, units, places, baseline=None) -> InputParts:
    """`input_parts` of the first input with a unit of its own for each example: units (n,) and places (n,)."""
    batch, path, _ = layer_at(model, x, layer)
    with preserved(model):
        return _parts(model, batch, path, np.asarray(units), places, baseline)[0]


def _parts(model, batch, path, unit, places, baseline) -> tuple[InputParts, ...]:
    function = UnitFunction(model, batch, path, before_activation=True)
    flat = keras.tree.flatten(batch)
    points, count = function.points(batch), len(flat[0])
    shape = output_shape(model, batch, path)
    own = np.broadcast_to(np.asarray(unit), (count,))
    if own.min() < 0 or own.max() >= shape[-1]:
        raise ModelError(
            f"Layer {path!r} has no unit {int(own.max()) + 1:,}.", expected=f"1 to {shape[-1]:,}", where="unit"
        )
    if places is None:
        places = _strongest(function.outputs(points, flat), own)
    weights = np.zeros((count, int(np.prod(shape[:-1])), shape[-1]), "float32")
    weights[np.arange(count), np.broadcast_to(np.asarray(places), (count,)), own] = 1
    values, slopes = function.gradients(points, flat, weights.reshape(count, *shape))
    records = []
    for (k, embedding), point, slope in zip(function.entries, points, slopes, strict=True):
        from_there = point if baseline is None or embedding is not None or k else point - baseline
        effects = slope * from_there
        if embedding is not None:
            slope, effects = np.linalg.norm(slope, axis=-1), effects.sum(-1)
        records.append(InputParts(path, int(own[0]), values, slope, effects))
    return tuple(records)


def output_shape(model, batch, path: str) -> tuple[int, ...]:
    """What a layer returns for one example. Raises ModelError for one without units."""
    size = fixed_batch(model) or 1
    one = keras.tree.map_structure(lambda array: np.resize(array, (size, *array.shape[1:])), batch)
    calls, _ = capture(model, one, choose=lambda own, layer: own == path)
    return tuple(int(n) for n in only_output([call.outputs for call in calls], path).shape[1:])


def _strongest(outputs: np.ndarray, units: np.ndarray) -> np.ndarray:
    own = outputs.reshape(len(outputs), -1, outputs.shape[-1])
    return np.nan_to_num(own[np.arange(len(own)), :, units], nan=-np.inf).argmax(1)
