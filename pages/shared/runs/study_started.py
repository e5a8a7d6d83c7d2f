"""Studies that one click starts, for whoever has none yet; and the same behind a door beside a study."""

import streamlit as st

from nnviz import words
from nnviz.errors import NnvizError
from nnviz.specs import Experiment
from nnviz.studies.suggested import Suggestion, suggested
from pages.shared import engine
from pages.shared.session.record import record

_PER_ROW = 3


def empty(base: Experiment) -> None:
    """What would be here, and the one click that gets it."""
    st.markdown("#### Start with one click")
    st.caption("Every variant is trained, and all are shown here side by side while they learn.")
    offers = suggested(base)
    for first in range(0, len(offers), _PER_ROW):
        for column, offer in zip(st.columns(_PER_ROW), offers[first : first + _PER_ROW], strict=False):
            with column, st.container(border=True, height="stretch"):
                st.markdown(f"**{offer.title}**")
                st.caption(offer.question)
                _start(offer, "primary" if offer is offers[0] else "secondary")


def behind_a_door(base: Experiment) -> None:
    """The same, folded away."""
    with st.popover("Suggested studies", icon=":material/lightbulb:", width="stretch"):
        for offer in suggested(base):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"**{offer.title}** :gray[{offer.question}]")
                _start(offer, "tertiary")


def start(spec) -> None:
    """Begins a study, and shows it; a refusal is said in its place."""
    try:
        record().study = engine.study(spec).id
    except NnvizError as error:
        return engine.refusal(error)
    st.rerun()


def _start(offer: Suggestion, kind: str) -> None:
    count = offer.spec.trials if offer.spec.kind == "search" else len(offer.spec.variants)
    if st.button(f"Train {words.counted(count, 'run')}", key=f"suggested-{offer.name}", type=kind):
        start(offer.spec)
