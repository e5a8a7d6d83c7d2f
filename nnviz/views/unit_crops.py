"""The part of an image that a unit sees: cut out, or lit while the rest stands back."""

import numpy as np

_LARGEST = 54


def crops(images: np.ndarray, boxes: list[tuple[slice, slice]]) -> np.ndarray:
    """Each image's part as a square, all of the same size; a part that is not square takes what is beside it.

    Args:
        images: (n, height, width, channels) uint8.
        boxes: n pairs of slices, rows and columns.

    Returns:
        (n, side, side, channels) uint8, pixels repeated or left out; black beside an image's edge.
    """
    sides = [max(rows.stop - rows.start, columns.stop - columns.start) for rows, columns in boxes]
    side = min(_LARGEST, max(sides, default=1))
    return np.stack([_square(image, box, side) for image, box in zip(images, boxes, strict=True)])


def _square(image: np.ndarray, box: tuple[slice, slice], side: int) -> np.ndarray:
    size = max(box[0].stop - box[0].start, box[1].stop - box[1].start)
    cut = np.zeros((size, size, image.shape[-1]), "uint8")
    rows, columns = (_widened(own, size, n) for own, n in zip(box, image.shape[:2], strict=True))
    part = image[rows, columns]
    cut[: part.shape[0], : part.shape[1]] = part
    places = np.arange(side) * size // side
    return cut[places][:, places]


def _widened(own: slice, size: int, limit: int) -> slice:
    """A slice of `size` around another, moved into 0 … `limit` where that is large enough."""
    start = min(max(0, own.start - (size - (own.stop - own.start)) // 2), max(0, limit - size))
    return slice(start, min(limit, start + size))


def spotlit(images: np.ndarray, boxes: list[tuple[slice, slice]]) -> np.ndarray:
    """The images (n, height, width, channels) uint8 with what is outside each one's box drawn towards grey."""
    lit = (images * 0.25 + 96).astype("uint8")
    for k, box in enumerate(boxes):
        lit[(k, *box)] = images[(k, *box)]
    return lit
