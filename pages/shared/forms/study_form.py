"""The controls of a study: what varies in the experiment in hand → its specification."""

import streamlit as st

from nnviz.errors import NnvizError, SpecError
from nnviz.params import Param
from nnviz.specs import Experiment
from nnviz.studies.knobs import KNOBS, SEARCHED, SWITCHES
from nnviz.studies.spec import MOST_VARIANTS, StudySpec
from pages.shared.forms import fields, learning_form
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
_GRID = {
    "learning_rate": "0.001, 0.01, 0.1",
    "batch_size": "16, 64",
    "units": "4, 8, 16",
    "dropout": "0, 0.3",
    "l2": "0, 0.01",
}
_RANGES = {
    "learning_rate": (0.0001, 0.3),
    "batch_size": (8, 128),
    "units": (4, 64),
    "dropout": (0.0, 0.5),
    "l2": (0.0, 0.1),
}


def draw() -> StudySpec | None:
    """The specification that the controls say; None, with a sentence beside a control, where it cannot be one."""
    base = _base()
    kind = st.selectbox("Kind", list(_KINDS), format_func=_KINDS.get, key="study.kind", persist_state="session")
    st.caption(_HELP[kind])
    try:
        spec = _DRAWN[kind](base)
        count = spec.count if kind == "search" else len(spec.variants)
        _ = kind == "search" and spec.variants
    except NnvizError as error:
        fields.wrong(error)
        return None
    st.caption(f"{count} runs of up to {base.train.epochs:,} epochs.")
    return spec


def _base() -> Experiment:
    experiment = state.experiment()
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
    return StudySpec(base=base, kind="with_and_without", switch=switch)


def _count(label: str, name: str, default: int, most: int) -> int:
    return fields.field(Param(name, "int", default, "", minimum=2, maximum=most, label=label), default, f"study.{name}")


def _seeds(base: Experiment) -> StudySpec:
    return StudySpec(base=base, kind="seeds", count=_count("How many seeds", "seeds", 4, 20))


def _folds(base: Experiment) -> StudySpec:
    return StudySpec(base=base, kind="folds", count=_count("How many folds", "folds", 5, 20))


def _varied(default: list[str]) -> list[str]:
    chosen = st.multiselect(
        "What varies",
        SEARCHED,
        default,
        format_func=lambda name: KNOBS[name].title,
        key="study.knobs",
        help=explained.help_of("study.knobs"),
    )
    if not chosen:
        raise SpecError("Nothing varies yet.", fix="Choose at least one thing above.", where="knobs")
    return chosen


def _grid(base: Experiment) -> StudySpec:
    values = {}
    for name in _varied(["learning_rate"]):
        param = KNOBS[name].param
        if param.kind == "choice":
            values[name] = _choices(name)
            continue
        words = explained.help_of(f"study.grid.{name}", "Values separated by commas.")
        typed = st.text_input(param.title, _GRID[name], key=f"study.grid.{name}", help=words)
        values[name] = tuple(param.check(part.strip()) for part in typed.split(",") if part.strip())
        if not values[name]:
            raise SpecError(f"{param.title} has no values.", fix="Type a few, separated by commas.", where=name)
    return StudySpec(base=base, kind="grid", values=values)


def _search(base: Experiment) -> StudySpec:
    values = {}
    for name in _varied(["learning_rate", "units"]):
        param = KNOBS[name].param
        if param.kind == "choice":
            values[name] = _choices(name)
            continue
        lowest, highest = st.columns(2)
        ends = []
        for column, label, default in zip((lowest, highest), ("from", "to"), _RANGES[name], strict=True):
            key = f"study.{label}.{name}"
            typed = column.text_input(f"{param.title} {label}", f"{default:g}", key=key, help=explained.help_of(key))
            ends.append(param.check(typed))
        values[name] = tuple(ends)
    trials = _count("Trials", "trials", 12, MOST_VARIANTS)
    sampler = st.segmented_control(
        "Drawn by",
        ["tpe", "random"],
        default="tpe",
        required=True,
        format_func={"tpe": "TPE", "random": "Chance"}.get,
        key="study.sampler",
        help="TPE (tree-structured Parzen estimator) draws more where earlier trials did well.",
    )
    prune = st.toggle("End hopeless trials early", True, key="study.prune", help="When most did better by then.")
    return StudySpec(base=base, kind="search", values=values, count=trials, sampler=sampler, prune=prune)


def _choices(name: str) -> tuple[str, ...]:
    param = KNOBS[name].param
    key = f"study.choices.{name}"
    chosen = st.multiselect(param.title, param.choices, list(param.choices[:3]), key=key, help=explained.help_of(key))
    if len(chosen) < 2:
        raise SpecError(f"{param.title} needs two values or more to vary.", where=name)
    return tuple(chosen)


_DRAWN = {
    "with_and_without": _with_and_without,
    "seeds": _seeds,
    "folds": _folds,
    "learning_curve": learning_form.draw,
    "grid": _grid,
    "search": _search,
}
