"""Single weights that a person typed of a network that does not train: of a run that has ended, or one that has not
begun. Training goes on, or begins, from there."""

import streamlit as st

from nnviz import escaping, words
from nnviz.errors import NnvizError
from nnviz.params import required
from nnviz.runs.changes import CHANGES
from nnviz.runs.run import Run
from nnviz.specs import Experiment
from pages.shared import engine
from pages.shared.runs import control, untrained
from pages.shared.session import owner, state
from pages.shared.session.record import record

_MOST = 100


def of(subject: str) -> tuple[dict, ...]:
    """The weights that were typed of a run, by its id, or of an untrained network, by its address."""
    known, edits = record().watched.edits
    return edits if known == subject else ()


def of_untrained(experiment: Experiment) -> tuple[dict, ...]:
    """Those of the experiment's network before training."""
    return of(untrained.address(experiment, owner.owner()))


def note(subject: str, values: dict) -> None:
    """Takes a weight that was typed; a later one for the same place counts. Raises SpecError for what is none."""
    edit = required(CHANGES["weight"], values)
    others = tuple(own for own in of(subject) if _place(own) != _place(edit))
    record().watched.edits = subject, (*others, edit)[-_MOST:]


def forget() -> None:
    record().watched.edits = "", ()


def changes(edits: tuple[dict, ...]) -> list[tuple[str, dict]]:
    """The same as a new run is asked for them."""
    return [("weight", edit) for edit in edits]


def draw_untrained(experiment: Experiment) -> None:
    """What was typed of the network that has not begun; Train begins with it."""
    edits = of_untrained(experiment)
    if edits:
        with st.container(horizontal=True, gap="small", vertical_alignment="center", key="edited-weights"):
            st.caption(f":material/edit: {_told(edits)} Train begins with that.", width="content")
            _forget_button()


def draw_of_run(run: Run) -> None:
    """What was typed of a run that has ended, and going on from there as a new run."""
    edits = of(run.id)
    if not edits:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="edited-weights"):
        st.caption(f":material/edit: {_told(edits)} A new run goes on from there.")
        usual = max(1, min(10_000, run.experiment.train.epochs - run.record.counts_from))
        more = st.number_input("More epochs", 1, 10_000, usual, key=state.key(f"edited-more.{run.id}"), width=140)
        if st.button("Train on with it", icon=":material/play_arrow:", type="primary", key="edited-train"):
            _begin(run, int(more), edits)
        _forget_button()


def _begin(run: Run, more: int, edits: tuple[dict, ...]) -> None:
    try:
        control.check_mine(run)
        moment = run.at()
        experiment = moment.experiment(more)
        started = engine.train(experiment, start_from=moment, changes=changes(edits))
    except NnvizError as error:
        return engine.refusal(error)
    forget()
    state.load(experiment, started.id)
    st.switch_page("pages/lab/train.py", query_params={"run": started.id})


def _forget_button() -> None:
    st.button("Undo", icon=":material/undo:", type="tertiary", key="edited-undo", on_click=forget)


def _place(edit: dict) -> tuple:
    return edit["layer"], edit["row"], edit["unit"]


def _told(edits: tuple[dict, ...]) -> str:
    """ "Weight of dense_1 (input 1, unit 2) → 0.5." """
    each = [
        f"{edit['layer']} (input {edit['row'] + 1}, unit {edit['unit'] + 1}) → {words.setting(edit['value'])}"
        for edit in edits
    ]
    noun = "Weight typed" if len(edits) == 1 else f"{len(edits)} weights typed"
    return f"{noun}: {escaping.markdown(words.few(each, 3))}."
