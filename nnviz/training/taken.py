"""Layers that begin with the weights of another run's network: put into a new one before its first step."""

from pathlib import Path

import keras
import numpy as np

from nnviz.errors import TrainingError
from nnviz.keras_internals import settle
from nnviz.runs import moments
from nnviz.specs import ModelSpec


def take(model: keras.Model, spec: ModelSpec, path: Path | None = None) -> tuple[str, ...]:
    """Gives the layers that `spec.taken` names the weights that they have in the network at `path`.

    Args:
        model: built of `spec`; changed in place, but for layers that are not named.
        path: of a `.keras` file; the final network of the run `spec.taken.run` when None.

    Returns:
        for every named layer whose weights have another shape there, and which so keeps its new ones, a sentence.

    Raises:
        RunError: when that run is not there, or has no final network yet.
        TrainingError: when a frozen layer cannot get its weights: new ones that never learn would be of no use.
    """
    if spec.taken is None:
        return ()
    path = path or moments.network_to_take_from(spec.taken.run)
    source, named = keras.saving.load_model(path, compile=False, safe_mode=True), spec.distinctly_named()
    there, here = ({layer.name: layer for layer in own.layers} for own in (source, model))
    told = []
    for layer_id, name in spec.taken.layers.items():
        own = here.get(named.layer(layer_id).keras_name) if any(one.id == layer_id for one in spec.layers) else None
        if own is None:  # switched off, or not there any more
            continue
        why = _misfit(own, there.get(name), spec.taken.run)
        if not why:
            own.set_weights(there[name].get_weights())
        elif not own.trainable:
            raise TrainingError(
                f"The layer {own.name} is frozen, and its weights cannot be taken: {why}",
                fix="Let it train, or take the layers again on the Build page.",
                where=layer_id,
            )
        else:
            told.append(f"The layer {own.name} begins with new weights: {why}")
    settle(model)
    return tuple(told)


def _misfit(own, source, run_id: str) -> str:
    """Why a layer cannot have the weights of another one; "" where it can."""
    if source is None:
        return f"run {run_id} has no such layer."
    here, there = ([tuple(weight.shape) for weight in layer.weights] for layer in (own, source))
    if here == there:
        return ""
    return f"they are {_shapes(there)} there and {_shapes(here)} here."


def _shapes(shapes: list[tuple]) -> str:
    return " and ".join("×".join(map(str, shape)) or "1" for shape in shapes) or "none"


def check_learns(model: keras.Model) -> None:
    """Raises TrainingError for a network that has weights, all of them frozen."""
    frozen = sum(int(np.prod(weight.shape)) for weight in model.weights)
    if frozen and not model.trainable_variables:
        raise TrainingError(
            f"All layers are frozen: none of the {frozen:,} weights may change.",
            fix="Let at least one layer train: on the Build page, under the layer's Name and wiring.",
            where="model",
        )
