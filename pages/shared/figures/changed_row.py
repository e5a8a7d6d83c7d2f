"""A row of a table on the What-if page: a control for each column, and what the network says before and after."""

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import streamlit as st

from nnviz import escaping, words
from nnviz.data.column import Column
from nnviz.explanation.target import Chosen
from nnviz.explanation.what_if_records import Answer, Row
from nnviz.inspection.examples import Examples
from nnviz.plots.bars import bar_chart
from nnviz.plots.plain_bars import plain_bars
from pages.shared import engine, frame
from pages.shared.figures import lines, views
from pages.shared.session import state, widgets

_MOST_BARS = 15
_FIRST = 8
"""Columns whose controls stand there at once; the rest is folded away."""
_WIDE = 60
"""Columns from which on only some get a control: each costs the browser some milliseconds."""
_EPOCH = datetime.date(1970, 1, 1)
_MISSING = "missing"


def only_tables() -> None:
    """What this page needs."""
    with st.container(border=True):
        st.markdown("#### This page changes rows of a table, images, series and texts")
        st.markdown(
            "These are none of them. Train on a table, such as Wine or your own, to change its values here; on "
            "images to paint on them, or on texts to write others."
        )
        st.page_link("pages/lab/data.py", label="Choose a table", icon=":material/database:")


@dataclass(frozen=True)
class Tables:
    """What stands beside an example: as it is in the data, and as the controls say. name → codes of a table; of a
    sequence or an image (part, position) of the example, which stay. `rows` are the tables' rows, each with what its
    controls are called, "" where this page has none."""

    own: dict[str, tuple] = field(default_factory=dict)
    now: dict[str, tuple] = field(default_factory=dict)
    rows: dict[str, tuple[Row, str]] = field(default_factory=dict)

    @property
    def changed(self) -> bool:
        pairs = [(self.own[name], codes) for name, codes in self.now.items()]
        return any(own != now and not np.allclose(own, now, equal_nan=True) for own, now in pairs)

    def as_changed(self, **first) -> dict:
        """The example as it is now, as `nnviz.explanation.changed.Changed`; `first` is what its first input became."""
        return {**first, **({"tables": self.now} if self.now else {})}


def beside(run_id: str, key: str, held_out: Examples, position: int) -> Tables:
    """Draws the controls of the tables beside an example of the data; nothing where they have none."""
    if not held_out.schema.further:
        return Tables()
    split, index = held_out.split, int(held_out.indexes[position])
    own = f"{key}:{split}:{index}"
    rows = engine.ask_once("what_if_beside", run_id, split, index, key=own, what="Fetching what stands beside it")
    arrays = {one.name: (split, index) for one in held_out.schema.further if one.kind != "vector"}
    codes = {name: tuple(map(float, row.codes)) for name, row in rows.items()} | arrays
    subjects = {name: (row, f"{own}:{name}") for name, row in rows.items()}
    if held_out.is_own:  # whose controls stand beside the pad
        return Tables(codes, codes, {name: (row, "") for name, row in rows.items()})
    first = f"the {held_out.schema.first_noun}"
    now = {name: controls(row, f"{own}:{name}", f"{escaping.markdown(name).capitalize()} beside {first}")
           for name, row in rows.items()}  # fmt: skip
    return Tables(codes, now | arrays, subjects)


def shares_beside(answer) -> None:
    """What the columns of the tables beside the first input count for an answer."""
    for own in answer.beside:
        row = Row(own.columns, own.shares, own.shares, own.shares)
        _shares(row, own.shares, answer.target, f"what-if-{own.name}", own.name)


def controls(row: Row, key: str, title: str = "Values of this example") -> tuple[float, ...]:
    """Draws a control a column, and returns the codes that they say."""
    st.markdown(f"##### {title}")
    if len(row.columns) > _WIDE:
        return _some_controls(row, key)
    codes = [math.nan] * len(row.columns)
    shown, folded = range(min(_FIRST, len(codes))), range(_FIRST, len(codes))
    for place in shown:
        codes[place] = _control(row, place, state.key(f"what-if.{key}.{place}"))
    if folded:
        with st.expander(f"{len(folded)} more columns"):
            for place in folded:
                codes[place] = _control(row, place, state.key(f"what-if.{key}.{place}"))
    return tuple(codes)


def _some_controls(row: Row, key: str) -> tuple[float, ...]:
    """Controls for some columns of a row that has more of them than a page can draw; all others stay as they are."""
    codes = [float(code) for code in row.codes]
    chosen = st.multiselect(
        "Columns to change",
        range(len(codes)),
        list(range(_FIRST)),
        format_func=lambda place: row.columns[place].name,
        key=_chosen(key),
        help=f"Type a part of a name. The other columns of {len(codes):,} stay as they are in the data.",
        max_selections=_WIDE,
    )
    for place in chosen:
        codes[place] = _control(row, place, state.key(f"what-if.{key}.{place}"))
    return tuple(codes)


def _chosen(key: str) -> str:
    return state.key(f"what-if.{key}.chosen")


def put(columns: tuple[Column, ...], codes: np.ndarray, key: str, changed: Sequence[int] = ()) -> None:
    """Moves the controls of a row to other codes; for callbacks, `key` as `controls` was given it.

    Args:
        changed: places of the columns that are changed: in a wide row, those that get a control.
    """
    wide = len(columns) > _WIDE
    if wide:
        widgets.put(_chosen(key), list(changed)[:_WIDE])
        columns, codes, places = [columns[k] for k in changed], [codes[k] for k in changed], changed
    else:
        places = range(len(columns))
    for place, (column, code) in zip(places, zip(columns, codes, strict=True), strict=True):
        name = state.key(f"what-if.{key}.{place}")
        if column.categories:
            widgets.put(name, len(column.categories) if math.isnan(code) else int(code))
        elif column.kind == "date":
            widgets.put(name, _EPOCH + datetime.timedelta(days=int(code // 1)))
        elif widgets.value(name) is not None or wide:
            widgets.put(name, float(code))


COVERED = (
    "This network has no gradient: each part is covered in turn, and what its answer loses is shown. These need not "
    "add up to anything."
)


def answers(run_id: str, key: str, row: Row, codes: tuple[float, ...], target: Chosen, tables: Tables) -> None:
    """The prediction before and after, and the shares of the columns after, for the number that is explained.

    Args:
        tables: what stands beside the row, as `beside` returns it.
    """
    before = _answer(run_id, key, tuple(map(float, row.codes)), target, tables.own)
    changed = differs(row, codes, tables)
    after = _answer(run_id, key, codes, target, tables.now) if changed else before
    st.markdown(f"As it is: **{escaping.markdown(before.said)}**")
    if changed:
        st.markdown(f":material/arrow_forward: Changed: **{escaping.markdown(after.said)}**")
    _shares(row, after.shares, after.target, "what-if")
    shares_beside(after)
    st.caption(COVERED if after.covered else _sum(after))
    asked = (run_id, codes, target, *([tables.now] if tables.now else []))
    lines.lines("nnviz.explanation.what_if", "answer_of_run", asked, "answer")


def differs(row: Row, codes: tuple[float, ...], tables: Tables) -> bool:
    """Whether a row, or what stands beside it, is another than in the data."""
    return tables.changed or not np.allclose(row.codes, codes, equal_nan=True)


def _sum(answer: Answer) -> str:
    base, value = words.number(answer.base), words.number(answer.value)
    return (
        f"The columns take {escaping.markdown(answer.target)} from {base}, for a row of zeros as the network sees it "
        f"(with standard scaling, the average row), to {value}."
    )


def _answer(run_id: str, key: str, codes: tuple[float, ...], target: Chosen, tables: dict) -> Answer:
    own = f"{key}:{codes}:{target}:{tables}"
    return engine.ask_once("what_if", run_id, codes, target, tables, key=own, what="Asking the network")


def _shares(row: Row, shares: np.ndarray, target: str, name: str, beside: str = "") -> None:
    """The bars of a table's columns, of plain HTML: they follow a control at once, which a figure does not; `beside` is
    what the table is called where it stands beside the first input."""
    order = np.argsort(-np.abs(shares), kind="stable")[:_MOST_BARS]
    labels = [row.columns[place].name for place in order]
    title = f"What counts for {target}" if not beside else f"What the {beside} counts for {target}"
    some = f" The {_MOST_BARS} largest of {len(row.columns):,}." if len(row.columns) > _MOST_BARS else ""
    told = shares[order], labels, frame.dark(), title, f"Blue raises it, orange lowers it.{some}"
    st.html(plain_bars(*told))
    views.take_away(
        lambda: bar_chart(*told, 90 + 24 * len(order)),
        name,
        lambda: pd.DataFrame({"column": [column.name for column in row.columns], "share": shares}),
    )


def _control(row: Row, place: int, key: str) -> float:
    column, code = row.columns[place], float(row.codes[place])
    label = escaping.markdown(column.name)
    if column.categories:
        return _category(column, code, label, key)
    low, high = float(row.low[place]), float(row.high[place])
    low, high = min(low, code), max(high, code)
    if column.kind == "date":
        chosen = st.date_input(label, _EPOCH + datetime.timedelta(days=int(code // 1)), key=key)
        return float((chosen - _EPOCH).days) if chosen else code
    if high <= low:
        st.text_input(label, words.plain(code), disabled=True, key=key, help="It is the same in every example.")
        return code
    return float(st.slider(label, low, high, code, (high - low) / 200, key=key))


def _category(column: Column, code: float, label: str, key: str) -> float:
    options = [*column.categories, *([_MISSING] if column.kind == "category" else [])]
    index = len(options) - 1 if math.isnan(code) else int(code)
    chosen = st.selectbox(label, range(len(options)), index, format_func=options.__getitem__, key=key)
    return math.nan if chosen >= len(column.categories) else float(chosen)
