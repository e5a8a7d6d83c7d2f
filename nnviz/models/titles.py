"""What a diagram calls a layer: its kind and the settings that matter most. Imports no framework."""

from nnviz.models.catalog import KERAS_LAYER, LAYERS
from nnviz.specs import LayerSpec

_TELLING = (
    "layer",
    "units",
    "filters",
    "kernel_size",
    "pool_size",
    "rate",
    "stddev",
    "output_dim",
    "num_heads",
    "target_shape",
    "n",
    "size",
)


def keras_class(layer: LayerSpec) -> str:
    """What Keras calls the layer's class, also of one that came from a file."""
    serialized = layer.settings.get("object") if layer.kind == KERAS_LAYER else None
    return str(serialized.get("class_name", layer.kind)) if isinstance(serialized, dict) else layer.kind


def title(layer: LayerSpec) -> str:
    """Such as "Dense 16, relu" or "Conv2D 8, 3×3, relu"."""
    kind = LAYERS.get(layer.kind)
    if kind is None:
        return layer.kind
    if kind.kind == KERAS_LAYER:
        return keras_class(layer)
    if layer.is_input:
        return f"Input {_sizes(layer.settings.get('shape', kind.param('shape').default))}"
    parts = []
    for name in _TELLING:
        param = kind.param(name)
        value = layer.settings.get(name, param.default) if param else None
        if value is not None and not (layer.kind == "TimeDistributed" and name not in ("layer", "units")):
            parts.append(_shown(name, value, kind.places or 1))
    function = layer.settings.get("activation")
    if isinstance(function, str) and function != "linear":
        parts.append(function)
    return f"{layer.kind} {', '.join(parts)}".strip()


def _sizes(shape) -> str:
    return "×".join(str(size or "any") for size in (shape if isinstance(shape, list | tuple) else (shape,)))


def _shown(name: str, value, dimensions: int) -> str:
    if name in ("kernel_size", "pool_size", "size"):
        value = value if isinstance(value, list | tuple) else [value] * dimensions
    if name == "rate":
        return f"{100 * value:.0f} %" if isinstance(value, int | float) else str(value)
    return "×".join(str(part) for part in value) if isinstance(value, list | tuple) else str(value)
