"""`TrainSpec` → a compiled Keras model, and targets in the form its loss wants."""

import keras
import numpy as np

from nnviz import paths
from nnviz.data.schema import Schema
from nnviz.errors import TrainingError
from nnviz.specs import TrainSpec
from nnviz.training.catalog import LOSSES, METRICS, OPTIMIZERS, SCHEDULES, resolve

resolve_path = paths.resolve


def learning_rate(train: TrainSpec, steps_per_epoch: int):
    """A number, or the Keras schedule that `train` names with its epochs turned into steps."""
    if train.schedule == "constant":
        return train.learning_rate
    settings = dict(train.schedule_settings)
    steps = max(1, round(settings.pop("decay_epochs") * steps_per_epoch))
    if train.schedule == "cosine":
        warmup = settings.pop("warmup_epochs")
        if warmup:
            settings |= {"warmup_target": train.learning_rate, "warmup_steps": max(1, round(warmup * steps_per_epoch))}
            return paths.resolve(SCHEDULES["cosine"].path)(0.0, steps, **settings)
    return paths.resolve(SCHEDULES[train.schedule].path)(train.learning_rate, steps, **settings)


def make_optimizer(train: TrainSpec, steps_per_epoch: int) -> keras.optimizers.Optimizer:
    settings = {k: v for k, v in train.optimizer_settings.items() if v is not None}
    return paths.resolve(OPTIMIZERS[train.optimizer].path)(learning_rate(train, steps_per_epoch), **settings)


def make_loss(train: TrainSpec) -> keras.losses.Loss:
    """The Keras loss that `train` names, "auto" already settled."""
    return paths.resolve(LOSSES[train.loss].path)(**train.loss_settings)


def compile_model(model: keras.Model, train: TrainSpec, schema: Schema, steps_per_epoch: int) -> TrainSpec:
    """Compiles `model` in place as `train` says and returns `train` with "auto" settled.

    Raises:
        SpecError: for names, settings or a loss that do not fit.
        TrainingError: when the network's output cannot be compared with the targets.
    """
    train = resolve(train, schema)
    check_output(model, train, schema)
    metrics = [METRICS[name].path and paths.resolve(METRICS[name].path)(name=name) or name for name in train.metrics]
    model.compile(
        optimizer=make_optimizer(train, steps_per_epoch), loss=make_loss(train), metrics=metrics, jit_compile=False
    )
    return train


def check_output(model: keras.Model, train: TrainSpec, schema: Schema) -> None:
    """Raises TrainingError unless the network returns as many numbers as the targets need."""
    shapes = [tuple(output.shape[1:]) for output in getattr(model, "outputs", None) or ()]
    if len(shapes) != 1:
        return
    wanted = len(schema.class_names) if LOSSES[train.loss].one_hot and schema.task == "multiclass" else schema.outputs
    if shapes[0] != (wanted,):
        received = " × ".join(map(str, shapes[0])) or "a single number"
        raise TrainingError(
            f"The network ends with an output of shape {received}, and {schema.source or 'the data'} has "
            f"{_targets(schema)}.",
            expected=f"an output of {wanted} number{'s' * (wanted != 1)} per example",
            fix=f"End the network with a Dense layer of {wanted} unit{'s' * (wanted != 1)}.",
            where="output",
        )


def _targets(schema: Schema) -> str:
    if schema.task == "regression":
        return f"{schema.outputs} target{'s' * (schema.outputs != 1)}"
    return f"{len(schema.class_names)} classes"


def encode_targets(y: np.ndarray, loss: str, schema: Schema) -> np.ndarray:
    """Targets as the loss compares them.

    Class numbers (n,) become (n, 1) float32 for one output unit, one-hot (n, classes) float32 for losses
    that want it, and stay (n,) for sparse cross-entropy; real targets become (n, targets) float32.
    """
    if schema.task == "regression":
        return np.asarray(y, "float32").reshape(len(y), -1)
    if schema.task == "binary":
        return np.asarray(y, "float32").reshape(-1, 1)
    if LOSSES[loss].one_hot:
        return np.eye(len(schema.class_names), dtype="float32")[np.asarray(y)]
    return np.asarray(y)
