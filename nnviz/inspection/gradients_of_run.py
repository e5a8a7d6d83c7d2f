"""What the Gradients page asks about a run's network, on the first examples that it learnt from."""

from dataclasses import replace

import numpy as np

from nnviz.errors import ModelError
from nnviz.inspection.chain_factors import weights_of
from nnviz.inspection.chain_records import ChainRule
from nnviz.inspection.chain_rule import chain_rule
from nnviz.inspection.example_gradients import gradient_agreement
from nnviz.inspection.inputs import as_batch, as_tensors, whole_number_inputs
from nnviz.inspection.slope_records import ExampleGradients, UnitSlopes
from nnviz.inspection.state import preserved
from nnviz.inspection.unit_slopes import unit_slopes
from nnviz.models.layer_paths import layer_paths
from nnviz.runs.run import Run
from nnviz.training.given import given
from nnviz.training.gradient_probe import batch_rows, compared
from nnviz.training.warm import warm


def agreement_of_run(run_id: str) -> ExampleGradients:
    """How far the gradients of the first training examples agree."""
    model, dataset, loss, meaning = _judged(run_id)
    x, y = _examples(model, dataset, meaning, "train")
    run = Run.open(run_id)
    batch_size = run.experiment.train.batch_size if run.status().epochs else None  # of an opened file nobody knows
    told = gradient_agreement(model, x, y, loss, batch_size)
    if dataset.schema.task == "regression" or dataset.schema.has_labels:
        return told
    classes = np.ravel(dataset.train.y[: len(told.cosines)]).astype(int)
    return replace(told, classes=classes, names=tuple(dataset.schema.class_names))


def units_of_run(run_id: str) -> UnitSlopes:
    """Which way the loss of the first training examples pulls every unit."""
    model, dataset, loss, meaning = _judged(run_id)
    x, y = _examples(model, dataset, meaning, "train")
    return unit_slopes(model, x, y, loss)


def chain_of_run(run_id: str, layer: str, variable: str, index: tuple[int, ...] | None) -> ChainRule:
    """The chain rule for one weight, on the first training examples; the one with the largest slope for None."""
    model, dataset, loss, meaning = _judged(run_id)
    x, y = _examples(model, dataset, meaning, "train")
    return chain_rule(model, x, y, loss, layer, index, variable)


def chain_layers(run_id: str) -> dict[str, dict[str, tuple[int, ...]]]:
    """Path → {the weight's name: its shape} of every layer that has weights of its own."""
    model, _ = warm(run_id)
    every = layer_paths(model)
    own = {path: layer for path, layer in every.items() if not any(other.startswith(f"{path}/") for other in every)}
    layers = {path: weights_of(layer) for path, layer in own.items() if getattr(layer, "weights", None)}
    return {
        path: {name: tuple(variable.shape) for name, variable in weights.items()}
        for path, weights in layers.items()
        if weights
    }


def input_slope(run_id: str, split: str, index: int) -> np.ndarray:
    """∂loss/∂input of one example, of the first input's shape without the batch.

    Raises:
        ModelError: for whole-number inputs, which cannot be moved a little.
    """
    import tensorflow as tf

    model, dataset, loss, meaning = _judged(run_id)
    if 0 in whole_number_inputs(model) or dataset.schema.kind == "tokens":
        raise ModelError("The input of this network is whole numbers, such as words: it has no slope.", where="input")
    x, y = _examples(model, dataset, meaning, split, slice(index, index + 1))
    inputs = as_tensors(as_batch(model, x)[0])
    first = inputs[0] if isinstance(inputs, list) else inputs
    with preserved(model), tf.GradientTape() as tape:
        tape.watch(first)
        value = compared(loss, tf.constant(y), model(inputs, training=False))
    slope = tape.gradient(value, first)
    if slope is None:
        raise ModelError("No gradient reaches the input: this network cannot be differentiated.", where="input")
    return np.asarray(slope)[0]


def _examples(model, dataset, meaning, split: str, rows: slice | None = None):
    """Inputs and targets of some examples; of those whose gradients are recorded for None."""
    rows = batch_rows(dataset.schema.input_shape) if rows is None else rows
    part = dataset.split(split)
    return given(model, part, rows), meaning.encode(part.y[rows])


def _judged(run_id: str):
    """(model, data, loss, what its outputs mean)."""
    from nnviz.training.catalog import resolve
    from nnviz.training.compiling import make_loss
    from nnviz.training.head import meaning_of_model, unit_count

    model, dataset = warm(run_id)
    train = resolve(Run.open(run_id).experiment.train, dataset.schema, unit_count(model))
    meaning = meaning_of_model(model, train, dataset.schema, dataset.target_scaler)
    return model, dataset, make_loss(train, meaning), meaning
