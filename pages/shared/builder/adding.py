"""Adding a layer: one searchable list of everything that the catalog knows, put in after the selected layer."""

import streamlit as st

from nnviz.models import edits
from nnviz.models.catalog import GROUPS, LAYERS
from nnviz.specs import INPUT, ModelSpec
from pages.shared.builder import history

_CHOICE = "build.add"


def picker() -> None:
    """The list; choosing from it adds the layer at once."""
    after = history.selected()
    name = "the data" if after == INPUT else history.model().layer(after).name or after
    st.selectbox("Add a layer", list(_names()), None, key=_CHOICE, format_func=_names().__getitem__, on_change=_chosen,
                 placeholder=f"Add a layer after {name}", label_visibility="collapsed",
                 help="Type a name, a group or a word of what it does. It goes in after the selected layer.")


def insert(kind: str, after: str) -> None:
    """A layer of that kind after `after`, selected. A merging layer also takes the layer before, where there is one."""
    before = {layer.id for layer in history.model().layers}
    history.edit(_inserted, kind, after)
    new = [layer.id for layer in history.model().layers if layer.id not in before]
    if new:
        history.choose(new[0])


def _inserted(model: ModelSpec, kind: str, after: str) -> ModelSpec:
    layer = edits.new_layer(model, kind)
    if LAYERS[kind].inputs[0] > 1 and after != INPUT:
        layer = layer.replace(inputs=(after, *_earlier(model, after)))
    return edits.insert_after(model, after, layer)


def _earlier(model: ModelSpec, after: str) -> tuple[str, ...]:
    """The nearest layer back from which a skip connection to a merge after `after` can begin."""
    first = model.sources(after)[0]
    return (first,)


def _names() -> dict[str, str]:
    return {kind: f"{kind} · {group.lower()} · {LAYERS[kind].help}" for group, kinds in GROUPS.items() for kind in kinds}


def _chosen() -> None:
    kind = st.session_state.get(_CHOICE)
    if kind:
        insert(kind, history.selected())
        st.session_state[_CHOICE] = None
