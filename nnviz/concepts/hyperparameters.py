"""What the lesson on hyperparameters searches: two settings of one small network, and what a search of them means.
Imports no framework.

Functional ANOVA: F. Hutter, H. Hoos, K. Leyton-Brown, "An efficient approach for assessing hyperparameter importance",
ICML 2014.
"""

import numpy as np

from nnviz.specs import DataSpec, Experiment, LayerSpec, ModelSpec, TrainSpec

LEVELS, SEEDS, UNITS, MOST_UNITS, EPOCHS = 17, 2, 16, 48, 300
MOST_TRIALS, PLAYS = 25, 8
"""Trials of a search, and how often each sampler plays, each time from another seed."""
HELD = (25, 50, 100, 200, 400)
"""Validation points that a winner is chosen by."""
TRIED = (1, 2, 3, 4, 6, 8, 11, 16, 22, 32, 45, 64, 90, 128, 180, 240, 300)
"""How many networks are tried."""
_RANGES = {"learning_rate": (1e-4, 1.0), "l2": (1e-6, 1e-1), "epsilon": (1e-10, 1e-4)}
_WIDTHS = (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 18, 22, 27, 33, 40, 48)
PAIRS = {"units": "Learning rate and width", "l2": "Learning rate and L2", "epsilon": "Learning rate and Adam’s ε"}
"""What goes with the learning rate → title."""


def base() -> Experiment:
    """The network that is tuned: one hidden layer on sixty noisy points of two half moons; 100 points to choose by, and
    1,000 to look at when all is chosen."""
    hidden = LayerSpec(id="hidden_1", kind="Dense", settings={"units": UNITS, "activation": "tanh"})
    output = LayerSpec(id="output", kind="Dense", settings={"units": 1, "activation": "sigmoid"})
    return Experiment(
        title="Sixty moons to tune",
        data=DataSpec(
            source="moons",
            settings={"points": 2000, "noise": 0.3},
            validation_fraction=0.05,
            test_fraction=0.5,
            training_examples=60,
            seed=2,
        ),
        model=ModelSpec(layers=(hidden, output)),
        train=TrainSpec(learning_rate=0.01, batch_size=60, epochs=EPOCHS, seed=1),
    )


def levels(name: str) -> np.ndarray:
    """(LEVELS,) the values of a setting, equally far apart by factors (widths nearly so)."""
    if name == "units":
        return np.array(_WIDTHS, float)
    return np.geomspace(*_RANGES[name], LEVELS)


def axes() -> dict[str, dict]:
    """Every setting: {"title", "values": as they are written on its axis}."""
    titles = {"learning_rate": "Learning rate", "units": "Hidden units", "l2": "L2", "epsilon": "Adam’s ε"}
    return {name: {"title": title, "values": levels(name).tolist()} for name, title in titles.items()}


def importance(z: np.ndarray) -> dict[str, float]:
    """Of a table of scores, the shares of its variance that its rows' means, its columns' means, and the rest explain.

    Args:
        z: (rows, columns).

    Returns {"rows", "columns", "both"}; they add up to 1, or are all 0 for a table without variance.
    """
    z = np.asarray(z, float)
    total = z.var()
    if not total:
        return {"rows": 0.0, "columns": 0.0, "both": 0.0}
    rows, columns = z.mean(1).var() / total, z.mean(0).var() / total
    return {"rows": float(rows), "columns": float(columns), "both": float(1 - rows - columns)}


def expected_best(values: np.ndarray, trials: int) -> float:
    """The mean of the smallest of t values drawn at random, each from all n: Σ v₍ᵢ₎ ((1 − (i−1)/n)ᵗ − (1 − i/n)ᵗ)."""
    rising = np.sort(np.ravel(values))
    above = (1 - np.arange(len(rising) + 1) / len(rising)) ** trials
    return float(np.dot(rising, above[:-1] - above[1:]))
