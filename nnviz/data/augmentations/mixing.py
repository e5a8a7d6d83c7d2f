"""Augmentations that mix two examples, and their labels in the same shares."""

from nnviz.data.augmentations.entry import OWN, Augmentation, probability
from nnviz.params import Param

_ALPHA = Param(
    "alpha", "float", 0.2, "0.2 mostly leaves one example nearly whole; at 1 every share is equally likely.",
    minimum=0.01, maximum=2.0, label="Strength",
)  # fmt: skip
_SHARES = "The label is mixed in the same shares: the network learns to answer “70 % this, 30 % that”."

MIXING = (
    Augmentation(
        name="mix_up",
        title="MixUp",
        group="Mixing",
        kinds=("image", "vector", "sequence"),
        params=(_ALPHA, probability()),
        layer=f"{OWN}.mix_up:MixUp",
        arguments=lambda s: {"alpha": s["alpha"], "probability": s["probability"]},
        chance="own",
        in_units=False,
        mixes=True,
        help=f"Lays one example over another, as if both were transparent (Zhang et al., 2018). {_SHARES}",
    ),
    Augmentation(
        name="cut_mix",
        title="CutMix",
        group="Mixing",
        kinds=("image",),
        params=(
            Param(
                "factor", "float", 1.0, "How even the shares are, at most.", minimum=0.01, maximum=1.0, label="Strength"
            ),
            probability(),
        ),
        layer=f"{OWN}.cut_mix:CutMix",
        arguments=lambda s: {"factor": s["factor"], "probability": s["probability"]},
        chance="own",
        in_units=False,
        mixes=True,
        help=f"Pastes a rectangle of another image in (Yun et al., 2019). {_SHARES}",
    ),
)
