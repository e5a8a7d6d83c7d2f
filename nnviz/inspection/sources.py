"""What each call of a layer was given: the outputs of which other calls, or which inputs of the model."""

from collections.abc import Sequence

import keras
import numpy as np

from nnviz.inspection.capture import Call


def sources_of(calls: Sequence[Call], inputs: Sequence[np.ndarray]) -> list[tuple[int, ...]]:
    """For each call the places of its inputs among all outputs of all calls; -1 - k is input k of the model.

    A tensor is known by being the same one, an input also by its values. What a model computes between its layers, by
    operations that are no layers, is not known and left out.
    """
    places: dict[int, int] = {}
    paths: list[str] = []
    sources = []
    for call in calls:
        known = (places[id(t)] if id(t) in places else _input(t, inputs) for t in call.inputs)
        sources.append(tuple(dict.fromkeys(place for place in known if place is not None)))
        for tensor in call.outputs:
            former = places.get(id(tensor))
            # What only holds other layers returns the last one's output: that layer stays the source.
            if former is None or former < 0 or not paths[former].startswith(f"{call.path}/"):
                places[id(tensor)] = len(paths)
            paths.append(call.path)
    return sources


def _input(tensor, inputs: Sequence[np.ndarray]) -> int | None:
    for k, array in enumerate(inputs):
        if tuple(tensor.shape) == array.shape and array.dtype.kind in "fiub":
            values = np.asarray(keras.ops.convert_to_numpy(keras.ops.cast(tensor, "float32")))
            if np.array_equal(values, np.asarray(array, "float32"), equal_nan=True):
                return -1 - k
    return None
