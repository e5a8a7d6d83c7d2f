"""What is the smallest change that flips the answer? Of whichever input may change, the others as they are."""

from collections.abc import Callable

import streamlit as st

from nnviz import escaping
from nnviz.inspection.examples import Examples
from pages.shared.figures import flipped_row, painting, pushed_shown
from pages.shared.figures.changed_row import Tables
from pages.shared.session import state


def show(asked: tuple, key: str, held_out: Examples, tables: Tables, changed: dict, first: Callable[[], None]) -> None:
    """The question, and its answer once it was asked for; nothing where no answer could flip.

    Args:
        asked: (run, part, index) of the example.
        tables: what stands beside the first input.
        changed: what was changed of the example, as `nnviz.explanation.changed.Changed`.
        first: draws the search for a change of the first input.
    """
    if held_out.schema.reconstructs:
        return
    st.header("What is the smallest change that flips it?", anchor=False)
    name = _choose(held_out)
    if not name:
        first()
    elif held_out.beside(name).kind == "vector":
        others = {part: own for part, own in changed.items() if part != "tables"}
        now = {other: codes for other, codes in tables.now.items() if other != name}
        flipped_row.beside(asked, key, held_out, name, tables, others | ({"tables": now} if now else {}))
    else:
        pushed_shown.flip(asked, key, held_out, changed, name)


def of_painted(asked: tuple, key: str, held_out: Examples, tables: Tables, painted: str) -> None:
    """The same of an example whose image called `painted` is painted on; a fragment, which takes what is painted when
    it is asked."""
    changed = painting.changed_by_now(asked, key, tables, painted)
    image = held_out.schema.kind == "image"
    show(asked, key, held_out, tables, changed, lambda: pushed_shown.flip(asked, key, held_out, changed) if image else
         _first_beside(held_out))  # fmt: skip


def _first_beside(held_out: Examples) -> None:
    """Where the first input is changed while an image beside it is painted on."""
    noun = held_out.schema.first_noun
    st.caption(f"Choose “the {noun}” under Change above: then its own change is looked for here.")


def _choose(held_out: Examples) -> str:
    """Which input may change; "" for the first, or the only one."""
    names = [one.name for one in held_out.schema.further]
    if not names:
        return ""
    noun = held_out.schema.first_noun
    chosen = st.segmented_control(
        "What may change",
        ["", *names],
        default="",
        required=True,
        format_func=lambda name: f"the {escaping.markdown(name or noun)}",
        key=state.key("flip.input"),
        persist_state="session",
    )
    return chosen or ""
