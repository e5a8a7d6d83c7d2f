"""Which layers of a network draw at random while it trains, and how they go on doing so in use, all else as in use."""

import functools
import inspect

import keras
import numpy as np

from nnviz.inspection.inputs import as_tensors, fixed_batch
from nnviz.inspection.state import preserved, replaced_calls, uncompiled_calls
from nnviz.keras_internals import eager_draws, flat_layers
from nnviz.models.layer_paths import layer_paths

_DROPPING = (
    keras.layers.Dropout,
    keras.layers.SpatialDropout1D,
    keras.layers.SpatialDropout2D,
    keras.layers.SpatialDropout3D,
    keras.layers.AlphaDropout,
    keras.layers.GaussianDropout,
)
_TRIES = 2


def sampling_layers(model, batch) -> dict[str, object]:
    """The layers that draw at random in training, by their paths; of a model whose own `call` does, its name.

    Keras's own tell it by their settings: dropout of any kind, noise, dropout inside recurrent and attention layers;
    not what changes images at random, which is augmentation. Layers and models of somebody's own are tried: those
    that take `training` and then answer the same input in two ways.

    Args:
        batch: an input of the model, of which the first example is tried.
    """
    named = {**({model.name: model} if _is_own(model) else {}), **layer_paths(model)}
    known = {path: layer for path, layer in named.items() if _draws(layer)}
    tried = {path: layer for path, layer in named.items() if path not in known and _is_own(layer)}
    tried = {path: layer for path, layer in tried.items() if _takes_training(layer)}
    if tried and _differ(model, batch, list(tried.values()), list(known.values())):
        alone = {path: layer for path, layer in tried.items() if _differ(model, batch, [layer], list(known.values()))}
        known |= alone
    return {path: known[path] for path in named if path in known}


def replacements(model, on: list, off: list | tuple = ()) -> list[tuple]:
    """(layer, call) of what makes the layers in `on` draw, for `replaced_calls`.

    Args:
        off: layers that must not draw, though others ask them to.

    A layer of somebody's own passes on to those inside that it trains: these, such as a batch normalization, are told
    that they are in use.
    """
    pairs = [(layer, _told(layer, True)) for layer in on]
    held = list(off)
    if any(_is_own(layer) for layer in on):
        inside = [one for one in flat_layers(model) if one is not model and _takes_training(one)]
        held += [one for one in inside if not any(one is other for other in (*on, *off))]
        held = [one for one in held if not _within_keras(one, on)]
    return pairs + [(layer, _told(layer, False)) for layer in held]


def _within_keras(layer, on: list) -> bool:
    """Whether it is a part of one of Keras's own layers that draw, such as the cell of an LSTM."""
    owners = [one for one in on if not _is_own(one)]
    return any(layer is not own and any(layer is part for part in flat_layers(own)) for own in owners)


def _draws(layer) -> bool:
    """Whether one of Keras's own layers, or what it has inside, draws anything."""
    if isinstance(layer, _DROPPING):
        return bool(layer.rate)
    if isinstance(layer, keras.layers.GaussianNoise):
        return bool(layer.stddev)
    if isinstance(layer, keras.Model) or _is_own(layer):
        return False
    inside = flat_layers(layer)
    return any(isinstance(one, _DROPPING) and one.rate or _share(one) for one in inside)


def _share(layer) -> float:
    settings = (getattr(layer, name, 0) for name in ("dropout", "recurrent_dropout"))
    return sum(one for one in settings if isinstance(one, int | float))


def _is_own(layer) -> bool:
    """Whether somebody else than Keras wrote its class."""
    return isinstance(layer, keras.layers.Layer) and type(layer).__module__.split(".")[0] != "keras"


def _takes_training(layer) -> bool:
    try:
        return "training" in inspect.signature(layer.call).parameters
    except (TypeError, ValueError):
        return False


def _told(layer, training: bool):
    """The call of a layer that is told whether it trains, whatever it is told by others."""
    inner = layer.call
    signature = inspect.signature(inner)

    @functools.wraps(inner)
    def call(*args, **kwargs):
        if "training" not in signature.parameters:
            return inner(*args, **{**kwargs, "training": training})
        bound = signature.bind_partial(*args, **kwargs)
        bound.arguments["training"] = training
        return inner(*bound.args, **bound.kwargs)

    return call


def _differ(model, batch, on: list, off: list) -> bool:
    """Whether the model answers one input in more than one way while the layers in `on` train."""
    rows = fixed_batch(model) or _TRIES
    same = keras.tree.map_structure(lambda array: np.repeat(array[:1], rows, 0), batch)
    with preserved(model), eager_draws(0), uncompiled_calls(), replaced_calls(replacements(model, on, off)):
        answers = [_outputs(model(as_tensors(same), training=False)) for _ in range(_TRIES)]
    pairs = zip(*answers, strict=True)
    return any(not np.allclose(a, b, equal_nan=True) or not np.allclose(a, a[:1], equal_nan=True) for a, b in pairs)


def _outputs(outputs) -> list[np.ndarray]:
    return [np.asarray(one) for one in keras.tree.flatten(outputs)]
