"""A model's weights, its convolution kernels and its layers as a table."""

import keras
import numpy as np

from nnviz.errors import ModelError
from nnviz.inspection.activations import to_array
from nnviz.inspection.records import LayerRow, Weight
from nnviz.inspection.summary import summarize
from nnviz.models.layer_paths import layer_paths


def weights(model) -> tuple[Weight, ...]:
    """Every weight of a built model, in the model's own order, copied.

    Raises:
        ModelError: when the model is not built, so that it has no weights yet.
    """
    if not model.built:
        raise ModelError(
            f"The model {model.name!r} has no weights yet: it was never built.",
            fix="Run it on one example, or call its `build` with an input shape.",
        )
    belonging = owners(model)
    trainable = {id(variable) for variable in model.trainable_weights}
    return tuple(_weight(variable, belonging, id(variable) in trainable) for variable in model.weights)


def owners(model) -> dict[int, tuple[str, object]]:
    """The path and the layer that each variable belongs to, by the variable's `id`."""
    belonging = {}
    for path, layer in layer_paths(model).items():  # inner layers come later and are the true owners
        for variable in getattr(layer, "variables", []):
            belonging[id(variable)] = (path, layer)
    return belonging


def _weight(variable, belonging, trainable) -> Weight:
    values, dtype = to_array(variable.value)
    path, layer = belonging.get(id(variable), ("", None))
    name = f"{path}/{variable.name}" if path else variable.name
    return Weight(name, layer.name if path else "", variable.name, values, dtype, trainable, summarize(values))


def kernels(layer) -> np.ndarray:
    """A convolution's kernels as (…spatial, input channels, filters).

    Transposed convolutions keep filters before channels; they are turned here, so that the last axis counts
    filters everywhere. A separable convolution answers with its depthwise kernel.

    Raises:
        ModelError: when the layer is no convolution or not built.
    """
    kernel = getattr(layer, "kernel", None)
    if kernel is None:
        kernel = getattr(layer, "depthwise_kernel", None)
    if kernel is None or not 3 <= len(kernel.shape) <= 5 or "Conv" not in type(layer).__name__:
        state = "is not built yet" if not layer.built else "has no convolution kernels"
        message = f"Layer {layer.name!r} ({type(layer).__name__}) {state}."
        raise ModelError(message, expected="a built convolution", where=layer.name)
    values, _ = to_array(kernel.value if hasattr(kernel, "value") else kernel)
    return np.swapaxes(values, -1, -2) if "Transpose" in type(layer).__name__ else values


def layer_table(model) -> tuple[LayerRow, ...]:
    """The layers of a model, outer before inner, with shapes and sizes."""
    return tuple(_row(path, layer) for path, layer in layer_paths(model).items())


def _row(path, layer) -> LayerRow:
    own = getattr(layer, "weights", [])
    trained = {id(variable) for variable in getattr(layer, "trainable_weights", [])}
    sizes = [(int(np.prod(variable.shape)), id(variable) in trained) for variable in own]
    return LayerRow(
        path=path,
        name=layer.name,
        kind=type(layer).__name__,
        depth=path.count("/"),
        output_shape=_output_shape(layer),
        parameters=sum(size for size, _ in sizes),
        trainable_parameters=sum(size for size, is_trained in sizes if is_trained),
        trainable=bool(getattr(layer, "trainable", False)),
        activation=activation_name(layer),
    )


def activation_name(layer) -> str:
    """`"relu"`, or "" for a layer without an activation of its own."""
    activation = getattr(layer, "activation", None)
    return getattr(activation, "__name__", None) or getattr(activation, "name", None) or ""


def _output_shape(layer) -> tuple | None:
    try:
        flat = keras.tree.flatten(layer.output)
    except (AttributeError, ValueError):
        return None
    shapes = [tuple(tensor.shape) for tensor in flat]
    return shapes[0] if len(shapes) == 1 else tuple(shapes)
