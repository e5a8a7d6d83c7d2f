"""What a person can do to the selected layer: as buttons, as keys in the list, and as clicks in the diagram."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from nnviz.errors import SpecError
from nnviz.models import edits
from nnviz.params import Param, required
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


_ACTIONS = {
    "select": lambda layer_id, _: history.choose(layer_id),
    "up": lambda layer_id, _: move(layer_id, -1),
    "down": lambda layer_id, _: move(layer_id, 1),
    "place": place,
    "duplicate": lambda layer_id, _: duplicate(layer_id),
    "bypass": lambda layer_id, _: toggle(layer_id) if layer_id != INPUT else None,
    "remove": lambda layer_id, _: remove(layer_id),
    "undo": lambda *_: history.undo(),
    "redo": lambda *_: history.redo(),
}
_ACTION = Param("action", "choice", None, choices=tuple(_ACTIONS))
_ID = Param("id", "text", None, label="Layer")
_POSITION = Param("position", "int", None, minimum=0, maximum=1_000_000)


def follow(event: Any) -> None:
    """What the list or the diagram asks for: {"action": …, "id": layer id, "position": place}.

    It comes from a browser and may be anything: what is no such request is refused with a sentence; a layer that is no
    longer there is passed over.
    """
    try:
        action, layer_id, position = _read(event)
    except SpecError as error:
        return history.refuse(str(error))
    known = {INPUT, *(layer.id for layer in history.model().layers)}
    if layer_id in known or action in ("undo", "redo"):
        _ACTIONS[action](layer_id, position)


def _read(event: Any) -> tuple[str, str, int]:
    if not isinstance(event, Mapping):
        raise SpecError("The click cannot be read.", expected="an action and a layer", fix="Reload the page.")
    action = required((_ACTION,), event)["action"]
    layer_id = "" if action in ("undo", "redo") else required((_ID,), event)["id"]
    return action, layer_id, required((_POSITION,), event)["position"] if action == "place" else -1


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
