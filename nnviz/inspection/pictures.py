"""Pictures of what every layer makes of one example: its output cut down to what a screen shows."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from nnviz.inspection.picture_records import LayerPicture, LayerPictures
from nnviz.inspection.records import Activations, LayerActivation
from nnviz.inspection.summary import summarize

_BINS = 24
_OVERVIEW = 300_000
"""Values of all layers together in an overview; each has its share of them, within these bounds:"""
_LEAST, _MOST = 256, 9216
_SIDE, _UNITS = 24, 16
_INPUT = "Input"
ATTENTION = "Attention weights"


def overview(result: Activations, inputs: Sequence[tuple[str, np.ndarray]], attended=()) -> LayerPictures:
    """Small pictures of the inputs and of all layers; layers that only hold others are left out.

    Args:
        result: of one example.
        inputs: (name, (1, …) array) of each input.
        attended: `AttentionMap` of the same example.
    """
    leaves = [k for k, record in enumerate(result.layers) if not _holds(record, result.layers)]
    place = {k: len(inputs) + at for at, k in enumerate(leaves)} | {-1 - k: k for k in range(len(inputs))}
    share = min(max(_OVERVIEW // max(1, len(leaves)), _LEAST), _MOST)
    pictures = [of_input(name, array, share) for name, array in inputs]
    for k in leaves:
        record = result.layers[k]
        sources = tuple(sorted({place[source] for source in record.sources if source in place}))
        pictures.append(of_layer(record, share, sources=sources))
    return LayerPictures(tuple(_with_attention(pictures, attended, share)), result.mode)


def _with_attention(pictures: list[LayerPicture], attended, share: int) -> list[LayerPicture]:
    """Each layer's attention right after its output; what follows is counted on."""
    for weights in attended:
        at = next((k for k, own in enumerate(pictures) if own.path == weights.path), len(pictures) - 1)
        for k in range(at + 1, len(pictures)):
            moved = tuple(source + (source > at) for source in pictures[k].sources)
            pictures[k] = replace(pictures[k], sources=moved)
        pictures.insert(at + 1, of_attention(weights, share, (at,)))
    return pictures


def compared(shown: LayerPictures, values: dict[str, np.ndarray], others: dict[str, np.ndarray]) -> LayerPictures:
    """The same pictures, each with how far its output is from the other's.

    Args:
        values, others: (1, …) whole outputs, by title.
    """
    told = [
        replace(own, difference=_difference(values[own.title], others[own.title]))
        if own.title in values and own.title in others
        else own
        for own in shown.pictures
    ]
    return replace(shown, pictures=tuple(told))


def _difference(values: np.ndarray, others: np.ndarray) -> float:
    """‖values − others‖ ÷ ‖values‖; NaN where their shapes differ, or the first is all zero and the other is not."""
    if np.shape(values) != np.shape(others):
        return math.nan
    a, b = np.asarray(values, "float64").ravel(), np.asarray(others, "float64").ravel()
    apart, size = float(np.linalg.norm(a - b)), float(np.linalg.norm(a))
    return apart / size if size else (0.0 if apart == 0 else math.nan)


def of_layer(
    record: LayerActivation, values: int, *, side: int = _SIDE, units: int = _UNITS, first: int = 0, sources=()
) -> LayerPicture:
    """One layer's output for its first example, in at most `values` values."""
    form, cube, note = _as_units(record.values[0])
    named = (record.path, record.title, record.kind)
    return _picture(named, form, record.shape[1:], cube, note, record.summary, values, side, units, first, sources)


def of_input(name: str, array: np.ndarray, values: int, *, side: int = _SIDE, units: int = _UNITS) -> LayerPicture:
    """An input of the network, (1, …), as it is given to it."""
    form, cube, note = _as_units(np.asarray(array)[0])
    named = ("", name, _INPUT)
    return _picture(named, form, np.shape(array)[1:], cube, note, summarize(array), values, side, units, 0, ())


def of_attention(weights, values: int, sources=(), *, side: int = _SIDE, units: int = _UNITS, first=0) -> LayerPicture:
    """What the heads of an attention layer look at, for its first example (`AttentionMap`)."""
    cube = weights.weights[0]
    named = (weights.path, attention_title(weights), ATTENTION)
    summary = summarize(weights.weights[:1])
    return _picture(named, "matrices", cube.shape, cube, "", summary, values, side, units, first, sources)


def attention_title(weights) -> str:
    """What the picture of a layer's attention is called."""
    return f"{weights.path} · attention" + (f" (call {weights.call_index + 1})" if weights.call_index else "")


def _picture(named, form, shape, cube, note, summary, values, side, units, first, sources) -> LayerPicture:
    path, title, kind = named
    total = len(cube)
    if form in ("bars", "heat"):
        units *= 16 if form == "bars" else 2
    first = min(max(first, 0), max(total - 1, 0))
    rows, columns = cube.shape[1:]
    side = side if form != "heat" else 4 * side
    count = min(units, total - first, max(1, values // max(1, min(rows, side) * min(columns, side))))
    shown = np.asarray(cube[first : first + count], "float32")
    lows, highs = _ends(shown)
    averaged = _averaged(rows, columns, side, values // max(1, count))
    return LayerPicture(
        path, title, kind, form, tuple(shape), _block_means(shown, averaged), first, total, averaged, lows, highs,
        summary, _histogram(cube, summary), tuple(sources), note,
    )  # fmt: skip


def _as_units(values: np.ndarray) -> tuple[str, np.ndarray, str]:
    """(form, (units, rows, columns), what is not shown) of one example's output, units on its last axis."""
    values = np.asarray(values)
    if values.dtype.kind not in "fiub":
        values = values.astype("float32")
    if values.ndim <= 1:
        return ("bars" if values.ndim else "number"), values.reshape(-1, 1, 1), ""
    if values.ndim == 2:
        return "heat", values.T[:, None, :], ""
    note = ""
    while values.ndim > 3:
        note = f"The middle one of {len(values):,} slices." if not note else "The middle slices."
        values = values[len(values) // 2]
    return "maps", np.moveaxis(values, -1, 0), note


def _averaged(rows: int, columns: int, side: int, values: int) -> tuple[int, int]:
    """How many rows and columns are averaged so that neither is longer than `side` and all are at most `values`."""
    down, across = max(1, math.ceil(rows / side)), max(1, math.ceil(columns / side))
    while math.ceil(rows / down) * math.ceil(columns / across) > max(1, values):
        down, across = (down + 1, across) if rows / down > columns / across else (down, across + 1)
    return down, across


def _block_means(cube: np.ndarray, averaged: tuple[int, int]) -> np.ndarray:
    """(units, rows, columns) float32 means over blocks; the last ones may be smaller. NaN and infinity stay."""
    down, across = averaged
    if averaged == (1, 1):
        return np.ascontiguousarray(cube)
    rows, columns = cube.shape[1:]
    with np.errstate(invalid="ignore", over="ignore"):
        sums = np.add.reduceat(cube.astype("float64"), range(0, rows, down), axis=1)
        sums = np.add.reduceat(sums, range(0, columns, across), axis=2)
    sizes = np.outer(_sizes(rows, down), _sizes(columns, across))
    return (sums / sizes).astype("float32")


def _sizes(length: int, step: int) -> np.ndarray:
    return np.diff([*range(0, length, step), length])


def _ends(cube: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Smallest and largest finite value of each unit; NaN for one without any."""
    flat = cube.reshape(len(cube), -1)
    finite = np.isfinite(flat)
    lows = np.where(finite, flat, np.inf).min(axis=1, initial=np.inf)
    highs = np.where(finite, flat, -np.inf).max(axis=1, initial=-np.inf)
    none = ~finite.any(axis=1)
    return np.where(none, np.nan, lows), np.where(none, np.nan, highs)


def _histogram(cube: np.ndarray, summary) -> np.ndarray:
    finite = cube[np.isfinite(cube)]
    if not finite.size or not np.isfinite(summary.maximum - summary.minimum):
        return np.zeros(_BINS)
    span = (summary.minimum, summary.maximum) if summary.maximum > summary.minimum else (summary.minimum - 0.5,) * 2
    if span[0] == span[1]:
        span = (span[0], span[0] + 1)
    return np.histogram(finite, _BINS, span)[0].astype("float64")


def _holds(record: LayerActivation, layers) -> bool:
    """Whether it only holds other layers that were recorded."""
    return any(other.path.startswith(f"{record.path}/") for other in layers)
