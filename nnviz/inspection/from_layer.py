"""A model's number as a function of what one of its layers returns."""

import copy

import keras
import numpy as np
import tensorflow as tf

from nnviz.inspection.cache import remembered
from nnviz.inspection.capture import capture
from nnviz.inspection.output_function import OutputFunction
from nnviz.inspection.state import replaced_calls
from nnviz.models.layer_paths import layer_paths


class FromLayer(OutputFunction):
    """F with a last point more: what the layer at `path` returns in its last call, instead of what it would compute.

    What only leads to that call is not computed: a traced function leaves it out.

    Args:
        batch: inputs with a batch axis, of which one tells how often the layer is called.
    """

    def __init__(self, function: OutputFunction, path: str, batch):
        self.__dict__.update(function.__dict__)
        self.path = path
        self.entries = [*function.entries, (-1, None)]
        self.last = remembered(self.model, ("last call", path), lambda: self._count(batch)) - 1

    def _count(self, batch) -> int:
        size = self.fixed_batch or 1
        few = keras.tree.map_structure(lambda array: np.resize(array, (size, *array.shape[1:])), batch)
        return len(capture(self.model, few, choose=lambda path, layer: path == self.path)[0])

    def run(self, points, flat):
        layer, calls = layer_paths(self.model)[self.path], iter(range(10**9))
        inner = layer.call

        def call(*args, **kwargs):
            if next(calls) != self.last:
                return inner(*args, **kwargs)
            return tf.cast(points[-1], layer.compute_dtype)

        rest = copy.copy(self)
        rest.entries = self.entries[:-1]
        with replaced_calls([(layer, call)]):
            return OutputFunction.run(rest, points[:-1], flat)
