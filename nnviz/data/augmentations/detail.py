"""Augmentations of an image's details, and those that hide a part of it."""

from nnviz.data.augmentations.entry import UNIT, Augmentation, probability, share
from nnviz.params import Param

_DETAIL = {"group": "Detail", "kinds": ("image",)}

DETAIL = (
    Augmentation(
        **_DETAIL,
        name="sharpness",
        title="Sharpness",
        params=(share("share", 0.5, "How much sharper or softer, at most.", 1.0, label="At most"), probability()),
        layer="keras.layers:RandomSharpness",
        arguments=lambda s: {"factor": (0.5 - s["share"] / 2, 0.5 + s["share"] / 2), **UNIT},
        help="Sharpens or softens edges.",
    ),
    Augmentation(
        **_DETAIL,
        name="gaussian_blur",
        title="Gaussian blur",
        params=(
            share("sigma", 0.8, "The largest width of the blur, in pixels.", 1.0, label="Width"),
            Param(
                "kernel_size",
                "choice",
                3,
                "Pixels that are averaged over.",
                choices=(3, 5, 7),
                label="Kernel",
                advanced=True,
            ),
            probability(),
        ),
        layer="keras.layers:RandomGaussianBlur",
        arguments=lambda s: {
            "factor": (s["probability"], s["probability"]),
            "kernel_size": s["kernel_size"],
            "sigma": s["sigma"],
            **UNIT,
        },
        chance="own",
        per_batch=True,
        help="Blurs images; a batch shares the width.",
    ),
    Augmentation(
        **_DETAIL,
        name="erasing",
        title="Erasing",
        params=(
            share("scale", 0.2, "The largest part of the image that is covered.", label="Area"),
            Param(
                "fill",
                "choice",
                "noise",
                "What covers it.",
                choices=("noise", "dark", "grey", "light"),
                label="Covered by",
            ),
            probability(),
        ),
        layer="keras.layers:RandomErasing",
        arguments=lambda s: {
            "factor": (s["probability"], s["probability"]),
            "scale": (min(0.02, s["scale"]), s["scale"]),
            "fill_value": {"noise": None, "dark": 0.0, "grey": 0.5, "light": 1.0}[s["fill"]],
            **UNIT,
        },
        chance="own",
        help="Covers a random rectangle, so that the network learns not to rely on one place.",
    ),
)
