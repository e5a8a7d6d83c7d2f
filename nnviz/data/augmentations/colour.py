"""Augmentations of an image's tones and colours."""

from nnviz.data.augmentations.entry import UNIT, Augmentation, probability, share
from nnviz.params import Param

_TONE = {"group": "Tone", "kinds": ("image",)}
_COLOUR = {"group": "Colour", "kinds": ("image",), "colours": "needed"}

COLOUR = (
    Augmentation(
        **_TONE,
        name="brightness",
        title="Brightness",
        params=(
            share(
                "share",
                0.2,
                "How much lighter or darker, at most, as a share of the whole range.",
                1.0,
                label="At most",
            ),
            probability(),
        ),
        layer="keras.layers:RandomBrightness",
        arguments=lambda s: {"factor": s["share"], **UNIT},
        help="Makes every image lighter or darker.",
    ),
    Augmentation(
        **_TONE,
        name="contrast",
        title="Contrast",
        params=(share("share", 0.3, "How much more or less contrast, at most.", 1.0, label="At most"), probability()),
        layer="keras.layers:RandomContrast",
        arguments=lambda s: {"factor": s["share"], **UNIT},
        help="Spreads or narrows the tones around their mean.",
    ),
    Augmentation(
        **_TONE,
        name="posterize",
        title="Posterize",
        params=(
            Param(
                "bits",
                "int",
                3,
                "The fewest bits of tone that are left: 1 leaves two tones, 3 leave eight.",
                minimum=1,
                maximum=7,
            ),
            probability(),
        ),
        layer="keras.layers:RandomPosterization",
        arguments=lambda s: {"factor": (s["bits"], 8), **UNIT},
        help="Leaves fewer different tones.",
    ),
    Augmentation(
        **_TONE,
        name="solarize",
        title="Solarize",
        params=(
            share(
                "strength",
                0.3,
                "How deep it reaches: tones above a threshold are inverted, and the threshold is "
                "drawn between 0 and 1 − strength.",
            ),
            probability(),
        ),
        layer="keras.layers:Solarization",
        arguments=lambda s: {"threshold_factor": 1.0 - s["strength"], **UNIT},
        help="Inverts the light tones.",
        label_note="It turns light into dark: leave this out where that matters.",
    ),
    Augmentation(
        **_TONE,
        name="equalize",
        title="Equalize",
        params=(probability(),),
        layer="keras.layers:Equalization",
        arguments=lambda s: {**UNIT},
        seeded=False,
        help="Spreads the tones of a batch so that each is equally frequent.",
    ),
    Augmentation(
        **_COLOUR,
        name="hue",
        title="Hue",
        params=(share("share", 0.2, "The largest turn of the colour circle: 1 is half of it.", 1.0), probability()),
        layer="keras.layers:RandomHue",
        arguments=lambda s: {"factor": s["share"], **UNIT},
        help="Turns all colours around the colour circle.",
        label_note="A green apple can become a red one.",
    ),
    Augmentation(
        **_COLOUR,
        name="saturation",
        title="Saturation",
        params=(share("share", 0.4, "How much more or less colour, at most.", label="At most"), probability()),
        layer="keras.layers:RandomSaturation",
        arguments=lambda s: {"factor": (0.5 - s["share"] / 2, 0.5 + s["share"] / 2), **UNIT},
        help="Makes colours stronger or weaker.",
    ),
    Augmentation(
        **_COLOUR,
        name="color_jitter",
        title="Colour jitter",
        params=(
            share("share", 0.2, "How much brightness, contrast, saturation and hue change, at most.", label="At most"),
            probability(),
        ),
        layer="keras.layers:RandomColorJitter",
        arguments=lambda s: {
            "brightness_factor": s["share"],
            "contrast_factor": s["share"],
            "saturation_factor": (0.5 - s["share"] / 2, 0.5 + s["share"] / 2),
            "hue_factor": s["share"],
            **UNIT,
        },
        help="Changes brightness, contrast, saturation and hue together.",
    ),
    Augmentation(
        **_COLOUR,
        name="color_degeneration",
        title="Colour degeneration",
        params=(share("share", 0.5, "How much of the colour fades, at most.", 1.0, label="At most"), probability()),
        layer="keras.layers:RandomColorDegeneration",
        arguments=lambda s: {"factor": (0.0, s["share"]), **UNIT},
        help="Fades colours towards grey.",
    ),
    Augmentation(
        **_COLOUR,
        name="grayscale",
        title="Greyscale",
        params=(probability(0.5),),
        layer="keras.layers:RandomGrayscale",
        arguments=lambda s: {"factor": s["probability"]},
        chance="own",
        help="Takes the colour away.",
        label_note="Leave this out where the colour tells the class.",
    ),
)
