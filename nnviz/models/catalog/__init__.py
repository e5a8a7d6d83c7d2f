"""Every layer that the builder knows: its settings, ranges and one-line help. Imports no framework.

`LAYERS` maps a kind to its `LayerKind`; `check` fills in and checks the settings of a `LayerSpec`.
"""

from typing import Any

from nnviz.errors import ModelError, SpecError, unknown_name
from nnviz.models import safe_config
from nnviz.models.catalog import convolution, core, merging, regularization, sequence, shape
from nnviz.models.catalog.kinds import LayerKind
from nnviz.params import fill
from nnviz.specs import LayerSpec

LAYERS: dict[str, LayerKind] = {
    kind.kind: kind for room in (core, convolution, shape, regularization, sequence, merging) for kind in room.KINDS
}

KERAS_LAYER = "KerasLayer"
"""The kind of a layer that came from a file and that this catalog does not know; `settings["object"]` is Keras's
own serialized form of it. It is kept and shown, read-only."""

LAYERS[KERAS_LAYER] = LayerKind(
    kind=KERAS_LAYER,
    group="From a file",
    help="A layer from an opened file, kept as it is.",
    inputs=(1, None),
    path="keras.saving:deserialize_keras_object",
)

OBJECTS = ("_initializer", "_regularizer", "_constraint")
"""Endings of the settings that may hold an object of Keras with settings of its own."""

GROUPS: dict[str, tuple[str, ...]] = {
    group: tuple(name for name, kind in LAYERS.items() if kind.group == group)
    for group in dict.fromkeys(kind.group for kind in LAYERS.values() if kind.kind != KERAS_LAYER)
}
"""The kinds under each heading, in the order of a menu."""


def get(kind: str, where: str = "") -> LayerKind:
    """The `LayerKind` of that name. Raises ModelError with the nearest right spelling."""
    if kind not in LAYERS:
        error = unknown_name("layer", kind, LAYERS, kind=ModelError)
        error.where = where
        raise error
    return LAYERS[kind]


def check(layer: LayerSpec) -> dict[str, Any]:
    """Every setting of `layer`, checked, with the catalog's defaults filled in.

    Raises:
        ModelError: an unknown kind or setting, or a value out of range; `where` is the layer's id.
    """
    kind = get(layer.kind, layer.id)
    if kind.kind == KERAS_LAYER:
        return _check_object(layer)
    try:
        custom = {name: value for name, value in layer.settings.items() if _is_custom(kind, name, value)}
        plain = {name: value for name, value in layer.settings.items() if name not in custom}
        return {**fill(kind.params, plain), **custom}
    except SpecError as error:
        raise ModelError(error.message, expected=error.expected, fix=error.fix, where=layer.id) from None


def problem(layer: LayerSpec) -> str:
    """Name of the first setting that `check` refuses, or "" when it refuses none."""
    kind = LAYERS[layer.kind]
    if kind.kind == KERAS_LAYER:
        return "object"
    for name, value in layer.settings.items():
        param = kind.param(name)
        if param is None:
            return name
        if not _is_custom(kind, name, value):
            try:
                param.check(value)
            except SpecError:
                return name
    return ""


def _is_custom(kind: LayerKind, name: str, value: Any) -> bool:
    """Whether a value is one of Keras's own objects with settings that no list of names can hold.

    Such a value, `{"class_name": …, "config": …}`, comes from an opened file; it is kept, read-only.
    """
    if not (isinstance(value, dict) and name.endswith(OBJECTS) and kind.param(name) is not None):
        return False
    safe_config.check(value)
    return True


def _check_object(layer: LayerSpec) -> dict[str, Any]:
    serialized = layer.settings.get("object")
    if set(layer.settings) != {"object"} or not isinstance(serialized, dict) or "class_name" not in serialized:
        raise ModelError(
            "This layer's Keras form is missing.",
            expected='settings with one entry, "object": what Keras serialized',
            fix="Remove the layer, or open its file again.",
            where=layer.id,
        )
    safe_config.check(serialized)
    return {"object": serialized}
