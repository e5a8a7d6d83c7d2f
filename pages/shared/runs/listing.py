"""All runs of whoever asks: searched, sorted, a page at a time, and chosen from."""

from datetime import datetime

import pandas as pd
import streamlit as st

from nnviz import words
from nnviz.runs.index import run_index
from nnviz.runs.outcome import outcome
from nnviz.runs.run import RunRecord
from nnviz.runs.search import BY_SCORE, KEPT, ORDERS, OUTCOMES, Search, order_named, pages
from pages.shared import frame
from pages.shared.figures import tables, views
from pages.shared.runs import chosen
from pages.shared.session import owner, widgets

_PAGE = 25
_LOW, _LOW_ROWS = 282, 7
"""Height of the table in pixels, and its rows, once runs are chosen: their curves come into sight below it."""
_MOST_EXPORTED = 100_000
_COLUMNS = {
    "Accuracy": st.column_config.NumberColumn(format="percent", help="On held-out examples, where there are any"),
    "Loss": st.column_config.NumberColumn(format="%.4g", help="On held-out examples, where there are any"),
    "When": st.column_config.DatetimeColumn(format="D MMM, HH:mm"),
}


def search() -> Search:
    """Draws what to look for, and in which order."""
    text = st.text_input(
        "Search", key="runs-search", placeholder="spirals, Conv2D, failed …",
        help="Title, data, layers, state, tag, note."
    )  # fmt: skip
    outcomes = st.selectbox(
        "Only", ["", *OUTCOMES], key="runs-outcome", format_func=lambda name: name.capitalize() or "Any"
    )
    orders = [*ORDERS, *(f"{BY_SCORE}{name}" for name in run_index().scores(owner.whose()) if name not in ORDERS)]
    order = st.selectbox("Order", orders, key="runs-order", format_func=lambda name: order_named(name).title)
    return Search(owner.whose(), text[:200], outcomes, order)


def draw(wanted: Search) -> None:
    """The table, a page of it; choosing rows chooses runs."""
    index = run_index()
    count = index.count_found(wanted)
    if not count:
        st.caption("No run is like that. Clear the search, or choose another outcome.")
        return
    last = pages(count, _PAGE)
    number = min(widgets.value("runs-page", 1), last)
    records = index.find(wanted, _PAGE, (number - 1) * _PAGE)
    _table(records, wanted.order)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="runs-below"):
        if last > 1:
            widgets.put("runs-page", number)
            st.number_input("Page", 1, last, key="runs-page", label_visibility="collapsed", width=130)
            st.caption(f"of {last:,}", width="content")
        st.caption(f"{count:,} run{'s' * (count != 1)}", width="content")
        st.space("stretch")
        st.download_button(
            "CSV",
            lambda: views.csv(pd.DataFrame([_row(one, wanted.order) for one in index.find(wanted, _MOST_EXPORTED)])),
            "nnviz-runs.csv",
            "text/csv",
            icon=":material/download:",
            type="tertiary",
            key="runs-csv",
            on_click="ignore",
        )


def _table(records: list[RunRecord], order: str) -> None:
    ids = [record.id for record in records]
    key = f"runs-table-{ids[0]}-{ids[-1]}-{len(ids)}-{chosen.revision()}"
    marked = [place for place, run_id in enumerate(ids) if run_id in chosen.ids()]

    def follow() -> None:
        rows = [ids[place] for place in widgets.value(key)["selection"]["rows"] if place < len(ids)]
        chosen.follow([*(one for one in chosen.ids() if one not in ids or one in rows), *rows])

    tables.shown(
        pd.DataFrame([_row(record, order) for record in records]),
        hide_index=True,
        height=_LOW if chosen.ids() and len(ids) > _LOW_ROWS else "auto",
        key=key,
        on_select=follow,
        selection_mode="multi-row",
        selection_default={"selection": {"rows": marked}},
        column_config=_COLUMNS,
        alt="Your runs",
    )


def _row(record: RunRecord, order: str = "") -> dict:
    """A line of the table, with the score that it is sorted by."""
    told = outcome(record.state, record.message) or frame.STATES[record.state]
    return {
        "Title": record.title,
        **(
            {order.removeprefix(BY_SCORE).replace("_", " "): order_named(order).key(record)}
            if BY_SCORE in order
            else {}
        ),
        "★": "★" if KEPT in record.tags else "",
        "Outcome": told.capitalize(),
        "Accuracy": _score(record, "accuracy"),
        "Loss": _score(record, "loss"),
        "Epochs": f"{int(record.epoch):,} of {record.epochs:,}",
        "Data": record.data,
        "Network": record.network,
        "When": datetime.fromtimestamp(record.created).replace(microsecond=0),
        "Training": f"{words.number(record.seconds)} s" if record.seconds else "",
        "Size": words.memory(record.size),
        "Tags": ", ".join(tag for tag in record.tags if tag != KEPT),
        "Note": record.note,
        "Run": record.id,
    }


def _sorted_by(record: RunRecord, order: str) -> dict:
    """The score that the runs are sorted by, where it has no column of its own."""
    if not order.startswith(BY_SCORE):
        return {}
    return {order.removeprefix(BY_SCORE).replace("_", " ").capitalize(): order_named(order).key(record)}


def _score(record: RunRecord, name: str) -> float | None:
    held_out = record.scores.get(f"val_{name}")
    return record.scores.get(name) if held_out is None else held_out
