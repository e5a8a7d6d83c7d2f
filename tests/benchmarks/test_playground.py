"""The scalar JavaScript that we are measured against computes what it should."""

import numpy as np
import pytest

from benchmarks.playground import SIZES, scalar

rng = np.random.default_rng(4)
WEIGHTS = [rng.normal(0, 0.7, (units, 1 + inputs)) for inputs, units in zip(SIZES, SIZES[1:], strict=False)]
POINTS = rng.normal(size=(10, 2))
TARGETS = np.sign(rng.normal(size=10))


def forward(weights, points) -> list[np.ndarray]:
    """The outputs of every layer, (points, units)."""
    outputs = [points]
    for layer in weights:
        outputs.append(np.tanh(outputs[-1] @ layer[:, 1:].T + layer[:, 0]))
    return outputs[1:]


def loss(weights) -> float:
    return float(np.mean(0.5 * (forward(weights, POINTS)[-1][:, 0] - TARGETS) ** 2))


def flat(weights) -> list:
    return [layer.ravel().tolist() for layer in weights]


def test_its_forward_pass_equals_numpy():
    found = scalar({"sizes": SIZES, "weights": flat(WEIGHTS), "inputs": POINTS.tolist()})["outputs"]
    np.testing.assert_allclose(found, np.concatenate(forward(WEIGHTS, POINTS), 1), atol=1e-14)


def test_its_step_follows_the_slope_that_finite_differences_find():
    rate, tiny = 0.1, 1e-6
    after = scalar(
        {"sizes": SIZES, "weights": flat(WEIGHTS), "points": POINTS.tolist(), "targets": TARGETS.tolist(), "rate": rate}
    )
    for number, layer in enumerate(WEIGHTS):
        taken = (layer.ravel() - after["weights"][number]) / rate
        for at in range(layer.size):
            moved = [[weights.copy() for weights in WEIGHTS] for _ in range(2)]
            moved[0][number].flat[at] += tiny
            moved[1][number].flat[at] -= tiny
            slope = (loss(moved[0]) - loss(moved[1])) / (2 * tiny)
            assert taken[at] == pytest.approx(slope, abs=1e-8)
