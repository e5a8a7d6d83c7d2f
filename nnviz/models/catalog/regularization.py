"""Normalization, dropout and noise."""

from nnviz.keras_internals import LAYER_SCALE
from nnviz.models.catalog.common import constraint, flag, initializer, integer, number, rate, regularizer, seed, window
from nnviz.models.catalog.kinds import LayerKind, layer
from nnviz.words import article

NORMALIZATION, REGULARIZATION = "Normalization", "Regularization"


def _axis():
    return integer("axis", -1, "Dimension that is normalized (the channels); -1 is the last.", -8, 8, advanced=True)


def _epsilon(default=1e-3):
    return number(
        "epsilon", default, "Added to the variance, so that nothing is divided by 0.", 0.0, 1.0, log=True, advanced=True
    )


def _scale_and_shift():
    return (
        flag("center", True, "Whether a learnt beta is added."),
        flag("scale", True, "Whether a learnt gamma multiplies."),
        initializer("beta", "zeros"),
        initializer("gamma", "ones"),
    )


_PENALTIES = (*regularizer("beta"), *regularizer("gamma"), constraint("beta"), constraint("gamma"))


def _together():
    return window(
        "noise_shape",
        None,
        "Sizes of the mask, the batch first: 1 where all are dropped together, 0 for the size that comes in.",
        0,
        65_536,
        optional=True,
        advanced=True,
    )


def _spatial(rank: int):
    what = {1: "sequence", 2: "image", 3: "volume"}[rank]
    return layer(
        f"SpatialDropout{rank}D",
        REGULARIZATION,
        f"Sets whole channels of {article(what)} to 0 at random while training.",
        (rate(0.2, "Share of channels dropped."), seed()),
        rank=rank + 1,
        own=("rate",),
    )


KINDS = (
    layer(
        "BatchNormalization",
        NORMALIZATION,
        "Mean 0, variance 1 for each channel over the batch.",
        (
            integer("axis", -1, "Dimension of the channels; -1 is the last.", -8, 8, advanced=True),
            number("momentum", 0.99, "How slowly its running mean and variance follow.", 0.0, 1.0),
            _epsilon(),
            *_scale_and_shift(),
            initializer("moving_mean", "zeros"),
            initializer("moving_variance", "ones"),
            *_PENALTIES,
        ),
    ),
    LayerKind(
        kind="LayerScale",
        group=NORMALIZATION,
        help="Each channel times a learnt number that begins near 0 (ConvNeXt).",
        params=(
            number("init_values", 1e-6, "Where these numbers begin.", 0.0, 1.0),
            integer("projection_dim", 8, "Channels that come in.", 1, 65_536),
        ),
        path=LAYER_SCALE,
        own=("init_values", "projection_dim"),
    ),
    layer(
        "LayerNormalization",
        NORMALIZATION,
        "Mean 0, variance 1 within each example.",
        (_axis(), _epsilon(), *_scale_and_shift(), *_PENALTIES),
    ),
    layer(
        "GroupNormalization",
        NORMALIZATION,
        "Mean 0, variance 1 within groups of channels.",
        (
            integer("groups", 32, "How many groups; they must divide the channels; -1 means one for each channel.", -1),
            _axis(),
            _epsilon(),
            *_scale_and_shift(),
            *_PENALTIES,
        ),
    ),
    layer(
        "RMSNormalization",
        NORMALIZATION,
        "Root mean square 1 within each example, then a learnt scale.",
        (_axis(), _epsilon(1e-6)),
    ),
    layer("UnitNormalization", NORMALIZATION, "Length 1 for each example.", (_axis(),)),
    layer(
        "Dropout",
        REGULARIZATION,
        "Sets numbers to 0 at random while training, so that no unit is relied on.",
        (rate(0.5, "Share of numbers dropped."), _together(), seed()),
        own=("rate",),
        tuples=("noise_shape",),
    ),
    layer(
        "AlphaDropout",
        REGULARIZATION,
        "Dropout that keeps mean and variance; made for SELU.",
        (rate(0.1, "Share of numbers dropped."), _together(), seed()),
        own=("rate",),
        tuples=("noise_shape",),
    ),
    *(_spatial(rank) for rank in (1, 2, 3)),
    layer(
        "GaussianNoise",
        REGULARIZATION,
        "Adds normal noise while training.",
        (number("stddev", 0.1, "Standard deviation of the noise.", 0.0, 1.0), seed()),
        own=("stddev",),
    ),
    layer(
        "GaussianDropout",
        REGULARIZATION,
        "Multiplies by normal noise around 1 while training.",
        (rate(0.1, "Strength: the deviation is √(rate / (1 − rate))."), seed()),
        own=("rate",),
    ),
    layer(
        "ActivityRegularization",
        REGULARIZATION,
        "Penalizes large outputs; passes them on unchanged.",
        (
            number("l1", 0.0, "Factor of the sum of absolute values.", 0.0, 1000.0),
            number("l2", 0.0, "Factor of the sum of squares.", 0.0, 1000.0),
        ),
    ),
)
