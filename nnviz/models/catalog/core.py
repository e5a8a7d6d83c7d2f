"""Dense layers, activations, embeddings, and layers that prepare numbers."""

from nnviz.models.catalog.common import (
    ACTIVATIONS,
    DTYPES,
    activation,
    choice,
    constraint,
    flag,
    initializer,
    integer,
    number,
    regularizer,
    text,
    use_bias,
    weights,
    window,
)
from nnviz.models.catalog.kinds import layer
from nnviz.params import Param

CORE, ACTIVATION, PREPARING, INPUTS = "Core", "Activation", "Preparing", "Inputs"


def _axis():
    return integer("axis", -1, "Dimension it works along; -1 is the last.", -8, 8, advanced=True)


def _numbers(name: str, default: float, help: str, low: float | None = None) -> Param:
    return Param(name, "floats", default, help, minimum=low, optional=True)


KINDS = (
    layer(
        "Dense",
        CORE,
        "Every unit sees every number of its input: activation(x · kernel + bias).",
        (
            integer("units", 16, "How many units, and so how many numbers come out."),
            activation(),
            use_bias(),
            *weights(("kernel", "glorot_uniform"), ("bias", "zeros")),
        ),
        own=("units",),
    ),
    layer(
        "Embedding",
        CORE,
        "Turns every whole number into a learnt vector of its own.",
        (
            integer("input_dim", 1000, "How many different numbers there are (the vocabulary).", 1, 10_000_000),
            integer("output_dim", 16, "Length of each vector."),
            initializer("embeddings", "uniform"),
            *regularizer("embeddings"),
            constraint("embeddings"),
            flag("mask_zero", False, "Whether 0 means padding, which later layers then skip."),
        ),
        own=("input_dim", "output_dim"),
    ),
    layer(
        "EinsumDense",
        CORE,
        "A Dense layer along chosen dimensions; with a bias of its own for every step it learns positions.",
        (
            text("equation", "abc,cd->abd", "Einstein sum of input and kernel; a is the batch."),
            window("output_shape", (8, 16), "Shape of one example's output.", 1, 1_000_000),
            text("bias_axes", None, "Letters of the output that the bias spans; none means no bias.", optional=True),
            activation(),
            *weights(("kernel", "glorot_uniform"), ("bias", "zeros"), activity=False),
        ),
        own=("equation", "output_shape"),
        tuples=("output_shape",),
    ),
    layer(
        "Activation",
        ACTIVATION,
        "Applies a function to every number.",
        (choice("activation", "relu", "The function.", ACTIVATIONS),),
        own=("activation",),
    ),
    layer(
        "ReLU",
        ACTIVATION,
        "max(0, x), with an optional ceiling, slope and threshold.",
        (
            number("max_value", None, "Greatest output; none means no ceiling.", 0.0, 1e6, optional=True),
            number("negative_slope", 0.0, "Slope for negative inputs.", 0.0, 100.0),
            number("threshold", 0.0, "Inputs below this count as negative.", 0.0, 1e6, advanced=True),
        ),
    ),
    layer(
        "LeakyReLU",
        ACTIVATION,
        "x where positive, a small multiple of x where negative.",
        (number("negative_slope", 0.3, "Slope for negative inputs.", 0.0, 100.0),),
    ),
    layer(
        "PReLU",
        ACTIVATION,
        "Leaky ReLU whose negative slopes are learnt.",
        (
            initializer("alpha", "zeros"),
            *regularizer("alpha"),
            constraint("alpha"),
            window(
                "shared_axes",
                None,
                "Dimensions that share one slope; 1, 2 for the pixels of an image.",
                1,
                8,
                optional=True,
            ),
        ),
        tuples=("shared_axes",),
    ),
    layer(
        "ELU",
        ACTIVATION,
        "x where positive, alpha · (exp(x) − 1) where negative.",
        (number("alpha", 1.0, "How far negative outputs reach.", 0.0, 100.0),),
    ),
    layer("Softmax", ACTIVATION, "Positive numbers that sum to 1.", (_axis(),)),
    layer(
        "Rescaling",
        PREPARING,
        "x · scale + offset.",
        (
            number("scale", 1 / 255, "Factor; 1/255 takes bytes to the range 0 to 1."),
            number("offset", 0.0, "Added afterwards."),
        ),
        own=("scale",),
    ),
    layer(
        "Normalization",
        PREPARING,
        "(x − mean) / √variance with fixed numbers.",
        (
            _numbers("mean", 0.0, "Subtracted: one number, or one a channel; none where its weights hold it."),
            _numbers("variance", 1.0, "Its square root divides: one number, or one a channel.", 0.0),
            _axis(),
            flag("invert", False, "Whether to undo the scaling instead."),
        ),
        own=("mean", "variance"),
    ),
    layer("Identity", PREPARING, "Passes its input on unchanged."),
    layer(
        "Masking",
        PREPARING,
        "Steps that hold nothing but this value are skipped by the layers after it.",
        (number("mask_value", 0.0, "The value that means nothing happened."),),
        rank=2,
    ),
    layer(
        "InputLayer",
        INPUTS,
        "A further input of the network, besides the data, with a shape of its own.",
        (
            window("shape", 8, "Shape of one example, such as 8, 8, 1; 0 for a length that may vary.", 0, 65_536),
            choice("dtype", "float32", "Type of its numbers.", DTYPES),
        ),
        inputs=(0, 0),
        tuples=("shape",),
        own=("shape", "dtype"),
    ),
)
