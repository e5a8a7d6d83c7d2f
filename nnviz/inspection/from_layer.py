"""A model's number as a function of what one of its layers returns."""

import copy

import tensorflow as tf

from nnviz.errors import ExplanationError
from nnviz.inspection.output_function import OutputFunction
from nnviz.inspection.state import replaced_calls
from nnviz.models.layer_paths import layer_paths


class FromLayer(OutputFunction):
    """F with a last point more: what the layer at `path` returns, instead of what it would compute.

    What only leads to that layer is not computed: a traced function leaves it out.

    Raises:
        ExplanationError: when it is called, for a layer that the model calls more than once.
    """

    def __init__(self, function: OutputFunction, path: str):
        self.__dict__.update(function.__dict__)
        self.path = path
        self.entries = [*function.entries, (-1, None)]

    def run(self, points, flat):
        layer, calls = layer_paths(self.model)[self.path], iter(range(10**9))

        def call(*args, **kwargs):
            if next(calls):
                raise ExplanationError(
                    f"The network uses the layer {self.path} more than once.",
                    fix="Choose a layer that it uses once.",
                    where="layer",
                )
            return tf.cast(points[-1], layer.compute_dtype)

        rest = copy.copy(self)
        rest.entries = self.entries[:-1]
        with replaced_calls([(layer, call)]):
            return OutputFunction.run(rest, points[:-1], flat)
