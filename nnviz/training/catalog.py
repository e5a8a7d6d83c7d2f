"""The optimizers, losses, schedules and metrics that a `TrainSpec` may name. Imports no framework.

`path` is the Keras object behind an entry; only a worker imports it.
"""

from nnviz.data.schema import Schema
from nnviz.errors import SpecError, TrainingError
from nnviz.models import heads
from nnviz.params import fill, lookup
from nnviz.specs import TrainSpec
from nnviz.training.losses import LOSSES
from nnviz.training.optimizers import OPTIMIZERS, one_clip
from nnviz.training.schedules import SCHEDULES
from nnviz.training.scores_catalog import METRICS
from nnviz.training.stopping import settled

_CLASSES = ("binary", "multiclass")

_AUTO_METRICS = dict.fromkeys((*_CLASSES, "multilabel"), ("accuracy",)) | {"regression": ("mean_absolute_error",)}


def one_input(inputs: int, there: int = 1) -> None:
    """Raises TrainingError for a network that takes more than the data."""
    if inputs > there:
        raise TrainingError(
            f"The network has {inputs} inputs, and the data have {'one' if there == 1 else there}.",
            expected="a network with one input" if there == 1 else "inputs of the same names and shapes",
            fix="Remove the further inputs on the Build page, or join them to the data there.",
            where="model",
        )


def metrics_of(chosen: tuple[str, ...] | None, task: str) -> tuple[str, ...]:
    """The metrics that were chosen, or those that fit the task."""
    return _AUTO_METRICS[task] if chosen is None else chosen


def resolve(train: TrainSpec, schema: Schema, units: int | None = None) -> TrainSpec:
    """`train` with "auto" settled for this data, and every name and setting checked.

    Args:
        units: how many numbers the network returns, where that is known: two classes may have one unit or two.

    Raises:
        SpecError: for an unknown name, a setting out of range, or a loss that does not suit the task.
    """
    loss = heads.auto_loss(schema.task, units) if train.loss == "auto" else train.loss
    entry = lookup(LOSSES, loss, "loss")
    if schema.task not in entry.tasks:
        fitting = [name for name, choice in LOSSES.items() if schema.task in choice.tasks]
        raise SpecError(
            f"The loss {entry.title} does not suit {schema.task} targets.",
            expected=f"one of {', '.join(fitting)}",
            fix="Choose one of these.",
            where="loss",
        )
    settings = fill(lookup(OPTIMIZERS, train.optimizer, "optimizer").params, train.optimizer_settings)
    one_clip(settings)
    metrics = metrics_of(train.metrics, schema.task)
    for name in metrics:
        if schema.task not in lookup(METRICS, name, "metric").tasks:
            raise SpecError(f"The metric {METRICS[name].title} does not suit {schema.task} targets.", where="metrics")
    return train.replace(
        loss=loss,
        loss_settings=fill(entry.params, train.loss_settings),
        metrics=metrics,
        optimizer_settings=settings,
        schedule_settings=fill(lookup(SCHEDULES, train.schedule, "schedule").params, train.schedule_settings),
        stopping=settled(train),
    )
