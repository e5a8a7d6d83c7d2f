"""Chosen runs on the same examples: scores, whether they differ by more than chance, and what each says of one."""

import pandas as pd
import streamlit as st

from nnviz import escaping
from nnviz.errors import NnvizError
from nnviz.evaluation.comparison_records import Comparison, Difference
from nnviz.evaluation.records import difference_words, is_better_high, p_words, scores_in_words
from nnviz.runs.run import Run
from pages.shared import engine, frame
from pages.shared.figures import doors, tables, views
from pages.shared.runs import overlay
from pages.shared.session import widgets

_DISPUTED = 8
_PARTS = {"test": "Test", "validation": "Validation"}


def draw(runs: list[Run]) -> None:
    """The section of the page."""
    st.header("On the same examples", anchor=False)
    trained = [run for run in runs if run.model_path.is_file()]
    if len(trained) < 2:
        st.caption("Fewer than two of these runs have a network that can be asked.")
        return
    ids = tuple(run.id for run in trained)
    try:
        parts = engine.ask_once("parts_of_runs", ids, key=f"{ids}", what="Reading their data")
        there = [name for name in _PARTS if parts[name]]
        if not there:
            st.caption("No example is held out by all of them: set a test or a validation share on the Data page.")
            return
        part = st.segmented_control(
            "Examples", there, default=there[0], required=True, key=f"runs-part-{len(there)}", format_func=_PARTS.get
        )
        stamps = tuple(run.status().updated for run in trained)
        found = engine.ask_once(
            "compare_runs", ids, part, key=f"{ids}:{part}:{stamps}", what="Asking every network about the same examples"
        )
    except NnvizError as error:
        engine.refusal(error)
        return
    called = overlay.names(trained)
    _scores(found, called)
    _same_example(found, called, trained)


def _scores(found: Comparison, called: list[str]) -> None:
    table = pd.DataFrame(
        [{"Run": name, **scores_in_words(values)} for name, values in zip(called, found.scores, strict=True)]
    )
    tables.shown(table, hide_index=True, key="runs-scores")
    for name, own in zip(called[1:], found.differences, strict=True):
        st.markdown(f"{escaping.markdown(name)}: {_said(own)}")
    views.take_away_table(lambda: table, "runs-scores")
    by_test = "McNemar's exact test" if found.schema.task != "regression" else "a paired bootstrap"
    many = " p is corrected for how many are compared (Holm)." if len(called) > 2 else ""
    frame.caption(
        f"{found.size:,} {found.part} examples that none of them learnt from. Differences are from the first run; the "
        f"range holds 95 % of what other examples would give (paired bootstrap); p, by {by_test}, is how likely chance "
        f"alone makes such a difference.{many}"
    )


def _said(own: Difference) -> str:
    """ "**1.7 points better** (0.3 to 3.1), right alone with 12 and wrong alone with 3, p = 0.02."."""
    if not own.difference:
        return f"**as good**, {p_words(own.p)}."
    better = (own.difference > 0) == is_better_high(own.score)
    sign = 1 if own.difference > 0 else -1
    low, high = sorted((sign * own.low, sign * own.high))
    ends = f"{difference_words(own.score, low).removesuffix(' points')} to {difference_words(own.score, high)}"
    told = f"**{difference_words(own.score, abs(own.difference))} {'better' if better else 'worse'}** ({ends})"
    if own.only_ours + own.only_theirs:
        told += f", right alone with {own.only_ours:,} examples and wrong alone with {own.only_theirs:,}"
    return f"{told}, {p_words(own.p)}" + ("." if own.certain else ": that may be chance.")


def _same_example(found: Comparison, called: list[str], runs: list[Run]) -> None:
    """The examples that they dispute most, and one that somebody chooses."""
    st.subheader("The same example under each", anchor=False)
    disputed = found.disputed[:_DISPUTED]
    rows = [_line(found, called, int(k)) for k in disputed]
    widget = f"runs-disputed-{'-'.join(found.runs)}-{found.part}"
    tables.shown(
        pd.DataFrame(rows), hide_index=True, key=widget, on_select="rerun", selection_mode="single-row",
        alt="Examples that these runs dispute",
    )  # fmt: skip
    chosen = widgets.value(widget, {}).get("selection", {}).get("rows", [])
    if not chosen:
        st.caption("These are the examples that they dispute most. Choose one to look at it under a network.")
        return
    place = int(disputed[chosen[0]])
    for number, (name, run) in enumerate(zip(called, runs, strict=True)):
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            said = escaping.markdown(f"{name}: {found.said(number, place)}")
            st.markdown(f"**{number + 1}** {said}", width="content")
            doors.buttons(found.part, int(found.positions[number, place]), f"same-{number}", run.id)


def _line(found: Comparison, called: list[str], place: int) -> dict[str, str]:
    truth = views.truth_words(found.schema, found.truth[place : place + 1])[0]
    said = {name: found.said(number, place) for number, name in enumerate(called)}
    return {"Example": f"{int(found.rows[place]):,}", "Truth": truth, **said}
