"""How far back in a sequence an answer's gradient reaches."""

import functools

import keras
import numpy as np
import tensorflow as tf

from nnviz.errors import ModelError
from nnviz.inspection.capture import ensure_built
from nnviz.inspection.inputs import as_batch, as_tensors
from nnviz.inspection.sequence_records import Reach
from nnviz.inspection.state import preserved, replaced_calls
from nnviz.models.layer_paths import layer_paths

_KINDS = (keras.layers.LSTM, keras.layers.GRU, keras.layers.SimpleRNN, keras.layers.Bidirectional)


def gradient_reach(model, x, target: int | None = None) -> tuple[Reach, ...]:
    """How strongly an output follows what each recurrent layer is given at every step.

    The norm of ∂ output / ∂ (the layer's input at that step): where it falls off towards the first steps, training
    cannot teach the layer to remember that long (Bengio, Simard and Frasconi, "Learning long-term dependencies with
    gradient descent is difficult", 1994).

    Args:
        model: any Keras 3 model, left as found.
        x: (n, …) as the model takes it.
        target: which of the first output's numbers; the largest of each example for None.

    Returns:
        One record a call, in the order of the calls; () for a model without recurrent layers.

    Raises:
        ModelError: for a target that the model does not have.
    """
    batch, _ = as_batch(model, x)
    ensure_built(model, batch)
    seen: list[tuple[str, tf.Tensor]] = []
    with preserved(model), tf.GradientTape() as tape:
        replaced = [(layer, _watching(path, layer, tape, seen)) for path, layer in _outer(model).items()]
        with replaced_calls(replaced):
            output = keras.tree.flatten(model(as_tensors(batch), training=False))[0]
        flat = tf.reshape(output, [tf.shape(output)[0], -1])
        if target is not None and not 0 <= target < flat.shape[1]:
            raise ModelError(f"There is no output {target}.", expected=f"0 to {flat.shape[1] - 1}", where="target")
        chosen = tf.reduce_max(flat, 1) if target is None else flat[:, target]
    gradients = tape.gradient(chosen, [sequence for _, sequence in seen])
    return tuple(
        Reach(path, np.sqrt(np.square(np.asarray(gradient, float)).sum(-1)))
        for (path, _), gradient in zip(seen, gradients, strict=True)
        if gradient is not None
    )


def _outer(model) -> dict[str, object]:
    """The recurrent layers; of one that reads both ways, itself and not its two halves."""
    found = {path: layer for path, layer in layer_paths(model).items() if isinstance(layer, _KINDS)}
    return {path: layer for path, layer in found.items() if path.rpartition("/")[0] not in found}


def _watching(path: str, layer, tape, seen: list):
    original = layer.call

    @functools.wraps(original)
    def call(sequence, *args, **kwargs):
        if not tf.is_symbolic_tensor(sequence) and sequence.dtype.is_floating:
            sequence = tf.identity(sequence)
            tape.watch(sequence)
            seen.append((path, sequence))
        return original(sequence, *args, **kwargs)

    return call
