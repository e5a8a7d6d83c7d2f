"""Every augmentation: how training examples are changed at random each time they are seen. Imports no framework."""

from dataclasses import dataclass

from nnviz.data.schema import Kind, Schema
from nnviz.errors import SpecError
from nnviz.params import Param, fill, lookup
from nnviz.specs import AugmentationSpec


@dataclass(frozen=True, kw_only=True)
class Augmentation:
    """One way to change examples.

    Attributes:
        name, title: what specs and people call it.
        kinds: of examples that it suits.
        params: its settings.
        layer: the Keras layer that does it, "module:class".
        help: one line for a person.
        label_note: what to think of before it is used; "" where it keeps every label.
    """

    name: str
    title: str
    kinds: tuple[Kind, ...]
    params: tuple[Param, ...]
    layer: str
    help: str
    label_note: str = ""


def _share(name: str, default: float, help: str, maximum: float = 0.9) -> Param:
    return Param(name, "float", default, help, minimum=0.0, maximum=maximum)


_FILLED = "What comes in from outside takes the colour of the nearest edge pixel."

AUGMENTATIONS: dict[str, Augmentation] = {
    entry.name: entry
    for entry in (
        Augmentation(
            name="flip",
            title="Flip",
            kinds=("image",),
            params=(
                Param(
                    "mode",
                    "choice",
                    "horizontal",
                    "Left to right, top to bottom, or both; each happens to half of the images.",
                    choices=("horizontal", "vertical", "horizontal_and_vertical"),
                    label="Direction",
                ),
            ),
            layer="keras.layers:RandomFlip",
            help="Mirrors half of the images.",
            label_note="A mirrored 2 is not a 2: leave this out where left and right matter.",
        ),
        Augmentation(
            name="rotation",
            title="Rotation",
            kinds=("image",),
            params=(
                Param("degrees", "float", 15.0, "The largest turn, in either direction.", minimum=0.0, maximum=180.0),
            ),
            layer="keras.layers:RandomRotation",
            help=f"Turns every image by a random angle. {_FILLED}",
            label_note="A 6 turned by 180 degrees is a 9.",
        ),
        Augmentation(
            name="translation",
            title="Translation",
            kinds=("image",),
            params=(_share("share", 0.1, "The farthest move in each direction, as a share of the image's side."),),
            layer="keras.layers:RandomTranslation",
            help=f"Moves every image a little. {_FILLED}",
        ),
        Augmentation(
            name="zoom",
            title="Zoom",
            kinds=("image",),
            params=(_share("share", 0.15, "How much larger or smaller, at most."),),
            layer="keras.layers:RandomZoom",
            help=f"Enlarges or shrinks every image. {_FILLED}",
        ),
        Augmentation(
            name="contrast",
            title="Contrast",
            kinds=("image",),
            params=(_share("share", 0.3, "How much more or less contrast, at most.", 1.0),),
            layer="keras.layers:RandomContrast",
            help="Spreads or narrows the tones around their mean.",
        ),
        Augmentation(
            name="brightness",
            title="Brightness",
            kinds=("image",),
            params=(_share("share", 0.2, "How much lighter or darker, at most, as a share of the whole range.", 1.0),),
            layer="keras.layers:RandomBrightness",
            help="Makes every image lighter or darker.",
        ),
        Augmentation(
            name="noise",
            title="Noise",
            kinds=("image", "vector", "sequence"),
            params=(
                Param(
                    "deviation",
                    "float",
                    0.1,
                    "Standard deviation of the noise; with standard scaling, 1 is the column's own deviation.",
                    minimum=0.0,
                    maximum=1.0,
                ),
            ),
            layer="keras.layers:GaussianNoise",
            help="Adds a random number to every input; yes-or-no inputs stay as they are.",
        ),
        Augmentation(
            name="rand_augment",
            title="RandAugment",
            kinds=("image",),
            params=(
                Param(
                    "num_ops", "int", 2, "How many changes, one after the other.", minimum=1, maximum=4, label="Changes"
                ),
                _share("factor", 0.3, "How strong each change is.", 1.0),
            ),
            layer="keras.layers:RandAugment",
            help="Draws from ten changes of shape and colour for each batch (Cubuk et al., 2020).",
            label_note="It turns, shears and inverts colours too: look at the pictures first.",
        ),
    )
}


def check(spec: AugmentationSpec) -> dict:
    """The augmentation's settings, complete and in range. Raises SpecError."""
    return fill(lookup(AUGMENTATIONS, spec.name, "augmentation").params, spec.settings)


def layer_arguments(spec: AugmentationSpec) -> dict:
    """The keyword arguments of the Keras layer that does it to images from 0 to 1, without its seed."""
    return _ARGUMENTS[spec.name](check(spec))


def suited(schema: Schema) -> tuple[Augmentation, ...]:
    """The augmentations that examples of that kind can take."""
    return tuple(entry for entry in AUGMENTATIONS.values() if schema.kind in entry.kinds)


def refuse_unsuited(specs: tuple[AugmentationSpec, ...], schema: Schema) -> None:
    """Raises SpecError where one does not suit the kind of examples."""
    for spec in specs:
        entry = lookup(AUGMENTATIONS, spec.name, "augmentation")
        if schema.kind not in entry.kinds:
            raise SpecError(
                f"{entry.title} changes images, and these examples are {_NOUNS[schema.kind]}.",
                fix="Choose another augmentation on the Data page.",
                where="augmentations",
            )


_NOUNS = {"vector": "rows of a table", "image": "images", "sequence": "sequences", "tokens": "texts"}
_FILL = {"fill_mode": "nearest"}
_ARGUMENTS = {
    "flip": lambda s: {"mode": s["mode"]},
    "rotation": lambda s: {"factor": s["degrees"] / 360, **_FILL},
    "translation": lambda s: {"height_factor": s["share"], "width_factor": s["share"], **_FILL},
    "zoom": lambda s: {"height_factor": s["share"], **_FILL},
    "contrast": lambda s: {"factor": s["share"], "value_range": (0.0, 1.0)},
    "brightness": lambda s: {"factor": s["share"], "value_range": (0.0, 1.0)},
    "noise": lambda s: {"stddev": s["deviation"]},
    "rand_augment": lambda s: {"num_ops": s["num_ops"], "factor": s["factor"], "value_range": (0.0, 1.0)},
}
