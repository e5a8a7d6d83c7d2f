"""How an evaluation opens: which examples are scored, its numbers, and which view of them is shown."""

import streamlit as st

from nnviz import words
from nnviz.evaluation.records import Evaluation, scores_in_words, told
from pages.shared import frame
from pages.shared.explain import columns
from pages.shared.figures import views
from pages.shared.lessons import explained
from pages.shared.session import state

_PARTS = {"test": "Test", "validation": "Validation", "train": "Training"}
_FIRST = ("accuracy", "exact_match", "r2", "r2_mean", "f1", "macro_f1", "auc", "hamming", "mae", "rmse", "rmse_scaled")
"""Scores, those that open the page first."""
_OPENING = 3
_TITLES = {
    "mistakes": "Mistakes",
    "threshold": "Threshold",
    "curves": "Curves",
    "calibration": "Calibration",
    "classes": "By class",
    "slices": "Where it errs",
    "groups": "Groups",
    "baselines": "To beat",
    "columns": "By which columns",
}


def choose_part(parts: dict[str, int]) -> str:
    """Which part of the data is scored: the test part where there is one."""
    there = [name for name, count in parts.items() if count]
    part = st.segmented_control(
        "Examples",
        there,
        default=there[0],
        required=True,
        key=state.key("evaluate.part"),
        help=explained.help_of("evaluate.part"),
        format_func=_PARTS.__getitem__,
    )
    if part == "train":
        st.caption(":material/warning: Training saw these examples: a good score here says little.")
    elif not parts["test"] and part == "validation":
        frame.caption(
            "Validation examples helped to choose when to stop and what to keep. For one last, honest number, set a "
            "test share on the Data page."
        )
    return part


def numbers(evaluation: Evaluation) -> None:
    """Three scores with their intervals, in words of their own unit; the others behind More."""
    first = ("mae", "rmse") if evaluation.schema.reconstructs else _FIRST
    order = sorted(evaluation.scores, key=lambda name: first.index(name) if name in first else len(first))
    named = scores_in_words({name: evaluation.scores[name] for name in order})
    ranges = {name: _range(evaluation, name) for name in order}
    told_here = list(zip(order, named.items(), strict=True))
    notes = [ranges[name] for name in order[:_OPENING]]
    with st.container(horizontal=True, gap="large", vertical_alignment="center", key="evaluate-opening"):
        views.numbers(dict(pair for _, pair in told_here[:_OPENING]), notes=notes, width="content")
        if len(order) > _OPENING:
            with st.popover("More", type="tertiary"):
                for name, (title, value) in told_here[_OPENING:]:
                    st.markdown(f"{title} **{value}** :gray[{ranges[name]}]")


def about(evaluation: Evaluation) -> None:
    """How many examples, and what the grey numbers are."""
    first = f"The first {evaluation.size:,} of {evaluation.total:,}" if evaluation.size < evaluation.total else None
    told_here = f"{first or f'{evaluation.size:,}'} example{'s' * (evaluation.total != 1)}. "
    if evaluation.intervals:
        told_here += "In grey: between which two numbers each score lies with 95 % certainty."
    frame.caption(told_here)


def _range(evaluation: Evaluation, name: str) -> str:
    if name not in evaluation.intervals:
        return ""
    low, high = (told(name, value) for value in evaluation.intervals[name])
    return f"{low.removesuffix(' %')} to {high}"


def choose_view(evaluation: Evaluation) -> str:
    """What is shown below the numbers; the first view where nobody chose."""
    fitting = fitting_views(evaluation)
    return st.segmented_control(
        "Shown",
        fitting,
        default=fitting[0],
        required=True,
        format_func=lambda name: _TITLES[name] if name != "mistakes" or _has_classes(evaluation) else "Errors",
        key=state.key("evaluate.view"),
        label_visibility="collapsed",
    )


def fitting_views(evaluation: Evaluation) -> list[str]:
    """The views that say something of such data."""
    schema = evaluation.schema
    names = ["mistakes"]
    if schema.task != "regression":
        names += ["threshold", "curves", *(["calibration"] if evaluation.meaning.shown == "probability" else [])]
    if schema.has_classes:
        names.append("classes")
    names.append("slices")
    if schema.task != "regression":
        names.append("groups")
    return [*names, "baselines", *(["columns"] if columns.tables(schema) else [])]


def _has_classes(evaluation: Evaluation) -> bool:
    return evaluation.schema.task != "regression"


def percent(share: float) -> str:
    """A share, or that there is none."""
    return "none" if share != share else words.percent(share)
