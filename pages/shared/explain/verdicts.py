"""The verdict on one explanation: a sentence with its reason, and below it every measure with its number."""

from functools import partial

import pandas as pd
import streamlit as st

from nnviz import escaping, words
from nnviz.explanation.measures.catalog import MEASURES, Measure
from nnviz.explanation.measures.price import row_cost
from nnviz.explanation.measures.records import FEW, Row
from nnviz.explanation.target import Chosen
from nnviz.inspection.examples import Examples
from nnviz.plots import theme
from nnviz.runs.run import Run
from pages.shared import frame
from pages.shared.explain import twins
from pages.shared.figures import in_parts, lines, views
from pages.shared.figures.trusted import Checked

_MODULE = "nnviz.explanation.measures.of_run"
_AT_ONCE = 10
NOTHING = "nothing to check"
_ICONS = {
    "yes": ":green[:material/verified:]",
    "partly": ":orange[:material/warning:]",
    "no": ":red[:material/cancel:]",
    "unknown": ":material/help:",
}
_MARKS = {"good": ("●", "success"), "middling": ("◆", "warning"), "bad": ("✕", "error"), "": ("○", "muted")}


def show(run: Run, key: str, held_out: Examples, position: int, target: Chosen, checked: Checked) -> str | None:
    """The verdict and the measures; returns `NOTHING` where the method explains nothing that could be checked."""
    after = (target, checked.method, {}, checked.baseline, twins.trained(run))
    questions = in_parts.Questions("measured", (run.reference, held_out.split), checked.indexes, after, key, _AT_ONCE)
    shapes = held_out.schema.shapes
    price = partial(row_cost, checked.method, shape=shapes)
    answers = in_parts.ask(questions, price, shapes, "Check", "trust-verdict", partly=True)
    if answers is None:
        return
    row = Row.joined(answers)
    icon = _ICONS["unknown" if row.refused else row.belief]
    if row.refused:
        st.markdown(f"{icon} {escaping.markdown(row.refused)}")
        return NOTHING
    st.markdown(f"### {icon} {row.answer}")
    st.markdown(escaping.markdown(row.reason))
    if row.examples < FEW:
        many = words.counted(row.examples, "example")
        st.caption(f"By {many}: choose more under Examples, and the verdict is of the method on this network.")
    st.html(_table(row))
    views.take_away_table(lambda: _frame(row), "trust-measures")
    arguments = (run.reference, held_out.split, checked.indexes, *after)
    lines.lines(_MODULE, "measured_of_run", arguments, "row", "print(row.verdict)")


def _table(row: Row) -> str:
    return f"<div class='nn-measures' role='list'>{''.join(_line(row, MEASURES[name]) for name in row.scores)}</div>"


def _line(row: Row, measure: Measure) -> str:
    level = row.level(measure.name)
    mark, colour = _MARKS[level]
    about = escaping.html(f"{measure.help} {measure.misleads} {measure.reference}.")
    return (
        f"<div class='nn-measure' role='listitem' title='{about}'>"
        f"<span style='color:{theme.tokens(frame.dark())[colour]}' aria-label='{level or 'no judgement'}'>{mark}</span>"
        f"<b>{escaping.html(measure.title)}</b><span class='nn-number'>{escaping.html(number(row, measure))}</span>"
        f"<span class='nn-said'>{escaping.html(row.said(measure.name))}</span></div>"
    )


def number(row: Row, measure: Measure) -> str:
    """The mean, in per cent where it is a share."""
    value = row.mean(measure.name)
    if value != value:
        return "–"
    return words.percent(value) if measure.percent else words.plain(round(value, 3), 2)


def _frame(row: Row) -> pd.DataFrame:
    rows = [
        {"measure": MEASURES[name].title, "mean": row.mean(name), "level": row.level(name), "says": row.said(name)}
        for name in row.scores
    ]
    return pd.DataFrame(rows)
