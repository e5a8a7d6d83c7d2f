"""Activations, losses and readings in plain NumPy, written from their definitions: what the meaning is compared
with."""

import numpy as np
from scipy.special import erf, expit, log_softmax, softmax

from nnviz.data.schema import Dataset, Scaler, Schema, Split

SELU = 1.0507009873554805, 1.6732632423543772
FUNCTIONS = {
    "linear": lambda z: z,
    "relu": lambda z: np.maximum(z, 0),
    "tanh": np.tanh,
    "sigmoid": expit,
    "softmax": lambda z: softmax(z, -1),
    "elu": lambda z: np.where(z > 0, z, np.expm1(z)),
    "selu": lambda z: SELU[0] * np.where(z > 0, z, SELU[1] * np.expm1(z)),
    "gelu": lambda z: z * (1 + erf(z / np.sqrt(2))) / 2,
    "silu": lambda z: z * expit(z),
    "leaky_relu": lambda z: np.where(z > 0, z, 0.2 * z),
    "relu6": lambda z: np.clip(z, 0, 6),
    "softplus": lambda z: np.logaddexp(z, 0),
    "softsign": lambda z: z / (1 + np.abs(z)),
    "exponential": np.exp,
    "hard_sigmoid": lambda z: np.clip(z / 6 + 0.5, 0, 1),
    "hard_silu": lambda z: z * np.clip(z / 6 + 0.5, 0, 1),
    "hard_tanh": lambda z: np.clip(z, -1, 1),
    "mish": lambda z: z * np.tanh(np.logaddexp(z, 0)),
    "celu": lambda z: np.where(z > 0, z, np.expm1(z)),
    "log_softmax": lambda z: log_softmax(z, -1),
    "log_sigmoid": lambda z: -np.logaddexp(-z, 0),
    "tanh_shrink": lambda z: z - np.tanh(z),
    "soft_shrink": lambda z: np.sign(z) * np.maximum(np.abs(z) - 0.5, 0),
    "hard_shrink": lambda z: np.where(np.abs(z) > 0.5, z, 0),
    "squareplus": lambda z: (z + np.sqrt(z**2 + 4)) / 2,
    "sparsemax": lambda z: _sparsemax(z),
}
SIGNED = ("tanh", "softsign", "hard_tanh")
BINARY = ("binary_crossentropy", "binary_focal_crossentropy")
CROSSENTROPIES = ("sparse_categorical_crossentropy", "categorical_crossentropy", "categorical_focal_crossentropy")


def _sparsemax(z):
    """As Keras 3.15 computes it, which is not the closest point of the simplex: its outputs need not sum to 1."""
    ordered = -np.sort(-z, axis=-1)
    sums = np.cumsum(ordered, axis=-1)
    support = ordered - (sums - 1) / np.arange(1, z.shape[-1] + 1) > 0
    threshold = (np.where(support, sums, 0).sum(-1, keepdims=True) - 1) / support.sum(-1, keepdims=True)
    return np.maximum(z - threshold, 0)


def shown(loss: str, function: str, z: np.ndarray) -> np.ndarray:
    """What a person should read for sums z (n, units)."""
    raw = FUNCTIONS[function](z)
    if loss in BINARY and function == "linear":
        return expit(z)
    if loss in CROSSENTROPIES and function in ("linear", "log_softmax"):
        return softmax(z, -1)
    if loss == "mean_squared_error" and function in SIGNED:
        return (raw + 1) / 2
    return raw


def kind(loss: str, function: str) -> str:
    """What to call it."""
    if loss in ("hinge", "squared_hinge"):
        return "margin"
    if loss == "cosine_similarity" and function != "softmax":
        return "score"
    probable = function in (*SIGNED, "sigmoid", "hard_sigmoid", "softmax")
    if loss == "categorical_hinge" or (loss == "mean_squared_error" and not probable):
        return "score"
    return "probability"


def by_class(loss: str, numbers: np.ndarray) -> np.ndarray:
    """(n, classes): a single unit's class 0 has what is left to 1, or the margin's opposite."""
    if numbers.shape[1] > 1:
        return numbers
    return np.hstack([-numbers if loss in ("hinge", "squared_hinge") else 1 - numbers, numbers])


def decided(loss: str, function: str, z: np.ndarray) -> np.ndarray:
    """The class on whose side of its own boundary each example lies."""
    raw = FUNCTIONS[function](z)
    if z.shape[1] > 1:
        return raw.argmax(1)
    about_zero = function in ("linear",) and loss in BINARY or loss in ("hinge", "squared_hinge")
    about_zero |= loss == "mean_squared_error" and function in SIGNED
    return (raw[:, 0] > (0.0 if about_zero else 0.5)).astype(int)


def loss_value(loss: str, function: str, z: np.ndarray, y: np.ndarray) -> float:
    """The mean loss of sums z (n, units) for class numbers y (n,), on targets that the outputs can reach."""
    raw, single = FUNCTIONS[function](z), z.shape[1] == 1
    sure = y[:, None].astype(float) if single else np.eye(z.shape[1])[y]
    sign = 2 * sure - 1
    if loss in BINARY:
        surprise, right = np.logaddexp(0, -sign * z), expit(sign * z)
        if function == "hard_sigmoid":  # Keras's clip, in its precision
            kept = np.clip(raw.astype("float32"), np.float32(1e-7), np.float32(1 - 1e-7))
            surprise, right = -(sure * np.log(kept) + (1 - sure) * np.log(1 - kept)), np.where(sure > 0, raw, 1 - raw)
        return float(np.mean((1 - right) ** (2 if "focal" in loss else 0) * surprise))
    if loss == "cosine_similarity":
        length = np.maximum(np.linalg.norm(raw, axis=1), 1e-6)
        return float(-np.mean((sure * raw).sum(1) / length))
    if loss in ("hinge", "squared_hinge"):
        return float(np.mean(np.maximum(1 - sign * raw, 0) ** (2 if loss == "squared_hinge" else 1)))
    if loss == "categorical_hinge":
        true, rest = (sure * raw).sum(1), ((1 - sure) * raw).max(1)
        return float(np.mean(np.maximum(rest - true + 1, 0)))
    if loss == "mean_squared_error":
        return float(np.mean((raw - (sign if function in SIGNED else sure)) ** 2))
    logs = log_softmax(z, -1)[np.arange(len(y)), y]
    if loss == "categorical_generalized_cross_entropy":
        return float(np.mean((1 - np.exp(logs) ** 0.5) / 0.5))
    if loss == "categorical_focal_crossentropy":
        return float(np.mean(-0.25 * (1 - np.exp(logs)) ** 2 * logs))
    return float(-np.mean(logs))


def data(task: str) -> Dataset:
    """90 points of a plane, 30 of them held out: two classes, three, a target in own units, or the point itself."""
    rng = np.random.default_rng(4)
    x = rng.normal(size=(90, 2)).astype("float32")
    noisy = x @ [[1.0], [-0.7]] + 0.8 * rng.normal(size=(90, 1))
    names = {"binary": ("no", "yes"), "multiclass": ("low", "middle", "high")}.get(task, ())
    y, scaler = np.digitize(noisy[:, 0], [0] if task == "binary" else [-0.7, 0.7]).astype("int64"), None
    if task in ("regression", "reconstruction"):
        scaler = Scaler(np.array([150.0]), np.array([70.0])) if task == "regression" else Scaler(np.array(8.0), 6.0)
        y = (noisy if task == "regression" else x).astype("float32")
    outputs = {"binary": 1, "multiclass": 3, "regression": 1, "reconstruction": 2}[task]
    kind_of = "regression" if task == "reconstruction" else task
    schema = Schema("vector", kind_of, (2,), ("a", "b"), names, "t", outputs, source="points")
    parts = [Split(x[rows], y[rows], np.arange(90)[rows]) for rows in (slice(60), slice(60, 90), slice(0))]
    return Dataset(schema, *parts, Scaler(np.array([1.0, 2.0]), np.array([2.0, 0.5])), target_scaler=scaler)
