"""The network changed where it is watched: what its picture offers, and what is done with what a browser asks for."""

from collections.abc import Mapping
from typing import Any

from nnviz.errors import NnvizError, SpecError
from nnviz.models import edits
from nnviz.models.catalog import LAYERS
from nnviz.models.catalog.common import ACTIVATIONS
from nnviz.models.records import Preview
from nnviz.params import Param, required
from nnviz.specs import INPUT, LayerSpec, ModelSpec
from pages.shared import engine
from pages.shared.builder import history, looking
from pages.shared.session import state
from pages.shared.session.record import record

_SIZES = ("units", "filters", "output_dim")
_AFTER = {
    1: ("Dense", "Dropout", "BatchNormalization"),
    2: ("Conv1D", "Dense", "Dropout", "LayerNormalization"),
    3: ("Conv2D", "MaxPooling2D", "Dropout", "BatchNormalization"),
}
"""What may be inserted after an output of that many dimensions; the catalog's other kinds are on the Build page."""
_KINDS = {
    "Dense": "Dense",
    "Conv1D": "Convolution",
    "Conv2D": "Convolution",
    "MaxPooling2D": "Max pooling",
    "Dropout": "Dropout",
    "BatchNormalization": "Batch normalisation",
    "LayerNormalization": "Layer normalisation",
}


def offered() -> dict:
    """What the picture of the network in hand lets a person change: the `editing` that nnviz/web/README.md lists."""
    model, preview, steps = history.model(), looking.known(state.experiment()), history.current()
    layers = {INPUT: {"after": _after(preview and preview.input_shape)}}
    for layer in model.layers:
        shown = preview.layer(layer.id) if preview else None
        layers[layer.id] = _of_layer(model, layer, shown and shown.output_shape)
    return {
        "layers": layers,
        "activations": list(ACTIVATIONS),
        "kinds": _KINDS,
        "undo": bool(steps.past),
        "redo": bool(steps.future),
        "refused": record().building.refused_in_picture,
    }


def _of_layer(model: ModelSpec, layer: LayerSpec, shape: tuple | None) -> dict:
    last = _is_output(model, layer.id)
    offer: dict[str, Any] = {"after": [] if last else _after(shape), "removable": not last}
    size = _size(layer)
    if size is not None and not last:
        offer |= {"size": size.name, "value": layer.settings.get(size.name, size.default)}
    kind = LAYERS.get(layer.kind)
    if kind is not None and (activation := kind.param("activation")) is not None:
        chosen = layer.settings.get("activation", activation.default)
        if chosen is None or isinstance(chosen, str):
            offer["activation"] = chosen or "linear"
    return offer


def _after(shape: tuple | None) -> list[str]:
    return list(_AFTER.get(len(shape), ())) if shape else []


def _is_output(model: ModelSpec, layer_id: str) -> bool:
    outputs = model.outputs or tuple(layer.id for layer in model.layers[-1:])
    return layer_id in outputs


def _size(layer: LayerSpec) -> Param | None:
    """The setting that says how many units or filters a layer has."""
    kind = LAYERS.get(layer.kind)
    return next((param for name in _SIZES if kind and (param := kind.param(name)) is not None), None)


def resize(model: ModelSpec, layer_id: str, value: Any) -> ModelSpec:
    """With another number of units or filters in a layer. Raises SpecError for a number that it cannot have."""
    layer = model.layer(layer_id)
    size = _size(layer)
    if size is None or _is_output(model, layer_id):
        raise SpecError(f"{layer_id!r} has no number of units that could be changed here.", fix="Choose another layer.")
    return edits.set_settings(model, layer_id, **{size.name: size.check(value)})


def activate(model: ModelSpec, layer_id: str, name: Any) -> ModelSpec:
    """With another activation in a layer. Raises SpecError for one that does not exist."""
    kind = LAYERS.get(model.layer(layer_id).kind)
    param = kind.param("activation") if kind else None
    if param is None:
        raise SpecError(f"{layer_id!r} has no activation.", fix="Choose another layer.")
    return edits.set_settings(model, layer_id, activation=param.check(name))


def insert(model: ModelSpec, anchor: str, kind: Any) -> ModelSpec:
    """With a layer of that kind after `anchor`, as large as it. Raises SpecError for a kind that is not offered."""
    kind = Param("kind", "choice", None, choices=tuple(_KINDS), label="Layer").check(kind)
    layer = edits.layer_after(model, kind, anchor)
    before = None if anchor == INPUT else _size(model.layer(anchor))
    size = _size(layer)
    settings = dict(layer.settings)
    if size is not None:
        settings[size.name] = model.layer(anchor).settings.get(before.name, before.default) if before else 8
    if kind.startswith("Conv"):
        settings |= {"kernel_size": 3, "padding": "same"}
    return edits.insert_after(model, anchor, layer.replace(settings=settings))


_CHANGES = {
    "size": resize,
    "activation": activate,
    "insert": insert,
    "remove": lambda model, layer_id, _: edits.remove(model, layer_id),
}
_ACTION = Param("action", "choice", None, choices=(*_CHANGES, "undo", "redo"))
_ID = Param("id", "text", None, label="Layer")


def follow(event: Any) -> None:
    """Does what the picture asks for: {"action": …, "id": layer id, "value": …}. It comes from a browser and may be
    anything; what cannot be done is refused with a sentence, which `offered` tells."""
    record().building.refused_in_picture = ""
    try:
        if not isinstance(event, Mapping):
            raise SpecError("The click cannot be read.", expected="an action and a layer", fix="Reload the page.")
        action = required((_ACTION,), event)["action"]
        if action in ("undo", "redo"):
            return history.undo() if action == "undo" else history.redo()
        layer_id = required((_ID,), event)["id"]
        _check_known(layer_id)
        changed = _CHANGES[action](history.model(), layer_id, event.get("value"))
        _check_builds(changed)
        history.put(changed)
    except NnvizError as error:
        record().building.refused_in_picture = str(error)


def _check_known(layer_id: str) -> None:
    if layer_id != INPUT and all(layer.id != layer_id for layer in history.model().layers):
        raise SpecError(
            "This layer is not in the network in hand: the picture shows an earlier one.",
            fix="Change the network on the Build page, or train it first.",
        )


def _check_builds(changed: ModelSpec) -> None:
    """Refuses a change that Keras would refuse, where it can be asked at once and the network was sound before."""
    before = looking.known(state.experiment())
    if engine.start().state != "ready" or (before is not None and not before.ok):
        return
    preview: Preview = looking.at(state.experiment().replace(model=changed))
    broken = next((one for one in preview.diagnoses if one.severity == "error"), None)
    if broken is not None:
        raise SpecError(f"The network stays as it is: {broken.message}")
