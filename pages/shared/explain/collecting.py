"""Examples that a person picks to show a concept: collected with a click wherever they stand, kept as their numbers."""

import streamlit as st

from pages.shared.session import state, widgets


def field() -> str:
    """The key of the field with the numbers."""
    return state.key("concept.picked")


def add(row: int) -> None:
    """Adds an example, by its number in the source, and chooses this way of showing a concept."""
    before = str(widgets.value(field(), "") or "").strip()
    numbers = [part.strip() for part in before.split(",") if part.strip()]
    if str(row) not in numbers:
        numbers.append(str(row))
    widgets.put(field(), ", ".join(numbers))
    widgets.put(state.key("concept.way"), "examples")
    st.toast(f"{len(numbers)} collected for a concept. The view Concepts tests what they share.")


def button(row: int, key: str) -> None:
    """Collects one example."""
    st.button(
        "",
        icon=":material/add_circle:",
        type="tertiary",
        key=f"collect-{key}",
        help=f"Collects example {row:,} for a concept",
        on_click=add,
        args=(row,),
    )
