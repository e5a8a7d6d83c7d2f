"""Recurrent layers, wrappers and attention."""

from nnviz.models.catalog.common import activation, choice, flag, integer, number, padding, use_bias, weights, window
from nnviz.models.catalog.common import seed as seed_param
from nnviz.models.catalog.kinds import layer

RECURRENT, ATTENTION = "Recurrent", "Attention"
_PARTS = (("kernel", "glorot_uniform"), ("recurrent", "orthogonal"), ("bias", "zeros"))
_SEQUENCES = flag("return_sequences", False, "Whether every step's output comes out, or the last one's only.")
_BACKWARDS = flag("go_backwards", False, "Whether the sequence is read from its end.", advanced=True)
_UNROLL = flag(
    "unroll", False, "Whether the loop is written out: faster for short sequences, more memory.", advanced=True
)
_FORGET = flag("unit_forget_bias", True, "Whether the forget gate starts open.", advanced=True)
_GATES = activation("sigmoid", "recurrent_activation", advanced=True)
_RESET = flag("reset_after", True, "Whether the reset gate acts after the matrix product.", advanced=True)


def _dropouts():
    return (
        number("dropout", 0.0, "Share of inputs dropped while training.", 0.0, 1.0),
        number("recurrent_dropout", 0.0, "Share of the state dropped while training.", 0.0, 1.0, advanced=True),
    )


def _recurrent(kind: str, help: str, *own_params):
    return layer(
        kind,
        RECURRENT,
        help,
        (
            integer("units", 16, "Length of the state, and of the output.", 1, 8192),
            _SEQUENCES,
            activation("tanh"),
            *own_params,
            use_bias(),
            *weights(*_PARTS),
            *_dropouts(),
            _BACKWARDS,
            _UNROLL,
            seed_param(),
        ),
        rank=2,
        own=("units",),
    )


def _convolutional(rank: int):
    """A recurrent layer over pictures: `rank` places, after the steps."""
    over = {1: "sequences", 2: "images", 3: "volumes"}[rank]
    return layer(
        f"ConvLSTM{rank}D",
        RECURRENT,
        f"An LSTM whose states are {over}: its gates are convolutions, for films and the like.",
        (
            integer("filters", 8, "How many feature maps its state has.", 1, 8192),
            window("kernel_size", 3, "Width of the window" + ("" if rank == 1 else ", one number or one a dimension")),
            window("strides", 1, "How far the window moves each time."),
            padding(),
            window("dilation_rate", 1, "Gap between the inputs that a window sees; 1 is none.", advanced=True),
            _SEQUENCES,
            activation("tanh"),
            _GATES,
            _FORGET,
            use_bias(),
            *weights(*_PARTS),
            *_dropouts(),
            _BACKWARDS,
            seed_param(),
        ),
        rank=rank + 2,
        stepwise=True,
        own=("filters", "kernel_size"),
    )


_BIDIRECTIONAL = layer(
    "Bidirectional",
    RECURRENT,
    "Reads the sequence both ways with two copies of a recurrent layer.",
    (
        choice("layer", "LSTM", "The layer that reads.", ("LSTM", "GRU", "SimpleRNN")),
        integer("units", 16, "Length of each state.", 1, 8192),
        _SEQUENCES,
        choice("merge_mode", "concat", "How the two outputs become one.", ("concat", "sum", "mul", "ave")),
        activation("tanh"),
        use_bias(),
        *weights(*_PARTS),
        *_dropouts(),
    ),
    rank=2,
    own=("units", "layer"),
    wraps="layer",
)

_TIME_DISTRIBUTED = layer(
    "TimeDistributed",
    RECURRENT,
    "Applies one layer, the same weights, to every step.",
    (
        choice(
            "layer",
            "Dense",
            "The layer that is applied.",
            ("Dense", "Conv1D", "Conv2D", "MaxPooling2D", "GlobalAveragePooling2D", "Flatten", "Dropout"),
        ),
        integer("units", 16, "Units, for Dense."),
        integer("filters", 8, "Kernels, for a convolution.", 1, 8192),
        window("kernel_size", 3, "Width of the window, for a convolution."),
        padding(),
        activation(),
        number("rate", 0.5, "Share dropped, for Dropout.", 0.0, 1.0),
    ),
    own=("units", "layer", "filters", "kernel_size", "padding", "activation", "rate"),
    wraps="layer",
)

KINDS = (
    _recurrent("SimpleRNN", "A state that is fed back at every step."),
    _recurrent("LSTM", "A state with gates that decide what to keep, to forget and to show.", _GATES, _FORGET),
    _recurrent("GRU", "A state with two gates; smaller than an LSTM.", _GATES, _RESET),
    *(_convolutional(rank) for rank in (1, 2, 3)),
    _BIDIRECTIONAL,
    _TIME_DISTRIBUTED,
    layer(
        "MultiHeadAttention",
        ATTENTION,
        "Every step looks at every other; fed by one layer it is self-attention, by two: query, then value.",
        (
            integer("num_heads", 2, "How many looks at once.", 1, 256),
            integer("key_dim", 16, "Length of each head's queries and keys.", 1, 4096),
            integer(
                "value_dim",
                None,
                "Length of each head's values; none means the same.",
                1,
                4096,
                optional=True,
                advanced=True,
            ),
            number("dropout", 0.0, "Share of attention weights dropped while training.", 0.0, 1.0),
            use_bias(),
            *weights(("kernel", "glorot_uniform"), ("bias", "zeros")),
            seed_param(),
        ),
        inputs=(1, 3),
        own=("num_heads", "key_dim"),
    ),
    layer(
        "Attention",
        ATTENTION,
        "Dot-product attention without weights: query, value and, if given, key.",
        (
            flag("use_scale", False, "Whether a learnt factor multiplies the scores."),
            choice("score_mode", "dot", "How alike query and key are.", ("dot", "concat")),
            number("dropout", 0.0, "Share of attention weights dropped while training.", 0.0, 1.0),
            seed_param(),
        ),
        inputs=(2, 3),
    ),
    layer(
        "AdditiveAttention",
        ATTENTION,
        "Bahdanau attention: scores from tanh(query + key).",
        (
            flag("use_scale", True, "Whether a learnt vector weighs the scores."),
            number("dropout", 0.0, "Share of attention weights dropped while training.", 0.0, 1.0),
        ),
        inputs=(2, 3),
    ),
)
