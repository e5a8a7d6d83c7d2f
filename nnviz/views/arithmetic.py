"""The arithmetic of one number, as the browser is given it (`nnviz/web/number`)."""

from typing import Any

import numpy as np

from nnviz.views.packing import pack

_EXACT, _MOST = 40_000, 160_000
"""Up to so many numbers, a tensor's picture is sent exactly, more in two bytes each; of other arrays at most the
second."""
_MOST_TERMS = 1_200
"""Of a longer sum, so many of the largest products are sent, and the rest as one."""
_UNSEEN = ("project", "scores", "weights", "formula", "note")
"""Kinds of steps whose weights are not drawn."""
_MOST_PLACES = 2**24
"""Whole numbers that float32 holds exactly."""


def number_view(shown: Any) -> dict:
    """JSON-ready: the number, its steps, and the tensors around it, of a `ShownNumber`."""
    number, tensors = shown.arithmetic, shown.tensors
    titles = list(tensors)
    return {
        "number": {
            "title": number.title,
            "kind": number.kind,
            "index": list(number.index),
            "shape": list(number.shape),
            "place": list(shown.place),
            "value": _plain(number.value),
            "computed": _plain(number.computed),
            "within": number.within,
            "agrees": bool(number.agrees),
            "exact": number.exact,
            "note": number.note,
        },
        "steps": [_step(step, titles) for step in number.steps],
        "tensors": [_tensor(title, tensors[title]) for title in titles],
    }


def _plain(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _step(step: Any, titles: list[str]) -> dict:
    result = np.asarray(step.result)
    view = {
        "symbol": step.symbol,
        "title": step.title,
        "kind": step.kind,
        "code": step.code,
        "words": step.words,
        "group": step.group,
        "numbers": {name: _plain(value) for name, value in step.numbers.items()},
        "result": _plain(float(result)) if result.ndim == 0 else None,
        "results": None if result.ndim == 0 else _packed(_small(result)),
        "curve": None if step.curve is None else pack(step.curve),
    }
    if step.kind == "products" and result.ndim == 0:
        return view | {"pairs": _pairs(step, titles), "blocks": []}
    shown = {name: block for name, block in step.blocks.items() if block.origin or step.kind not in _UNSEEN}
    return view | {"pairs": [], "blocks": [_block(name, block, titles) for name, block in shown.items()]}


def _packed(values: np.ndarray) -> dict:
    return pack(values, quantise=values.size > _MOST_TERMS, fine=True)


def _small(values: np.ndarray) -> np.ndarray:
    """The first rows of what is too large to look at."""
    return values if values.size <= _MOST else values[: max(1, _MOST // max(1, values[0].size))]


def _block(name: str, block: Any, titles: list[str]) -> dict:
    values, places = _small(np.asarray(block.values)), block.places
    source = titles.index(block.origin.title) if block.origin and block.origin.title in titles else None
    known = source is not None and places is not None and np.prod(block.origin.shape) < _MOST_PLACES
    return {
        "name": name,
        "values": _packed(values),
        "source": source,
        "places": pack(_small(np.asarray(places))) if known else None,
    }


def _pairs(step: Any, titles: list[str]) -> list[dict]:
    """Each operand block with its weights; of a long sum only the largest products, and what the others come to."""
    blocks = list(step.blocks.items())
    pairs = []
    for (name, x), (weight_name, w) in zip(blocks[::2], blocks[1::2], strict=True):
        products = x.values * w.values
        more = None
        if products.size > _MOST_TERMS:
            largest = np.sort(np.argsort(-np.abs(np.nan_to_num(products.ravel())))[:_MOST_TERMS])
            rest = float(products.sum() - products.ravel()[largest].sum())
            more = {"count": int(products.size - _MOST_TERMS), "sum": _plain(rest)}
            x, w = _some(x, largest), _some(w, largest)
        pairs.append({"x": _block(name, x, titles), "w": _block(weight_name, w, titles), "more": more})
    return pairs


def _some(block: Any, at: np.ndarray) -> Any:
    places = None if block.places is None else np.ravel(block.places)[at]
    return type(block)(np.ravel(block.values)[at], block.origin, places)


def _tensor(title: str, tensor: Any) -> dict:
    fine = tensor.values.size > _EXACT
    return {
        "title": title,
        "shape": list(tensor.shape),
        "input": tensor.is_input,
        "channels": None if tensor.channels is None else list(tensor.channels),
        "values": pack(tensor.values, quantise=fine, fine=fine),
        "limit": tensor.limit,
        "signed": tensor.signed,
    }
