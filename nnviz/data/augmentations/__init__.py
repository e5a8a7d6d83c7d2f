"""Every augmentation: how training examples are changed at random each time they are seen. Imports no framework."""

from nnviz.data.augmentations.colour import COLOUR
from nnviz.data.augmentations.detail import DETAIL
from nnviz.data.augmentations.entry import Augmentation
from nnviz.data.augmentations.mixing import MIXING
from nnviz.data.augmentations.numbers import NUMBERS
from nnviz.data.augmentations.policies import POLICIES
from nnviz.data.augmentations.shape import SHAPE
from nnviz.data.augmentations.texts import TEXTS
from nnviz.data.schema import Schema
from nnviz.errors import SpecError
from nnviz.params import fill, lookup
from nnviz.specs import AugmentationSpec

AUGMENTATIONS: dict[str, Augmentation] = {
    entry.name: entry for entry in (*SHAPE, *COLOUR, *DETAIL, *NUMBERS, *TEXTS, *MIXING, *POLICIES)
}


USUAL = {
    "image": (
        AugmentationSpec(name="rotation", settings={"probability": 0.5}),
        AugmentationSpec(name="translation", settings={"probability": 0.5}),
    ),
    "vector": (AugmentationSpec(name="noise"),),
    "sequence": (AugmentationSpec(name="noise"), AugmentationSpec(name="time_shift", settings={"share": 0.05})),
    "tokens": (AugmentationSpec(name="token_dropout"),),
}
"""Kind of examples → what to begin with. On a hundred of scikit-learn's digits, which are centred and upright, turning
and moving half of them helped with each of three seeds; all of them, it did harm."""


def check(spec: AugmentationSpec) -> dict:
    """The augmentation's settings, complete and in range. Raises SpecError."""
    return fill(lookup(AUGMENTATIONS, spec.name, "augmentation").params, spec.settings)


def layer_arguments(spec: AugmentationSpec) -> dict:
    """The keyword arguments of the layer that does it, without its seed; images are from 0 to 1 for it."""
    return AUGMENTATIONS[spec.name].arguments(check(spec))


def chance_around(spec: AugmentationSpec) -> float:
    """The share of examples that must be drawn around its layer; 1 where the layer draws it itself."""
    return check(spec)["probability"] if AUGMENTATIONS[spec.name].chance == "around" else 1.0


def mixes(specs: tuple[AugmentationSpec, ...]) -> bool:
    """Whether labels are mixed."""
    return any(AUGMENTATIONS[spec.name].mixes for spec in specs if spec.name in AUGMENTATIONS)


def suited(schema: Schema) -> tuple[Augmentation, ...]:
    """The augmentations that examples of that kind can take."""
    return tuple(entry for entry in AUGMENTATIONS.values() if not _unsuited(entry, schema))


def refuse_unsuited(specs: tuple[AugmentationSpec, ...], schema: Schema) -> None:
    """Raises SpecError where one does not suit the kind of examples."""
    for spec in specs:
        why = _unsuited(lookup(AUGMENTATIONS, spec.name, "augmentation"), schema)
        if why:
            raise SpecError(why, fix="Choose another augmentation on the Data page.", where="augmentations")


def _unsuited(entry: Augmentation, schema: Schema) -> str:
    """Why these examples cannot take it; "" where they can."""
    if schema.kind not in entry.kinds:
        changes = " and ".join(_NOUNS[kind] for kind in entry.kinds)
        return f"{entry.title} changes {changes}, and these examples are {_NOUNS[schema.kind]}."
    if entry.mixes and schema.padded:
        return f"{entry.title} mixes two sequences, and these end at different steps."
    if entry.mixes and schema.further:
        return f"{entry.title} mixes two examples, and what stands beside them would stay unmixed."
    if entry.colours == "needed" and schema.input_shape[-1] != 3:
        return f"{entry.title} changes colours, and these images are grey."
    return ""


_NOUNS = {"vector": "rows of a table", "image": "images", "sequence": "sequences", "tokens": "texts"}
