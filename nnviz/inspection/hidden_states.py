"""What the recurrent layers of a model remember after every step."""

import functools
from dataclasses import dataclass

import keras
import numpy as np
import tensorflow as tf

from nnviz.inspection.capture import capture, ensure_built
from nnviz.inspection.gates import gates
from nnviz.inspection.inputs import as_batch
from nnviz.inspection.sequence_records import HiddenStates
from nnviz.inspection.state import replaced_calls
from nnviz.models.layer_paths import layer_paths

_KINDS = (keras.layers.LSTM, keras.layers.GRU, keras.layers.SimpleRNN)


@dataclass(frozen=True)
class _Seen:
    """A call of a recurrent layer: what it was given and what it returned."""

    path: str
    layer: object
    sequence: tf.Tensor
    mask: tf.Tensor | None
    initial: list | None
    returned: object


def hidden_states(model, x) -> tuple[HiddenStates, ...]:
    """The hidden state (and an LSTM's cell state) after every step, for every LSTM, GRU and SimpleRNN of a model.

    The layer's own cell is stepped over the sequence that the layer was given (Hochreiter and Schmidhuber, "Long
    short-term memory", 1997; Cho et al., 2014, for the GRU); `residual` compares the end with what the layer returned.

    Args:
        model: any Keras 3 model, left as found. Bidirectional layers are read in both directions.
        x: (batch, …) as the model takes it.

    Returns:
        One record a call, in the order of the calls; () for a model without such layers.

    Raises:
        ModelError: for an input that the model refuses.
    """
    batch, _ = as_batch(model, x)
    ensure_built(model, batch)
    calls: list[_Seen] = []
    recurrent = _recurrent(model)
    with replaced_calls([(layer, _watching(path, layer, calls)) for path, layer in recurrent.items()]):
        capture(model, batch, choose=lambda path, layer: False)
    counts: dict[str, int] = {}
    states = []
    for seen in calls:
        index = counts[seen.path] = counts.get(seen.path, -1) + 1
        states.append(_stepped(seen, index))
    return tuple(states)


def _recurrent(model) -> dict[str, object]:
    layers = {}
    for path, layer in layer_paths(model).items():
        if isinstance(layer, _KINDS):
            layers[path] = layer
        elif isinstance(layer, keras.layers.Bidirectional):
            ways = {"forward": layer.forward_layer, "backward": layer.backward_layer}
            layers |= {f"{path}/{way}": own for way, own in ways.items() if isinstance(own, _KINDS)}
    return layers


def _watching(path: str, layer, calls: list[_Seen]):
    original = layer.call

    @functools.wraps(original)
    def call(sequence, initial_state=None, mask=None, training=False):
        returned = original(sequence, initial_state=initial_state, mask=mask, training=training)
        if not tf.is_symbolic_tensor(sequence):
            calls.append(_Seen(path, layer, sequence, mask, initial_state, returned))
        return returned

    return call


def _stepped(seen: _Seen, index: int) -> HiddenStates:
    layer, sequence = seen.layer, seen.sequence
    count, steps = sequence.shape[0], sequence.shape[1]
    state = list(layer.get_initial_state(count)) if seen.initial is None else list(keras.tree.flatten(seen.initial))
    order = range(steps - 1, -1, -1) if layer.go_backwards else range(steps)
    mask = None if seen.mask is None else tf.cast(seen.mask, "bool")
    kept: list = [None] * steps
    opened: list = [{}] * steps
    earlier: dict = {}
    for step in order:
        earlier = opened[step] = _held(gates(layer.cell, sequence[:, step], state[0]), earlier, mask, step)
        _, new = layer.cell(sequence[:, step], state, training=False)
        new = list(keras.tree.flatten(new))
        if mask is not None:
            new = [tf.where(mask[:, step, None], fresh, old) for fresh, old in zip(new, state, strict=True)]
        state = kept[step] = new
    hidden, *cell = (np.stack([np.asarray(own[k]) for own in kept], 1) for k in range(len(state)))
    last = hidden[:, 0 if layer.go_backwards else -1]
    return HiddenStates(
        seen.path,
        type(layer).__name__,
        index,
        hidden.astype(np.float32),
        cell[0].astype(np.float32) if cell else None,
        bool(layer.go_backwards),
        _difference(seen, hidden, last),
        {name: np.stack([np.asarray(own[name]) for own in opened], 1).astype(np.float32) for name in earlier},
    )


def _held(fresh: dict, earlier: dict, mask, step: int) -> dict:
    """The gates of a step; where it is left out, those of the step before."""
    if mask is None or not earlier:
        return fresh
    return {name: tf.where(mask[:, step, None], value, earlier[name]) for name, value in fresh.items()}


def _difference(seen: _Seen, hidden: np.ndarray, last: np.ndarray) -> float:
    """Against what the layer returned: the whole sequence, in its own order of reading and without the steps after a
    text's end, which some layers leave at zero; or the last state."""
    output = np.asarray(keras.tree.flatten(seen.returned)[0])
    if output.ndim < 3:
        return float(np.abs(output - last).max())
    output = output[:, ::-1] if seen.layer.go_backwards else output
    there = np.ones(hidden.shape[:2], bool) if seen.mask is None else np.asarray(seen.mask, bool)
    return float(np.abs((output - hidden)[there]).max(initial=0.0))
