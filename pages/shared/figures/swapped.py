"""The fewest words of a text that flip its answer, on the page."""

import streamlit as st

from nnviz import escaping
from nnviz.errors import NnvizError
from nnviz.explanation.changes.records import Swaps
from nnviz.inspection.examples import Examples
from pages.shared import cancelling, engine, frame
from pages.shared.explain import others
from pages.shared.figures import lines, wanted, written
from pages.shared.session import state, widgets


def show(run_id: str, key: str, held_out: Examples, position: int, text: str, tables: dict) -> None:
    """The question, and its answer once it was asked for.

    Args:
        text: as it stands in the field now, which the answer may be taken over to.
        tables: what stands beside the text, as the controls say.
    """
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = wanted.choose(held_out, "swaps")
        most = st.slider("Words to swap at most", 1, 8, 4, key=state.key("flip.swaps"))
        clicked = st.button("Find it", icon=":material/alt_route:", type="primary", key="flip-swaps")
    asked = (run_id, text, chosen, most, *([tables] if tables else []))
    own = f"{key}:{asked}"
    if not clicked and engine.answered("swaps", own, *asked) is None:
        st.caption("It takes a second or two: the network is asked about some hundred texts.")
        return
    try:
        cancelling.forget(clicked, "swaps", own)
        found = engine.ask_once("swaps", *asked, key=own, what="Swapping words")
    except NnvizError as error:
        engine.refusal(error)
        return
    _found(found, written.field(run_id, held_out, position))
    if text.split() == held_out.text(position).split():
        others.show((run_id, held_out.split, int(held_out.indexes[position])), key, chosen)
    lines.lines("nnviz.explanation.changes.swaps", "swaps_of_run", asked, "found")


def _found(found: Swaps, field: str) -> None:
    st.markdown(f"**{escaping.markdown(found.sentence())}**")
    if not found.places:
        return
    swapped = set(found.places)
    parts = []
    for place, (before, after) in enumerate(zip(found.before, found.after, strict=True)):
        if before:
            new = escaping.markdown(found.word(int(after)))
            old = escaping.markdown(found.word(int(before)))
            parts.append(f":gray[~~{old}~~] **:blue[{new}]**" if place in swapped else new)
    st.markdown(f"> {' '.join(parts)}")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Try it",
            icon=":material/edit:",
            key="take-swaps",
            on_click=lambda: widgets.put(field, found.text()),
            help="Puts this text into the field of this page",
        )
        checked = "Checked: the network was asked once more and gives that answer. " if found.flips else ""
        frame.caption(f"{checked}Words are chosen by what they do to the answer, not by their meaning.")
