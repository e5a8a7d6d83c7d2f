"""One setting for all layers of a network at once: how weights begin, what they cost, how much is dropped. Imports no
framework."""

from nnviz import words
from nnviz.errors import SpecError
from nnviz.models import edits
from nnviz.models.catalog import LAYERS
from nnviz.models.catalog.common import INITIALIZERS, REGULARIZERS, STRENGTH
from nnviz.params import Param
from nnviz.specs import ModelSpec

PARAMS: tuple[Param, ...] = (
    Param("initializer", "choice", None, "How all weights begin.", choices=INITIALIZERS, optional=True,
          unset="as each layer has it"),
    Param("regularizer", "choice", None, "What large weights cost, added to the loss.",
          choices=("none", *REGULARIZERS), optional=True, unset="as each layer has it"),
    Param("strength", "float", 0.001, "Its factor.", minimum=1e-8, maximum=10.0, log=True,
          label="Strength of the regularizer"),
    Param("dropout", "float", None, "Share of the numbers between layers that each step drops; 0 takes dropout out.",
          minimum=0.0, maximum=0.9, optional=True, unset="as it is"),
)  # fmt: skip
_WITH_DROPOUT = ("Dense",)


def throughout(
    spec: ModelSpec,
    *,
    initializer: str | None = None,
    regularizer: str | None = None,
    strength: float = 0.001,
    dropout: float | None = None,
) -> tuple[ModelSpec, str]:
    """A network with the same initializer, regularizer and dropout in all its layers, and what changed, in sentences.

    Args:
        initializer: of the kernels; None leaves them.
        regularizer: of the kernels, "none" for none at all; None leaves them.
        strength: its factor.
        dropout: of every Dropout layer there is; where there is none, one comes behind every hidden Dense layer. 0
            takes them all out; None leaves them.

    Raises:
        SpecError: where no layer could take it.
    """
    told = []
    if initializer is not None:
        spec, changed = _set(spec, "kernel_initializer", {"kernel_initializer": initializer})
        told.append(_words(changed, f"begin{'s' * (len(changed) == 1)} with {initializer.replace('_', ' ')}"))
    if regularizer is not None:
        own = {"kernel_regularizer": None if regularizer == "none" else regularizer}
        own |= {f"kernel_regularizer{STRENGTH}": strength} if own["kernel_regularizer"] else {}
        spec, changed = _set(spec, "kernel_regularizer", own)
        is_are = "has" if len(changed) == 1 else "have"
        cost = "no weight regularizer" if regularizer == "none" else (
            f"an {regularizer.replace('_', ' ')} regularizer of {words.setting(strength)}")  # fmt: skip
        told.append(_words(changed, f"{is_are} {cost}"))
    if dropout is not None:
        spec, sentence = _drop(spec, dropout)
        told.append(sentence)
    return spec, " ".join(filter(None, told))


def _set(spec: ModelSpec, setting: str, changes: dict) -> tuple[ModelSpec, list[str]]:
    taking = [one for one in spec.layers if one.kind in LAYERS and LAYERS[one.kind].param(setting) is not None]
    if not taking:
        raise SpecError(
            f"No layer of this network has a {setting.replace('_', ' ')}.", fix="Add a Dense layer on the Build page."
        )
    before = spec
    for layer in taking:
        spec = edits.set_settings(spec, layer.id, **changes)
    return spec, [one.keras_name for one in taking if spec.layer(one.id) != before.layer(one.id)]


def _drop(spec: ModelSpec, rate: float) -> tuple[ModelSpec, str]:
    there = [
        layer for layer in spec.layers if layer.kind.endswith("Dropout") or layer.kind.startswith("SpatialDropout")
    ]
    names = [layer.keras_name for layer in there]
    if there and rate == 0:
        return edits.remove_all(spec, tuple(layer.id for layer in there)), _words(names, "taken out", "is", "are")
    for layer in there:
        spec = edits.set_settings(spec, layer.id, rate=rate)
    if there or rate == 0:
        return spec, _words(names, f"drop{'s' * (len(names) == 1)} {words.percent(rate)}")
    outputs = spec.outputs or tuple(layer.id for layer in spec.layers[-1:])
    hidden = [layer for layer in spec.layers if layer.kind in _WITH_DROPOUT and layer.id not in outputs]
    if not hidden:
        raise SpecError(
            "There is no hidden Dense layer to drop anything of.", fix="Add a Dropout layer on the Build page."
        )
    for layer in hidden:
        spec = edits.insert_after(spec, layer.id, edits.new_layer(spec, "Dropout", rate=rate))
    return spec, f"Dropout of {words.percent(rate)} comes behind {words.listed([one.keras_name for one in hidden])}."


def _words(names: list[str], what: str, one: str = "", several: str = "") -> str:
    if not names:
        return ""
    verb = one if len(names) == 1 else several
    return f"{words.few(names)} {verb + ' ' if verb else ''}{what}."
