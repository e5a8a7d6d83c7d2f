"""Augmentations of rows of a table and of sequences; noise suits images as well."""

from nnviz.data.augmentations.entry import OWN, Augmentation, probability, share
from nnviz.params import Param

_SEQUENCE = {"group": "Time", "kinds": ("sequence",), "in_units": False, "compiles": True}

NUMBERS = (
    Augmentation(
        name="noise",
        title="Noise",
        group="Noise",
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
            probability(),
        ),
        layer="keras.layers:GaussianNoise",
        arguments=lambda s: {"stddev": s["deviation"]},
        in_units=False,
        compiles=True,
        help="Adds a random number to every input; yes-or-no inputs stay as they are.",
    ),
    Augmentation(
        name="feature_dropout",
        title="Feature dropout",
        group="Hiding",
        kinds=("vector",),
        params=(share("share", 0.1, "The share of columns that is hidden.", label="Hidden"), probability()),
        layer=f"{OWN}.feature_dropout:FeatureDropout",
        arguments=lambda s: {"share": s["share"]},
        in_units=False,
        compiles=True,
        given=("means", "groups"),
        help="Hides some columns of a row: they take the mean of the training examples.",
        label_note="A column that alone decides the answer takes it along when it is hidden.",
    ),
    Augmentation(
        **_SEQUENCE,
        name="time_shift",
        title="Time shift",
        params=(
            share("share", 0.1, "The farthest shift, as a share of the sequence's length.", label="Farthest"),
            probability(),
        ),
        layer=f"{OWN}.time_shift:TimeShift",
        arguments=lambda s: {"share": s["share"]},
        given=("padded",),
        help="Moves the sequence earlier or later; the ends repeat their last value.",
        label_note="Where the next value is predicted, a shifted sequence has another next value.",
    ),
    Augmentation(
        **_SEQUENCE,
        name="time_scaling",
        title="Scaling",
        params=(
            share("share", 0.2, "How much larger or smaller the swings are, at most.", 1.0, label="At most"),
            probability(),
        ),
        layer=f"{OWN}.time_scaling:TimeScaling",
        arguments=lambda s: {"share": s["share"]},
        given=("means",),
        help="Multiplies a sequence's distance from the training mean by one random number.",
        label_note="Where the size of the swings tells the class, this blurs it.",
    ),
    Augmentation(
        **_SEQUENCE,
        name="time_masking",
        title="Masking",
        params=(
            share("share", 0.15, "The longest stretch that is hidden, as a share of the length.", label="Longest"),
            probability(),
        ),
        layer=f"{OWN}.time_masking:TimeMasking",
        arguments=lambda s: {"share": s["share"]},
        given=("means", "padded"),
        help="Hides a stretch of the sequence: it takes the training mean.",
    ),
    Augmentation(
        **_SEQUENCE,
        name="window_warp",
        title="Window warp",
        params=(
            Param(
                "factor",
                "float",
                1.5,
                "How many times longer or shorter a stretch becomes, at most.",
                minimum=1.0,
                maximum=3.0,
                label="Strength",
            ),
            share("share", 0.3, "The length of the stretch, as a share of the sequence.", 0.9, label="Window"),
            probability(),
        ),
        layer=f"{OWN}.window_warp:WindowWarp",
        arguments=lambda s: {"factor": s["factor"], "share": s["share"]},
        given=("padded",),
        help="Slows a stretch down or speeds it up (Le Guennec et al., 2016); the length stays the same.",
    ),
)
