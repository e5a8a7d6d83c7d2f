"""Every layer's output for a batch, in call order."""

from collections.abc import Sequence

import keras
import numpy as np
import tensorflow as tf

from nnviz.errors import ModelError, unknown_name
from nnviz.inspection.capture import capture, ensure_built
from nnviz.inspection.inputs import as_batch, fixed_batch
from nnviz.inspection.records import Activations, LayerActivation
from nnviz.inspection.sources import sources_of
from nnviz.models.layer_paths import layer_paths

_MANY = 64
"""From so many examples on, one is looked at first, to tell what all will weigh."""


def activations(
    model, x, layers: Sequence[str] | None = None, training: bool = False, max_bytes: int = 2_000_000_000
) -> Activations:
    """What every layer makes of the batch `x`.

    Works on any Keras 3 model: Sequential, functional, nested, subclassed, several inputs and outputs,
    shared layers (one record a call). The model is left as found: weights, states, seeds, flags.

    Args:
        model: a Keras model. One that was never built is built by this.
        x: (batch, …) array, one example without its batch axis, or a list or dict for several inputs.
        layers: paths or names of the layers to record; None records all, nested ones included.
        training: whether the pass is in training mode (dropout acts).
        max_bytes: what the recorded values may weigh together.

    Returns:
        `Activations`, in the order in which the layers finished.

    Raises:
        ModelError: for an unknown layer, an input that the model refuses, or values that weigh too much.

    >>> model = keras.Sequential([keras.layers.Dense(2, kernel_initializer="ones", name="sums")])
    >>> activations(model, np.ones((1, 3)))["sums"].values.tolist()
    [[3.0, 3.0]]
    """
    batch, _ = as_batch(model, x)
    ensure_built(model, batch)
    chosen = _chosen(model, layers)
    _check_whole_batch(model, batch, training, chosen, max_bytes)
    calls, output = capture(model, batch, training, lambda path, layer: chosen is None or path in chosen)
    mode = "training" if training else "inference"
    _check_weight(calls, max_bytes)
    sources = sources_of(calls, keras.tree.flatten(batch))
    records = tuple(
        _record(call, i, tensor, mode, own)
        for call, own in zip(calls, sources, strict=True)
        for i, tensor in enumerate(call.outputs)
    )
    outputs = tuple(to_array(tensor)[0] for tensor in keras.tree.flatten(output))
    return Activations(tuple(records), outputs, mode, len(keras.tree.flatten(batch)[0]))


def to_array(tensor) -> tuple[np.ndarray, str]:
    """A tensor as NumPy, and the type it had; bfloat16, which NumPy lacks, becomes float32."""
    dtype = keras.backend.standardize_dtype(tensor.dtype)
    if dtype == "bfloat16":
        tensor = keras.ops.cast(tensor, "float32")
    return np.array(keras.ops.convert_to_numpy(tensor)), dtype


def shared_array(tensor) -> tuple[np.ndarray, str]:
    """`to_array` without a copy, for a tensor that nobody writes to: read-only."""
    if not tf.is_tensor(tensor) or tensor.dtype == tf.bfloat16:
        return to_array(tensor)
    values = np.asarray(tensor).view()
    values.flags.writeable = False
    return values, tensor.dtype.name


def _chosen(model, layers) -> set[str] | None:
    if layers is None:
        return None
    paths = layer_paths(model)
    chosen = set()
    for name in [layers] if isinstance(layers, str) else layers:
        matching = [path for path, layer in paths.items() if name in (path, layer.name)]
        if not matching:
            raise unknown_name("layer", name, paths, kind=ModelError)
        chosen.add(name if name in matching else matching[0])
    return chosen


def _record(call, output_index, tensor, mode, sources) -> LayerActivation:
    values, dtype = shared_array(tensor)
    kind = type(call.layer).__name__
    return LayerActivation(call.path, call.layer.name, kind, call.index, output_index, values, dtype, mode, sources)


def _check_whole_batch(model, batch, training, chosen, max_bytes) -> None:
    """Refuses a batch by what its first example weighs, before the whole of it is computed."""
    rows = len(keras.tree.flatten(batch)[0])
    if rows < _MANY or fixed_batch(model):
        return
    first = keras.tree.map_structure(lambda array: array[:1], batch)
    calls, _ = capture(model, first, training, lambda path, layer: chosen is None or path in chosen)
    _check_weight(calls, max_bytes, rows)


def _check_weight(calls, max_bytes, times: int = 1) -> None:
    weight = times * sum(int(np.prod(t.shape)) * t.dtype.size for call in calls for t in call.outputs)
    if weight > max_bytes:
        raise ModelError(
            f"The activations of this batch weigh {weight / 1e6:,.0f} MB.",
            expected=f"at most {max_bytes / 1e6:,.0f} MB",
            fix="Take fewer examples, or name the layers to record.",
            where="layers",
        )
