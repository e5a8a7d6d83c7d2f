"""Drift on the page: which rows are compared, a simulation to send, the columns and what changed in one of them."""

import numpy as np
import pandas as pd
import streamlit as st

from nnviz import escaping, words
from nnviz.errors import NnvizError
from nnviz.plots import drift as plots
from nnviz.runs.run import Run
from nnviz.serving.drift_records import LEVEL, NOTABLE, ColumnDrift, Drift, Watched
from nnviz.serving.log import REAL, SIMULATED, ServedLog
from pages.shared import engine, frame
from pages.shared.deploy.change import change
from pages.shared.figures import tables, views
from pages.shared.runs import control
from pages.shared.session import state

_LOGS = {REAL: "What it was asked", SIMULATED: "A simulation"}
_ICONS = {
    "drifted": ":red[:material/error:]",
    "slightly different": ":orange[:material/info:]",
    "as in training": ":green[:material/check_circle:]",
    "too few rows": ":material/hourglass_empty:",
}


def choose_log() -> str:
    """Which rows are compared."""
    return st.radio("Rows", list(_LOGS), format_func=_LOGS.get, key=state.key("watch.rows"), persist_state="session")


def look_again() -> None:
    """A button that draws the page again, and so reads what was asked meanwhile."""
    st.button("Look again", icon=":material/refresh:", key="watch-again")


def simulation(run: Run) -> None:
    """What is changed in held-out rows, and the button that sends them."""
    what: Watched = engine.ask_once("watched_columns", run.id, key=run.id, what="Reading the training rows")
    column, settings = change(what)
    if not control.mine(run):
        st.caption("This run belongs to somebody else: its last simulation can be looked at, not replaced.")
        return
    if st.button("Send these rows", icon=":material/send:", type="primary", key="watch-send"):
        engine.ask("simulate", run.id, column, settings, what="Asking the network")


def draw(run: Run, which: str, left) -> None:
    """The comparison, or what to do to have one; the column that is shown is chosen in `left`."""
    log = ServedLog(run, which)
    if not log.mark():
        return _nothing_yet(which)
    try:
        found: Drift = engine.ask_once(
            "watch", run.id, which, key=f"{run.id}:{which}:{log.mark()}", what="Comparing with the training rows"
        )
    except NnvizError as error:
        return engine.refusal(error, retry=True)
    _verdict(found)
    _column(found, f"{run.id}:{which}:{log.mark()}", left)
    _table(found)


def _nothing_yet(which: str) -> None:
    with st.container(border=True, key="empty", height=300, vertical_alignment="center"):
        if which == SIMULATED:
            st.markdown("## Nothing has been sent yet")
            st.markdown("Choose what shall be different from training, and send the rows: they go through the network.")
            return
        st.markdown("## This network has not been asked anything yet")
        st.markdown("Every row that a prediction server answers is compared here. Or simulate rows at the left.")
        st.page_link("pages/deploy/serve.py", label="Start a prediction server", icon=":material/api:")


def _verdict(found: Drift) -> None:
    icon = _ICONS["drifted" if found.drifted else "as in training"]
    st.markdown(f"{icon} **{escaping.markdown(found.sentence)}**")
    views.numbers({"Rows now": f"{found.rows:,}", "Training rows": f"{found.training_rows:,}"})


def _table(found: Drift) -> None:
    rows = [
        {
            "Column": own.column.name,
            "Verdict": own.verdict,
            "What changed": own.sentence,
            "Distance": None if np.isnan(own.distance) else f"{own.distance:.2f}",
            "By chance (q)": None if np.isnan(own.q) else words.plain(own.q, 2),
            "Missing": words.percent(own.missing[1]),
        }
        for own in found.columns
    ]
    table = pd.DataFrame(rows)
    tables.shown(table, hide_index=True, height=min(38 + 35 * len(rows), 330), key="watch-table")
    answers = "validation" if found.predicted_from == "validation" else "training"
    frame.caption(
        f"Distance: 0 is as in training, 1 has nothing in common. Drift is a distance of {NOTABLE:g} or more that is "
        f"not by chance (q below {LEVEL:g}, corrected for the number of columns). The network's answers are compared "
        f"with those for {answers} rows."
    )


def _column(found: Drift, key: str, left) -> None:
    """How one column's values are spread, in training and now."""
    names = [own.column.name for own in found.columns]
    with left:
        name = st.selectbox("Column shown", names, format_func=escaping.markdown, key=f"watch.column.{key}")
    own = found.columns[names.index(name)]
    st.markdown(f"{_ICONS[own.verdict]} {escaping.markdown(own.column.name)}: {escaping.markdown(own.sentence)}")
    views.figure(lambda: _picture(own), "drift", f"{key}:{name}", lambda: _shares(own))


def _picture(own: ColumnDrift):
    dark, column = frame.dark(), own.column
    if own.names:
        return plots.names(own.names, own.training, own.now, column.name, dark)
    edges = own.dates if column.kind == "date" else own.edges
    unit = f" ({column.unit})" if column.unit and not column.name.endswith((")", "]")) else ""
    return plots.quantities(edges, own.training, own.now, column.name + unit, dark)


def _shares(own: ColumnDrift) -> pd.DataFrame:
    places = {"value": own.names} if own.names else {"from": own.edges[:-1], "to": own.edges[1:]}
    return pd.DataFrame({**places, "in training": own.training, "now": own.now})
