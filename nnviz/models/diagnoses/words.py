"""How shapes and layers are named in a sentence. Imports no framework."""

from nnviz.models.catalog import LAYERS
from nnviz.specs import INPUT, LayerSpec

_FORMS = {
    1: "a vector (n,)",
    2: "a sequence (steps, channels)",
    3: "an image (height, width, channels)",
    4: "a volume (depth, height, width, channels)",
}


def shaped(shape) -> str:
    """(8, 8, 1) → "8 × 8 × 1"."""
    return " × ".join("?" if size is None else f"{size:,}" for size in shape) if shape else "a single number"


def form(rank: int) -> str:
    """What an example with that many dimensions is called."""
    return _FORMS.get(rank, f"{rank} dimensions")


def called(layer: LayerSpec) -> str:
    return f"{layer.name!r} ({layer.kind})" if layer.name else f"{layer.kind} {layer.id!r}"


def source_called(spec, source: str) -> str:
    return "the data" if source == INPUT else f"{source!r}"


def needs(layer: LayerSpec) -> int | None:
    """Number of dimensions that one example must have for that layer."""
    return LAYERS[layer.kind].rank
