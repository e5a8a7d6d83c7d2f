"""`TrainSpec` → a compiled Keras model."""

import weakref

import keras
import numpy as np

from nnviz import paths, words
from nnviz.data.schema import Scaler, Schema
from nnviz.errors import TrainingError
from nnviz.models import heads
from nnviz.specs import TrainSpec
from nnviz.training.catalog import LOSSES, OPTIMIZERS, SCHEDULES, resolve
from nnviz.training.each_label import EachLabel
from nnviz.training.head import meaning_of_model, unit_count
from nnviz.training.meaning import OutputMeaning, metric_call, runs_along
from nnviz.training.schedules import LIVE, decay_epochs

_COMPILED: "weakref.WeakKeyDictionary[keras.Model, object]" = weakref.WeakKeyDictionary()
"""The models that were compiled here, with the optimizers that they got."""


def compiled_by_others(model: keras.Model) -> bool:
    """Whether a model came compiled: its loss, optimizer and metrics are then a person's own, and are kept."""
    return bool(getattr(model, "compiled", False)) and _COMPILED.get(model) is not model.optimizer


def take_optimizer(model: keras.Model, optimizer: keras.optimizers.Optimizer) -> None:
    """Gives a model another optimizer in the place of its own; what it was compiled with otherwise stays."""
    ours = not compiled_by_others(model)
    model.optimizer = optimizer
    if ours:
        _COMPILED[model] = optimizer


def learning_rate(train: TrainSpec, steps_per_epoch: int):
    """A number, or the Keras schedule that `train` names with its epochs turned into steps."""
    if train.schedule == "constant" or train.schedule in LIVE:
        return train.learning_rate
    settings = {**train.schedule_settings, **SCHEDULES[train.schedule].fixed}
    settings.pop("decay_epochs")
    steps = max(1, round(decay_epochs(train) * steps_per_epoch))
    if train.schedule == "cosine":
        warmup = settings.pop("warmup_epochs")
        if warmup:
            settings |= {"warmup_target": train.learning_rate, "warmup_steps": max(1, round(warmup * steps_per_epoch))}
            return paths.resolve(SCHEDULES["cosine"].path)(0.0, steps, **settings)
    return paths.resolve(SCHEDULES[train.schedule].path)(train.learning_rate, steps, **settings)


def make_optimizer(train: TrainSpec, steps_per_epoch: int) -> keras.optimizers.Optimizer:
    settings = {k: v for k, v in train.optimizer_settings.items() if v is not None}
    return paths.resolve(OPTIMIZERS[train.optimizer].path)(learning_rate(train, steps_per_epoch), **settings)


def make_loss(train: TrainSpec, meaning: OutputMeaning, weights: np.ndarray | None = None) -> keras.losses.Loss:
    """The Keras loss of a resolved `train`, told whether it gets logits; label by label where each has weights of its
    own (n, labels)."""
    logits = {"from_logits": True} if meaning.from_logits else {}
    loss = paths.resolve(LOSSES[train.loss].path)(**train.loss_settings, **logits)
    return EachLabel(loss) if weights is not None and weights.ndim > 1 else loss


def make_metrics(train: TrainSpec, meaning: OutputMeaning, mixed: bool = False) -> list:
    """The metrics of a resolved `train`, with the threshold that fits what the model returns, and for mixed labels
    those that can count them."""
    calls = {name: metric_call(name, meaning, mixed) for name in train.metrics if runs_along(name, meaning)}
    return [path and paths.resolve(path)(name=name, **settings) or name for name, (path, settings) in calls.items()]


def compile_model(
    model: keras.Model,
    train: TrainSpec,
    schema: Schema,
    steps_per_epoch: int,
    target_scaler: Scaler | None = None,
    mixed: bool = False,
    weights: np.ndarray | None = None,
) -> tuple[TrainSpec, OutputMeaning]:
    """Compiles `model` in place as `train` says, for data of this schema; one that came compiled stays as it is.

    Args:
        mixed: whether augmentation mixes labels.
        weights: of the training examples, as `Dataset.weights`.

    Returns:
        `train` with "auto" settled, and what the model's outputs mean.

    Raises:
        SpecError: for names, settings or a loss that do not fit.
        TrainingError: when the network's output cannot be compared with the targets.
    """
    train = resolve(train, schema, unit_count(model))
    if compiled_by_others(model):
        return train, meaning_of_model(model, train, schema, target_scaler)
    check_output(model, train, schema)
    meaning = meaning_of_model(model, train, schema, target_scaler)
    model.compile(
        optimizer=make_optimizer(train, steps_per_epoch),
        loss=make_loss(train, meaning, weights),
        metrics=make_metrics(train, meaning, mixed),
        jit_compile=False,
    )
    _COMPILED[model] = model.optimizer
    return train, meaning


def check_output(model: keras.Model, train: TrainSpec, schema: Schema) -> None:
    """Raises TrainingError unless the network returns as many numbers as the targets need."""
    shapes = [tuple(output.shape[1:]) for output in getattr(model, "outputs", None) or ()]
    if len(shapes) != 1:
        return
    counts = heads.unit_counts(schema.task, schema.outputs, train.loss)
    if shapes[0] in [(count,) for count in counts]:
        return
    wanted = counts[0]
    received = words.shape(shapes[0])
    has = f"{schema.source or 'the data'} has {_targets(schema)}"
    if schema.outputs not in counts:
        has = f"the loss {LOSSES[train.loss].title} compares one number for each of the {_targets(schema)}"
    raise TrainingError(
        f"The network ends with an output of shape {received}, and {has}.",
        expected=f"an output of {' or '.join(map(str, counts))} number{'s' * (counts[-1] != 1)} per example",
        fix=f"End the network with a Dense layer of {wanted} unit{'s' * (wanted != 1)}.",
        where="output",
    )


def check_targets(train: TrainSpec, targets: np.ndarray) -> None:
    """Raises TrainingError for targets below 0 and a loss that knows only numbers from 0 on."""
    if train.loss in heads.POSITIVE and np.min(targets, initial=0.0) < 0:
        raise TrainingError(
            f"The loss {LOSSES[train.loss].title} compares numbers from 0 on, and targets as they are trained on go "
            f"down to {words.plain(float(np.min(targets)), 3)}.",
            expected="counts or amounts that are not scaled",
            fix="Choose no scaling on the Data page, or another loss.",
            where="loss",
        )


def _targets(schema: Schema) -> str:
    if schema.task == "regression":
        return f"{schema.outputs} target{'s' * (schema.outputs != 1)}"
    return f"{len(schema.class_names)} {'labels' if schema.has_labels else 'classes'}"
