"""What decides an example, where the data were made so that it is known; and whether an explanation finds it."""

import numpy as np
import streamlit as st

from nnviz import escaping
from nnviz.data.catalog import SOURCES
from nnviz.errors import NnvizError
from nnviz.explanation.catalog import check_cost
from nnviz.explanation.records import Attribution
from nnviz.explanation.target import Chosen
from nnviz.explanation.truth_records import Agreement, KnownTruth
from nnviz.inspection.examples import Examples
from nnviz.plots.series import marked_series
from nnviz.plots.truth import marked_images
from nnviz.runs.run import Run
from pages.shared import engine, frame
from pages.shared.data.examples import known_truth
from pages.shared.data.pictures import marked_words
from pages.shared.figures import explained_beside, in_parts, lines, views
from pages.shared.figures.trusted import Checked

_MODULE = "nnviz.explanation.truth_of_run"
_PICTURE = 160
_AT_ONCE = 10


def is_known(run: Run) -> bool:
    """Whether the run's data were made so that what decides is known."""
    source = SOURCES.get(run.experiment.data.source)
    return source is not None and source.truth


def show(run: Run, key: str, held_out: Examples, position: int) -> KnownTruth | None:
    """What decides the example in hand, in words and marked; None where that is not known."""
    if held_out.is_own or not is_known(run):
        return None
    asked = (run.reference, held_out.split, (int(held_out.indexes[position]),))
    try:
        known = engine.ask_once("truth", *asked, key=f"{key}:{asked}", what="Looking up what decides")
    except NnvizError as error:
        st.caption(f":material/verified: {escaping.markdown(error)}")
        return None
    known_truth(run.experiment.data.source, "The truth is known here", known.words)
    if known.kind != "vector":
        with st.expander(f"See {known.noun}"):
            _marked(known, held_out, position, f"{key}:{asked}")
    return known


def score(known: KnownTruth | None, result: Attribution) -> None:
    """One line below an attribution: how far it agrees with the truth."""
    if known is None or result.target.layer:
        return
    values = explained_beside.values_of(result, known.place)
    if np.shape(values)[: known.parts.ndim - 1] == known.parts.shape[1:]:
        verdict = known.of(result.target.index).agreement(values[None]).verdict
        st.markdown(f":material/verified: {escaping.markdown(verdict)}")


def agreement(run: Run, key: str, held_out: Examples, position: int, target: Chosen, checked: Checked) -> None:
    """Whether a method finds what decides the chosen examples; nothing where that is not known."""
    if held_out.is_own or not is_known(run):
        return
    st.header("Does it agree with the truth?", anchor=False)
    after = (target, checked.method, {})
    questions = in_parts.Questions("agreement", (run.reference, held_out.split), checked.indexes, after, key, _AT_ONCE)
    shape = held_out.schema.shapes
    answers = in_parts.ask(
        questions, lambda count: check_cost(checked.method, count, shape, orders=0), shape, "Check", "trust-agreement"
    )
    if answers is None:
        return
    found = Agreement.joined(answers)
    st.markdown(escaping.markdown(found.verdict))
    frame.caption(
        "These data were made, so that what decides each example is known. The map counts by its size, whatever its "
        "sign."
    )
    lines.lines(_MODULE, "agreement_of_run", (run.reference, held_out.split, checked.indexes, *after), "found")


def _marked(known: KnownTruth, held_out: Examples, position: int, key: str) -> None:
    """The example with what decides marked."""
    schema, parts, dark = held_out.schema, known.parts[0], frame.dark()
    if schema.kind == "image":
        image = held_out.thumbnails(np.array([position]), _PICTURE)[0]
        views.figure(lambda: marked_images(image[None], parts[None], dark=dark), "truth", key)
    elif schema.kind == "sequence":
        series, names = held_out.inputs[position], schema.feature_names
        views.figure(lambda: marked_series(series, parts, names, dark), "truth", key)
    else:
        st.markdown(marked_words(held_out.value_texts(position), parts))
