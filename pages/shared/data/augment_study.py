"""With the changes on the Augment tab and without, side by side on a small sample: a study of two runs, in numbers."""

import streamlit as st

from nnviz import escaping
from nnviz.errors import NnvizError
from nnviz.studies.augmentation_gap import EPOCHS, EXAMPLES, with_and_without
from nnviz.studies.results import results
from nnviz.studies.store import Study
from pages.shared import engine, frame
from pages.shared.figures import lines
from pages.shared.runs import study_view
from pages.shared.session import owner, state
from pages.shared.session.record import record

_SECONDS = 1.5


def draw() -> None:
    """The button that trains both, and what they come to."""
    st.markdown("#### Does it help?")
    frame.caption(
        "The network in hand, trained twice on a small sample of the training examples: without the changes above, "
        "and with them. What augmentation is for is the gap between what it has seen and what is new."
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        examples = st.number_input("Training examples", 20, 5000, EXAMPLES, 20, key="augment.examples", width=170)
        epochs = st.number_input("Epochs", 5, 1000, EPOCHS, 5, key="augment.epochs", width=130)
        if st.button("Train with and without", icon=":material/compare:", key="augment.compare"):
            try:
                spec = with_and_without(state.experiment(), int(examples), int(epochs))
                record().augment_study = engine.study(spec).id
            except NnvizError as error:
                engine.refusal(error)
    study = _study()
    if study is not None:
        st.fragment(_watch, run_every=_SECONDS if results(study).active else None)(study)


def _study() -> Study | None:
    try:
        study = Study.open(record().augment_study) if record().augment_study else None
    except NnvizError:
        return None
    return study if study is not None and owner.whose() in (None, study.owner) else None


def _watch(study: Study) -> None:
    came_to = results(study)
    _said(study, came_to)
    study_view.draw(study, came_to)
    if not came_to.active and record().augment_watched != study.id:
        record().augment_watched = study.id
        st.rerun()


def _said(study: Study, came_to) -> None:
    if came_to.active:
        ended = sum(row.state == "finished" for row in came_to.rows)
        st.caption(f"Training both, {ended} of 2 ended. The gap is measured when both have.")
        return
    try:
        gap = engine.ask_once("augmentation_gap", study.id, key=study.id, what="Measuring both networks")
    except NnvizError as error:
        engine.refusal(error)
        return
    st.markdown(escaping.markdown(gap.said))
    lines.lines("nnviz.studies.augmentation_gap", "gap_of_study", (study.id,), "gap", "print(gap.said)")
