"""The controls of the Train page: how to learn, and the buttons that say when."""

import streamlit as st

from nnviz.data.schema import Schema
from nnviz.errors import SpecError
from nnviz.params import Param
from nnviz.runs.run import Status
from nnviz.specs import TrainSpec
from nnviz.training.catalog import one_clip
from pages.shared.forms import fields
from pages.shared.lessons import explained, lesson
from pages.shared.session import state
from pages.shared.session.record import record

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
_FOLDED = (
    Param(
        "early_stopping",
        "int",
        0,
        "Epochs without a better validation loss before it ends; 0 never.",
        minimum=0,
        maximum=10_000,
        label="Early stopping",
    ),
    Param("shuffle", "bool", True, "A new order of the examples every epoch."),
    Param(
        "seed",
        "int",
        0,
        "Of the weights, the order and dropout: the same seed gives the same numbers.",
        minimum=0,
        maximum=2**31 - 1,
    ),
)


def draw(spec: TrainSpec, schema: Schema | None, optimizers, losses, schedules, metrics) -> TrainSpec:
    """Draws the form and returns the checked settings; what does not fit keeps its last good value."""
    values = {}
    values["optimizer"] = _pick("Optimizer", optimizers, spec.optimizer, "train.optimizer")
    values["learning_rate"] = fields.field(_RATE, spec.learning_rate, "train.learning_rate")
    first, second = st.columns(2)
    with first:
        values["batch_size"] = fields.field(_BATCH, spec.batch_size, "train.batch_size")
    with second:
        values["epochs"] = fields.field(_EPOCHS, spec.epochs, "train.epochs")
    fitting = {name: one for name, one in losses.items() if schema is None or schema.task in one.tasks}
    values["loss"] = _pick("Loss", {"auto": None, **fitting}, spec.loss, "train.loss")
    values["loss_settings"] = _settings(losses.get(values["loss"]), spec.loss_settings, f"train.loss.{values['loss']}")
    with st.expander(f"{optimizers[values['optimizer']].title} settings"):
        values["optimizer_settings"] = _settings(
            optimizers[values["optimizer"]], spec.optimizer_settings, f"train.{values['optimizer']}", folded=False
        )
        try:
            one_clip(values["optimizer_settings"])
        except SpecError as error:
            fields.wrong(error)
        lesson.door("gradient_descent")
        lesson.door("backpropagation")
    with st.expander("Schedule, metrics, seed"):
        values["schedule"] = _pick("Learning-rate schedule", schedules, spec.schedule, "train.schedule")
        values["schedule_settings"] = _settings(
            schedules[values["schedule"]], spec.schedule_settings, f"train.{values['schedule']}", folded=False
        )
        lesson.door("learning_rate")
        values |= {p.name: fields.field(p, getattr(spec, p.name), f"train.{p.name}") for p in _FOLDED}
        lesson.door("batches")
        offered = [name for name, one in metrics.items() if schema is None or schema.task in one.tasks]
        chosen = st.multiselect(
            "Metrics",
            offered,
            [m for m in spec.metrics or () if m in offered],
            key=state.key("train.metrics"),
            help=explained.help_of("train.metrics", "What is measured beside the loss."),
            format_func=lambda name: metrics[name].title,
            placeholder="those that fit the task",
        )
        values["metrics"] = tuple(chosen) or None
    return fields.checked(lambda: TrainSpec(**values), spec)


def buttons(status: Status | None, blocked: bool = False) -> None:
    """Train, pause, step and stop; `asked` tells what was pressed.

    Args:
        blocked: whether no new run may begin; see `pages.shared.runs.obstacles`.
    """
    running = status is not None and status.state in ("running", "queued")
    paused = status is not None and status.state == "paused"
    with st.container(horizontal=True, gap="small", key="train-buttons"):
        if running:
            _button("pause", "Pause", "pause", type="primary")
        elif paused:
            _button("run", "Go on", "play_arrow", type="primary")
        else:
            _button("train", "Train", "play_arrow", type="primary", disabled=blocked)
        without = running or (blocked and not paused)
        _button("step", "Step", "skip_next", disabled=without, help="Train one epoch, then pause")
        _button(
            "stop", "Stop", "stop", disabled=not (running or paused), help="End now; the model and its history are kept"
        )
    if paused:
        _button(
            "train",
            "Start again",
            "restart_alt",
            key="again",
            disabled=blocked,
            width="stretch",
            help="End this run, and train a new one from the beginning with the settings below",
        )


def asked() -> str | None:
    """What was pressed: "train", "run", "pause", "step", "stop" or None; told once.

    A press is noted before the page begins to run: a run of the page that another one cuts short loses none.
    """
    session = record()
    command, session.asked = session.asked, None
    return command


def _button(command: str, label: str, icon: str, key: str = "", **look) -> None:
    st.button(label, icon=f":material/{icon}:", key=key or command, on_click=_note, args=(command,), **look)


def _note(command: str) -> None:
    record().asked = command


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
