"""Every layer that the builder knows: its settings, ranges and one-line help. Imports no framework.

`LAYERS` maps a kind to its `LayerKind`; `check` fills in and checks the settings of a `LayerSpec`.
"""

from typing import Any

from nnviz.errors import ModelError, SpecError, unknown_name
from nnviz.models.catalog import convolution, core, merging, regularization, sequence, shape
from nnviz.models.catalog.kinds import LayerKind
from nnviz.params import fill
from nnviz.specs import LayerSpec

LAYERS: dict[str, LayerKind] = {
    found.kind: found
    for room in (core, convolution, shape, regularization, sequence, merging)
    for found in room.KINDS
}

GROUPS: dict[str, tuple[str, ...]] = {
    group: tuple(kind for kind, found in LAYERS.items() if found.group == group)
    for group in dict.fromkeys(found.group for found in LAYERS.values())
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
    try:
        return fill(kind.params, layer.settings)
    except SpecError as error:
        raise ModelError(error.message, expected=error.expected, fix=error.fix, where=layer.id) from None
