"""Augmentations of texts, word by word."""

from nnviz.data.augmentations.entry import OWN, Augmentation, probability, share

_TEXT = {"group": "Words", "kinds": ("tokens",), "in_units": False, "compiles": True}

TEXTS = (
    Augmentation(
        **_TEXT,
        name="token_dropout",
        title="Word dropout",
        params=(share("share", 0.1, "The share of words that is left out.", label="Left out"), probability()),
        layer=f"{OWN}.token_dropout:TokenDropout",
        arguments=lambda s: {"share": s["share"]},
        help="Leaves words out; those after them move up. One word always stays.",
        label_note="Without its “not”, a sentence says the opposite.",
    ),
    Augmentation(
        **_TEXT,
        name="token_swap",
        title="Word swaps",
        params=(
            share("share", 0.1, "The share of words that change places with a neighbour.", 1.0, "Swapped"),
            probability(),
        ),
        layer=f"{OWN}.token_swap:TokenSwap",
        arguments=lambda s: {"share": s["share"]},
        help="Lets neighbouring words change places.",
        label_note="Leave this out where the order of the words is the answer.",
    ),
)
