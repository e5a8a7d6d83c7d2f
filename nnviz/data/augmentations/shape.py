"""Augmentations that move the pixels of an image: its place, size, turn and form."""

from nnviz.data.augmentations.entry import FILL, FILLED, OWN, Augmentation, probability, share
from nnviz.params import Param

_GROUP = {"group": "Shape", "kinds": ("image",)}

SHAPE = (
    Augmentation(
        **_GROUP,
        name="flip",
        title="Flip",
        params=(
            Param(
                "mode",
                "choice",
                "horizontal",
                "Left to right, top to bottom, or both at once.",
                choices=("horizontal", "vertical", "horizontal_and_vertical"),
                label="Direction",
            ),
            probability(0.5),
        ),
        layer=f"{OWN}.flip:Flip",
        arguments=lambda s: {"mode": s["mode"], "probability": s["probability"]},
        chance="own",
        in_units=False,
        help="Mirrors images.",
        label_note="A mirrored 2 is not a 2: leave this out where left and right matter.",
    ),
    Augmentation(
        **_GROUP,
        name="rotation",
        title="Rotation",
        params=(
            Param(
                "degrees",
                "float",
                15.0,
                "The largest turn, in either direction.",
                minimum=0.0,
                maximum=180.0,
                label="Largest turn",
            ),
            probability(),
        ),
        layer="keras.layers:RandomRotation",
        arguments=lambda s: {"factor": s["degrees"] / 360, **FILL},
        help=f"Turns every image by a random angle. {FILLED}",
        label_note="A 6 turned by 180 degrees is a 9.",
    ),
    Augmentation(
        **_GROUP,
        name="translation",
        title="Translation",
        params=(
            share(
                "share", 0.1, "The farthest move in each direction, as a share of the image's side.", label="Farthest"
            ),
            probability(),
        ),
        layer="keras.layers:RandomTranslation",
        arguments=lambda s: {"height_factor": s["share"], "width_factor": s["share"], **FILL},
        help=f"Moves every image a little. {FILLED}",
    ),
    Augmentation(
        **_GROUP,
        name="zoom",
        title="Zoom",
        params=(share("share", 0.15, "How much larger or smaller, at most.", label="At most"), probability()),
        layer="keras.layers:RandomZoom",
        arguments=lambda s: {"height_factor": s["share"], **FILL},
        help=f"Enlarges or shrinks every image. {FILLED}",
    ),
    Augmentation(
        **_GROUP,
        name="shear",
        title="Shear",
        params=(
            share("share", 0.2, "How far the far edge is pushed, as a share of the side.", 1.0, "At most"),
            probability(),
        ),
        layer="keras.layers:RandomShear",
        arguments=lambda s: {"x_factor": s["share"], "y_factor": s["share"], **FILL},
        help=f"Pushes one edge sideways, so that squares lean over. {FILLED}",
    ),
    Augmentation(
        **_GROUP,
        name="crop",
        title="Crop",
        params=(
            share("share", 0.2, "The largest part of each side that is cut away.", label="Cut away"),
            probability(),
        ),
        layer=f"{OWN}.crop:Crop",
        arguments=lambda s: {"share": s["share"]},
        help="Cuts a part out at a random place and enlarges it to the whole size.",
        label_note="What tells the class can lie in the part that is cut away.",
    ),
    Augmentation(
        **_GROUP,
        name="perspective",
        title="Perspective",
        params=(
            share("scale", 0.3, "How far the corners move, as a share of the side.", 1.0, label="Strength"),
            probability(),
        ),
        layer="keras.layers:RandomPerspective",
        arguments=lambda s: {"factor": (s["probability"], s["probability"]), "scale": s["scale"]},
        chance="own",
        help="Looks at the image from an angle; what comes in from outside is dark.",
    ),
    Augmentation(
        **_GROUP,
        name="elastic",
        title="Elastic",
        params=(share("scale", 0.5, "How strong the waves are.", 1.0, label="Strength"), probability()),
        layer=f"{OWN}.elastic:Elastic",
        arguments=lambda s: {"scale": s["scale"]},
        in_units=False,
        help="Bends the image as if it were rubber, as handwriting varies (Simard et al., 2003).",
    ),
)
