"""Training as runnable Python: the data, `compile` and `fit` as an experiment says. Imports no framework."""

from typing import Any

from nnviz import escaping
from nnviz.data.augmentations import mixes
from nnviz.data.catalog import SOURCES
from nnviz.data.schema import Schema
from nnviz.models import heads
from nnviz.models.codegen import python_code
from nnviz.models.wiring import further_inputs
from nnviz.params import Param
from nnviz.specs import DataSpec, Experiment, ModelSpec, StepSpec, TrainSpec
from nnviz.training.augment_code import augmentation_code
from nnviz.training.callbacks_code import callbacks_code
from nnviz.training.catalog import LOSSES, OPTIMIZERS, SCHEDULES, one_input, resolve
from nnviz.training.changes_code import Repeated, changes_code, stretches
from nnviz.training.choice import Choice
from nnviz.training.given import taken_by
from nnviz.training.meaning import OutputMeaning, meaning_of, metric_call, runs_along
from nnviz.training.mixing import for_mixed
from nnviz.training.schedules import LIVE, decay_epochs


def script(experiment: Experiment, schema: Schema, changes: tuple[Repeated, ...] = ()) -> str:
    """The whole experiment as one script: network, data, `compile` and `fit`. Raises as `training_code` and
    `python_code` do.

    Args:
        changes: what is changed while it trains.
    """
    return python_code(experiment, schema, training_code(experiment, schema, changes))


def training_code(experiment: Experiment, schema: Schema, changes: tuple[Repeated, ...] = ()) -> str:
    """What to append to the script that builds the model (`nnviz.models.codegen.python_code`): it loads, compiles and
    fits.

    With shuffling off it arrives at the weights of `nnviz.training.train` within rounding; with it, Keras draws another
    order of the examples.

    Raises:
        SpecError: for names or settings that do not fit the data.
        TrainingError: for a network with several inputs.
    """
    _check_inputs(experiment.model, schema)
    units = heads.last_units(experiment.model)
    train = for_mixed(experiment.train, schema, units, experiment.data.augmentations)
    train = resolve(train, schema, units)
    meaning = meaning_of(experiment.model, train, schema)
    held_out = experiment.data.validation_fraction > 0
    augmented, several = bool(experiment.data.augmentations), bool(taken_by(experiment.model, schema))
    name, weighed = "augmented_model" if augmented else "model", experiment.data.weighs
    each = experiment.data.balance == "class_weights" and schema.has_labels
    parts = (
        _data(experiment, train, schema, meaning, held_out),
        *([augmentation_code(experiment.data, schema, train.seed, several)] if augmented else []),
        _compile(train, meaning, name, mixes(experiment.data.augmentations), each),
        *([changes_code(changes)] if changes else []),
        _fit(train, _callbacks(train, meaning, held_out, changes), held_out, name, weighed, changes),
    )
    return "\n\n".join(parts)


def _check_inputs(model: ModelSpec, schema: Schema) -> None:
    """Raises TrainingError for a network that takes an input which the data do not have."""
    further = further_inputs(model)
    if len(further) > len(taken_by(model, schema)):
        one_input(1 + len(further), 1 + len(schema.further))


def _data(experiment: Experiment, train: TrainSpec, schema: Schema, meaning: OutputMeaning, held_out: bool) -> str:
    data, beside = experiment.data, taken_by(experiment.model, schema)
    shape = ", ".join(map(str, ("examples", *schema.input_shape)))
    lines = [
        "# The data, split and scaled. Arrays of your own do as well:",
        f"# x ({shape}) and as y {_targets(schema)}.",
        *(
            ["# Shorter sequences are followed by zeros, which a Masking layer skips."]
            if schema.padded or any(one.padded for one in schema.further)
            else []
        ),
        *(["# The file is looked for beside this script."] if _is_own(data) else []),
        f"data = nnviz.load_data({_spec(data)})",
        f"x, y = {_inputs('data.train', beside)}, {_encoded('data.train.y', meaning)}",
    ]
    if held_out:
        lines.append(f"held_out = ({_inputs('data.validation', beside)}, {_encoded('data.validation.y', meaning)})")
    if _is_scheduled(train):
        lines += [f"steps_per_epoch = -(-len(x) // {train.batch_size})  # the schedule counts steps", _schedule(train)]
    return "\n".join(lines)


def _inputs(part: str, beside: tuple[str, ...]) -> str:
    """What the network is given of a part of the data."""
    if not beside:
        return f"{part}.x"
    return f"[{', '.join([f'{part}.x', *(f'{part}.further[{escaping.literal(name)}]' for name in beside)])}]"


def _targets(schema: Schema) -> str:
    if schema.task == "regression":
        return f"(examples, {schema.outputs}) numbers"
    if schema.has_labels:
        return f"(examples, {schema.outputs}) of 1 where an example has the label and 0 where not"
    return f"(examples) the number of the class, 0 to {len(schema.class_names) - 1}"


def _encoded(targets: str, meaning: OutputMeaning) -> str:
    """The targets in the form that the loss compares."""
    if meaning.encoding in ("numbers", "index"):
        return targets
    if meaning.has_labels:
        floats = f'{targets}.astype("float32")'
        return f"2 * {floats} - 1" if meaning.encoding.startswith("signed") else floats
    column = f'{targets}.reshape(-1, 1).astype("float32")'
    plain = (
        column if meaning.encoding.endswith("column") else f"keras.utils.to_categorical({targets}, {meaning.classes})"
    )
    return f"2 * {plain} - 1" if meaning.encoding.startswith("signed") else plain


def _spec(data: DataSpec) -> str:
    fields = {name: getattr(data, name) for name in DataSpec.model_fields if name != "augmentations"}
    if _is_own(data):
        return _own(data, fields)
    return f"nnviz.DataSpec({_keywords({k: v for k, v in fields.items() if k == 'source' or v != _default(k)})})"


def _is_own(data: DataSpec) -> bool:
    return data.source in SOURCES and bool(SOURCES[data.source].endings)


def _own(data: DataSpec, fields: dict[str, Any]) -> str:
    """A person's own file, by the name that they know it by."""
    title = str(data.settings.get("title") or f"data{SOURCES[data.source].endings[0]}")
    own = {name: value for name, value in data.settings.items() if name not in ("file", "title")}
    chosen = {name: value for name, value in fields.items() if name not in ("source", "settings")}
    changed = own | {name: value for name, value in chosen.items() if value != _default(name)}
    if data.source not in ("own_table", "own_images", "own_arrays"):
        changed["source"] = data.source  # a file of the same ending could hold something else
    return f"nnviz.own_data({', '.join(filter(None, (escaping.literal(title), _keywords(changed))))})"


def _default(name: str) -> Any:
    return DataSpec.model_fields[name].get_default(call_default_factory=True)


def _compile(train: TrainSpec, meaning: OutputMeaning, model: str, mixed: bool, each: bool) -> str:
    calls = {name: metric_call(name, meaning, mixed) for name in train.metrics if runs_along(name, meaning)}
    metrics = ", ".join(_metric(name, *call) for name, call in calls.items())
    rate = "learning_rate" if _is_scheduled(train) else repr(train.learning_rate)
    logits = "from_logits=True" if meaning.from_logits else ""
    loss = _object(LOSSES[train.loss], logits, train.loss_settings)
    compiled = (
        f"{model}.compile(\n"
        f"    optimizer={_object(OPTIMIZERS[train.optimizer], rate, train.optimizer_settings)},\n"
        f"    loss={f'nnviz.EachLabel({loss})' if each else loss},\n"
        f"    metrics=[{metrics}],\n)"
    )
    ours = sorted({path.split(":")[0] for path, _ in calls.values() if path.startswith("nnviz.")})
    imports = [f"import {module}  # {_METRICS[module]}" for module in ours]
    return "\n".join([*imports, *([""] if imports else []), compiled])


_METRICS = {
    "nnviz.training.signed": "metrics of targets from -1 to 1",
    "nnviz.training.mixed": "metrics that count the class with the larger share",
}


def _metric(name: str, path: str, settings: dict[str, Any]) -> str:
    if not path:
        return escaping.literal(name)
    return f"{path.replace(':', '.')}({_keywords({'name': name, **settings})})"


def _schedule(train: TrainSpec) -> str:
    """The learning rate's schedule, its epochs turned into steps."""
    settings, rate = {**train.schedule_settings, **SCHEDULES[train.schedule].fixed}, repr(train.learning_rate)
    steps = f"max(1, round({decay_epochs(train)!r} * steps_per_epoch))"
    settings.pop("decay_epochs")
    warmup = settings.pop("warmup_epochs", 0.0)
    more = [f"{name}={escaping.literal(value)}" for name, value in settings.items()]
    if train.schedule == "cosine" and warmup:
        more += [f"warmup_target={rate}", f"warmup_steps=max(1, round({warmup!r} * steps_per_epoch))"]
    start = "0.0" if train.schedule == "cosine" and warmup else rate
    arguments = "".join(f"    {argument},\n" for argument in (start, steps, *more))
    return f"learning_rate = {_class(SCHEDULES[train.schedule])}(\n{arguments})"


def _is_scheduled(train: TrainSpec) -> bool:
    """Whether the optimizer is given a schedule in place of one rate."""
    return train.schedule != "constant" and train.schedule not in LIVE


def _callbacks(train: TrainSpec, meaning: OutputMeaning, held_out: bool, changes: tuple[Repeated, ...]) -> list[str]:
    return [*(["changes"] if changes else []), *callbacks_code(train, meaning, held_out)]


def _fit(
    train: TrainSpec, callbacks: list[str], held_out: bool, model: str, weighed: bool, changes: tuple[Repeated, ...]
) -> str:
    """One `fit`, or one after the other where the size of a batch changes."""
    calls = []
    for begins, ends, size in stretches(changes, train.batch_size, train.epochs):
        first = [f"initial_epoch={begins}"] if begins else []
        lines = ["x, y", f"batch_size={size}", *first, f"epochs={ends}", f"shuffle={train.shuffle}"]
        calls.append(_one_fit(lines, callbacks, held_out, model, weighed))
    return "\n".join(calls)


def _one_fit(lines: list[str], callbacks: list[str], held_out: bool, model: str, weighed: bool) -> str:
    if held_out:
        lines.append("validation_data=held_out")
    if weighed:
        lines.append("sample_weight=data.weights")
    if len(callbacks) == 1:
        lines.append(f"callbacks=[{callbacks[0]}]")
    elif callbacks:
        lines.append(f"callbacks=[\n{''.join(f'        {one},{chr(10)}' for one in callbacks)}    ]")
    return f"history = {model}.fit(\n" + "".join(f"    {line},\n" for line in lines) + ")"


def _object(choice: Choice, first: str, settings: dict[str, Any]) -> str:
    """The Keras object of an entry, with the settings that differ from its defaults."""
    return (
        f"{_class(choice)}({', '.join(part for part in (first, _keywords(_chosen(choice.params, settings))) if part)})"
    )


def _class(choice: Choice) -> str:
    return choice.path.replace(":", ".")


def _chosen(params: tuple[Param, ...], settings: dict[str, Any]) -> dict[str, Any]:
    defaults = {param.name: param.default for param in params}
    return {name: value for name, value in settings.items() if value != defaults.get(name)}


def _keywords(values: dict[str, Any]) -> str:
    return ", ".join(f"{name}={_steps(value) if name == 'steps' else escaping.literal(value)}"
                     for name, value in values.items())  # fmt: skip


def _steps(steps: tuple[StepSpec, ...]) -> str:
    """The steps of preparation, with what differs from their defaults."""
    told = []
    for step in steps:
        own = {"name": step.name, "settings": step.settings, "columns": step.columns, "on": step.on}
        said = {name: value for name, value in own.items() if value != StepSpec.model_fields[name].get_default(
            call_default_factory=True)}  # fmt: skip
        told.append(f"nnviz.StepSpec({_keywords(said)})")
    return f"({', '.join(told)}{',' * (len(told) == 1)})"
