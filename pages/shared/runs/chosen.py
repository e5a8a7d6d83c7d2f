"""The runs that are chosen on the Runs page, for as long as the session lives; the address names them."""

import streamlit as st

from nnviz.errors import NnvizError
from nnviz.runs.run import ID, Run
from pages.shared.session.record import record

MOST = 8
"""Runs that are drawn over each other at most: more than that nobody tells apart."""
_ADDRESS = "compare"


def ids() -> list[str]:
    """Their ids, in the order of choosing."""
    session = record()
    if session.compared is None:
        named = str(st.query_params.get(_ADDRESS, "")).split(",")
        session.compared = [one for one in dict.fromkeys(named) if ID.fullmatch(one)][:MOST]
    return session.compared


def choose(run_ids: list[str]) -> None:
    """Chooses these instead; the table is drawn anew with them."""
    follow(run_ids)
    record().compared_anew += 1


def follow(run_ids: list[str]) -> None:
    """Takes over what was chosen in the table."""
    record().compared = list(dict.fromkeys(run_ids))


def revision() -> int:
    """Changes when runs were chosen elsewhere than in the table."""
    return record().compared_anew


def name_in_address() -> None:
    """Keeps the address true, so that the page can be reloaded and passed on."""
    if ids():
        st.query_params[_ADDRESS] = ",".join(ids())
    else:
        st.query_params.pop(_ADDRESS, None)


def runs() -> list[Run]:
    """The chosen runs; those that are gone meanwhile are let go of."""
    opened = []
    for run_id in ids():
        try:
            run = Run.open(run_id)
            _ = run.experiment
            opened.append(run)
        except NnvizError:
            continue
    if len(opened) < len(ids()):
        choose([run.id for run in opened])
    return opened
