"""What the buttons of findings change: taken in hand by the tab that shows them, told, and undone."""

import streamlit as st

from nnviz import escaping, words
from nnviz.data.profiling.found import Mend
from nnviz.errors import NnvizError
from nnviz.specs import DataSpec
from pages.shared import engine
from pages.shared.forms import fields
from pages.shared.session import drafts, state
from pages.shared.session.record import record

_MOST = 10


def button(mend: Mend, key: str) -> None:
    """The button of a mend; pressing it changes the data in hand."""
    st.button(mend.title, key=key, on_click=_choose, args=(mend,))


def taken(spec: DataSpec) -> DataSpec:
    """The specification with the mend that was chosen, where it leaves data that can be read; the sentence where it
    does not."""
    mending = record().mending
    mend, mending.chosen = mending.chosen, None
    if mend is None:
        return spec
    try:
        changed = mend.apply(spec)
        engine.ask_once("data_summary", changed, key=changed.to_json(), what="Reading the data again")
    except NnvizError as error:
        fields.wrong(error)
        return spec
    mending.done = [*mending.done, (mend.done, state.experiment(), changed)][-_MOST:]
    state.renew_forms()
    return changed


def told() -> None:
    """What was mended last, with the way back, as long as nothing else has changed the data."""
    done = record().mending.done
    if done and done[-1][2] == state.experiment().data:
        with st.container(horizontal=True, vertical_alignment="center", key="mended"):
            st.markdown(f":green[:material/check:] {escaping.markdown(done[-1][0])}", width="content")
            st.button("Undo", icon=":material/undo:", key="mended-undo", on_click=_undo, type="tertiary")


def in_force(spec: DataSpec) -> None:
    """What was mended earlier and has no control elsewhere, each with the way back."""
    standing = []
    if spec.duplicates == "drop":
        back = Mend("Keep all", "Copies of examples are kept now.", fields={"duplicates": "keep"})
        standing.append(("Of examples that are alike in everything, the first alone is used.", back))
    if spec.left_out:
        count = len(spec.left_out)
        back = Mend("Take them back", f"{count:,} examples are used again.", fields={"left_out": ()})
        standing.append(
            (f"{count:,} example{'s' * (count > 1)} chosen by hand {'are' if count > 1 else 'is'} left out.", back)
        )
    if spec.only_classes:
        back = Mend("Use all classes", "All classes are used again.", fields={"only_classes": ()})
        standing.append((f"Only these classes are used: {words.few(spec.only_classes, 5)}.", back))
    told_last = record().mending.done and record().mending.done[-1][2] == state.experiment().data
    for sentence, back in standing if not told_last else ():
        with st.container(horizontal=True, vertical_alignment="center", key=f"in-force-{back.title}"):
            st.caption(escaping.markdown(sentence), width="content")
            button(back, f"back-{back.title}")


def _choose(mend: Mend) -> None:
    record().mending.chosen = mend


def _undo() -> None:
    """Back to the data and the network before the last mend."""
    _, before, _ = record().mending.done.pop()
    state.load(before, record().in_hand.run_id)
    drafts.save(before)
