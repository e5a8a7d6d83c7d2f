"""A prediction server on the page: its command, started and stopped here, and asked with a row that one chooses."""

import json

import numpy as np
import streamlit as st

from nnviz import escaping, words
from nnviz.errors import NnvizError
from nnviz.inspection.examples import Examples
from nnviz.runs.run import Run
from nnviz.serving import local
from nnviz.serving.local import LocalServer
from nnviz.serving.rows import typed_rows
from pages.shared import engine
from pages.shared.figures import changed_row
from pages.shared.session import owner
from pages.shared.session.record import record

_DEFAULT = "http://127.0.0.1:8600"
_MOST_SHOWN = 4_000
"""Characters of a row that are shown; a longer one is a file."""


def start_and_stop(run: Run) -> LocalServer | None:
    """The command, and the server that was started here, if any."""
    st.code(local.command(run.id), language="bash")
    server = local.get().of(run.id, owner.owner())
    if owner.hosted():
        st.caption("On a hosted copy of nnviz no server is started here. Run this command where the runs are kept.")
        return None
    with st.container(horizontal=True, vertical_alignment="center", key="prediction-server"):
        if server is None:
            pressed = st.button("Start it here", icon=":material/play_arrow:", type="primary", key="serve-start")
            st.caption(
                "It starts in about ten seconds, holds 750 MB, keeps the last rows for Watch, and ends with nnviz.",
                width="content",
            )
        else:
            st.button("Stop", icon=":material/stop:", on_click=_stop, args=(run.id,), key="serve-stop")
            st.markdown(f":green[:material/check_circle:] Answers at `{server.address}/predict`", width="content")
            st.link_button("What it takes", f"{server.address}/docs", icon=":material/api:", type="tertiary")
            return server
    if pressed:
        _start(run.id)
    return None


def row(run: Run, key: str, held_out: Examples, position: int):
    """What is sent: of tables the values in the controls, which it draws; otherwise the chosen example."""
    split, index = held_out.split, int(held_out.indexes[position])
    name = f"{key}:{split}:{index}"
    first = None
    if held_out.schema.kind == "vector" and held_out.schema.columns:
        own = engine.ask_once("what_if_row", run.id, split, index, key=name, what="Fetching the row")
        codes = tuple(own.codes) if held_out.is_own else changed_row.controls(own, f"{run.id}:{split}:{index}")
        first = typed_rows(np.array([codes]), own.columns)[0]
        if not held_out.schema.further:
            return first
    sent = engine.ask_once("row_to_send", run.id, split, index, key=name, what="Fetching the example")
    return _with_tables(sent, first, run.id, key, held_out, position)


def _with_tables(sent, first: dict | None, run_id: str, key: str, held_out: Examples, position: int):
    """The example with the values in the controls of the tables beside it, where the network takes those."""
    taken = [one for one in held_out.schema.further if isinstance(sent, dict) and one.name in sent]
    if not taken:
        return sent if first is None else first
    now = changed_row.beside(run_id, key, held_out, position).now
    tables = {one.name: typed_rows(np.array([now[one.name]]), one.columns)[0] for one in taken if one.columns}
    return {**sent, **({next(iter(sent)): first} if first else {}), **tables}


def ask(run: Run, server: LocalServer | None, sent, held_out: Examples, position: int) -> None:
    """The lines that ask it, and what it answers."""
    address = server.address if server else _DEFAULT
    pressed = st.button("Ask it", icon=":material/send:", disabled=server is None, key="ask")
    if server is None:
        st.caption("Start it first; then this asks it for the example at the left.")
    if pressed and server is not None:
        status, answer, seconds = local.ask(server.address, [sent])
        record().deployed.answer = (run.id, sent, status, answer, seconds)
    _answered(run, sent, held_out, position)
    _lines(sent, address)


def _answered(run: Run, sent, held_out: Examples, position: int) -> None:
    """The last answer, as long as the row is the one that it answered."""
    last = record().deployed.answer
    if last is None or last[:2] != (run.id, sent):
        return
    _, _, status, answer, seconds = last
    icon = ":green[:material/check_circle:]" if status == 200 else ":red[:material/error:]"
    st.markdown(f"{icon} Status {status}, after {words.plain(1000 * seconds, 2)} ms")
    st.code(json.dumps(answer, indent=1, ensure_ascii=False), language="json")
    said = held_out.meaning.words(held_out.predictions[position], held_out.schema.answers)
    st.caption(f"Here in the app the unchanged example is predicted as {escaping.markdown(said)}.")


def _lines(sent, address: str) -> None:
    shell, python = st.tabs(["In a shell", "In Python"])
    if len(json.dumps(sent)) > _MOST_SHOWN:
        shell.code(f"curl {address}/predict -H 'Content-Type: application/json' -d @request.json", language="bash")
        python.caption("This example is long, so it is a file.")
        shell.download_button("request.json", json.dumps({"rows": [sent]}), "request.json", on_click="ignore")
        return
    shell.code(local.example([sent], address, "bash"), language="bash", wrap_lines=True)
    python.code(local.example([sent], address, "python"), language="python", wrap_lines=True)


def _start(run_id: str) -> None:
    """Starts it and draws the page again; a refusal is a sentence."""
    try:
        with st.spinner("Starting the prediction server …", show_time=True):
            local.get().start(run_id, owner.owner())
    except NnvizError as error:
        return engine.refusal(error)
    st.rerun()


def _stop(run_id: str) -> None:
    local.get().stop(run_id, owner.owner())
