"""Layers of a trained network under a new head: transfer learning, and what stands there once layers are taken."""

from datetime import datetime

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnviz import escaping, words
from nnviz.errors import NnvizError
from nnviz.models import edits, wiring
from nnviz.models.pretrained_catalog import PRETRAINED
from nnviz.runs.run import Run, RunRecord
from nnviz.specs import Experiment, LayerSpec
from pages.shared import engine
from pages.shared.builder import history
from pages.shared.runs import control
from pages.shared.session import owner, state
from pages.shared.session.record import record

_MOST = 60


def popover() -> None:
    """Choosing a run, up to which of its layers, and whether these are frozen."""
    with st.popover("Take trained layers", icon=":material/move_down:", key="build-take", width="stretch"):
        st.markdown(
            "The first layers of a network that you trained, with what they have learnt; the last one is made anew for "
            "the data in hand, and learns alone as long as the others are frozen."
        )
        _from_run()
        with st.expander("One that was trained on photographs"):
            _pretrained()


def _from_run() -> None:
    runs = _runs()
    if not runs:
        st.caption("You have no trained network yet. Train one, or open a trained file below, under Open, save, share.")
        return
    chosen = st.selectbox("Run", runs, format_func=_name, key="build-take-run")
    try:
        experiment = Run.open(chosen.id).experiment
    except NnvizError as error:
        return engine.refusal(error)
    layers = _takeable(experiment)
    if not layers:
        st.caption("That network has no layer before its output.")
        return
    up_to = st.selectbox(
        "Up to the layer",
        layers,
        len(layers) - 1,
        format_func=_layer_name,
        key=f"build-take-up-to-{chosen.id}",
        help="The first layers find what many data share; the last ones know the old classes best, which may not "
        "help with new ones.",
    )
    problem = st.container()
    freeze = st.toggle("Freeze them", True, key="build-take-freeze", help="Training leaves their weights alone.")
    if st.button("Take these layers", type="primary", key="build-take-do"):
        data = state.experiment().data
        _put(problem, "take_layers", chosen.id, data, up_to.id, freeze, what="Fitting the layers to the data")


def _pretrained() -> None:
    """A network of keras.applications, its weights downloaded."""
    name = st.selectbox(
        "Network",
        list(PRETRAINED),
        format_func=lambda name: f"{PRETRAINED[name].title} ({words.memory(PRETRAINED[name].size)})",
        key="build-pretrained",
    )
    st.caption(
        "Trained by others on ImageNet, 1.3 million photographs. It takes colour images of at least "
        f"{PRETRAINED[name].least} pixels a side; its weights are downloaded once."
    )
    problem = st.container()
    freeze = st.toggle("Freeze its layers", True, key="build-pretrained-freeze")
    if st.button("Take its layers", key="build-pretrained-do"):
        data = state.experiment().data
        _put(problem, "take_pretrained", name, data, freeze, owner.owner(), what=f"Getting {PRETRAINED[name].title}")


def standing() -> None:
    """Which layers of the network in hand are taken, and from where."""
    model = history.model()
    if model.taken is None:
        return
    layers = [layer for layer in model.layers if layer.id in model.taken.layers]
    frozen = [layer for layer in layers if not layer.trainable]
    with st.container(key="build-taken", gap="small"):
        names = escaping.markdown(words.few([layer.keras_name for layer in layers]))
        icon = "lock" if frozen else "move_down"
        state_words = "and frozen" if frozen and len(frozen) == len(layers) else f"{len(frozen)} of them frozen"
        st.markdown(
            f":material/{icon}: **{names}**: taken from {_source(model.taken.run)}, "
            + (state_words if frozen else "and free to learn")
            + "."
        )
        told = record().building.taken_told
        if told and told[1] and told[0] == model.taken:
            st.caption(escaping.markdown(told[1]))
        with st.container(horizontal=True, gap="small"):
            st.button(
                "Unfreeze" if frozen else "Freeze",
                icon=":material/lock_open:" if frozen else ":material/lock:",
                type="tertiary",
                key="build-taken-freeze",
                on_click=_set_frozen,
                args=(tuple(layer.id for layer in layers), not frozen),
            )
            st.button(
                "New weights",
                icon=":material/restart_alt:",
                type="tertiary",
                key="build-taken-forget",
                on_click=_forget,
                help="Start with new weights: the same layers, all of them free to learn, from random numbers.",
            )


def _runs() -> list[RunRecord]:
    """Runs that have ended and may have a network, the newest first."""
    ended = [run for run in Run.recent(limit=_MOST, owner=owner.whose()) if run.state in ("finished", "stopped")]
    return [run for run in ended if control.mine(run)]


def _name(run: RunRecord) -> str:
    score = run.scores.get("val_accuracy", run.scores.get("accuracy"))
    made = datetime.fromtimestamp(run.created).strftime("%-d %b %H:%M")
    parts = [run.title, words.percent(score) if score is not None else "", made]
    return " · ".join(part for part in parts if part)


def _layer_name(layer: LayerSpec) -> str:
    return layer.keras_name if layer.keras_name == layer.id else f"{layer.keras_name} ({layer.kind})"


def _takeable(experiment: Experiment) -> list[LayerSpec]:
    ends = wiring.outputs(experiment.model)
    return [layer for layer, _ in wiring.used(experiment.model) if layer.id not in ends and not layer.is_input]


def _put(problem: DeltaGenerator, task: str, *arguments, what: str) -> None:
    """Takes in hand what a task makes of a trained network and the data in hand; a refusal is told at `problem`."""
    with problem:
        try:
            transfer = engine.ask(task, *arguments, what=what)
        except NnvizError as error:
            return engine.refusal(error)
    history.begin(transfer.model)
    record().building.taken_told = (transfer.model.taken, transfer.told)
    st.rerun()


def _set_frozen(layer_ids: tuple[str, ...], frozen: bool) -> None:
    model = history.model()
    for layer_id in layer_ids:
        model = edits.set_trainable(model, layer_id, not frozen)
    history.put(model)


def _forget() -> None:
    model = history.model()
    for layer_id in model.taken.layers if model.taken else ():
        model = edits.set_trainable(model, layer_id, True)
    history.put(model.replace(taken=None))


def _source(run_id: str) -> str:
    try:
        return f"[{escaping.markdown(Run.open(run_id).record.title)}](train?run={run_id})"
    except NnvizError:
        return "a run that is not here any more"
