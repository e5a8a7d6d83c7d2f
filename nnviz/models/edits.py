"""Edits of a network: pure functions `ModelSpec` → `ModelSpec`. Imports no framework.

Ids stay stable. Whatever an edit takes away or puts in is rewired, so that a chain stays a chain and a graph
keeps its branches. Functions take the network first and a layer's id second; they raise SpecError for an id
that does not exist and for a wiring that is impossible.
"""

from typing import Any

from nnviz import names
from nnviz.errors import SpecError
from nnviz.models import graph
from nnviz.models.catalog import LAYERS
from nnviz.specs import INPUT, INPUT_LAYER, LayerSpec, ModelSpec

_WEIGHTED_SUMS = ("Dense", *(f"{conv}{n}D" for conv in ("Conv", "SeparableConv") for n in (1, 2)), "Conv3D")


def new_layer(spec: ModelSpec, kind: str, **settings: Any) -> LayerSpec:
    """A layer of that kind with an id that the network does not use yet."""
    return LayerSpec(id=spec.new_id(kind), kind=kind, settings=settings)


def layer_after(spec: ModelSpec, kind: str, anchor: str) -> LayerSpec:
    """A new layer to go after `anchor`; relu where it is a weighted sum inside the network, which would do little
    without an activation."""
    outputs = spec.outputs or tuple(layer.id for layer in spec.layers[-1:])
    hidden = spec.layers and anchor not in outputs
    return new_layer(spec, kind, **({"activation": "relu"} if hidden and kind in _WEIGHTED_SUMS else {}))


def add(spec: ModelSpec, layer: LayerSpec) -> ModelSpec:
    """`layer` at the end: after the last layer, or fed by its own `inputs` when it names some."""
    if layer.inputs is None:
        return insert_after(spec, spec.layers[-1].id if spec.layers else INPUT, layer)
    return spec.replace(layers=(*spec.layers, layer))


def insert_after(spec: ModelSpec, anchor: str, layer: LayerSpec, *, branch: bool = False) -> ModelSpec:
    """`layer` fed by `anchor` ("input" is the data); what `anchor` fed is now fed by `layer`.

    With `branch`, what `anchor` feeds stays as it is, and `layer` begins a branch. The further inputs that
    `layer` names besides its first one are kept. A further input is put there in the list; no wire changes.
    """
    wires = graph.open_up(spec)
    position = wires.position(anchor) + 1
    if layer.is_input:
        wires.put(position, layer, ())
        return wires.close()
    extra = tuple(source for source in (layer.inputs or ())[1:] if source != anchor)
    if not branch:
        wires.redirect(anchor, layer.id)
    wires.put(position, layer, (anchor, *extra))
    if all(wires.is_input(output) for output in wires.outputs):
        wires.outputs = (layer.id,)
    return wires.close()


def insert_before(spec: ModelSpec, layer_id: str, layer: LayerSpec, index: int = 0) -> ModelSpec:
    """`layer` on one wire alone: between a layer and the `index`-th of the layers that feed it."""
    wires = graph.open_up(spec)
    position = wires.position(layer_id)
    sources = list(wires.sources.get(layer_id, ()))
    if not sources or layer.is_input:
        one = layer.id if sources else layer_id
        raise SpecError(f"{one!r} is an input: no layer feeds it.", fix="Choose another place.", where=layer_id)
    source, sources[index] = sources[index], layer.id
    wires.sources[layer_id] = tuple(sources)
    wires.put(position, layer, (source,))
    return wires.close()


def remove(spec: ModelSpec, layer_id: str) -> ModelSpec:
    """Without that layer; what it fed is fed by its (first) source."""
    wires = graph.open_up(spec)
    wires.take(layer_id)
    if spec.outputs is None:
        wires.outputs = ()
    return wires.close()


def remove_all(spec: ModelSpec, layer_ids: tuple[str, ...]) -> ModelSpec:
    """Without those layers, each removed like one alone."""
    for layer_id in layer_ids:
        spec = remove(spec, layer_id)
    return spec


def duplicate(spec: ModelSpec, layer_id: str) -> ModelSpec:
    """A copy with an id of its own directly after that layer."""
    layer = spec.layer(layer_id)
    copy = layer.replace(id=spec.new_id(layer.kind), name="")
    copy = copy.replace(inputs=spec.sources(layer_id))
    return insert_after(spec, layer_id, copy)


def move(spec: ModelSpec, layer_id: str, position: int) -> ModelSpec:
    """That layer at another place in the list (0 is the first), fed by the layer that then stands before it.

    Raises:
        SpecError: when another layer that feeds it would come after it.
    """
    layer, sources = spec.layer(layer_id), spec.sources(layer_id)
    if spec.layers.index(layer) == position:
        return spec
    wires = graph.open_up(spec)
    if layer.is_input:
        wires.order.remove(layer_id)
        wires.order.insert(max(0, position), layer_id)
        wires.sort(layer_id)
        return wires.close()
    wires.take(layer_id)
    position = max(0, min(position, len(wires.order)))
    anchor = wires.order[position - 1] if position else INPUT
    extra = tuple(source for source in sources[1:] if source != anchor)
    for source in extra:
        if source != INPUT and wires.order.index(source) >= position:
            raise SpecError(
                f"{layer_id!r} cannot stand before {source!r}, which feeds it.",
                fix=f"Move {source!r} first, or change what feeds {layer_id!r}.",
                where=layer_id,
            )
    wires.redirect(anchor, layer_id)
    wires.put(position, layer, (anchor, *extra))
    return wires.close()


def toggle(spec: ModelSpec, layer_id: str) -> ModelSpec:
    """That layer switched off, or on again; its settings stay."""
    return _changed(spec, layer_id, enabled=not spec.layer(layer_id).enabled)


def rename(spec: ModelSpec, layer_id: str, name: str) -> ModelSpec:
    """That layer under another name, as Keras takes it (`nnviz.names.layer_name`); its id stays.

    Raises:
        SpecError: for a name that another layer or the data have, or in which no letter or digit is left.
    """
    valid = names.layer_name(names.check(name, "Name", layer_id))
    if name.strip() and not valid:
        raise SpecError(
            f"Name: received {name.strip()!r}.",
            expected="a name with a letter from A to Z or a digit, which Keras asks for",
            where=layer_id,
        )
    others = {one.keras_name for one in spec.layers if one.id != layer_id}
    ids = {one.id for one in spec.layers if one.id != layer_id}
    if valid in {INPUT, *others, *ids}:
        owner = "the data are" if valid == INPUT else "another layer is"
        raise SpecError(f"Name: {owner} called {valid!r} already.", fix="Choose another name.", where=layer_id)
    return _changed(spec, layer_id, name="" if valid == layer_id else valid)


def set_trainable(spec: ModelSpec, layer_id: str, trainable: bool) -> ModelSpec:
    return _changed(spec, layer_id, trainable=trainable)


def set_settings(spec: ModelSpec, layer_id: str, **changes: Any) -> ModelSpec:
    """That layer with other settings; those that equal the catalog's defaults are left out."""
    layer = spec.layer(layer_id)
    settings = {**layer.settings, **changes}
    kind = LAYERS.get(layer.kind)
    for param in kind.params if kind else ():
        if param.name in settings and param.name not in kind.own and settings[param.name] == param.default:
            del settings[param.name]
    return _changed(spec, layer_id, settings=settings)


def set_kind(spec: ModelSpec, layer_id: str, kind: str, **settings: Any) -> ModelSpec:
    """Another kind of layer in the same place, with the settings that both kinds have."""
    layer = spec.layer(layer_id)
    if layer.is_input != (kind == INPUT_LAYER):
        spec = _changed(spec, layer_id, kind=kind, inputs=() if kind == INPUT_LAYER else None)
    shared = {param.name for param in LAYERS[kind].params} if kind in LAYERS else set()
    shared_settings = {name: value for name, value in layer.settings.items() if name in shared}
    return _changed(spec, layer_id, kind=kind, settings={**shared_settings, **settings})


def set_inputs(spec: ModelSpec, layer_id: str, sources: tuple[str, ...] | list[str]) -> ModelSpec:
    """That layer fed by these; the list is put in an order in which every layer comes after its sources.

    Raises:
        SpecError: when the layer would feed itself, a source does not exist, or the layer is an input.
    """
    wires = graph.open_up(spec)
    if wires.position(layer_id) >= 0 and wires.layers[layer_id].is_input:
        raise SpecError(f"{layer_id!r} is an input: no layer feeds it.", fix="Choose another layer.", where=layer_id)
    for source in sources:
        wires.position(source)
    wires.sources[layer_id] = tuple(sources)
    wires.sort(layer_id)
    return wires.close()


def set_outputs(spec: ModelSpec, outputs: tuple[str, ...] | list[str] | None) -> ModelSpec:
    """The network with these layers as its outputs; None means the last one."""
    return spec.replace(outputs=tuple(outputs) if outputs else None)


def _changed(spec: ModelSpec, layer_id: str, **changes: Any) -> ModelSpec:
    spec.layer(layer_id)
    return spec.replace(
        layers=tuple(layer.replace(**changes) if layer.id == layer_id else layer for layer in spec.layers)
    )


def join(spec: ModelSpec, start: str, ends: tuple[str, ...], merge: LayerSpec) -> ModelSpec:
    """Branches that begin at `start` joined by `merge`: what `start` feeds besides them is fed by `merge`.

    The branches' layers are told by leading from `start` to an end.
    """
    wires = graph.open_up(spec)
    inside = wires.between(start, ends)
    branch_sources = {layer_id: wires.sources[layer_id] for layer_id in inside}
    wires.redirect(start, merge.id)
    wires.sources.update(branch_sources)
    wires.put(max(wires.position(end) for end in ends) + 1, merge, ends)
    wires.sort(merge.id)
    return wires.close()


def tidy(spec: ModelSpec) -> ModelSpec:
    """The same network with "the one before" left implicit wherever that is what feeds a layer."""
    return graph.open_up(spec).close()
