"""The influence of training examples at a network's last layer, solved exactly."""

from dataclasses import dataclass
from typing import Literal

import keras
import numpy as np
from scipy import sparse

from nnviz import progress
from nnviz.errors import ExplanationError
from nnviz.inspection.capture import capture
from nnviz.inspection.inputs import as_batch
from nnviz.inspection.output_function import OutputFunction

Kind = Literal["softmax", "sigmoid", "squares"]
DECAY = 1e-3
"""Half of it times the squared weights is added to the loss, so that there is one best head."""
_MOST_PAIRS = 60_000_000
"""Numbers of the curvature of all examples, half a gigabyte."""
_DENSE, _NEWTON, _BATCH = 1_500, 50, 256
_CLOSE = 1e-3


@dataclass(frozen=True)
class Head:
    """The last layer of a network and its best weights for the training examples, the layers before it as they are.

    Attributes:
        features: (n, d + 1) what it is given of the training examples, and a 1 for the bias.
        targets: (n, k) of the loss: one-hot classes, labels, or numbers.
        kind: "softmax" or "sigmoid" cross-entropy, or mean "squares".
        weights: (d + 1, k) where the loss and its decay are smallest.
        decay: see `DECAY`.
    """

    features: np.ndarray
    targets: np.ndarray
    kind: Kind
    weights: np.ndarray
    decay: float

    def influence(self, features: np.ndarray, targets: np.ndarray) -> np.ndarray:
        """(n,) by how much the loss of some examples, added up, would rise without each training example.

        −∇loss(test)ᵀ H⁻¹ (−∇loss(example) ÷ n) (Koh and Liang, "Understanding black-box predictions via influence
        functions", 2017); of the loss alone, at the head's own optimum.

        Args:
            features: (m, d + 1), targets: (m, k), as the attributes.
        """
        slope = features.T @ slopes(self.kind, features @ self.weights, targets)
        solved = self.solve(slope)
        return ((self.features @ solved) * self._residuals).sum(1) / len(self.features)

    @property
    def _residuals(self) -> np.ndarray:
        return slopes(self.kind, self.features @ self.weights, self.targets)

    def own(self) -> np.ndarray:
        """(n,) how much each training example counts for its own loss: ‖features‖² · ‖residual‖², to rank them."""
        return (self.features**2).sum(1) * (self._residuals**2).sum(1)

    def solve(self, slope: np.ndarray) -> np.ndarray:
        """H⁻¹ · slope, (d + 1, k), of the Hessian of the mean loss and its decay."""
        return _solve(self.features, curvature(self.kind, self.features @ self.weights), self.decay, slope)


def head_of(features: np.ndarray, targets: np.ndarray, kind: Kind, start: np.ndarray | None = None,
            decay: float = DECAY) -> Head:  # fmt: skip
    """The best head for features (n, d + 1) and targets (n, k), by Newton's method.

    Args:
        start: (d + 1, k) weights to begin with.
        decay: above 0.

    Raises:
        ExplanationError: for numbers that are not finite, too many units, or where no best head is found.
    """
    features, targets = np.asarray(features, float), np.asarray(targets, float)
    if not (np.isfinite(features).all() and np.isfinite(targets).all()):
        raise ExplanationError("What the last layer is given is not finite for all training examples.")
    count, units = targets.shape
    if count * units**2 > _MOST_PAIRS:
        raise ExplanationError(
            f"The last layer has {units:,} units, and its exact influence weighs every pair of them for each of "
            f"{count:,} examples.",
            expected=f"at most {int((_MOST_PAIRS / count) ** 0.5):,} units for so many examples",
            fix="Measure the influence over the training instead.",
        )
    weights = np.zeros((features.shape[1], targets.shape[1])) if start is None else np.array(start, float)
    value = _objective(features, targets, kind, weights, decay)
    for step in range(_NEWTON):
        progress.tell(step / _NEWTON)
        outputs = features @ weights
        slope = features.T @ slopes(kind, outputs, targets) / len(features) + decay * weights
        if np.abs(slope).max() < 1e-9:
            break
        step, size = _solve(features, curvature(kind, outputs), decay, slope), 1.0
        while size > 1e-6:
            tried = _objective(features, targets, kind, weights - size * step, decay)
            if tried <= value:
                break
            size /= 2
        else:
            break
        weights, value = weights - size * step, tried
    if not np.isfinite(weights).all():
        raise ExplanationError("No best last layer was found for these features.")
    return Head(features, targets, kind, weights, decay)


def slopes(kind: Kind, outputs: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """(n, k) ∂loss/∂output of each example, outputs before their activation."""
    if kind == "softmax":
        return _softmax(outputs) - targets
    if kind == "sigmoid":
        return (_sigmoid(outputs) - targets) / targets.shape[1]
    return 2 * (outputs - targets) / targets.shape[1]


def curvature(kind: Kind, outputs: np.ndarray) -> np.ndarray:
    """(n, k, k) ∂²loss/∂output² of each example."""
    count, units = outputs.shape
    if kind == "softmax":
        p = _softmax(outputs)
        return np.einsum("nk,kl->nkl", p, np.eye(units)) - p[:, :, None] * p[:, None, :]
    if kind == "sigmoid":
        p = _sigmoid(outputs)
        return np.einsum("nk,kl->nkl", p * (1 - p) / units, np.eye(units))
    return np.broadcast_to(2 * np.eye(units) / units, (count, units, units))


def _solve(features: np.ndarray, curved: np.ndarray, decay: float, slope: np.ndarray) -> np.ndarray:
    size, units = slope.shape
    count = len(features)

    def times(flat: np.ndarray) -> np.ndarray:
        progress.tell()
        weights = flat.reshape(size, units)
        outputs = np.einsum("nkl,nl->nk", curved, features @ weights)
        return (features.T @ outputs / count + decay * weights).ravel()

    if size * units > _DENSE:
        diagonal = np.einsum("nd,nk->dk", features**2, np.einsum("nkk->nk", curved)) / count + decay
        pace = sparse.linalg.LinearOperator((size * units,) * 2, lambda v: v / diagonal.ravel())
        operator = sparse.linalg.LinearOperator((size * units,) * 2, times)
        solved, _ = sparse.linalg.cg(operator, slope.ravel(), rtol=1e-8, maxiter=2_000, M=pace)
        return solved.reshape(size, units)
    hessian = np.empty((size, units, size, units))
    for k in range(units):
        for m in range(units):
            hessian[:, k, :, m] = (features * curved[:, k, m, None]).T @ features / count
    hessian = hessian.reshape(size * units, -1) + decay * np.eye(size * units)
    return np.linalg.solve(hessian, slope.ravel()).reshape(size, units)


def _objective(features, targets, kind, weights, decay) -> float:
    outputs = features @ weights
    if kind == "softmax":
        top = outputs.max(1, keepdims=True)
        losses = np.log(np.exp(outputs - top).sum(1)) + top[:, 0] - (outputs * targets).sum(1)
    elif kind == "sigmoid":
        losses = (np.logaddexp(0, outputs) - outputs * targets).mean(1)
    else:
        losses = ((outputs - targets) ** 2).mean(1)
    return float(losses.mean() + decay / 2 * (weights**2).sum())


def last_layer(model, x) -> tuple[np.ndarray, np.ndarray, str]:
    """(features (n, d + 1) of a model's last Dense layer, its weights (d + 1, k), the activation of the output).

    Raises:
        ExplanationError: for a model that does not end with one, and its activation alone after it.
    """
    batch, _ = as_batch(model, x)
    output = OutputFunction(model, batch).probe.outputs[0]
    dense, pieces, count = None, [], len(keras.tree.flatten(batch)[0])
    for start in range(0, count, _BATCH):
        progress.tell()
        part = keras.tree.map_structure(lambda own: own[start : start + _BATCH], batch)  # noqa: B023
        calls, answered = capture(model, part, choose=lambda _, layer: isinstance(layer, keras.layers.Dense))
        if not calls or len(calls[-1].inputs[0].shape) != 2:
            raise _no_head()
        dense = calls[-1].layer
        pieces.append(np.asarray(calls[-1].inputs[0], float))
        if not start:
            _check(dense, pieces[0], answered, output.activation)
    features = np.concatenate(pieces)
    kernel = np.asarray(keras.ops.convert_to_numpy(dense.kernel), float)
    bias = np.asarray(keras.ops.convert_to_numpy(dense.bias), float) if dense.use_bias else np.zeros(kernel.shape[1])
    return np.column_stack([features, np.ones(len(features))]), np.vstack([kernel, bias]), output.activation


def _check(dense, features: np.ndarray, answered, activation: str) -> None:
    """Raises ExplanationError unless the layer's numbers, and the activation after them, are the model's answer."""
    outputs = features @ np.asarray(dense.kernel, float)
    outputs = outputs + (np.asarray(dense.bias, float) if dense.use_bias else 0.0)
    squashed = {"softmax": _softmax, "sigmoid": _sigmoid, "linear": lambda own: own}.get(activation)
    flat = keras.tree.flatten(answered)
    if squashed is None or len(flat) != 1 or tuple(flat[0].shape) != outputs.shape:
        raise _no_head()
    if not np.allclose(squashed(outputs), np.asarray(flat[0], float), atol=_CLOSE, rtol=_CLOSE):
        raise _no_head()


def _no_head() -> ExplanationError:
    return ExplanationError(
        "This network does not end with a Dense layer whose outputs are the answer.",
        expected="a last Dense layer, with softmax, sigmoid or no activation",
        fix="Measure the influence over the training instead.",
    )


def _softmax(outputs: np.ndarray) -> np.ndarray:
    powers = np.exp(outputs - outputs.max(1, keepdims=True))
    return powers / powers.sum(1, keepdims=True)


def _sigmoid(outputs: np.ndarray) -> np.ndarray:
    return 0.5 * (1 + np.tanh(outputs / 2))
