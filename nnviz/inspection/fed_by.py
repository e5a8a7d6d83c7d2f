"""Which layers of a network with several inputs one of these reaches."""

import keras

from nnviz import keras_internals
from nnviz.training.topology import functional


def fed_by(model: keras.Model, place: int) -> set[str] | None:
    """The names of the layers that the input at `place` reaches; None for a model that has no graph."""
    graph = functional(model)
    if graph is None:
        return None
    reached, names = {id(graph.inputs[place])}, set()
    for operation in graph.operations:
        for call in keras_internals.calls_of(operation):
            if any(id(tensor) in reached for tensor in call.input_tensors):
                reached |= {id(tensor) for tensor in call.output_tensors}
                names.add(operation.name)
    return names
