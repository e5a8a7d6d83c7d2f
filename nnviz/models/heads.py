"""How networks end: the last function, the numbers that it reaches, and the losses that can judge them. Imports no
framework."""

from collections.abc import Mapping
from math import inf
from typing import Any

from nnviz.errors import NnvizError
from nnviz.models import catalog, wiring
from nnviz.specs import INPUT, LayerSpec, ModelSpec

RANGES: dict[str, tuple[float, float]] = {
    "linear": (-inf, inf),
    "relu": (0, inf),
    "tanh": (-1, 1),
    "sigmoid": (0, 1),
    "softmax": (0, 1),
    "elu": (-1, inf),
    "selu": (-1.758, inf),
    "gelu": (-0.170, inf),
    "silu": (-0.278, inf),
    "leaky_relu": (-inf, inf),
    "relu6": (0, 6),
    "softplus": (0, inf),
    "softsign": (-1, 1),
    "exponential": (0, inf),
    "hard_sigmoid": (0, 1),
    "hard_silu": (-0.375, inf),
    "hard_tanh": (-1, 1),
    "mish": (-0.309, inf),
    "celu": (-1, inf),
    "log_softmax": (-inf, 0),
    "log_sigmoid": (-inf, 0),
    "tanh_shrink": (-inf, inf),
    "soft_shrink": (-inf, inf),
    "hard_shrink": (-inf, inf),
    "squareplus": (0, inf),
    "sparsemax": (0, 1),
}
"""The least and greatest number that each activation approaches."""

SHARES = ("softmax",)
"""Functions whose outputs are at least 0 and sum to 1. Not Keras's sparsemax: in 3.15 its outputs sum to anything from
0 to 1, because its threshold adds up sums that are cumulative already."""
_ALONE = ("softmax", "sparsemax", "log_softmax")
"""Functions that give a single unit the same output whatever comes in."""
SIGNED = ("tanh", "hard_tanh", "softsign")
"""Functions from −1 to 1, evenly on both sides of 0."""
INVERTIBLE = ("softmax", "sigmoid")
"""Functions that can be taken off: what stands before them are logits."""
BINARY_CROSSENTROPY = ("binary_crossentropy", "binary_focal_crossentropy")
CATEGORICAL_CROSSENTROPY = (
    "sparse_categorical_crossentropy",
    "categorical_crossentropy",
    "categorical_focal_crossentropy",
)
HINGE = ("hinge", "squared_hinge")
OF_SHARES = ("kl_divergence", "categorical_generalized_cross_entropy")
"""Losses that compare shares alone, and take no logits."""
POSITIVE = ("poisson", "mean_squared_logarithmic_error")
"""Losses of numbers that are never below 0."""
AUTO_LOSS = {
    "binary": "binary_crossentropy",
    "multiclass": "sparse_categorical_crossentropy",
    "multilabel": "binary_crossentropy",
    "regression": "mean_squared_error",
}

_POOLING = tuple(f"GlobalAveragePooling{places}D" for places in (1, 2, 3))
_PASSING = (
    "Dropout", "AlphaDropout", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "GaussianNoise",
    "GaussianDropout", "ActivityRegularization", "Flatten", "Reshape", "Permute", "RepeatVector", "Identity",
    *_POOLING,
)  # fmt: skip
_COUNTED = {"Dense": "units", "LSTM": "units", "GRU": "units", "SimpleRNN": "units"} | dict.fromkeys(
    ("Conv1D", "Conv2D", "Conv3D"), "filters"
)
_KEEPING = (
    *_POOLING,
    "Activation",
    "ReLU",
    "LeakyReLU",
    "PReLU",
    "ELU",
    "Softmax",
    "Dropout",
    "BatchNormalization",
    "Identity",
)
_OF_KIND = {
    "ReLU": "relu",
    "LeakyReLU": "leaky_relu",
    "PReLU": "leaky_relu",
    "ELU": "elu",
    "Softmax": "softmax",
    "BatchNormalization": "linear",
    "LayerNormalization": "linear",
    "GroupNormalization": "linear",
    "Rescaling": "linear",
    "Normalization": "linear",
}


def applied(kind: str, settings: Mapping[str, Any]) -> str | None:
    """The last function that a layer applies, by its Keras class and its settings.

    Returns:
        a name of `RANGES`; None where the layer passes on the values it receives; "" where it cannot be told.
    """
    if kind in _PASSING:
        return None
    if kind in _OF_KIND:
        return _OF_KIND[kind]
    if "activation" not in settings:
        return ""
    name = "linear" if settings["activation"] is None else settings["activation"]
    return name if isinstance(name, str) and name in RANGES else ""


def spelled(name: str) -> str:
    """A layer's own name for its function as `RANGES` spells it."""
    return {"leakyrelu": "leaky_relu", "prelu": "leaky_relu"}.get(name, name)


def last_function(spec: ModelSpec) -> str:
    """The function that a network's (first) output has passed through last; "" where it cannot be told."""
    feeding = {layer.id: (layer, sources) for layer, sources in wiring.wired(spec)}
    name = wiring.outputs(spec)[0]
    while name != INPUT:
        layer, sources = feeding[name]
        function = applied(*_kind_and_settings(layer))
        if function is not None:
            return function
        name = sources[0]
    return "linear"


def _kind_and_settings(layer: LayerSpec) -> tuple[str, Mapping[str, Any]]:
    try:
        settings = catalog.check(layer)
    except NnvizError:
        settings = layer.settings
    if layer.kind == catalog.KERAS_LAYER:
        described = settings.get("object", {})
        return described.get("class_name", ""), described.get("config", {})
    return layer.kind, settings


def last_units(spec: ModelSpec) -> int | None:
    """How many numbers a network returns for an example, where its last layers say so; else None."""
    feeding = {layer.id: (layer, sources) for layer, sources in wiring.wired(spec)}
    name = wiring.outputs(spec)[0]
    while name != INPUT:
        layer, sources = feeding[name]
        if layer.kind in _COUNTED:
            return _kind_and_settings(layer)[1].get(_COUNTED[layer.kind])
        if layer.kind not in _KEEPING:
            return None
        name = sources[0]
    return None


def unit_counts(task: str, outputs: int, loss: str) -> tuple[int, ...]:
    """How many output units can be compared with the targets, the usual number first.

    Two classes are told apart by one unit, or by two where the loss compares one unit for each class.

    Args:
        task: of the data.      outputs: `Schema.outputs`.      loss: a name in the catalog of losses, or "auto".
    """
    if task != "binary":
        return (outputs,)
    if loss in (*BINARY_CROSSENTROPY, *HINGE):
        return (1,)
    return (1, 2) if loss in ("auto", "mean_squared_error") else (2,)


def auto_loss(task: str, units: int | None = None) -> str:
    """The loss that "auto" stands for."""
    return AUTO_LOSS["multiclass"] if task == "binary" and units == 2 else AUTO_LOSS[task]


def fits(task: str, loss: str, function: str, units: int) -> bool:
    """Whether a loss can judge outputs that passed through `function`: it can reach the targets, and nothing but
    numbers that the loss is made for. Cross-entropy takes what has no activation for logits. Always true where the
    function is not known."""
    loss = auto_loss(task, units) if loss == "auto" else loss
    low, high = RANGES.get(function, (-inf, inf))
    if not function:
        return True
    if task == "regression":
        return high == inf and (low >= 0 if loss in POSITIVE else low == -inf)
    if units == 1 and function in _ALONE:
        return False
    if task == "multilabel" and function in SHARES:
        return False  # shares sum to 1, and several labels may be there at once
    if loss in BINARY_CROSSENTROPY:
        return function in ("sigmoid", "hard_sigmoid", "linear")
    if loss in CATEGORICAL_CROSSENTROPY:
        return units > 1 and function in (*SHARES, "linear", "log_softmax")
    if loss in OF_SHARES:
        return units > 1 and function in SHARES
    if loss in HINGE:
        return units == 1 and low <= -1 and high >= 1
    if loss == "cosine_similarity":
        return units > 1 and low <= 0 and high >= 1
    return low <= 0 and high >= 1
