"""Pictures of layers (`nnviz.inspection.picture_records`) as the view Layers takes them."""

import math
from collections.abc import Sequence

import numpy as np

from nnviz import words
from nnviz.views.packing import pack


def layer_data(
    picture, names: Sequence[str] = (), steps: Sequence[str] = (), tokens: Sequence[str] = (), exact: bool = False
) -> dict:
    """One picture, JSON-ready; `nnviz/web/README.md` says what it holds.

    Args:
        names: what the layer's units are called, all of them; units are numbered where there are none.
        steps: what the steps of a sequence are called.
        tokens: the words of a text that the picture is of, shown instead of their numbers.
        exact: whether its numbers can be read one by one, or are only looked at.
    """
    summary = picture.summary
    return {
        "title": picture.title,
        "path": picture.path,
        "kind": picture.kind,
        "form": picture.form,
        "size": words.shape(picture.shape) if picture.shape else "",
        "values": pack(picture.values, quantise=not exact, fine=True),
        "first": picture.first,
        "total": picture.total,
        "averaged": list(picture.averaged),
        "lows": _numbers(picture.lows),
        "highs": _numbers(picture.highs),
        **{name: _number(value) for name, value in _told(summary).items()},
        "broken": summary.nans + summary.infinities,
        "histogram": _numbers(picture.histogram),
        "difference": _number(picture.difference),
        "sources": list(picture.sources),
        "note": picture.note,
        "names": list(names) or None,
        "steps": list(steps) or None,
        "words": list(tokens) or None,
    }


def _told(summary) -> dict[str, float]:
    return {
        "least": summary.minimum,
        "most": summary.maximum,
        "mean": summary.mean,
        "std": summary.std,
        "zeros": summary.zeros,
    }


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _numbers(values: np.ndarray) -> list[float | None]:
    return [_number(value) for value in np.asarray(values, float).tolist()]
