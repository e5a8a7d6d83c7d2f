"""What passes through a layer, and its weights, as pictures as small as a line of text: PNG data URIs."""

import numpy as np

from nnviz.plots import theme
from nnviz.plots.heat import is_signed
from nnviz.plots.images import png

_MOST_MAPS, _MOST_SIDE, _AT_LEAST, _WIDEST = 6, 48, 44, 132
"""Maps side by side, numbers along an axis, and pixels that a picture is high or wide."""


def glimpse(values: np.ndarray, dark: bool = False) -> str:
    """One example's output: maps (height, width, channels) side by side, a sequence (steps, channels) from left to
    right, units (units,) as a strip; on the scale centred on zero where anything is negative, else from zero."""
    values = np.asarray(values, float)
    if values.ndim > 3:
        values = values.reshape(-1, *values.shape[-2:]) if values.ndim == 4 else values.reshape(1, -1)
    maps = np.moveaxis(values, -1, 0)[:_MOST_MAPS] if values.ndim == 3 else _rows(values)[None]
    return _drawn(maps, dark)


def glimpse_of_weight(values: np.ndarray, dark: bool = False) -> str:
    """A weight: kernels (…, inputs, filters) for the first input side by side, a matrix, or a vector as a strip."""
    values = np.asarray(values, float)
    while values.ndim > 4:
        values = values[0]
    maps = np.moveaxis(values[:, :, 0, :], -1, 0)[:_MOST_MAPS] if values.ndim == 4 else None
    if maps is None:
        maps = (values[:, 0] if values.ndim == 3 else _rows(values))[None]
    return _drawn(maps, dark)


def _rows(values: np.ndarray) -> np.ndarray:
    """A matrix with its longer side from left to right; one row of what has a single axis."""
    values = values.reshape(1, -1) if values.ndim < 2 else values
    return values.T if values.shape[0] > values.shape[1] else values


def _drawn(maps: np.ndarray, dark: bool) -> str:
    """(n, height, width) values on one scale beside each other, with a clear line between."""
    maps = maps[:, :_MOST_SIDE, : 2 * _MOST_SIDE]
    limit, signed = theme.signed_limit(maps), is_signed(maps)
    colours = theme.tokens(dark)
    scale = np.array([_channels(own) for own in colours["diverging" if signed else "sequential"]])
    share = (maps / limit + 1) / 2 if signed else maps / limit
    finite = np.isfinite(share)
    pixels = np.full((*maps.shape, 4), 255, "uint8")
    place = np.clip(np.where(finite, share, 0) * (len(scale) - 1), 0, len(scale) - 1)
    pixels[..., :3] = scale[place.round().astype(int)]
    pixels[~finite, :3] = _channels(colours["nan"])
    times = max(1, min(_AT_LEAST // maps.shape[1], _WIDEST // (maps.shape[2] * len(maps))))
    tall = max(times, 12 if maps.shape[1] == 1 else 1)
    pixels = pixels.repeat(tall, axis=1).repeat(times, axis=2)
    beside = np.pad(pixels, ((0, 0), (0, 0), (0, 2), (0, 0)))
    return png(np.ascontiguousarray(np.concatenate(list(beside), axis=1)[:, :-2]))


def _channels(colour: str) -> list[int]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
