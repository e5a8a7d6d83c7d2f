"""What training does inside the layers, as the JSON that the live view's further panels draw."""

from collections.abc import Mapping, Sequence

import numpy as np

_MOST_MOMENTS, _MOST_LAYERS = 120, 16


def effects(gradients: Mapping | None, vitals: Mapping | None) -> dict:
    """The two records of a run, thinned to what a chart can show; NaN becomes null.

    Args:
        gradients: {"layers" (names), "epochs" (t,), "sizes" (t, layers) of ∂loss/∂weights, "ratios" (t, layers) of the
            next step to the weights}, or None before there are any.
        vitals: {"weighted", "layers", "functions" (names), "epochs", "rates" (t,), "weights" (t, weighted, 7),
            "outputs" (t, layers, 7), "silent", "saturated" (t, layers)}, or None.

    Returns:
        {"gradients": {"layers", "of", "epochs", "sizes" [layer][t], "ratios" [layer][t]} or None, "vitals": {"epochs",
        "rates", "weighted", "layers", "of", "weights" [layer][7][t], "outputs" [layer][7][t], "silent" [layer][t],
        "saturated" [layer][t]} or None}; of many layers 16, the first and the last among them, `of` so many.
    """
    return {"gradients": _gradients(gradients), "vitals": _vitals(vitals)}


def _gradients(own: Mapping | None) -> dict | None:
    if own is None or not len(own["epochs"]):
        return None
    moments, layers = _few(len(own["epochs"]), _MOST_MOMENTS), _few(len(own["layers"]), _MOST_LAYERS)
    return {
        "layers": [own["layers"][k] for k in layers],
        "of": len(own["layers"]),
        "epochs": _plain(np.asarray(own["epochs"])[moments]),
        "sizes": _plain(np.asarray(own["sizes"])[np.ix_(moments, layers)].T),
        "ratios": _plain(np.asarray(own["ratios"])[np.ix_(moments, layers)].T),
    }


def _vitals(own: Mapping | None) -> dict | None:
    if own is None or not len(own["epochs"]):
        return None
    moments = _few(len(own["epochs"]), _MOST_MOMENTS)
    weighted, layers = (_few(len(own[name]), _MOST_LAYERS) for name in ("weighted", "layers"))
    spreads = {
        name: _plain(np.asarray(own[name])[np.ix_(moments, places)].transpose(1, 2, 0))
        for name, places in (("weights", weighted), ("outputs", layers))
    }
    shares = {name: _plain(np.asarray(own[name])[np.ix_(moments, layers)].T) for name in ("silent", "saturated")}
    return {
        "epochs": _plain(np.asarray(own["epochs"])[moments]),
        "rates": _plain(np.asarray(own["rates"])[moments]),
        "weighted": [own["weighted"][k] for k in weighted],
        "layers": [own["layers"][k] for k in layers],
        "of": len(own["layers"]),
        **spreads,
        **shares,
    }


def _few(count: int, most: int) -> np.ndarray:
    return np.unique(np.linspace(0, count - 1, min(count, most)).round().astype(int))


def _plain(values: np.ndarray) -> Sequence:
    """Nested lists of numbers with five digits, null for what is not finite."""
    if values.ndim > 1:
        return [_plain(row) for row in values]
    return [float(f"{v:.5g}") if np.isfinite(v) else None for v in values]
