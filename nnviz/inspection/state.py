"""Leave the model as found: what a forward pass may change, put back whatever happens.

A pass in training mode moves batch statistics, recurrent states and seed generators; any pass replaces
the losses that layers have added. None of that may outlive an inspection.
"""

import contextlib

import keras

from nnviz.inspection.cache import LOCK
from nnviz.keras_internals import flat_layers, losses_added, put_losses_back, shared_seed_state


@contextlib.contextmanager
def preserved(model):
    """Run a block; states, seeds and added losses of `model` are afterwards what they were, whatever happens.

    Weights that training changes are not copied: no forward or backward pass writes them.
    """
    variables = _states(model)
    values = [keras.ops.convert_to_numpy(variable.value) for variable in variables]
    losses = [(layer, losses_added(layer)) for layer in flat_layers(model)]
    try:
        yield
    finally:
        for variable, value in zip(variables, values, strict=True):
            variable.assign(value)
        for layer, added in losses:
            put_losses_back(layer, added)


def _states(model) -> list:
    trained = {id(variable) for variable in model.trainable_variables}
    states = [variable for variable in model.variables if id(variable) not in trained]
    for layer in flat_layers(model):  # the states of a stateful RNN are in no list of variables
        recurrent = keras.tree.flatten(getattr(layer, "states", None) or [])
        states += [state for state in recurrent if isinstance(state, keras.Variable)]
    shared = shared_seed_state()
    return states + ([shared] if shared is not None else [])


@contextlib.contextmanager
def replaced_calls(replacements):
    """Replace the `call` of layers for a block; `replacements` holds (layer, function) pairs.

    The function is set on the instance, past Keras's attribute tracking, and taken away again. One thread does so at a
    time: two that put back what they found of the same layer would leave the other's function behind.
    """
    missing = object()
    before = []
    with LOCK:
        try:
            for layer, function in replacements:
                before.append((layer, layer.__dict__.get("call", missing)))
                object.__setattr__(layer, "call", function)
            yield
        finally:
            for layer, call in reversed(before):
                if call is missing:
                    layer.__dict__.pop("call", None)
                else:
                    object.__setattr__(layer, "call", call)
