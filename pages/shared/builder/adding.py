"""Adding: one searchable list of every layer, those that fit here first, and the blocks of several layers."""

import streamlit as st

from nnviz import escaping, words
from nnviz.errors import ModelError
from nnviz.models import blocks, edits
from nnviz.models.catalog import GROUPS, LAYERS
from nnviz.models.records import Preview
from nnviz.specs import INPUT, LayerSpec, ModelSpec
from pages.shared.builder import history
from pages.shared.forms import fields
from pages.shared.session import widgets

_CHOICE = "build.add"
_FORMS = {1: "a vector", 2: "a sequence", 3: "an image", 4: "a volume"}


def draw(preview: Preview | None) -> None:
    """The list, which adds at once, and the blocks beside it."""
    after, shape = history.selected(), shape_after(preview, history.selected())
    name = "the data" if after == INPUT else history.model().layer(after).keras_name
    names = _names(shape)
    with st.container(key="build-add", horizontal=True, gap="small", wrap=False):
        st.selectbox(
            "Add a layer",
            list(names),
            None,
            key=_CHOICE,
            format_func=names.__getitem__,
            on_change=_chosen,
            placeholder=f"Add after {name}",
            label_visibility="collapsed",
            filter_mode="contains",
            help="Type a name, a group or a word of what it does. It goes in after the selected layer.",
        )
        with st.popover("Blocks", icon=":material/widgets:", help="Several layers at once", key="build-blocks"):
            _blocks(after, name, shape)


def shape_after(preview: Preview | None, layer_id: str) -> tuple | None:
    """What comes out of a layer, or of the data; None where it is not known."""
    if preview is None:
        return None
    if layer_id == INPUT:
        return preview.input_shape
    layer = preview.layer(layer_id)
    if layer is not None and not layer.enabled:
        return shape_after(preview, (*history.model().sources(layer_id), INPUT)[0])
    return layer.output_shape if layer else None


def insert(kind: str, after: str) -> None:
    """A layer of that kind after `after`, selected. A merging layer also takes what `after` was made from: a skip."""
    _select_new(lambda: history.edit(_inserted, kind, after))


def insert_block(name: str, after: str, shape: tuple, settings: dict) -> None:
    """The layers of a block after `after`; the first of them is selected."""
    _select_new(lambda: history.edit(lambda model: blocks.expand(name, model, after, None, settings, shape)))


def _select_new(act) -> None:
    before = {layer.id for layer in history.model().layers}
    act()
    new = [layer.id for layer in history.model().layers if layer.id not in before]
    if new:
        history.choose(new[-1])


def _inserted(model: ModelSpec, kind: str, after: str) -> ModelSpec:
    layer = edits.layer_after(model, kind, after)
    if LAYERS[kind].inputs[0] > 1:
        if after == INPUT:
            raise ModelError(
                f"{kind} joins several layers, and only the data comes before it here.",
                fix="Select a layer further on, then add it.",
            )
        if model.layer(after).is_input:
            return _joined(model, after, layer)
        layer = layer.replace(inputs=(after, (*model.sources(after), INPUT)[0]))
    return edits.insert_after(model, after, layer)


def _joined(model: ModelSpec, further: str, merge: LayerSpec) -> ModelSpec:
    """A further input joined to what stands before it in the list; what that fed is then fed by both."""
    before = [layer.id for layer in model.layers[: model.layers.index(model.layer(further))] if not layer.is_input]
    trunk = before[-1] if before else INPUT
    if before:
        model = edits.move(model, further, [layer.id for layer in model.layers].index(trunk))
        return edits.insert_after(model, trunk, merge.replace(inputs=(trunk, further)))
    feeds_on = edits.insert_after(model, INPUT, merge)
    return edits.set_inputs(feeds_on, merge.id, (INPUT, further))


def _names(shape: tuple | None) -> dict[str, str]:
    """Kind → what the list says, searchable as a whole; what does not fit the shape comes last and says why."""
    fits, others = {}, {}
    for group, kinds in GROUPS.items():
        for kind in kinds:
            about = LAYERS[kind]
            if shape is None or about.rank in (None, len(shape)):
                fits[kind] = f"{kind} · {group.lower()} · {about.help}"
            else:
                others[kind] = (
                    f"{kind} · {group.lower()} · needs {_FORMS.get(about.rank, 'another shape')} · {about.help}"
                )
    return fits | others


def _chosen() -> None:
    kind = widgets.value(_CHOICE)
    if kind:
        insert(kind, history.selected())
        widgets.put(_CHOICE, None)


def _blocks(after: str, name: str, shape: tuple | None) -> None:
    if shape is None:
        st.caption(f"What comes out of {escaping.markdown(name)} is not known yet: fix the mistakes before it first.")
        return
    fitting = [key for key, block in blocks.BLOCKS.items() if len(shape) in block.ranks]
    if fitting:
        _block(fitting, after, name, shape)
    else:
        st.caption(f"After {escaping.markdown(name)} come {words.shape(shape)}; no block takes that.")
    _unfit([block for key, block in blocks.BLOCKS.items() if key not in fitting], name, shape)


def _unfit(others: list, name: str, shape: tuple) -> None:
    """The blocks that need something else than what comes here, and what they need."""
    if not others:
        return
    with st.expander(f"{len(others)} more need another place"):
        st.caption(f"After {escaping.markdown(name)} comes {_FORMS.get(len(shape), 'another shape')}.")
        for block in others:
            needed = " or ".join(_FORMS[rank] for rank in block.ranks if rank in _FORMS)
            st.caption(f"**{block.title}** needs {needed}. {block.help}")


def _block(fitting: list[str], after: str, name: str, shape: tuple) -> None:
    chosen = st.selectbox(
        "Block", fitting, format_func=lambda key: blocks.BLOCKS[key].title, key=history.key(f"block.{after}")
    )
    block = blocks.BLOCKS[chosen]
    st.caption(block.help + " It becomes ordinary layers that you can edit.")
    settings = fields.form(block.params, {}, history.key(f"block.{after}.{chosen}"))
    st.button(
        f"Put it in after {escaping.markdown(name)}",
        icon=":material/add:",
        key="build-block-add",
        on_click=insert_block,
        type="primary",
        args=(chosen, after, tuple(shape), settings),
    )
