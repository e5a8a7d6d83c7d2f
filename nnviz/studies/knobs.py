"""What a study may vary: each knob turns an experiment into another one. Imports no framework."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nnviz.data.augmentations import USUAL
from nnviz.data.catalog import SOURCES
from nnviz.data.preparing import step_edits
from nnviz.errors import SpecError
from nnviz.models import edits
from nnviz.models.catalog import LAYERS
from nnviz.params import Param
from nnviz.specs import Experiment, LayerSpec
from nnviz.training.catalog import OPTIMIZERS, SCHEDULES

_BEHIND = ("Dropout", "BatchNormalization", "LayerNormalization", "Activation", "ReLU")
_HIDDEN = ("Dense", "Conv1D", "Conv2D", "Conv3D", "SeparableConv1D", "SeparableConv2D")


@dataclass(frozen=True)
class Knob:
    """One thing that varies.

    Attributes:
        name: what specifications call it.
        param: the kind and range of its values; its title and help are for people.
        turn: (experiment, value) → the experiment with that value.
    """

    name: str
    param: Param
    turn: Callable[[Experiment, Any], Experiment]

    @property
    def title(self) -> str:
        return self.param.title


def _train(field: str) -> Callable[[Experiment, Any], Experiment]:
    return lambda experiment, value: experiment.replace(train=experiment.train.replace(**{field: value}))


def _optimizer(experiment: Experiment, value: str) -> Experiment:
    return experiment.replace(train=experiment.train.replace(optimizer=value, optimizer_settings={}))


def _scaling(experiment: Experiment, value: str) -> Experiment:
    data = experiment.data
    if data.steps:
        return experiment.replace(data=data.replace(steps=step_edits.scaled(data.steps, value)))
    return experiment.replace(data=data.replace(scaling=value))


def hidden_layers(experiment: Experiment) -> tuple[LayerSpec, ...]:
    """Its weighted sums besides the outputs."""
    model = experiment.model
    outputs = model.outputs or tuple(layer.id for layer in model.layers[-1:])
    return tuple(layer for layer in model.layers if layer.kind in _HIDDEN and layer.id not in outputs and layer.enabled)


def _every_hidden(experiment: Experiment, setting: Callable[[LayerSpec], dict[str, Any]]) -> Experiment:
    layers = hidden_layers(experiment)
    if not layers:
        raise SpecError(
            "The network has no hidden layer that this could change.", fix="Add one on the Build page.", where="knob"
        )
    model = experiment.model
    for layer in layers:
        model = edits.set_settings(model, layer.id, **setting(layer))
    return experiment.replace(model=model)


def _units(experiment: Experiment, value: int) -> Experiment:
    name = {kind: next(p.name for p in LAYERS[kind].params if p.name in ("units", "filters")) for kind in _HIDDEN}
    return _every_hidden(experiment, lambda layer: {name[layer.kind]: value})


def _activation(experiment: Experiment, value: str) -> Experiment:
    return _every_hidden(experiment, lambda _: {"activation": value})


def _hidden_layers_count(experiment: Experiment, value: int) -> Experiment:
    """So many hidden dense layers: the last one again, or without the last ones and the dropout and normalization
    behind them."""
    dense = [layer for layer in hidden_layers(experiment) if layer.kind == "Dense"]
    if not dense:
        raise SpecError("The network has no hidden dense layer to repeat.", fix="Add one on Build.", where="knob")
    model = experiment.model
    for _ in range(value - len(dense)):
        model = edits.duplicate(model, dense[-1].id)
    for layer in dense[value:]:
        place = model.layers.index(layer) + 1
        behind = itertools.takewhile(lambda own: own.kind in _BEHIND, model.layers[place:])
        model = edits.remove_all(model, (layer.id, *(own.id for own in behind)))
    return experiment.replace(model=model)


def _initializer(experiment: Experiment, value: str) -> Experiment:
    return _every_hidden(
        experiment,
        lambda layer: {f"{'depthwise' if layer.kind.startswith('Separable') else 'kernel'}_initializer": value},
    )


def _schedule(experiment: Experiment, value: str) -> Experiment:
    return experiment.replace(train=experiment.train.replace(schedule=value, schedule_settings={}))


def _weight_decay(experiment: Experiment, value: float) -> Experiment:
    """L2 on every hidden kernel; 0 is none."""

    def setting(layer: LayerSpec) -> dict[str, Any]:
        of = "depthwise" if layer.kind.startswith("Separable") else "kernel"
        if not value:
            return {f"{of}_regularizer": None}
        return {f"{of}_regularizer": "l2", f"{of}_regularizer_strength": value}

    return _every_hidden(experiment, setting)


def _dropout(experiment: Experiment, value: float) -> Experiment:
    """Dropout of that rate after every hidden layer, in the place of what there was; 0 is none."""
    model = edits.remove_all(
        experiment.model, tuple(own.id for own in experiment.model.layers if own.kind == "Dropout")
    )
    plain = experiment.replace(model=model)
    if not value:
        return plain
    for layer in hidden_layers(plain):
        model = edits.insert_after(model, layer.id, edits.new_layer(model, "Dropout", rate=value))
    if model == plain.model:
        raise SpecError("The network has no hidden layer to put dropout after.", fix="Add one on Build.", where="knob")
    return experiment.replace(model=model)


def _batch_normalization(experiment: Experiment, value: bool) -> Experiment:
    """Batch normalization after every hidden layer, or none anywhere."""
    there = tuple(own.id for own in experiment.model.layers if own.kind == "BatchNormalization")
    model = edits.remove_all(experiment.model, there)
    plain = experiment.replace(model=model)
    if value:
        for layer in hidden_layers(plain):
            model = edits.insert_after(model, layer.id, edits.new_layer(model, "BatchNormalization"))
    return experiment.replace(model=model)


def _augmentation(experiment: Experiment, value: bool) -> Experiment:
    """The experiment's own augmentations, or the usual ones of its kind where it has none; or none at all."""
    data = experiment.data
    if not value:
        return experiment.replace(data=data.replace(augmentations=()))
    if data.augmentations:
        return experiment
    kind = SOURCES[data.source].kind if data.source in SOURCES else "vector"
    return experiment.replace(data=data.replace(augmentations=USUAL[kind]))


def with_step(experiment: Experiment, place: int, on: bool) -> Experiment:
    """With the step of preparation at a place switched on or off."""
    data = experiment.data
    return experiment.replace(data=data.replace(steps=step_edits.changed(data.steps, place, on=on)))


def _fold(experiment: Experiment, value: int) -> Experiment:
    return experiment.replace(data=experiment.data.replace(fold=value))


def _training_examples(experiment: Experiment, value: int) -> Experiment:
    """So many training examples; a batch is at most all of them."""
    data = experiment.data.replace(training_examples=value)
    batch = min(experiment.train.batch_size, value or experiment.train.batch_size)
    return experiment.replace(data=data, train=experiment.train.replace(batch_size=batch))


def _start(experiment: Experiment, value: str) -> Experiment:
    """With the layers that the network takes from another run, or the same network with new weights, all learning."""
    taken = experiment.model.taken
    if taken is None and value == FROM_SCRATCH:
        return experiment
    if taken is None:
        raise SpecError(
            "The network takes no layers from another run.", fix="Take some on the Build page.", where="knob"
        )
    if value == TRANSFERRED:
        return experiment
    layers = tuple(
        layer.replace(trainable=True) if layer.id in taken.layers else layer for layer in experiment.model.layers
    )
    return experiment.replace(model=experiment.model.replace(layers=layers, taken=None))


FROM_SCRATCH, TRANSFERRED = "from scratch", "transferred"

_KNOBS = (
    Knob(
        "layers",
        Param("layers", "int", 2, "Dense ones; the last is repeated.", minimum=1, maximum=12, label="Hidden layers"),
        _hidden_layers_count,
    ),
    Knob(
        "learning_rate",
        Param("learning_rate", "float", 0.01, "Size of a step.", minimum=1e-5, maximum=10.0, log=True),
        _train("learning_rate"),
    ),
    Knob(
        "optimizer",
        Param("optimizer", "choice", "adam", "How a step is made of the gradient.", choices=tuple(OPTIMIZERS)),
        _optimizer,
    ),
    Knob(
        "schedule",
        Param("schedule", "choice", "constant", "Of the learning rate.", choices=tuple(SCHEDULES)),
        _schedule,
    ),
    Knob("epochs", Param("epochs", "int", 100, "At most.", minimum=1, maximum=10_000, log=True), _train("epochs")),
    Knob(
        "early_stopping",
        Param("early_stopping", "int", 20, "Epochs of patience; 0 is never.", minimum=0, maximum=10_000),
        _train("early_stopping"),
    ),
    Knob(
        "initializer",
        Param(
            "initializer",
            "choice",
            "glorot_uniform",
            "Of every hidden layer's weights.",
            choices=("glorot_uniform", "glorot_normal", "he_uniform", "he_normal", "lecun_normal", "zeros", "ones"),
        ),
        _initializer,
    ),
    Knob(
        "batch_size",
        Param("batch_size", "int", 32, "Examples a step.", minimum=1, maximum=4096, log=True),
        _train("batch_size"),
    ),
    Knob(
        "units",
        Param("units", "int", 8, "Of every hidden layer.", minimum=1, maximum=512, log=True, label="Hidden units"),
        _units,
    ),
    Knob(
        "activation",
        Param(
            "activation",
            "choice",
            "relu",
            "Of every hidden layer.",
            choices=("relu", "tanh", "sigmoid", "elu", "selu", "gelu", "silu", "linear"),
            label="Hidden activation",
        ),
        _activation,
    ),
    Knob(
        "dropout",
        Param(
            "dropout", "float", 0.2, "Rate after every hidden layer; 0 is none.", minimum=0.0, maximum=0.9, usual=0.5
        ),
        _dropout,
    ),
    Knob(
        "l2",
        Param(
            "l2",
            "float",
            0.001,
            "Strength on every hidden kernel; 0 is none.",
            minimum=0.0,
            maximum=1.0,
            log=True,
            label="L2",
        ),
        _weight_decay,
    ),
    Knob(
        "batch_normalization",
        Param("batch_normalization", "bool", True, "After every hidden layer."),
        _batch_normalization,
    ),
    Knob(
        "scaling",
        Param("scaling", "choice", "standard", "Of the inputs.", choices=("none", "standard", "minmax", "robust")),
        _scaling,
    ),
    Knob(
        "augmentation",
        Param("augmentation", "bool", True, "Those of the Data page, or the usual ones of its kind of data."),
        _augmentation,
    ),
    Knob(
        "seed", Param("seed", "int", 0, "Of the weights and the order.", minimum=0, maximum=2**31 - 1), _train("seed")
    ),
    Knob(
        "training_examples",
        Param("training_examples", "int", 0, "How many it learns from; 0 is all.", minimum=0, maximum=10_000_000),
        _training_examples,
    ),
    Knob(
        "start",
        Param("start", "choice", FROM_SCRATCH, "Which weights it begins with.", choices=(FROM_SCRATCH, TRANSFERRED)),
        _start,
    ),
    Knob("fold", Param("fold", "int", 0, "Which fold validates.", minimum=0, maximum=999), _fold),
)
KNOBS: dict[str, Knob] = {knob.name: knob for knob in _KNOBS}

SEARCHED = (
    *("learning_rate", "optimizer", "batch_size", "epochs", "layers", "units", "activation", "dropout", "l2"),
    *("batch_normalization", "initializer", "schedule", "early_stopping", "scaling", "augmentation"),
)
"""Knobs that a grid or a search may turn."""
SWITCHES: dict[str, tuple[Any, Any]] = {
    "augmentation": (False, True),
    "dropout": (0.0, 0.3),
    "l2": (0.0, 0.01),
    "batch_normalization": (False, True),
    "scaling": ("none", "standard"),
}
"""Knobs that can be off or on: name → its value without and with it."""
