"""The columns of a table on the page: a list to choose from, and the one that was chosen in detail."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st

from nnviz import escaping, words
from nnviz.data.column import ROLES, USABLE
from nnviz.data.profiling.found import Mend
from nnviz.data.profiling.records import ColumnProfile, Profile, Spread
from nnviz.plots.profile import column_spread
from pages.shared import frame
from pages.shared.data import mending
from pages.shared.figures import tables, views
from pages.shared.session import widgets

_CHOSEN = "understand.column"
_ROW, _MOST_ROWS = 35, 12
_STATISTICS = ("mean", "deviation", "minimum", "first quartile", "median", "third quartile", "maximum")


def draw(profile: Profile, key: str) -> None:
    """The list at the left, the detail of the chosen column at the right; below each other on a phone."""
    names = [own.column.name for own in profile.columns]
    if widgets.value(_CHOSEN) not in names:
        widgets.put(_CHOSEN, names[0])
    with st.container(horizontal=True, gap="medium"):  # which wraps where both are not wide enough
        with st.container(key="understand-list"):
            _list(profile, names, key)
        with st.container(key="understand-detail"):
            chosen = st.selectbox("Column", names, key=_CHOSEN, label_visibility="collapsed")
            own = profile.column(chosen)
            _detail(own, profile, key)


def _list(profile: Profile, names: list[str], key: str) -> None:
    widget = f"understand.columns:{key}"

    def clicked() -> None:
        selection = widgets.value(widget, {}).get("selection", {})
        rows = [cell[0] for cell in selection.get("cells", [])] or selection.get("rows", [])
        if rows:
            widgets.put(_CHOSEN, names[int(rows[0])])

    narrow = frame.narrow()
    table = pd.DataFrame([_row(own, profile) for own in profile.columns])
    order = ["Column", "Spread", "Relation"] if narrow else _order(profile)
    tables.shown(
        table,
        key=widget,
        on_select=clicked,
        selection_mode="single-cell",
        hide_index=True,
        column_order=order,
        height=_ROW * (min(len(names), _MOST_ROWS) + 1) + 3,
        column_config={
            "Column": st.column_config.TextColumn(width=110 if narrow else 120, pinned=True),
            "Range": st.column_config.TextColumn(width=190),
            "Missing": st.column_config.TextColumn(width=64),
            "Kind": st.column_config.TextColumn(width=90),
            "Spread": st.column_config.BarChartColumn(
                width=72, y_min=0, help="How often each value occurs, from the smallest to the largest."
            ),
            "Relation": st.column_config.ProgressColumn(
                width=100,
                format="%.2f",
                min_value=0,
                max_value=1,
                help="How strongly it hangs together with the target, from 0 (not at all) to 1; what is measured "
                "depends on the kinds of both.",
            ),
            "Outliers": st.column_config.TextColumn(
                width=74, help="Values more than 1.5 quartile ranges outside the quartiles."
            ),
        },
    )


def _order(profile: Profile) -> list[str]:
    """What is shown of each column; nothing is said of gaps and outliers where there are none."""
    gaps, outliers = any(own.missing for own in profile.columns), any(own.outliers for own in profile.columns)
    return [
        "Column",
        "Spread",
        "Relation",
        "Range",
        *["Missing"] * gaps,
        *["Outliers"] * outliers,
        "Kind",
        "Measured by",
    ]


def _row(own: ColumnProfile, profile: Profile) -> dict:
    relation = own.relation
    return {
        "Column": own.column.name,
        "Spread": [] if own.spread is None else own.spread.totals.tolist(),
        "Kind": own.column.kind if own.column.role == "input" else own.column.role,
        "Range": own.range_words,
        "Missing": words.percent(own.missing / own.examples) if own.missing else "none",
        "Outliers": f"{own.outliers:,}" if own.outliers else "",
        "Relation": None if relation is None or np.isnan(relation.value) else abs(relation.value),
        "Measured by": "" if relation is None else relation.measure,
    }


def _detail(own: ColumnProfile, profile: Profile, key: str) -> None:
    column, spread = own.column, own.spread
    _unread(own)
    if spread is None:
        for sentence in _sentences(own, profile):
            st.caption(escaping.markdown(sentence))
        return
    title = f"{column.name} ({column.unit})" if column.unit and column.unit not in column.name else column.name
    views.figure(
        lambda: column_spread(
            spread.counts,
            title,
            profile.classes,
            edges=spread.edges,
            names=spread.names,
            dates=column.kind == "date",
            said=own.said,
            dark=frame.dark(),
        ),
        "column",
        f"{key}:{column.name}",
        lambda: spread_table(spread, column.name, profile.classes),
    )
    for sentence in _sentences(own, profile):
        st.caption(escaping.markdown(sentence))


def _unread(own: ColumnProfile) -> None:
    """Why the network is not given a column, and the way back."""
    role, name = own.column.role, own.column.name
    if role not in ROLES or role in ("input", "target"):
        return
    st.caption(f"The network is not given this column ({role}: {ROLES[role]}). It is of the kind {own.column.kind}.")
    if role == "ignored" and own.column.kind in USABLE and own.distinct != 1:
        mending.button(Mend("Use this column", f"{name} is an input now.", {name: {"role": "input"}}), f"use-{name}")


def _sentences(own: ColumnProfile, profile: Profile) -> list[str]:
    unit = f" {own.column.unit}" if own.column.unit else ""
    told = []
    if "mean" in own.statistics:
        said = {name: own.said(value) for name, value in own.statistics.items()}
        said["deviation"] = words.plain(own.statistics["deviation"])
        facts = ", ".join(f"{name} {said[name]}{unit}" for name in _STATISTICS)
        told.append(f"{facts[0].upper()}{facts[1:]}.")
    many = "More than 1,000" if own.spread or own.statistics else "An unknown number of"
    different = many if own.distinct is None else f"{own.distinct:,}"
    told.append(f"{different} different value{'s' * (own.distinct != 1)}, {own.missing:,} missing.")
    below, above = own.spread.outside if own.spread else (0, 0)
    if below or above:
        told.append(f"Not drawn, because far from all others: {below:,} below and {above:,} above.")
    if own.spread and own.spread.others:
        told.append(f"{own.spread.others:,} examples have rarer names, which are not drawn.")
    if own.relation is not None and not np.isnan(own.relation.value):
        told.append(f"{own.relation.measure} with {profile.target}: {words.number(own.relation.value)}.")
    if own.alone is not None:
        told.append(_alone(own, profile))
    return told


def _alone(own: ColumnProfile, profile: Profile) -> str:
    if not profile.classes:
        share = words.percent(max(0.0, own.alone))
        return f"Alone it explains {share} of how {profile.target} varies, judged by other examples nearest in it."
    return f"Alone it tells {words.percent(own.alone)} right, judged by other examples that are nearest in it."


def spread_table(spread: Spread, name: str, classes: Sequence[str]) -> pd.DataFrame:
    """The counts behind a picture of a spread, a row a bin."""
    if spread.names:
        table = pd.DataFrame({name: spread.names})
    else:
        table = pd.DataFrame({"from": spread.edges[:-1], "to": spread.edges[1:]})
    for group, row in zip(classes if len(spread.counts) > 1 else ("examples",), spread.counts, strict=True):
        table[group] = row
    return table
