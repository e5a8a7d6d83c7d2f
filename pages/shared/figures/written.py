"""A text on the What-if page: rewritten by hand; what the network says of it, and which words count, follow."""

import streamlit as st

from nnviz import escaping, words
from nnviz.explanation.target import Chosen
from nnviz.explanation.what_if_records import WrittenAnswer
from nnviz.inspection.examples import Examples
from nnviz.plots.attribution import token_attribution
from pages.shared import engine, frame
from pages.shared.figures import changed_row, lines, views
from pages.shared.figures.changed_row import Tables
from pages.shared.session import state


def write(run_id: str, held_out: Examples, position: int) -> tuple[str, str]:
    """Draws the field; returns the text as it was and as it is now."""
    own = held_out.text(position)
    key = field(run_id, held_out, position)
    help = "Words that the training texts do not hold are read as unknown."
    return own, st.text_area("The text", own, key=key, max_chars=2_000, help=help)


def field(run_id: str, held_out: Examples, position: int) -> str:
    """The key of the field."""
    return state.key(f"what-if.text.{run_id}.{held_out.split}.{held_out.indexes[position]}")


def show(run_id: str, key: str, own: str, now: str, target: Chosen, tables: Tables) -> None:
    """The answer before and after, and the words that count. Raises NnvizError for a text that cannot be read."""
    before = _ask(run_id, key, own, target, tables.own)
    st.markdown(f"As it is: **{escaping.markdown(before.said)}**")
    changed = tables.changed or now.split() != own.split()
    answer = _ask(run_id, key, now, target, tables.now) if changed else before
    if changed:
        st.markdown(f":material/arrow_forward: Changed: **{escaping.markdown(answer.said)}**")
    st.markdown(f"##### What counts for {escaping.markdown(answer.target)}")
    views.figure(
        lambda: token_attribution(answer.words, answer.shares, frame.dark(), columns=5 if frame.narrow() else 12),
        "written",
        f"{key}:{now}:{target}:{tables}",
    )
    changed_row.shares_beside(answer)
    _sum(answer)
    asked = (run_id, now, target, *([tables.now] if tables.now else []))
    lines.lines("nnviz.explanation.what_if_text", "written_of_run", asked, "answer")


def _ask(run_id: str, key: str, text: str, target: Chosen, tables: dict) -> WrittenAnswer:
    own = f"{key}:{text}:{target}:{tables}"
    return engine.ask_once("what_if_written", run_id, text, target, tables, key=own, what="Asking the network")


def _sum(answer: WrittenAnswer) -> None:
    if answer.covered:
        return st.caption(changed_row.COVERED)
    rest = f"; the places after its end count {words.number(answer.after)}" if answer.after else ""
    base, value = words.number(answer.base), words.number(answer.value)
    st.caption(f"The words take {answer.target} from {base}, for a text without words, to {value}{rest}.")
