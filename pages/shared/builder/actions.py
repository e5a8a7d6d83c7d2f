"""What a person can do to the selected layer: as buttons, as keys in the list, and as clicks in the diagram."""

import streamlit as st

from nnviz.models import edits
from nnviz.specs import INPUT
from pages.shared.builder import history


def move(layer_id: str, by: int) -> None:
    """One place up (-1) or down (1) in the list."""
    ids = [layer.id for layer in history.model().layers]
    if layer_id in ids and 0 <= ids.index(layer_id) + by < len(ids):
        history.edit(edits.move, layer_id, ids.index(layer_id) + by, select=layer_id)


def place(layer_id: str, position: int) -> None:
    """To that place in the list (0 is the first)."""
    if position >= 0:
        history.edit(edits.move, layer_id, position, select=layer_id)


def duplicate(layer_id: str) -> None:
    before = {layer.id for layer in history.model().layers}
    if layer_id in before and history.edit(edits.duplicate, layer_id):
        history.choose(next(layer.id for layer in history.model().layers if layer.id not in before))


def toggle(layer_id: str) -> None:
    history.edit(edits.toggle, layer_id, select=layer_id)


def remove(layer_id: str) -> None:
    """Without that layer; the one before it is selected."""
    ids = [INPUT, *(layer.id for layer in history.model().layers)]
    if layer_id in ids[1:]:
        position = ids.index(layer_id)
        after = ids[position + 1] if position + 1 < len(ids) else ids[position - 1]
        history.edit(edits.remove, layer_id, select=after)


def follow(event: dict | None) -> None:
    """What the list or the diagram asks for: {"action": …, "id": layer id, "position": place}."""
    if not event:
        return
    layer_id = str(event.get("id", ""))
    known = {INPUT, *(layer.id for layer in history.model().layers)}
    if layer_id not in known and event.get("action") not in ("undo", "redo"):
        return
    {
        "select": lambda: history.choose(layer_id),
        "up": lambda: move(layer_id, -1),
        "down": lambda: move(layer_id, 1),
        "place": lambda: place(layer_id, int(event.get("position", -1))),
        "duplicate": lambda: duplicate(layer_id),
        "bypass": lambda: toggle(layer_id) if layer_id != INPUT else None,
        "remove": lambda: remove(layer_id),
        "undo": history.undo,
        "redo": history.redo,
    }.get(event.get("action"), lambda: None)()


def toolbar() -> None:
    """The buttons above the list; each has its key on the keyboard."""
    steps, chosen = history.current(), history.selected()
    ids = [layer.id for layer in history.model().layers]
    at = ids.index(chosen) if chosen in ids else -1
    off = at >= 0 and not history.model().layers[at].enabled
    with st.container(key="build-tools", horizontal=True, gap=None, wrap=False):
        _tool("undo", "Undo", history.undo, not steps.past, shortcut="Ctrl+Z")
        _tool("redo", "Redo", history.redo, not steps.future, shortcut="Ctrl+Y")
        _tool("arrow_upward", "Move up", move, at < 1, chosen, -1, shortcut="Alt+Up")
        _tool("arrow_downward", "Move down", move, at < 0 or at == len(ids) - 1, chosen, 1, shortcut="Alt+Down")
        _tool("content_copy", "Duplicate", duplicate, at < 0, chosen, shortcut="Alt+D")
        _tool(
            "visibility" if off else "visibility_off",
            "Switch on again" if off else "Bypass: switch off, keep its settings",
            toggle,
            at < 0,
            chosen,
            shortcut="Alt+B",
            key="bypass",
        )
        _tool("delete", "Delete", remove, at < 0, chosen, shortcut="Alt+Backspace")


def _tool(icon: str, words: str, act, disabled: bool, *arguments, shortcut: str, key: str | None = None) -> None:
    st.button(
        words.split(":")[0],
        icon=f":material/{icon}:",
        help=words,
        on_click=act,
        args=arguments,
        disabled=disabled,
        type="tertiary",
        shortcut=shortcut,
        key=f"build-{key or words.lower().replace(' ', '-')}",
    )
