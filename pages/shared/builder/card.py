"""The card of the selected layer: what it is, what is wrong with it, its name, what feeds it and its settings."""

import streamlit as st

from nnviz import escaping, words
from nnviz.models import edits
from nnviz.models.catalog import LAYERS
from nnviz.models.records import LayerPreview, Preview
from nnviz.params import Param
from nnviz.specs import INPUT, INPUT_LAYER, LayerSpec
from pages.shared.builder import history, mending
from pages.shared.forms import fields
from pages.shared.lessons import explained

_TRAINABLE = Param(
    "trainable", "bool", True, "Whether training changes its weights; off freezes them.", label="Trainable"
)


def draw(preview: Preview | None) -> None:
    """Draws the card; an edit reruns the page, so that list, diagram and card agree."""
    chosen = history.selected()
    if chosen == INPUT:
        return _data(preview)
    layer, layer_preview = history.model().layer(chosen), preview.layer(chosen) if preview else None
    st.markdown(f"**{escaping.markdown(layer.keras_name)}** :gray[{escaping.markdown(layer.kind)}]")
    if layer_preview is not None:
        st.caption(_facts(layer_preview))
        mending.of_layer(layer_preview)
    kind = LAYERS.get(layer.kind)
    if kind is None:
        st.caption(f"The catalog does not know {escaping.markdown(layer.kind)}: it is shown and kept as it is.")
        return
    st.caption(kind.help)
    changed = _settings(layer, kind)
    changed = _wiring(layer, kind) or changed
    if changed:
        st.rerun()
    explained.door(layer.kind)


def adopt() -> None:
    """Takes what was just entered into the card before anything is drawn, so that an edit costs one run of the page,
    not two."""
    chosen = history.selected()
    layer = next((one for one in history.model().layers if one.id == chosen), None)
    if layer is not None and layer.kind in LAYERS:
        shown = _shown(layer, LAYERS[layer.kind])
        _set(layer, shown, fields.entered(shown, layer.settings, _key(layer)))


def _data(preview: Preview | None) -> None:
    st.markdown("**The data**")
    if preview is not None:
        st.caption(f"One example is {words.shape(preview.input_shape)}. A layer that you add now sees it first.")
    st.page_link("pages/lab/data.py", label="Choose or change the data", icon=":material/database:")


def _facts(layer_preview: LayerPreview) -> str:
    if not layer_preview.enabled:
        return "Switched off: " + (
            "the data stand in for it." if layer_preview.kind == INPUT_LAYER else "what comes in goes out unchanged."
        )
    if layer_preview.output_shape is None:
        return "Its output is not known yet."
    parts = [f"Gives {words.shape(layer_preview.output_shape)}", f"{layer_preview.parameters:,} parameters"]
    if layer_preview.trainable_parameters != layer_preview.parameters:
        parts.append(f"{layer_preview.trainable_parameters:,} trainable")
    if layer_preview.receptive_field:
        parts.append(f"sees {words.sizes(layer_preview.receptive_field)} of the input")
    return ", ".join(parts) + "."


def _settings(layer: LayerSpec, kind) -> bool:
    shown, custom = _shown(layer, kind), _custom(layer)
    with st.container(key="build-card"):
        values = fields.form(shown, layer.settings, _key(layer))
    if custom:
        st.caption("Kept as the file had it: " + escaping.markdown(", ".join(sorted(custom))) + ".")
    return _set(layer, shown, values)


def _key(layer: LayerSpec) -> str:
    return history.key(f"set.{layer.id}.{layer.kind}")


def _custom(layer: LayerSpec) -> set[str]:
    """Settings that a file brought and no control can show."""
    return {name for name, value in layer.settings.items() if isinstance(value, dict)}


def _shown(layer: LayerSpec, kind) -> list[Param]:
    return [param for param in kind.params if param.name not in _custom(layer) and _applies(param, layer.settings)]


def _set(layer: LayerSpec, shown: list[Param], values: dict) -> bool:
    entered = {p.name: _jsonable(values.get(p.name, p.default)) for p in shown}
    differing = {
        p.name: entered[p.name] for p in shown if entered[p.name] != _jsonable(layer.settings.get(p.name, p.default))
    }
    return bool(differing) and history.edit(
        lambda model: edits.set_settings(model, layer.id, **differing), keep_forms=True
    )


def _applies(param: Param, settings: dict) -> bool:
    """A strength is shown once its penalty is chosen."""
    if param.name.endswith("_l2_strength"):
        return settings.get(param.name.removesuffix("_l2_strength")) == "l1_l2"
    if param.name.endswith("_strength"):
        return settings.get(param.name.removesuffix("_strength")) is not None
    return True


def _wiring(layer: LayerSpec, kind) -> bool:
    """Name, trainable flag, and what feeds the layer."""
    model, changed = history.model(), False
    names = {INPUT: "the data", **{one.id: one.keras_name for one in model.layers if one.id != layer.id}}
    with st.expander("Name and wiring", expanded=kind.merges):
        name = st.text_input("Name", layer.keras_name, key=history.key(f"name.{layer.id}"), max_chars=60)
        renamed = fields.checked(lambda: edits.rename(model, layer.id, name), model)
        if renamed != model and name.strip() != (layer.keras_name):
            changed = history.put(renamed)
        if layer.is_input:
            return changed
        trainable = fields.field(_TRAINABLE, layer.trainable, history.key(f"trainable.{layer.id}"))
        if trainable != layer.trainable:
            changed = history.edit(edits.set_trainable, layer.id, trainable, keep_forms=True) or changed
        changed = _sources(layer, kind, names) or changed
        changed = _is_output(layer) or changed
    return changed


def _sources(layer: LayerSpec, kind, names: dict[str, str]) -> bool:
    sources, model = list(history.model().sources(layer.id)), history.model()
    if kind.merges:
        chosen = st.multiselect(
            "Fed by",
            list(names),
            [one for one in sources if one in names],
            format_func=names.__getitem__,
            key=history.key(f"from.{layer.id}.{len(model.layers)}"),
            max_selections=kind.inputs[1],
            help="In this order. A layer further back makes a skip connection.",
        )
    else:
        one = st.selectbox(
            "Fed by",
            list(names),
            list(names).index(sources[0]) if sources[0] in names else 0,
            format_func=names.__getitem__,
            key=history.key(f"from.{layer.id}.{len(model.layers)}"),
            help="The layer before, or any other: two layers fed by the same one make a branch.",
        )
        chosen = [one]
    if not chosen or chosen == sources:
        return False
    return history.edit(edits.set_inputs, layer.id, chosen, keep_forms=True)


def _is_output(layer: LayerSpec) -> bool:
    model = history.model()
    outputs = model.outputs or (model.layers[-1].id,)
    is_output = layer.id in outputs
    wanted = st.toggle(
        "An output of the network",
        is_output,
        key=history.key(f"output.{layer.id}.{outputs}"),
        disabled=is_output and len(outputs) == 1,
        help="The last layer is the output unless you say otherwise; a network may have several.",
    )
    if wanted == is_output:
        return False
    chosen = [
        one.id for one in model.layers if (one.id in outputs and one.id != layer.id) or (one.id == layer.id and wanted)
    ]
    return history.edit(edits.set_outputs, chosen)


def _jsonable(value):
    return list(value) if isinstance(value, tuple) else value
