"""What one may do with a study: pause it, go on, ask for more, stop it, and take the winner into the Lab."""

import streamlit as st

from nnviz import escaping, words
from nnviz.errors import NnvizError
from nnviz.runs.run import Run
from nnviz.studies.results import Results
from nnviz.studies.spec import MOST_VARIANTS
from nnviz.studies.store import Study
from nnviz.studies.winner import Winner, for_all_training_data
from pages.shared import engine
from pages.shared.runs import quota
from pages.shared.session import state

_WHY = (
    "Variants are compared on validation examples. Whoever chooses the best of many scores chooses luck as well: the "
    "chosen score is a little too good. The test part chooses nothing, so only it can say how good the winner is."
)


def buttons(study: Study, came_to: Results) -> None:
    """Pause and Stop while there is something to come; Resume, and more trials, afterwards."""
    keeper = engine.start()
    waits = came_to.to_come or any(row.state == "queued" for row in came_to.rows)
    if waits and st.button(
        "Pause", icon=":material/pause:", key=f"pause-{study.id}", help="What is under way finishes."
    ):
        keeper.pause_study(study)
        st.rerun()
    held = came_to.paused and len(came_to.rows) < came_to.expected
    if held and st.button("Resume", icon=":material/play_arrow:", key=f"resume-{study.id}", type="primary"):
        _go_on(study)
    if came_to.active and st.button("Stop", icon=":material/stop:", key=f"stop-{study.id}"):
        keeper.stop_study(study)
        st.rerun()
    if not came_to.active and not came_to.paused:
        _more(study, came_to)


def _more(study: Study, came_to: Results) -> None:
    kind, left = study.spec.kind, MOST_VARIANTS - came_to.expected
    whole = kind == "search" and study.spec.sampler == "grid"
    if kind not in ("search", "seeds") or left < 1 or whole:
        return
    noun = "trials" if kind == "search" else "seeds"
    with st.popover(f"More {noun}", icon=":material/add:"):
        count = st.number_input(f"How many {noun} more", 1, left, min(8 if kind == "search" else 2, left))
        if st.button("Train them", type="primary", key=f"more-{study.id}"):
            try:
                quota.check(count=1 if kind == "search" else count)
                study.more(count)
            except NnvizError as error:
                return engine.refusal(error)
            _go_on(study)


def _go_on(study: Study) -> None:
    study.resume()
    engine.start().keep_study(study, quota.at_once())
    st.rerun()


def take(study: Study, came_to: Results, best: Winner) -> None:
    """The ways from the winner into the Lab, and why the test part has no say here."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if st.button(
            "Train the winner on all training data",
            icon=":material/trophy:",
            type="primary",
            key=f"winner-{study.id}",
            help=f"On training and validation examples together, for {words.counted(best.epochs, 'epoch')}, "
            "which its score is of. The test part stays what it was.",
            disabled=came_to.active,
        ):
            _retrain(study, best)
        if st.button("Open its run", icon=":material/north_east:", key=f"take-{study.id}"):
            open_run(best.run.run)
    share = study.spec.base.data.test_fraction
    tested = f"The test part ({words.percent(share)}) is untouched." if share else "There is no test part yet: hold "
    tested = tested if share else f"{tested}one out on Data before you trust the winner's score."
    st.caption(f":material/lock: {tested}", help=_WHY)


def _retrain(study: Study, best: Winner) -> None:
    try:
        experiment = for_all_training_data(study.spec, best)
        run = engine.train(experiment)
    except NnvizError as error:
        return engine.refusal(error)
    state.load(experiment, run.id)
    st.switch_page("pages/lab/train.py", query_params={"run": run.id})


def open_run(run_id: str) -> None:
    """That run in hand, on Train."""
    try:
        state.load(Run.open(run_id).experiment, run_id)
    except NnvizError as error:
        return engine.refusal(error)
    st.switch_page("pages/lab/train.py")


def said(best: Winner, came_to: Results, text: str) -> str:
    """The best so far, in a sentence."""
    name = escaping.markdown(best.name or "this experiment")
    if best.trained > 1:
        return f"Best so far: **{name}**, {text} on average over {best.trained} trainings."
    return f"Best so far: **{name}**, {text} in epoch {best.epochs:,}."
