"""The doors of one example: what leads from wherever it shows to the pages that look into it."""

import streamlit as st

from pages.shared.session import selection, state

PAGES = {"layers": "pages/inside/network.py", "attribution": "pages/explain/attribution.py",
         "examples": "pages/explain/examples.py"}  # fmt: skip
_BUTTONS = {"layers": ("Layers", "layers"), "attribution": ("Explain", "troubleshoot"),
            "examples": ("Examples", "groups")}  # fmt: skip


def go(to: str, part: str, index: int, run_id: str | None = None, **options) -> None:
    """Opens a page with an example, as the network was where it shows: at the end, unless a moment is kept.

    Args:
        to: a name in `PAGES`.
        part, index: the example.
        run_id: the run that is meant, where it is not the one in hand.
        options: `keep_moment`; `target`, the class to choose, None for the one that is predicted; and what
            `st.switch_page` takes.
    """
    if run_id is not None:
        state.set_run(run_id)
    state.choose_example(part, index)
    if "target" in options:
        selection.choose_target(options.pop("target"))
    if to == "layers":
        selection.choose_view("layers")
    if not options.pop("keep_moment", False):
        selection.newest()
    st.switch_page(PAGES[to], **options)


def buttons(part: str, index: int, key: str, run_id: str | None = None, only=tuple(_BUTTONS), **options) -> None:
    """A door to each page, or to those in `only`, side by side."""
    for to in only:
        label, icon = _BUTTONS[to]
        if st.button(label, icon=f":material/{icon}:", type="tertiary", key=f"{key}-{label}-{index}"):
            go(to, part, index, run_id, **options)
