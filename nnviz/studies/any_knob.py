"""Every setting of an experiment as a knob: those that all experiments have, and the own ones of its layers, optimizer,
data, preparation and augmentations. Imports no framework."""

import dataclasses
import math
from collections.abc import Iterable
from typing import Any

from nnviz.data.augmentations import AUGMENTATIONS
from nnviz.data.catalog import SOURCES
from nnviz.data.preparing import step_edits
from nnviz.data.preparing.step_catalog import STEPS
from nnviz.models import edits
from nnviz.models.catalog import LAYERS
from nnviz.params import Param, lookup
from nnviz.specs import Experiment
from nnviz.studies.knobs import KNOBS, SEARCHED, Knob
from nnviz.training.catalog import OPTIMIZERS, SCHEDULES

VARIES = ("int", "float", "bool", "choice")
"""Kinds of setting that have values to vary."""


def knobs_of(experiment: Experiment) -> dict[str, Knob]:
    """What a grid or a search may vary in this experiment: the general knobs first, then every setting by its place,
    named "layer.dense_1.units", "optimizer.momentum", "schedule.decay_rate", "data.noise", "step.0.how",
    "augmentation.0.probability"."""
    own = (*_layers(experiment), *_training(experiment), *_data(experiment))
    return {name: KNOBS[name] for name in SEARCHED} | {knob.name: knob for knob in own}


def knob_of(experiment: Experiment, name: str) -> Knob:
    """The knob with that name. Raises SpecError, with the nearest right spelling, for one that there is not."""
    if name in KNOBS:
        return KNOBS[name]
    if name.startswith("optimizer."):  # of any optimizer: a search may vary which it is as well
        for choice in OPTIMIZERS.values():
            for param in choice.params:
                if f"optimizer.{param.name}" == name and param.kind in VARIES:
                    return _of_choice("optimizer", OPTIMIZERS, param)
    return lookup(knobs_of(experiment), name, "knob")


def in_order(names: Iterable[str]) -> list[str]:
    """Knobs in the order in which they are turned: what makes or removes a place before what is set in it."""
    general = list(KNOBS)
    return sorted(names, key=lambda name: general.index(name) if name in general else len(general))


def proposed_range(param: Param, value: Any = None) -> tuple[float, float]:
    """The lowest and the highest value that are worth a try around `value`, within what the setting allows."""
    value = param.default if value is None or isinstance(value, tuple) else value
    low, high = (
        (-math.inf if param.minimum is None else param.minimum),
        (math.inf if param.maximum is None else param.maximum),
    )
    if param.log:
        value = value or param.default or 1e-3
        ends = (value / 10, value * 10) if param.kind == "float" else (value / 4, value * 4)
    elif param.kind == "float" and math.isfinite(low) and high - low <= 1:
        ends = (low, param.usual if param.usual is not None else high)
    else:
        value = value or 0
        ends = (value / 2, value * 2) if value else (0, 1)
    if param.kind == "int":
        ends = (math.floor(ends[0]), max(math.ceil(ends[1]), math.floor(ends[0]) + 1))
    shown = (float(f"{end:.3g}") if param.kind == "float" and math.isfinite(end) else end for end in ends)
    ends = tuple(min(max(end, low), high) for end in shown)
    return tuple(float(end) if param.kind == "float" else int(end) for end in ends)


def proposed_values(param: Param, value: Any = None) -> tuple:
    """A few values worth a try: three numbers over the proposed range, both of yes and no, or choices."""
    if param.kind == "bool":
        return (False, True)
    if param.kind == "choice":
        first = (value,) if value in param.choices else ()
        return (*first, *(one for one in param.choices if one not in first))[:3]
    low, high = proposed_range(param, value)
    middle = math.sqrt(low * high) if param.log and low > 0 else (low + high) / 2
    values = (low, float(f"{middle:.2g}"), high) if param.kind == "float" else (low, round(middle), high)
    return tuple(dict.fromkeys(values))


def value_in(experiment: Experiment, name: str) -> Any:
    """What a knob stands at in an experiment, where it can be told; None otherwise."""
    part, _, rest = name.partition(".")
    if not rest:
        return getattr(experiment.train, name, None) if name != "units" else None
    place, _, setting = rest.partition(".")
    if part == "layer":
        return experiment.model.layer(place).settings.get(setting)
    if part in ("optimizer", "schedule"):
        return getattr(experiment.train, f"{part}_settings").get(rest)
    if part == "data":
        return experiment.data.settings.get(rest)
    listed = experiment.data.steps if part == "step" else experiment.data.augmentations
    return listed[int(place)].settings.get(setting)


def _named(param: Param, where: str) -> Param:
    return dataclasses.replace(param, label=f"{where}: {param.title[0].lower()}{param.title[1:]}")


def _vary(params: Iterable[Param]) -> list[Param]:
    return [own for own in params if own.kind in VARIES and own.name != "name"]


def _layers(experiment: Experiment) -> Iterable[Knob]:
    for layer in experiment.model.layers:
        for param in _vary(LAYERS[layer.kind].params if layer.kind in LAYERS else ()):

            def turn(own: Experiment, value: Any, layer_id=layer.id, setting=param.name) -> Experiment:
                if all(one.id != layer_id for one in own.model.layers):
                    return own  # fewer layers than before: there is nothing to set
                return own.replace(model=edits.set_settings(own.model, layer_id, **{setting: value}))

            yield Knob(f"layer.{layer.id}.{param.name}", _named(param, layer.keras_name), turn)


def _training(experiment: Experiment) -> Iterable[Knob]:
    for part, table in (("optimizer", OPTIMIZERS), ("schedule", SCHEDULES)):
        choice = table.get(getattr(experiment.train, part))
        for param in _vary(choice.params if choice else ()):
            yield _of_choice(part, table, param)


def _of_choice(part: str, table: dict, param: Param) -> Knob:
    """A setting of the optimizer or the schedule; where another one is chosen that has no such setting, nothing."""

    def turn(own: Experiment, value: Any) -> Experiment:
        if all(one.name != param.name for one in table[getattr(own.train, part)].params):
            return own
        settings = getattr(own.train, f"{part}_settings") | {param.name: value}
        return own.replace(train=own.train.replace(**{f"{part}_settings": settings}))

    return Knob(f"{part}.{param.name}", _named(param, part.capitalize()), turn)


def _data(experiment: Experiment) -> Iterable[Knob]:
    data = experiment.data
    for param in _vary(SOURCES[data.source].params if data.source in SOURCES else ()):

        def turn(own: Experiment, value: Any, setting=param.name) -> Experiment:
            return own.replace(data=own.data.replace(settings=own.data.settings | {setting: value}))

        yield Knob(f"data.{param.name}", _named(param, "Data"), turn)
    for place, step in enumerate(data.steps):
        for param in _vary(STEPS[step.name].params if step.name in STEPS else ()):

            def turn_step(own: Experiment, value: Any, place=place, setting=param.name) -> Experiment:
                steps = step_edits.changed(
                    own.data.steps, place, settings=own.data.steps[place].settings | {setting: value}
                )
                return own.replace(data=own.data.replace(steps=steps))

            yield Knob(f"step.{place}.{param.name}", _named(param, STEPS[step.name].title), turn_step)
    for place, change in enumerate(data.augmentations):
        for param in _vary(AUGMENTATIONS[change.name].params if change.name in AUGMENTATIONS else ()):

            def turn_change(own: Experiment, value: Any, place=place, setting=param.name) -> Experiment:
                all_of_them = list(own.data.augmentations)
                if place < len(all_of_them):
                    settings = all_of_them[place].settings | {setting: value}
                    all_of_them[place] = all_of_them[place].replace(settings=settings)
                return own.replace(data=own.data.replace(augmentations=tuple(all_of_them)))

            yield Knob(
                f"augmentation.{place}.{param.name}", _named(param, AUGMENTATIONS[change.name].title), turn_change
            )
