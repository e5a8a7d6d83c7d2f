"""Augmentations that choose among others by themselves."""

from nnviz.data.augmentations.entry import OWN, UNIT, Augmentation, probability, share
from nnviz.params import Param

_POLICY = {"group": "Chosen for you", "kinds": ("image",), "colours": 3}
_LOOK = "It turns, shears and inverts colours too: look at the pictures first."

POLICIES = (
    Augmentation(
        **_POLICY,
        name="rand_augment",
        title="RandAugment",
        params=(
            share("factor", 0.3, "How strong each change is.", 1.0, label="Strength"),
            Param("num_ops", "int", 2, "How many changes, one after the other.", minimum=1, maximum=4, label="Changes"),
            probability(),
        ),
        layer="keras.layers:RandAugment",
        arguments=lambda s: {"num_ops": s["num_ops"], "factor": s["factor"], **UNIT},
        help="Draws from eleven changes of shape and colour, for a whole batch (Cubuk et al., 2020).",
        label_note=_LOOK,
    ),
    Augmentation(
        **_POLICY,
        name="aug_mix",
        title="AugMix",
        params=(
            share("factor", 0.3, "How strong each change is.", 1.0, label="Strength"),
            Param(
                "num_chains", "int", 3, "How many chains of changes are mixed.", minimum=1, maximum=4, label="Chains"
            ),
            Param("chain_depth", "int", 2, "Changes in a chain.", minimum=1, maximum=3, label="Depth"),
            probability(),
        ),
        layer=f"{OWN}.aug_mix:AugMix",
        arguments=lambda s: {name: s[name] for name in ("factor", "num_chains", "chain_depth")},
        help="Mixes the image with chains of changes of it; a batch shares the chains (Hendrycks et al., 2020).",
        label_note=_LOOK,
    ),
)
