"""What a forward pass may change in a model, put back whatever happens.

A pass in training mode moves batch statistics, recurrent states and seed generators; any pass replaces
the losses that layers have added.
"""

import contextlib

import keras

from nnviz.keras_internals import flat_layers, losses_added, put_losses_back, shared_seed_state


@contextlib.contextmanager
def preserved(model, weights: bool = False):
    """Run a block; states, seeds and added losses of `model` are afterwards what they were, whatever happens.

    Args:
        weights: whether those that training changes are too; no forward or backward pass writes them.
    """
    variables = [*states(model), *(model.trainable_variables if weights else ())]
    values = [keras.ops.convert_to_numpy(variable.value) for variable in variables]
    losses = [(layer, losses_added(layer)) for layer in flat_layers(model)]
    try:
        yield
    finally:
        for variable, value in zip(variables, values, strict=True):
            variable.assign(value)
        for layer, added in losses:
            put_losses_back(layer, added)


def states(model) -> list:
    """The variables of a model that training does not learn: statistics, seeds, recurrent states, and the seed that all
    layers share."""
    trained = {id(variable) for variable in model.trainable_variables}
    own = [variable for variable in model.variables if id(variable) not in trained]
    for layer in flat_layers(model):  # the states of a stateful RNN are in no list of variables
        recurrent = keras.tree.flatten(getattr(layer, "states", None) or [])
        own += [state for state in recurrent if isinstance(state, keras.Variable)]
    shared = shared_seed_state()
    return own + ([shared] if shared is not None else [])
