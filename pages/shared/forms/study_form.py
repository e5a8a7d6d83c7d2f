"""The controls of a study: what varies in the experiment in hand → its specification."""

import streamlit as st

from nnviz import words
from nnviz.errors import NnvizError
from nnviz.params import Param
from nnviz.specs import Experiment
from nnviz.studies.knobs import KNOBS, SWITCHES
from nnviz.studies.spec import StudySpec
from pages.shared.forms import fields, fold_form, learning_form, varied_form
from pages.shared.lessons import explained
from pages.shared.session import state

_KINDS = {
    "with_and_without": "With and without",
    "seeds": "Seeds",
    "folds": "Folds (cross-validation)",
    "learning_curve": "Number of examples",
    "grid": "Grid",
    "search": "Search",
}
_HELP = {
    "with_and_without": "The same network twice: does one thing help?",
    "seeds": "The same experiment from other first weights: how much of a score is luck?",
    "folds": "Each part of the data validates once: a score that does not hang on one split.",
    "learning_curve": "The same network with fewer and more examples: would more data help, and do taken layers?",
    "grid": "Every combination of a few values.",
    "search": "Each trial learns from the ones before it which settings do well.",
}


def draw() -> StudySpec | None:
    """The specification that the controls say; None, with a sentence beside a control, where it cannot be one."""
    base = in_hand()
    kind = st.selectbox("Kind", list(_KINDS), format_func=_KINDS.get, key="study.kind", persist_state="session")
    st.caption(_HELP[kind])
    with fields.refused() as sentences:
        try:
            spec = _DRAWN[kind](base)
            variants = spec.variants
        except NnvizError as error:
            fields.wrong(error)
            return None
        base = _epochs(spec.base)
    if sentences:
        return None
    spec = spec.replace(base=base)
    count = spec.trials if kind == "search" else len(variants)
    st.caption(f"{words.counted(count, 'run')} of up to {base.train.epochs:,} epochs.")
    return spec


def in_hand() -> Experiment:
    """What a study starts from: the experiment in hand, for as many epochs as are asked for."""
    return state.experiment()


def _epochs(experiment: Experiment) -> Experiment:
    epochs = Param("epochs", "int", 100, "Of every run.", minimum=1, maximum=10_000, label="Epochs of each run")
    chosen = fields.field(epochs, experiment.train.epochs, "study.epochs")
    return experiment.replace(train=experiment.train.replace(epochs=chosen))


def _with_and_without(base: Experiment) -> StudySpec:
    switch = st.selectbox(
        "Of",
        list(SWITCHES),
        format_func=lambda name: KNOBS[name].title,
        key="study.switch",
        persist_state="session",
        help=explained.help_of("study.switch"),
    )
    return StudySpec(base=base, kind="with_and_without", switch=switch, **fold_form.again())


def _seeds(base: Experiment) -> StudySpec:
    count = Param("seeds", "int", 4, "", minimum=2, maximum=20, label="How many seeds")
    return StudySpec(base=base, kind="seeds", count=fields.field(count, 4, "study.seeds"))


_DRAWN = {
    "with_and_without": _with_and_without,
    "seeds": _seeds,
    "folds": fold_form.draw,
    "learning_curve": learning_form.draw,
    "grid": varied_form.grid,
    "search": varied_form.search,
}
