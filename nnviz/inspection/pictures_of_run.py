"""What the page Network asks about a run: pictures of every layer's output for one example, and one layer closely."""

from collections import OrderedDict
from dataclasses import replace

import keras
import numpy as np

from nnviz.errors import ModelError
from nnviz.inspection import pictures
from nnviz.inspection.activations import activations
from nnviz.inspection.attention import attention
from nnviz.inspection.cache import LOCK
from nnviz.inspection.inputs import input_names
from nnviz.inspection.of_run import all_inputs
from nnviz.inspection.picture_records import LayerNode, LayerPicture, LayerPictures
from nnviz.inspection.records import Activations
from nnviz.keras_internals import noise_held
from nnviz.models.layer_paths import layer_paths
from nnviz.runs.run import Run
from nnviz.training.given import given
from nnviz.training.warm import warm, weights_key

_ATTENDING = ("MultiHeadAttention", "GroupedQueryAttention", "GroupQueryAttention", "Attention", "AdditiveAttention")
_MOST, _MOST_BYTES, _MOST_BESIDE = 4, 300e6, 32
_recorded: OrderedDict[tuple, tuple] = OrderedDict()
"""What was recorded last in this worker: whoever looks at one layer after the other waits for the network once."""


def pictures_of_run(
    run_id: str,
    split: str,
    index: int,
    training: int = 0,
    other: tuple | None = None,
    close: tuple[str, str, int, int | None] | None = None,
) -> LayerPictures:
    """Small pictures of the inputs and of every layer of a run's network for one example.

    Args:
        training: the seed of a pass in training mode, where dropout acts and batches are normalized by themselves; 0
            for inference mode.
        other: the same four of what each layer is compared with; None for nothing.
        close: (title, path, first, unit) of a picture that is wanted closely too, as `picture_of_run` returns it.
    """
    result, inputs, attended = _record(run_id, split, index, training)
    shown = pictures.overview(result, inputs, attended)
    wanted = shown.find(*close[:2]) if close else None
    if wanted is not None:
        shown = replace(shown, close=picture_of_run(run_id, split, index, wanted.title, training, *close[2:]))
    if other is None:
        return shown
    others, other_inputs, _ = _record(*other)
    shown = replace(shown, beside=others.batch_size - 1)
    values = {record.title: record.values for record in result} | dict(inputs)
    against = {record.title: record.values for record in others} | dict(other_inputs)
    return pictures.compared(shown, values, against)


def picture_of_run(
    run_id: str, split: str, index: int, title: str, training: int = 0, first: int = 0, unit: int | None = None
) -> LayerPicture:
    """One layer's output at a size to look at closely.

    Args:
        title: of a picture that `pictures_of_run` returned.
        first: the unit from which on units are shown, as many as there is room for.
        unit: the one that is shown alone, in full; None for many.

    Raises:
        ModelError: when there is no such picture.
    """
    result, inputs, attended = _record(run_id, split, index, training)
    room = {"side": 96, "units": 64, "first": first} if unit is None else {"side": 256, "units": 1, "first": unit}
    for name, array in inputs:
        if name == title:
            return pictures.of_input(name, array, 200_000, **room)
    for weights in attended:
        if pictures.attention_title(weights) == title:
            return pictures.of_attention(weights, 200_000, **room)
    if title not in [record.title for record in result]:
        raise ModelError(f"No layer called {title[:80]!r} was run for this example.", where="layer")
    return pictures.of_layer(result[title], 200_000, **room)


def graph_of_run(run_id: str) -> tuple[LayerNode, ...]:
    """The network of a run as it ran on its first training example: its inputs, then every layer, models in it as their
    layers."""
    result, inputs, _ = _record(run_id, "train", 0, 0)
    shown = pictures.overview(result, inputs).pictures
    return tuple(LayerNode(own.title, own.path, own.kind, own.shape, own.sources) for own in shown)


def _record(run_id: str, split: str, index: int, training: int) -> tuple:
    """(activations, [(name, array) of each input], attention) of one example, kept for the next question."""
    model, dataset = warm(run_id)
    key = (weights_key(Run.open(run_id)), split, index, training)
    if key not in _recorded:
        batch = all_inputs(model, dataset, split, index)
        result = _trained(run_id, split, index, training) if training else activations(model, batch)
        attends = not training and any(record.kind in _ATTENDING for record in result)
        inputs = list(zip(input_names(model, batch), keras.tree.flatten(batch), strict=True))
        _recorded[key] = result, inputs, attention(model, batch) if attends else ()
    _recorded.move_to_end(key)
    while len(_recorded) > 1 and (len(_recorded) > _MOST or sum(map(_bytes, _recorded.values())) > _MOST_BYTES):
        _recorded.popitem(last=False)
    return _recorded[key]


def _trained(run_id: str, split: str, index: int, seed: int) -> Activations:
    """One example in training mode; where batches are normalized, in a batch with training examples, as in training."""
    model, dataset = warm(run_id)
    batch, beside = all_inputs(model, dataset, split, index), _beside(run_id, split, index)
    if beside:
        others = given(model, dataset.train, slice(0, beside))
        batch = keras.tree.map_structure(lambda one, more: np.concatenate([one, more]), batch, others)
    with LOCK, noise_held(seed):
        result = activations(model, batch, training=True)
    alone = tuple(replace(record, values=np.array(record.values[:1])) for record in result)
    return replace(result, layers=alone)


def _beside(run_id: str, split: str, index: int) -> int:
    """How many training examples normalize a batch together with the one looked at, as many as memory allows."""
    model, dataset = warm(run_id)
    kinds = (keras.layers.BatchNormalization,)
    if not any(isinstance(layer, kinds) and layer.trainable for layer in layer_paths(model).values()):
        return 0
    size = min(Run.open(run_id).experiment.train.batch_size, _MOST_BESIDE, len(dataset.train) + 1)
    return max(1, min(size, int(_MOST_BYTES // max(1, _bytes(_record(run_id, split, index, 0)))))) - 1


def _bytes(recorded: tuple) -> int:
    result, inputs, attended = recorded
    arrays = [record.values for record in result] + [array for _, array in inputs]
    return sum(np.asarray(array).nbytes for array in arrays) + sum(own.weights.nbytes for own in attended)
