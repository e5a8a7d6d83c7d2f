"""A small network's layers on their way to the browser, which computes them (`nnviz/web/lesson/chain.js`)."""

from collections.abc import Mapping, Sequence
from typing import Any

from nnviz.views.packing import pack

_METHODS_BY_IMAGES = 4
"""Axes of maps: methods, images, rows, columns."""


def packed_layers(layers: Sequence[Mapping[str, Any]]) -> list[dict]:
    """Layers as `nnviz.concepts.chains.chain` tells them, their arrays packed."""
    return [{**layer, "arrays": packed(layer["arrays"])} for layer in layers]


def packed(arrays: Mapping[str, Any]) -> dict:
    """Arrays by name, packed."""
    return {name: pack(array) for name, array in arrays.items()}


def packed_maps(told: Mapping[str, Any]) -> dict:
    """Arrays by name, those of maps one by one, so that each keeps its own scale; all else as it is."""
    return {
        name: [pack(one, quantise=True, fine=True) for one in value]
        if name == "maps" and value.ndim == _METHODS_BY_IMAGES
        else pack(value)
        if hasattr(value, "ndim")
        else value
        for name, value in told.items()
    }
