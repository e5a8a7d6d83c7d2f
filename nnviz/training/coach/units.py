"""Units that rest for ever, that sit on a flat end, or that began alike. Imports no framework."""

import numpy as np

from nnviz import words
from nnviz.runs.run import ACTIVE
from nnviz.training.coach import mending
from nnviz.training.coach.reading import layers_over_epochs, learnt
from nnviz.training.coach.records import Diagnosis, Evidence, Recorded

_DEAD, _DEAD_ANYHOW, _FLAT = 0.4, 0.7, 0.6
"""Shares of a layer that are told: of dead units where it has not learnt, and in any case, and of saturated outputs."""
_KEEPING = ("glorot_uniform", "glorot_normal", "he_uniform", "he_normal", "lecun_uniform", "lecun_normal", "orthogonal")
_FAR = 4.0
"""How many times too large or too small first weights are that do not suit their layer."""


def _hidden(run: Recorded, values: str) -> tuple[list[int], np.ndarray] | None:
    """Which watched layers have such a number, the answer's left out, and (t, those) of it."""
    if run.vitals is None or not len(run.vitals.steps):
        return None
    numbers = getattr(run.vitals, values)
    places = [k for k in range(len(run.vitals.layers) - 1) if np.isfinite(numbers[:, k]).any()]
    return (places, numbers[:, places]) if places else None


def dead_relus(run: Recorded) -> Diagnosis | None:
    """Many units give nothing for any example of the batch, and so get no gradient."""
    found = _hidden(run, "silent")
    least = _DEAD if learnt(run) < 0.9 else _DEAD_ANYHOW
    if found is None or not (last := found[1][-1]).max() >= least:
        return None
    names = [run.vitals.layers[k] for k in found[0]]
    dead = [f"{words.percent(share)} of {name}" for name, share in zip(names, last, strict=True) if share >= _DEAD]
    mend = mending.activated(run.experiment, set(names), "leaky_relu", "Leaky ReLU")
    return Diagnosis(
        "dead_relus",
        "Many units are dead",
        f"{'By now' if run.state in ACTIVE else 'At the end'} {words.listed(dead)} gave 0 for every example looked at.",
        "ReLU gives 0, with a slope of 0, for all that is negative. A unit that is pushed there for all examples "
        "gets no gradient any more and never comes back. Long steps do that, and large negative biases.",
        "activations",
        layers_over_epochs(
            run.vitals.epochs, names, found[1], "Share of dead units", limits={"told above this": _DEAD}
        ),
        mend,
        0.8,
    )


def saturation(run: Recorded) -> Diagnosis | None:
    """Most outputs of a hidden layer lie on a flat end of its activation, and it has not learnt well."""
    found = _hidden(run, "saturated")
    if found is None or not (middle := np.nanmedian(found[1], axis=0)).max() >= _FLAT or learnt(run) > 0.9:
        return None
    names = [run.vitals.layers[k] for k in found[0]]
    flat = [f"{words.percent(share)} of {name}" for name, share in zip(names, middle, strict=True) if share >= _FLAT]
    full = {name for name, share in zip(names, middle, strict=True) if share >= _FLAT}
    return Diagnosis(
        "saturation",
        "Units are saturated",
        f"Of the outputs, {words.listed(flat)} lie on a flat end of the activation.",
        "There the activation hardly moves, whatever comes in: hardly any gradient comes back, and the unit is a "
        "switch that stands still. Large inputs or large weights push units there.",
        "activations",
        layers_over_epochs(
            run.vitals.epochs, names, found[1], "Share of saturated outputs", limits={"told above this": _FLAT}
        ),
        mending.activated(run.experiment, full, "relu", "ReLU and He initial weights"),
        0.78,
    )


def unsuitable_initializer(run: Recorded) -> Diagnosis | None:
    """First weights that are all alike, or far too large or small for how many inputs each unit has."""
    layers = [own for own in (*mending.hidden(run.experiment), mending.last_sum(run.experiment)) if own is not None]
    chosen = [own for own in layers if _chosen(own) and _name(own) not in _KEEPING]
    if not chosen or run.experiment.model.taken is not None:
        return None
    alike = [own for own in mending.hidden(run.experiment) if _name(own) in ("zeros", "ones", "constant")]
    far = [own for own in chosen if own not in alike and _off(run, own.keras_name)]
    wrong = alike + far
    if not wrong:
        return None
    names = [own.keras_name for own in wrong]
    told = (
        f"All weights of {words.few([own.keras_name for own in alike])} began alike."
        if alike
        else f"The first weights of {words.few(names)} are {_size(run, names[0])}."
    )
    reason = (
        "Units that begin alike get the same gradient and stay alike: together they are one unit."
        if alike
        else "First weights have to suit how many inputs a unit has. Larger ones make what passes through larger at "
        "every layer, smaller ones make it fade."
    )
    return Diagnosis(
        "unsuitable_initializer",
        "The first weights do not suit",
        told,
        reason,
        "initialization",
        _evidence(run, layers),
        mending.without(run.experiment, "kernel_initializer", wrong, "First weights by Glorot, Keras's own choice"),
        0.96,
    )


def _chosen(layer) -> bool:
    return layer.settings.get("kernel_initializer") is not None


def _name(layer) -> str:
    own = layer.settings.get("kernel_initializer")
    own = own.get("class_name", "") if isinstance(own, dict) else str(own or "")
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in own).lstrip("_")


def _width(run: Recorded, path: str) -> float:
    """How widely a kernel was spread at first: half of the way from its 5 % to its 95 % quantile."""
    if run.vitals is None or path not in run.vitals.weighted or not len(run.vitals.steps):
        return np.nan
    spread = run.vitals.weights[0, run.vitals.weighted.index(path)]
    return float(spread[5] - spread[1]) / 2


def _expected(run: Recorded, path: str) -> float:
    """The same of Glorot's uniform weights, for the layer's inputs and units as far as the specification tells them."""
    sums = [own for own in run.experiment.model.layers if own.enabled and own.kind in mending.SUMS]
    place = next((k for k, own in enumerate(sums) if own.keras_name == path), None)
    if place is None or sums[place].kind != "Dense" or (place and sums[place - 1].kind != "Dense"):
        return np.nan
    before = sums[place - 1].settings.get("units") if place else None
    if not place and run.schema is not None and len(run.schema.input_shape) == 1:
        before = run.schema.input_shape[0]
    units = sums[place].settings.get("units")
    if not isinstance(before, int) or not isinstance(units, int):
        return np.nan
    return 0.9 * float(np.sqrt(6 / (before + units)))


def _off(run: Recorded, path: str) -> bool:
    ratio = _width(run, path) / _expected(run, path)
    return bool(np.isfinite(ratio) and (ratio > _FAR or ratio < 1 / _FAR))


def _size(run: Recorded, path: str) -> str:
    ratio = _width(run, path) / _expected(run, path)
    return f"{ratio:,.0f} times too large" if ratio > 1 else f"{1 / max(ratio, 1e-9):,.0f} times too small"


def _evidence(run: Recorded, layers) -> Evidence:
    names = [own.keras_name for own in layers]
    series = {
        "as it began": tuple(_width(run, name) for name in names),
        "what suits": tuple(_expected(run, name) for name in names),
    }
    return Evidence("bars", tuple(names), series, "Layer", "Spread of the first weights")
