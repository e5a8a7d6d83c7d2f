"""An evaluation of several labels on the page: each label's scores, whose cells open their examples, and thresholds."""

import pandas as pd
import streamlit as st

from nnviz import escaping, words
from nnviz.errors import NnvizError
from nnviz.evaluation.records import Evaluation, Outcomes, scores_in_words
from nnviz.runs.run import Run
from nnviz.training.thresholds import label_thresholds, set_label_thresholds
from pages.shared.evaluate import listed
from pages.shared.evaluate.threshold import threshold_key
from pages.shared.figures import tables, views
from pages.shared.runs import control
from pages.shared.session import state, widgets

_CELLS = {"found": (True, True), "missed": (True, False), "false alarms": (False, True), "left out": (False, False)}
"""Column → whether its examples have the label, and whether they are said to have it."""
_SAME, _MOST_TOLD = 1e-9, 8
_SHARES = ("precision", "recall", "F1")


def show(evaluation: Evaluation, run_id: str, key: str, _left) -> None:
    """Scores by label; below them the examples of a cell, or those that are chosen by how wrong they are."""
    cell = _report(evaluation, key)
    if cell is None:
        listed.choose(evaluation, run_id)
        return
    label, column = cell
    positions = evaluation.outcome(label, *_CELLS[column], evaluation.meaning.cut(label))
    listed.show(evaluation, positions, f"{escaping.markdown(evaluation.schema.class_names[label])}: {column}", run_id)


def _report(evaluation: Evaluation, key: str) -> tuple[int, str] | None:
    """Draws the table of all labels and returns the (label, column) whose examples were asked for."""
    names = evaluation.schema.class_names
    rows = [_row(own, evaluation.at(k, evaluation.meaning.cut(k))) for k, own in enumerate(names)]
    widget = f"evaluate.labels:{key}"
    st.dataframe(
        tables.safe(pd.DataFrame(rows, index=list(names))).style.format(
            words.percent, subset=list(_SHARES), na_rep="none"
        ),
        key=widget,
        on_select="rerun",
        selection_mode="single-cell",
        width="content",
        height=35 * (min(len(names), 15) + 1) + 3,
    )
    st.caption(
        "Found: has the label and is said to have it. Missed: has it, and the network says no. False alarms: the "
        "network says yes, and it has not. Click a number to see its examples."
        + (" All of it is by the thresholds that were moved." if evaluation.meaning.cuts else "")
    )
    cells = widgets.value(widget, {}).get("selection", {}).get("cells", [])
    if not cells or cells[0][1] not in _CELLS:
        return None
    return int(cells[0][0]), cells[0][1]


def _row(name: str, outcome: Outcomes) -> dict:
    counts = (outcome.true_positive, outcome.false_negative, outcome.false_positive, outcome.true_negative)
    shares = (outcome.precision, outcome.recall, outcome.f1)
    return {**dict(zip(_CELLS, counts, strict=True)), **dict(zip(_SHARES, shares, strict=True))}


def thresholds(evaluation: Evaluation, run_id: str) -> None:
    """What becomes of the label in hand at the threshold that was dragged, and of all answers together."""
    names, meaning, run = evaluation.schema.class_names, evaluation.meaning, Run.open(run_id)
    in_use = label_thresholds(run) or (float(meaning.threshold),) * len(names)
    label = widgets.value(state.key("evaluate.positive"), 0)
    chosen = [widgets.value(threshold_key(k, run.id), cut) for k, cut in enumerate(in_use)]
    outcome = evaluation.at(label, chosen[label])
    st.markdown(f"**{escaping.markdown(names[label])}** above {words.plain(chosen[label], 3)}: {_in_words(outcome)}")
    best = evaluation.best_threshold(label)
    if best == best:
        st.caption(
            f"On these examples its F1 is greatest at {words.plain(best, 3)}: "
            f"{words.percent(evaluation.at(label, best).f1)}. Choose thresholds on the validation part, and test them "
            "once."
        )
    together = scores_in_words(evaluation.with_thresholds(chosen).scores)
    views.numbers({**_shares(outcome), **together}, "thresholds")
    _take(run, names, in_use, tuple(chosen))


def _take(run: Run, names: tuple[str, ...], in_use: tuple[float, ...], chosen: tuple[float, ...]) -> None:
    """The button that makes the chosen thresholds those of the whole app, exports and servers; what is in use, in
    words."""
    moved = [k for k, cut in enumerate(in_use) if abs(cut - chosen[k]) > _SAME]
    pairs = [f"{escaping.markdown(name)} {words.plain(cut, 3)}" for name, cut in zip(names, in_use, strict=True)]
    told = f"{', '.join(pairs[:_MOST_TOLD])}{' …' * (len(pairs) > _MOST_TOLD)}."
    with st.container(horizontal=True, vertical_alignment="center"):
        if moved and control.mine(run):
            st.button("Use these thresholds", icon=":material/check:", key="thresholds-take", on_click=_keep,
                      args=(run.id, chosen))  # fmt: skip
        st.caption(f"All pages, exports and servers say yes above: {told}", width="content")


def _keep(run_id: str, thresholds: tuple[float, ...]) -> None:
    try:
        set_label_thresholds(run_id, thresholds)
    except NnvizError as error:
        st.toast(str(error), icon=":material/error:")


def _shares(outcome: Outcomes) -> dict[str, str]:
    named = {"Precision": outcome.precision, "Recall": outcome.recall}
    return {name: "none" if share != share else words.percent(share) for name, share in named.items()}


def _in_words(outcome: Outcomes) -> str:
    return (
        f"**{outcome.true_positive:,}** found, **{outcome.false_negative:,}** missed, "
        f"**{outcome.false_positive:,}** false alarms, **{outcome.true_negative:,}** correctly left out"
    )
