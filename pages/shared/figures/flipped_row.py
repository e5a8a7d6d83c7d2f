"""The smallest change of a row that flips its answer, on the page: the question, what was found, taking it over."""

import math

import numpy as np
import pandas as pd
import streamlit as st

from nnviz import escaping, words
from nnviz.errors import NnvizError
from nnviz.explanation.changes.records import Change, Changes
from nnviz.explanation.what_if_records import Row
from nnviz.inspection.examples import Examples
from nnviz.plots.changes import dumbbells
from pages.shared import cancelling, engine, frame
from pages.shared.figures import changed_row, lines, views, wanted
from pages.shared.figures.changed_row import Tables
from pages.shared.session import state

_MOST, _FEW, _WIDE = 12, 5, 500


def show(run_id: str, key: str, held_out: Examples, row: Row, codes: tuple[float, ...], subject: str, tables) -> None:
    """The question for a row that is the first input, and its answer once it was asked for.

    Args:
        codes: the row as the controls say.
        subject: names the controls of this example, as for `changed_row.controls`.
        tables: what stands beside it, as the controls say: name → codes.
    """
    chosen, held, clicked = _choose(held_out, row, "row")
    asked = (run_id, codes, chosen, held, 3, *([tables] if tables else []))
    _ask("changes", "changes_of_run", asked, key, clicked, row, subject)


def beside(asked: tuple, key: str, held_out: Examples, name: str, tables: Tables, changed: dict) -> None:
    """The same for a table that stands beside the first input, which stays as it is.

    Args:
        asked: (run, part, index) of the example.
        name: of the table.
        changed: the example as it is now, as `nnviz.explanation.changed.Changed`.
    """
    row, subject = tables.rows[name]
    chosen, held, clicked = _choose(held_out, row, name)
    question = (*asked, name, tables.now[name], chosen, held, 3, *([changed] if changed else []))
    _ask("changes_beside", "changes_beside_of_run", question, key, clicked, row, subject)


def _choose(held_out: Examples, row: Row, name: str) -> tuple:
    """(what the answer is to become, places of the columns that stay, whether it is asked for now)."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = wanted.choose(held_out, name)
        names = [column.name for column in row.columns]
        held = st.multiselect(
            "Must stay as it is",
            range(len(names)),
            format_func=lambda place: names[place],
            key=state.key(f"flip.held.{name}"),
            placeholder="No column",
            help="What nobody can change, such as an age.",
        )
        clicked = st.button("Find it", icon=":material/alt_route:", type="primary", key="flip-row")
    return chosen, tuple(sorted(held)), clicked


def _ask(task: str, function: str, asked: tuple, key: str, clicked: bool, row: Row, subject: str) -> None:
    """The answer, once it was asked for."""
    own = f"{key}:{asked}"
    if not clicked and engine.answered(task, own, *asked) is None:
        lasts = (
            "a second or two" if len(row.columns) <= _WIDE else f"a minute or more with {len(row.columns):,} columns"
        )
        st.caption(f"It takes {lasts}: the network is asked about some thousand rows.")
        return
    try:
        cancelling.forget(clicked, task, own)
        found = engine.ask_once(task, *asked, key=own, what="Looking for the smallest change")
    except NnvizError as error:
        engine.refusal(error)
        return
    _found(found, row, own, subject)
    lines.lines("nnviz.explanation.changes.of_run", function, asked, "found")


def _found(found: Changes, row: Row, own: str, subject: str) -> None:
    if not found.found:
        st.info(escaping.markdown(found.why_none), icon=":material/block:")
    else:
        _one(found, found.found[0], own, subject, "smallest")
    if len(found.found) > 1:
        st.markdown("##### Other ways")
        frame.caption("Each leaves alone what the one before it changed most.")
        for place, change in enumerate(found.found[1:], 2):
            _told(found, change, subject, f"way-{place}", f"{place}.")
    if found.real is not None:
        st.markdown("##### The nearest real example that the network answers so")
        _told(found, found.real, subject, "real", f"Training example {found.real_row:,}:")


def _one(found: Changes, change: Change, own: str, subject: str, name: str) -> None:
    st.markdown(f"**{escaping.markdown(found.sentence(change))}**")
    if not change.flips:
        st.warning("Asked once more, the network does not give that answer.", icon=":material/warning:")
    order = found.largest_first(change)[:_MOST]
    views.figure(lambda: _figure(found, change, order), f"flip-{name}", own, lambda: pd.DataFrame(found.table()))
    with st.container(horizontal=True, vertical_alignment="center"):
        _take(found, change, subject, name)
        st.caption(_checked(change))


def _checked(change: Change) -> str:
    return (
        f"{'Checked: the network was asked once more and gives that answer. ' if change.flips else ''}"
        f"Distance {words.plain(change.distance, 3)}, in median absolute deviations; another name counts 1."
    )


def _told(found: Changes, change: Change, subject: str, name: str, lead: str) -> None:
    """A further way in one line, with the button that takes it over."""
    parts = [
        f"{found.columns[j].name} {found.value(j, found.codes[j])} → {found.value(j, change.codes[j])}"
        for j in found.largest_first(change)[:_FEW]
    ]
    more = f" and {len(change.changed) - _FEW:,} more" if len(change.changed) > _FEW else ""
    sentence, take = st.columns([5, 1], vertical_alignment="center")
    sentence.markdown(
        f"{lead} {escaping.markdown(', '.join(parts) + more)}: **{escaping.markdown(change.said)}** "
        f":gray[distance {words.plain(change.distance, 3)}]"
    )
    with take:
        _take(found, change, subject, name)


def _take(found: Changes, change: Change, subject: str, name: str) -> None:
    if not subject:
        return
    st.button(
        "Try it",
        icon=":material/tune:",
        key=f"take-{name}",
        on_click=lambda: changed_row.put(found.columns, change.codes, subject, change.changed),
        help="Moves the controls of this page to these values",
    )


def _figure(found: Changes, change: Change, order: list[int]):
    before, after = found.shares(found.codes), found.shares(change.codes)
    ranged = np.array([not column.categories for column in found.columns])
    before, after = (np.where(ranged, shares, math.nan) for shares in (before, after))
    return dumbbells(
        [found.columns[j].name for j in order],
        before[order],
        after[order],
        [(found.value(j, found.codes[j]), found.value(j, change.codes[j])) for j in order],
        [(found.value(j, found.low[j]), found.value(j, found.high[j])) if ranged[j] else ("", "") for j in order],
        frame.dark(),
    )
