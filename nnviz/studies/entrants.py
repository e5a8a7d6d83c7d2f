"""The networks of a race under way: what each has done, and which of them share a compiled graph."""

from collections import deque
from dataclasses import dataclass, field

from nnviz.data.schema import Dataset
from nnviz.specs import Experiment, LayerSpec
from nnviz.studies.measured import Gauge, ground
from nnviz.training.train import array_loop


@dataclass
class Shape:
    """What networks share that differ in their beginning alone."""

    model: object
    dataset: Dataset
    loop: object
    gauge: Gauge
    meaning: object
    holder: "Entrant | None" = None


@dataclass
class Entrant:
    """One network under way.

    Attributes:
        state: its variables and its optimizer's, while another one of its shape is in the model.
        rows: the history since the last frame.     best: (validation loss, epoch, weights) for early stopping.
        ended: "" while it trains; then "finished", "stopped early" or "diverged".
    """

    index: int
    label: str
    experiment: Experiment
    moments: deque
    shape: Shape | None = None
    state: list | None = None
    step: int = 0
    seconds: float = 0.0
    rows: list = field(default_factory=list)
    best: tuple | None = None
    ended: str = ""


def shape_of(model, dataset: Dataset, experiment: Experiment) -> Shape:
    loop, _, meaning = array_loop(model, dataset, experiment.train, experiment.data.augmentations)
    return Shape(model, dataset, loop, Gauge(model, ground(dataset, meaning), meaning), meaning)


def variables(shape: Shape) -> list:
    return [*shape.model.variables, *shape.model.optimizer.variables]


def taken(shape: Shape, beginning: list | None = None) -> list:
    """The numbers that are in a shared model now; its own ones replaced by `beginning` where that is given."""
    values = [variable.numpy() for variable in variables(shape)]
    return values if beginning is None else [*beginning, *values[len(beginning) :]]


def shape_key(experiment: Experiment) -> str:
    """Equal for experiments that one compiled graph can train: those that differ in seed, initializers, early stopping
    and constant learning rate at most."""
    train = experiment.train.replace(seed=0, early_stopping=0)
    if train.schedule == "constant":
        train = train.replace(learning_rate=0.01)
    layers = tuple(_without_beginning(layer) for layer in experiment.model.layers)
    plain = experiment.replace(title="", train=train, model=experiment.model.replace(layers=layers))
    return plain.key


def _without_beginning(layer: LayerSpec) -> LayerSpec:
    settings = {name: value for name, value in layer.settings.items() if "initializer" not in name}
    return layer.replace(settings=settings)
