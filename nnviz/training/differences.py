"""What differs between experiments: only the settings in which they are not all the same. Imports no framework."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nnviz import words
from nnviz.data import augmentations, catalog
from nnviz.data.preparing import steps
from nnviz.models.catalog import LAYERS
from nnviz.models.titles import title
from nnviz.params import Param
from nnviz.specs import DataSpec, Experiment, LayerSpec, StepSpec, TrainSpec
from nnviz.training.catalog import LOSSES, OPTIMIZERS, SCHEDULES

_CHOICES = {"loss": LOSSES, "optimizer": OPTIMIZERS, "schedule": SCHEDULES}
_NONE = "none"
_TOLD_APART = ("source", "settings", "columns", "augmentations", "steps")


@dataclass(frozen=True)
class _Default:
    """A value that nobody chose: no difference from an experiment that has no such setting."""

    value: Any


@dataclass(frozen=True)
class Difference:
    """One setting that is not the same everywhere.

    Attributes:
        part: "data", "network" or "training".
        setting: its name, in words.
        values: what it is in each experiment, in words; "" where it does not apply.
    """

    part: str
    setting: str
    values: tuple[str, ...]


def differences(experiments: Sequence[Experiment]) -> list[Difference]:
    """The settings in which `experiments` differ: of the data, layer by layer, and of training."""
    return [
        *_rows("data", [_data(experiment.data) for experiment in experiments]),
        *_rows("network", [_network(experiment) for experiment in experiments]),
        *_rows("training", [_training(experiment.train) for experiment in experiments]),
    ]


def _rows(part: str, settings: list[dict[str, Any]]):
    """One difference for every name whose values are not all equal."""
    for name in dict.fromkeys(name for one in settings for name in one):
        values = [one.get(name, "") for one in settings]
        if all(value == "" or isinstance(value, _Default) for value in values) and "" in values:
            continue
        if any(value != values[0] for value in values):
            yield Difference(part, name, tuple(_shown(value) for value in values))


def _data(data: DataSpec) -> dict[str, Any]:
    source = catalog.SOURCES.get(data.source)
    settings = {"source": catalog.title_of(data), **_chosen(source.params if source else (), data.settings)}
    own = [name for name in DataSpec.model_fields if name not in _TOLD_APART]
    return {
        **settings,
        **{name.replace("_", " "): getattr(data, name) for name in own},
        "columns": {column: dict(role) for column, role in data.columns.items()},
        "steps": [_step(one) for one in data.steps] or _NONE,
        "augmentations": [_augmentation(one) for one in data.augmentations] or _NONE,
    }


def _augmentation(spec) -> str:
    entry = augmentations.AUGMENTATIONS.get(spec.name)
    name = entry.title if entry else spec.name
    return f"{name} ({_shown(spec.settings)})" if spec.settings else name


def _step(spec: StepSpec) -> str:
    name = steps.title_of(spec) if spec.name in steps.STEPS else spec.name
    told = {**{key: value for key, value in spec.settings.items() if key != "how"},
            **({"columns": list(spec.columns)} if spec.columns else {})}  # fmt: skip
    return f"{name}{f' ({_shown(told)})' if told else ''}{'' if spec.on else ', off'}"


def _network(experiment: Experiment) -> dict[str, Any]:
    settings: dict[str, Any] = {"layers": sum(layer.enabled for layer in experiment.model.layers)}
    for layer in experiment.model.layers:
        settings |= {f"{layer.id}: {name}": value for name, value in _layer(layer).items()}
        if layer.inputs is not None:
            settings[f"{layer.id}: fed by"] = list(layer.inputs)
    if experiment.model.outputs is not None:
        settings["outputs"] = list(experiment.model.outputs)
    if experiment.model.taken is not None:
        taken = experiment.model.taken
        settings["layers taken"] = f"{', '.join(taken.layers)} from run {taken.run}"
    return settings


def _layer(layer: LayerSpec) -> dict[str, Any]:
    if not layer.enabled:
        return {"layer": f"{title(layer)}, switched off"}
    kind = LAYERS.get(layer.kind)
    settings = {"layer": layer.kind, **_chosen(kind.params if kind else (), layer.settings)}
    return settings if layer.trainable else {**settings, "trained": False}


def _training(train: TrainSpec) -> dict[str, Any]:
    settings: dict[str, Any] = {}
    for name in TrainSpec.model_fields:
        value = getattr(train, name)
        if name in _CHOICES:
            choice = _CHOICES[name].get(value)
            settings[name] = choice.title if choice else "fits the data" if value == "auto" else value
            chosen = _chosen(choice.params if choice else (), getattr(train, f"{name}_settings"))
            settings |= {f"{settings[name]}: {setting}": given for setting, given in chosen.items()}
        elif name == "metrics":
            settings[name] = list(value) if value else "those that fit"
        elif not name.endswith("_settings"):
            settings[name.replace("_", " ")] = value
    return settings


def _chosen(params: Sequence[Param], settings: dict[str, Any]) -> dict[str, Any]:
    """Every setting with its value, given or by default: to leave one out is no difference."""
    values = {param.name: param.default for param in params} | settings
    defaults = {param.name: _plain(param.default) for param in params}
    plain = {name: _plain(value) for name, value in values.items()}
    marked = {n: _Default(v) if n in defaults and v == defaults[n] else v for n, v in plain.items()}
    return {name.replace("_", " "): value for name, value in marked.items()}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _shown(value: Any) -> str:
    if isinstance(value, _Default):
        return _shown(value.value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return words.setting(value)
    if isinstance(value, dict):
        return ", ".join(f"{name} {_shown(one)}" for name, one in value.items()) or _NONE
    if isinstance(value, list):
        return ", ".join(map(_shown, value)) or _NONE
    return _NONE if value is None else str(value)
