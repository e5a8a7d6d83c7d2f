"""The coach on the screen: what a run shows, with its evidence, its reason, a lesson, and a button that mends it."""

import pandas as pd
import streamlit as st

from nnviz import escaping
from nnviz.errors import NnvizError
from nnviz.plots import coach as plots
from nnviz.runs import mended
from nnviz.runs.run import Run
from nnviz.training.coach.gather import coach, gathered
from nnviz.training.coach.live import Watch, looked
from nnviz.training.coach.records import Diagnosis, Mend
from pages.shared import engine, frame
from pages.shared.figures import views
from pages.shared.lessons.course import LESSONS
from pages.shared.lessons.lesson import door
from pages.shared.runs import control
from pages.shared.session import state
from pages.shared.session.record import record


def draw(run: Run) -> None:
    """What the coach says of a run that has ended: the most important first and open, the rest folded."""
    status = run.status()
    if status.active or not status.epochs:
        return
    diagnoses = record().answers.get_or_make(("coach", f"{run.id}:{status.updated}"), lambda: coach(run))
    if not diagnoses:
        return
    first, *others = diagnoses
    with st.container(key="coach"):
        st.header("The coach", anchor=False)
        st.markdown(f"**{first.title}.** {escaping.markdown(first.sentence)}")
        _body(run, first, opened=True)
        for other in others:
            with st.expander(other.title):
                st.markdown(escaping.markdown(other.sentence))
                _body(run, other)


def live(run: Run) -> None:
    """A quiet line below a run under way, once something is plain; it stays as it was said until the run has ended."""
    status, watched = run.status(), record().watched
    known, watch = watched.coach
    watch = watch if known == run.id else Watch()
    if watch.is_due(status.epoch):
        watch = looked(gathered(run), watch)
    watched.coach = run.id, watch
    told = watch.told
    if told is None or not status.active:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="coach-live"):
        st.caption(f":material/lightbulb: **{told.title}.** {escaping.markdown(told.sentence)}", width="content")
        with st.popover("Why", type="tertiary"):
            st.markdown(escaping.markdown(told.reason))
            _drawn(told, f"coach-live-{told.name}", run.id)


def _body(run: Run, diagnosis: Diagnosis, opened: bool = False) -> None:
    """The reason and what to do beside the evidence."""
    words, picture = st.columns([2, 3], gap="medium")
    with words:
        st.markdown(escaping.markdown(diagnosis.reason))
        if diagnosis.mend is not None and control.mine(run):
            st.markdown(f"What may help: **{escaping.markdown(diagnosis.mend.words)}**")
            if st.button(
                "Mend it and train again",
                icon=":material/healing:",
                type="primary" if opened else "secondary",
                key=f"mend-{diagnosis.name}",
                help="A new run; the curves of this one stay beside it.",
            ):
                _begin(run, diagnosis.mend)
        if diagnosis.lesson:
            door(diagnosis.lesson, LESSONS[diagnosis.lesson].title)
    with picture:
        _drawn(diagnosis, f"coach-{diagnosis.name}", f"{run.id}:{run.status().updated}")


def _drawn(diagnosis: Diagnosis, name: str, key: str) -> None:
    """What shows it."""
    own = diagnosis.evidence
    if not own.series:
        return
    views.figure(
        lambda: plots.evidence(
            own.kind, own.x, own.series, own.x_title, own.y_title, frame.dark(), own.log, own.marks, own.limits
        ),
        name,
        key,
        lambda: pd.DataFrame({own.x_title or "of": own.x, **own.series}),
    )


def _begin(run: Run, mend: Mend) -> None:
    """Begins a run of the changed experiment, which remembers the one that it mends."""
    try:
        control.check_mine(run)
        started = engine.train(mend.experiment)
        mended.note(started, run.id, mend.words)
    except NnvizError as error:
        return engine.refusal(error)
    state.load(mend.experiment, started.id)
    st.switch_page("pages/lab/train.py", query_params={"run": started.id})
