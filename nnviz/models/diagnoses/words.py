"""How shapes and layers are named in a sentence, and how diagnoses are put together. Imports no framework."""

from collections.abc import Callable

from nnviz.errors import NnvizError
from nnviz.models.records import Diagnosis, Fix
from nnviz.specs import INPUT, LayerSpec, ModelSpec

_FORMS = {
    0: "a single number",
    1: "a vector (n)",
    2: "a sequence (steps × channels)",
    3: "an image (height × width × channels)",
    4: "a volume (depth × height × width × channels)",
}


def form(rank: int) -> str:
    """What an example with that many dimensions is called."""
    return _FORMS.get(rank, f"{rank} dimensions")


def called(layer: LayerSpec) -> str:
    """The layer as a person knows it: its kind, and its name in quotes."""
    return f"{layer.kind} {layer.keras_name!r}"


def source_called(spec: ModelSpec, source: str) -> str:
    """ "the data", or the layer of that id."""
    return "the data" if source == INPUT else called(spec.layer(source))


def mend(label: str, edit: Callable[..., ModelSpec], *arguments, **settings) -> tuple[Fix, ...]:
    """One fix whose network is `edit(*arguments, **settings)`; none when that edit is impossible."""
    try:
        return (Fix(label, edit(*arguments, **settings)),)
    except NnvizError:
        return ()


def error(code: str, layer: LayerSpec, message: str, *fixes: tuple[Fix, ...]) -> Diagnosis:
    return Diagnosis(code, layer.id, message, "error", tuple(fix for some in fixes for fix in some))


def warning(code: str, where: str, message: str, *fixes: tuple[Fix, ...]) -> Diagnosis:
    return Diagnosis(code, where, message, "warning", tuple(fix for some in fixes for fix in some))
