"""The controls of the Train page that say how to learn."""

import streamlit as st

from nnviz.data.schema import Schema
from nnviz.errors import SpecError
from nnviz.params import Param
from nnviz.specs import TrainSpec
from nnviz.training.catalog import LOSSES, METRICS, OPTIMIZERS, SCHEDULES, one_clip
from nnviz.training.rates import batch_words
from pages.shared.forms import fields, loss_form, rate_form, schedule_form, stopping_form, throughout_form, weights_form
from pages.shared.lessons import explained, lesson
from pages.shared.session import state

_RATE = Param(
    "learning_rate",
    "float",
    0.01,
    "Size of a step: too small is slow, too large overshoots.",
    minimum=1e-7,
    maximum=100.0,
    log=True,
)
_BATCH = Param("batch_size", "int", 32, "Examples that one step looks at.", minimum=1, maximum=65_536)
_EPOCHS = Param("epochs", "int", 100, "Passes over the training examples.", minimum=1, maximum=10_000)
_SHUFFLE = Param("shuffle", "bool", True, "A new order of the examples every epoch.")
_SEED = Param(
    "seed",
    "int",
    0,
    "Of the weights, the order and dropout: the same seed gives the same numbers.",
    minimum=0,
    maximum=2**31 - 1,
)


def draw(spec: TrainSpec, schema: Schema | None) -> TrainSpec:
    """Draws the form and returns the checked settings; what does not fit keeps its last good value."""
    values = {"optimizer": _pick("Optimizer", OPTIMIZERS, spec.optimizer, "train.optimizer")}
    values["learning_rate"] = fields.field(_RATE, spec.learning_rate, "train.learning_rate")
    first, second = st.columns(2)
    with first:
        values["batch_size"] = fields.field(_BATCH, spec.batch_size, "train.batch_size")
    with second:
        values["epochs"] = fields.field(_EPOCHS, spec.epochs, "train.epochs")
    fitting = {name: one for name, one in LOSSES.items() if schema is None or schema.task in one.tasks}
    values["loss"] = _pick("Loss", {"auto": None, **fitting}, spec.loss, "train.loss")
    with st.expander("Loss, drawn with its slope"):
        values["loss_settings"] = _loss(values["loss"], spec, schema)
    with st.expander(f"{OPTIMIZERS[values['optimizer']].title} settings"):
        values["optimizer_settings"] = _optimizer(values["optimizer"], spec)
    with st.expander("Schedule and rate finder"):
        values |= _schedule(spec, values, schema)
    with st.expander("Batches and weights"):
        values["shuffle"] = _batches(values["batch_size"], spec, schema)
    with st.expander("Metrics"):
        values["metrics"] = _metrics(spec, schema)
    with st.expander("Stopping"):
        values |= stopping_form.draw(spec, values["metrics"], schema)
    with st.expander("More"):
        values["seed"] = fields.field(_SEED, spec.seed, "train.seed")
        throughout_form.draw()
    return fields.checked(lambda: TrainSpec(**values), spec)


def _loss(name: str, spec: TrainSpec, schema: Schema | None) -> dict:
    place = st.container()
    settings = _settings(LOSSES.get(name), spec.loss_settings, f"train.loss.{name}")
    with place:
        loss_form.picture(fields.checked(lambda: spec.replace(loss=name, loss_settings=settings), spec), schema)
    lesson.door("losses")
    return settings


def _optimizer(name: str, spec: TrainSpec) -> dict:
    settings = _settings(OPTIMIZERS[name], spec.optimizer_settings, f"train.{name}", folded=False)
    try:
        one_clip(settings)
    except SpecError as error:
        fields.wrong(error)
    lesson.door("gradient_descent")
    lesson.door("backpropagation")
    return settings


def _schedule(spec: TrainSpec, values: dict, schema: Schema | None) -> dict:
    name = _pick("Learning-rate schedule", SCHEDULES, spec.schedule, "train.schedule")
    place = st.container()
    settings = _settings(SCHEDULES[name], spec.schedule_settings, f"train.{name}")
    own = {name: values[name] for name in ("learning_rate", "batch_size", "epochs")}
    drawn = fields.checked(lambda: spec.replace(schedule=name, schedule_settings=settings, **own), spec)
    with place:
        schedule_form.picture(drawn, schema)
    rate_form.draw(schema is None)
    lesson.door("learning_rate")
    return {"schedule": name, "schedule_settings": settings}


def _batches(size: int, spec: TrainSpec, schema: Schema | None) -> bool:
    """Which kind of descent the batch size makes, and the order of the examples."""
    examples = state.remembered("train_examples", state.experiment().data.to_json())
    st.caption(batch_words(size, examples))
    shuffle = fields.field(_SHUFFLE, spec.shuffle, "train.shuffle")
    if schema is not None:
        state.edit(data=weights_form.draw(state.experiment().data, schema))
    lesson.door("batches")
    return shuffle


def _metrics(spec: TrainSpec, schema: Schema | None) -> tuple[str, ...] | None:
    offered = [name for name, one in METRICS.items() if schema is None or schema.task in one.tasks]
    chosen = st.multiselect(
        "Metrics",
        offered,
        [m for m in spec.metrics or () if m in offered],
        key=state.key("train.metrics"),
        help=explained.help_of("train.metrics", "What is measured beside the loss."),
        format_func=lambda name: METRICS[name].title,
        placeholder="those that fit the task",
    )
    for name in chosen:
        st.caption(f"**{METRICS[name].title}**: {METRICS[name].help}")
    if any(METRICS[name].measured for name in chosen):
        st.caption("Measured on the validation examples after every epoch; each epoch then takes a little longer.")
    return tuple(chosen) or None


def nothing_yet() -> None:
    """What would be here, and the one click that gets it."""
    with st.container(border=True, key="empty", height=420, horizontal_alignment="center", vertical_alignment="center"):
        st.markdown("## Nothing is training yet", width="content")
        st.markdown(
            "Press **Train**. The network with its weights, its predictions and its loss then appear here and "
            "change as it learns.",
            width="content",
        )


def _pick(label: str, options: dict, value: str, key: str) -> str:
    names = list(options)
    return st.selectbox(
        label,
        names,
        names.index(value) if value in names else 0,
        key=state.key(key),
        format_func=lambda name: "Fits the data" if options[name] is None else options[name].title,
        help=explained.help_of(key, "  \n".join(f"**{one.title}**: {one.help}" for one in options.values() if one)),
    )


def _settings(choice, settings: dict, key: str, folded: bool = True) -> dict:
    if choice is None or not choice.params:
        if not folded:
            st.caption("It has no settings.")
        return {}
    known = {p.name for p in choice.params}
    own_settings = {name: value for name, value in settings.items() if name in known}
    if folded:
        return fields.form(choice.params, own_settings, key)
    return fields.explicit(
        choice.params,
        {p.name: fields.field(p, own_settings.get(p.name, p.default), f"{key}.{p.name}") for p in choice.params},
    )
