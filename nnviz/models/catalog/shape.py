"""Pooling, and layers that change a shape without learning anything."""

from nnviz.models.catalog.common import choice, flag, integer, padding, window
from nnviz.models.catalog.kinds import layer

POOLING, SHAPE = "Pooling", "Shape"
_OVER = {1: "steps", 2: "pixels", 3: "voxels"}


def _pool(name: str, rank: int):
    word = "largest" if name == "Max" else "mean"
    default = 2 if rank == 1 else (2,) * rank
    return layer(
        f"{name}Pooling{rank}D",
        POOLING,
        f"Keeps the {word} of every window of {_OVER[rank]}.",
        (
            window("pool_size", default, "Width of the window."),
            window("strides", None, "How far the window moves; none means its own width.", optional=True),
            padding(),
        ),
        rank=rank + 1,
        own=("pool_size",),
    )


def _global(name: str, rank: int):
    word = "Largest" if name == "Max" else "Mean"
    return layer(
        f"Global{name}Pooling{rank}D",
        POOLING,
        f"{word} of each channel over all {_OVER[rank]}.",
        (flag("keepdims", False, "Whether the pooled dimensions stay, with length 1.", advanced=True),),
        rank=rank + 1,
    )


def _padding(rank: int):
    default = 1 if rank == 1 else (1,) * rank
    return layer(
        f"ZeroPadding{rank}D",
        SHAPE,
        "Puts zeros around the input.",
        (window("padding", default, "Zeros on each side; per dimension, or before and after for each.", 0),),
        rank=rank + 1,
        pairs=("padding",),
    )


def _cropping(rank: int):
    default = {1: (1, 1), 2: (0, 0, 0, 0), 3: (1, 1, 1, 1, 1, 1)}[rank]
    return layer(
        f"Cropping{rank}D",
        SHAPE,
        "Cuts the edges off.",
        (window("cropping", default, "How much on each side; per dimension, or before and after for each.", 0),),
        rank=rank + 1,
        pairs=("cropping",),
    )


def _upsampling(rank: int):
    default = 2 if rank == 1 else (2,) * rank
    more = (
        ()
        if rank != 2
        else (
            choice(
                "interpolation",
                "nearest",
                "How new pixels are made.",
                ("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"),
            ),
        )
    )
    return layer(
        f"UpSampling{rank}D",
        SHAPE,
        f"Repeats {_OVER[rank]}, so that the output is larger.",
        (window("size", default, "How many times larger.", 1, 64), *more),
        rank=rank + 1,
    )


KINDS = (
    *(_pool(name, rank) for name in ("Max", "Average") for rank in (1, 2, 3)),
    *(_global(name, rank) for name in ("Max", "Average") for rank in (1, 2, 3)),
    layer("Flatten", SHAPE, "All numbers of an example in one row."),
    layer(
        "Reshape",
        SHAPE,
        "The same numbers in another shape.",
        (
            window(
                "target_shape", -1, "The new shape of one example; one number may be -1: what is left.", -1, 1_000_000
            ),
        ),
        tuples=("target_shape",),
        own=("target_shape",),
    ),
    layer(
        "Permute",
        SHAPE,
        "Puts the dimensions in another order.",
        (window("dims", (2, 1), "The order, counted from 1; 2, 1 swaps two dimensions.", 1, 8),),
        tuples=("dims",),
        own=("dims",),
    ),
    layer(
        "RepeatVector",
        SHAPE,
        "The same vector again and again, as a sequence.",
        (integer("n", 4, "How often."),),
        rank=1,
        own=("n",),
    ),
    *(make(rank) for make in (_padding, _cropping, _upsampling) for rank in (1, 2, 3)),
)
