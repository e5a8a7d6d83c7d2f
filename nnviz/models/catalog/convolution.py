"""Convolutions: plain, depthwise, separable and transposed, in one, two and three dimensions."""

from nnviz.models.catalog.common import activation, integer, padding, use_bias, weights, window
from nnviz.models.catalog.kinds import layer

CONVOLUTION = "Convolution"
_OVER = {1: "a sequence", 2: "an image", 3: "a volume"}


def _ones(rank: int):
    return 1 if rank == 1 else (1,) * rank


def _filters():
    return integer("filters", 8, "How many kernels, and so how many feature maps come out.", 1, 8192)


def _kernel(rank: int):
    return window("kernel_size", 3, "Width of the window" + ("" if rank == 1 else ", one number or one a dimension"))


def _strides(rank: int):
    return window("strides", _ones(rank), "How far the window moves each time.")


def _dilation(rank: int):
    return window("dilation_rate", _ones(rank), "Gap between the inputs that a window sees; 1 is none.", advanced=True)


def _multiplier():
    return integer("depth_multiplier", 1, "Kernels for each input channel.", 1, 1024)


_KERNEL = (("kernel", "glorot_uniform"), ("bias", "zeros"))
_DEPTHWISE = (("depthwise", "glorot_uniform"), ("bias", "zeros"))
_SEPARABLE = (("depthwise", "glorot_uniform"), ("pointwise", "glorot_uniform"), ("bias", "zeros"))


def _plain(rank: int):
    return layer(
        f"Conv{rank}D",
        CONVOLUTION,
        f"Slides small kernels over {_OVER[rank]}: one feature map each.",
        (
            _filters(),
            _kernel(rank),
            _strides(rank),
            padding(*(("causal",) if rank == 1 else ())),
            _dilation(rank),
            integer(
                "groups",
                1,
                "Channels are split into this many groups, each with its own kernels.",
                1,
                4096,
                advanced=True,
            ),
            activation(),
            use_bias(),
            *weights(*_KERNEL),
        ),
        rank=rank + 1,
        own=("filters", "kernel_size"),
    )


def _depthwise(rank: int):
    return layer(
        f"DepthwiseConv{rank}D",
        CONVOLUTION,
        f"One kernel for each channel of {_OVER[rank]}, no mixing.",
        (
            _kernel(rank),
            _strides(rank),
            padding(),
            _multiplier(),
            _dilation(rank),
            activation(),
            use_bias(),
            *weights(*_DEPTHWISE),
        ),
        rank=rank + 1,
        own=("kernel_size",),
    )


def _separable(rank: int):
    return layer(
        f"SeparableConv{rank}D",
        CONVOLUTION,
        "A depthwise convolution, then a 1×1 one that mixes channels: far fewer weights.",
        (
            _filters(),
            _kernel(rank),
            _strides(rank),
            padding(),
            _dilation(rank),
            _multiplier(),
            activation(),
            use_bias(),
            *weights(*_SEPARABLE),
        ),
        rank=rank + 1,
        own=("filters", "kernel_size"),
    )


def _transposed(rank: int):
    return layer(
        f"Conv{rank}DTranspose",
        CONVOLUTION,
        "A convolution's reverse wiring: strides make the output larger.",
        (
            _filters(),
            _kernel(rank),
            _strides(rank),
            padding(),
            window("output_padding", None, "Extra width at the far edge.", 0, 1024, optional=True, advanced=True),
            _dilation(rank),
            activation(),
            use_bias(),
            *weights(*_KERNEL),
        ),
        rank=rank + 1,
        own=("filters", "kernel_size"),
    )


KINDS = (
    *(_plain(rank) for rank in (1, 2, 3)),
    *(_depthwise(rank) for rank in (1, 2)),
    *(_separable(rank) for rank in (1, 2)),
    *(_transposed(rank) for rank in (1, 2, 3)),
)
