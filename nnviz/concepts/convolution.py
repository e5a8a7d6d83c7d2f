"""Convolution and pooling of small images, with everything a picture may want to show.

    y[i, j] = b + Σ_m Σ_n Σ_c w[m, n, c] · x[i·s + m·d, j·s + n·d, c]

What deep learning calls convolution is, strictly, cross-correlation: the kernel is not turned round. Sizes and
"same" padding follow Keras (TensorFlow): where the padding is odd, the larger half is at the end.

Source: Goodfellow, Bengio and Courville, Deep Learning (2016), chapter 9; V. Dumoulin and F. Visin, "A guide to
convolution arithmetic for deep learning" (2016); for receptive fields A. Araujo, W. Norris and J. Sim, "Computing
receptive fields of convolutional neural networks" (Distill, 2019).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnviz.errors import SpecError


@dataclass(frozen=True)
class Kernel:
    """A kernel made by hand: its title, what it answers to, and its (k, k) weights."""

    title: str
    help: str
    weights: tuple[tuple[float, ...], ...]


def _box(size: int) -> tuple[tuple[float, ...], ...]:
    return ((1 / size**2,) * size,) * size


KERNELS: dict[str, Kernel] = {
    "vertical": Kernel(
        "upright edges",
        "Right minus left: strong where brightness changes from left to right (Sobel).",
        ((-1, 0, 1), (-2, 0, 2), (-1, 0, 1)),
    ),
    "horizontal": Kernel(
        "level edges",
        "Below minus above: strong where brightness changes from top to bottom (Sobel).",
        ((-1, -2, -1), (0, 0, 0), (1, 2, 1)),
    ),
    "outline": Kernel(
        "all edges",
        "Each pixel against its neighbours: strong where it differs from them (Laplace).",
        ((-1, -1, -1), (-1, 8, -1), (-1, -1, -1)),
    ),
    "blur": Kernel("blur", "The mean of the patch: noise and detail fade.", _box(3)),
    "blur5": Kernel("wide blur", "The mean of a larger patch.", _box(5)),
    "sharpen": Kernel(
        "sharpen",
        "The pixel, and how much it differs from its neighbours on top of it.",
        ((0, -1, 0), (-1, 5, -1), (0, -1, 0)),
    ),
    "emboss": Kernel("emboss", "Light from the upper left, as on a coin.", ((-2, -1, 0), (-1, 1, 1), (0, 1, 2))),
    "identity": Kernel("copy", "One weight of 1 in the middle: the image itself.", ((0, 0, 0), (0, 1, 0), (0, 0, 0))),
}


def padding_of(size: int, kernel: int, stride: int = 1, dilation: int = 1, padding: str = "valid") -> tuple[int, int]:
    """(pixels added before, pixels added after) along one axis.

    Raises:
        SpecError: padding is neither "valid" (none) nor "same" (the output is the input's size over the stride).
    """
    if padding not in ("valid", "same"):
        raise SpecError(f"Padding {padding!r} is unknown.", expected="'valid' or 'same'", where="padding")
    if padding == "valid":
        return 0, 0
    total = max((-(-size // stride) - 1) * stride + dilation * (kernel - 1) + 1 - size, 0)
    return total // 2, total - total // 2


def output_size(size: int, kernel: int, stride: int = 1, dilation: int = 1, padding: str = "valid") -> int:
    """How many places the kernel has along one axis; 0 when it does not fit."""
    padded = size + sum(padding_of(size, kernel, stride, dilation, padding))
    return max((padded - dilation * (kernel - 1) - 1) // stride + 1, 0)


@dataclass(frozen=True)
class Convolution:
    """A convolved image.

    Attributes:
        padded: (h, w, c) the image with its border of zeros.
        patches: (rows, cols, k, k, c) what the kernel covers at every place.
        output: (rows, cols) the sums of patch × kernel, plus the bias.
    """

    padded: np.ndarray
    patches: np.ndarray
    output: np.ndarray

    def products(self, row: int, col: int, kernel) -> np.ndarray:
        """(k, k, c) patch × kernel at one place; their sum and the bias are the output there."""
        return self.patches[row, col] * np.asarray(kernel, dtype=float).reshape(self.patches.shape[2:])


def convolve(
    image, kernel, bias: float = 0.0, stride: int = 1, padding: str = "valid", dilation: int = 1
) -> Convolution:
    """Slides one kernel over an image.

    Args:
        image: (h, w) or (h, w, c).      kernel: (k, k) or (k, k, c), as many channels as the image.

    Raises:
        SpecError: the channels differ, or the kernel does not fit into the image.
    """
    image, kernel = _channels(image), _channels(kernel)
    if image.shape[2] != kernel.shape[2]:
        raise SpecError(
            f"The image has {image.shape[2]} channels and the kernel {kernel.shape[2]}.",
            expected="one slice of the kernel for every channel",
            where="kernel",
        )
    size = kernel.shape[0]
    margins = [padding_of(length, size, stride, dilation, padding) for length in image.shape[:2]]
    padded = np.pad(image, (*margins, (0, 0)))
    rows, cols = (output_size(length, size, stride, dilation, padding) for length in image.shape[:2])
    if rows < 1 or cols < 1:
        raise SpecError(
            f"A kernel of {size} × {size} with dilation {dilation} does not fit into "
            f"{image.shape[0]} × {image.shape[1]} pixels.",
            fix="Make the kernel smaller, or choose padding 'same'.",
            where="kernel",
        )
    reach = np.arange(size) * dilation
    down = (np.arange(rows) * stride)[:, None] + reach
    across = (np.arange(cols) * stride)[:, None] + reach
    patches = padded[down[:, None, :, None], across[None, :, None, :]]
    return Convolution(padded, patches, np.einsum("rcmnk,mnk->rc", patches, kernel) + bias)


def pool(feature_map, size: int = 2, kind: str = "max") -> np.ndarray:
    """(rows // size, cols // size): the largest or the mean of each square of `size`; a rest at the edges is left out.

    Raises:
        SpecError: the kind is neither "max" nor "average".
    """
    if kind not in ("max", "average"):
        raise SpecError(f"Pooling {kind!r} is unknown.", expected="'max' or 'average'", where="pooling")
    feature_map = np.asarray(feature_map, dtype=float)
    rows, cols = (length // size for length in feature_map.shape)
    squares = feature_map[: rows * size, : cols * size].reshape(rows, size, cols, size)
    return squares.max((1, 3)) if kind == "max" else squares.mean((1, 3))


@dataclass(frozen=True)
class Field:
    """What one unit of a layer sees of the input, along one axis: `size` pixels; units stand `jump` pixels apart."""

    size: int
    jump: int


def receptive_fields(layers: Sequence[tuple[int, int, int]]) -> tuple[Field, ...]:
    """The receptive field after each layer, given as (kernel, stride, dilation); the input's own comes first."""
    fields = [Field(1, 1)]
    for kernel, stride, dilation in layers:
        before = fields[-1]
        fields.append(Field(before.size + (kernel - 1) * dilation * before.jump, before.jump * stride))
    return tuple(fields)


def _channels(array) -> np.ndarray:
    """(h, w) becomes (h, w, 1)."""
    array = np.asarray(array, dtype=float)
    if array.ndim not in (2, 3):
        raise SpecError(
            f"Received an array of shape {array.shape}.", expected="(height, width) or (height, width, channels)"
        )
    return array[..., None] if array.ndim == 2 else array
