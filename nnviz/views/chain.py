"""A small network's layers on their way to the browser, which computes them (`nnviz/web/lesson/chain.js`)."""

from collections.abc import Mapping, Sequence
from typing import Any

from nnviz.views.packing import pack


def packed_layers(layers: Sequence[Mapping[str, Any]]) -> list[dict]:
    """Layers as `nnviz.concepts.chains.chain` tells them, their arrays packed."""
    return [{**layer, "arrays": packed(layer["arrays"])} for layer in layers]


def packed(arrays: Mapping[str, Any]) -> dict:
    """Arrays by name, packed."""
    return {name: pack(array) for name, array in arrays.items()}
