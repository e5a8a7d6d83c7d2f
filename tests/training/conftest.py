"""Small networks and data that the training tests share."""

import keras
import numpy as np
import pytest

from nnviz.data.schema import Dataset, Scaler, Schema, Split


@pytest.fixture(scope="session")
def plane() -> Dataset:
    """103 points of a plane, classified by the sign of x·y; 20 of them held out; unscaled."""
    rng = np.random.default_rng(3)
    x = rng.normal(size=(103, 2)).astype("float32")
    y = (x[:, 0] * x[:, 1] > 0).astype("int64")
    schema = Schema("vector", "binary", (2,), ("x", "y"), ("no", "yes"), "sign", 1, source="signs")
    cut = 83
    none = Split(x[:0], y[:0], np.arange(0))
    return Dataset(
        schema,
        Split(x[:cut], y[:cut], np.arange(cut)),
        Split(x[cut:], y[cut:], np.arange(cut, 103)),
        none,
        Scaler(np.zeros(2), np.ones(2)),
    )


@pytest.fixture(scope="session")
def network():
    """A function that makes the same dense network anew: L2, batch normalisation, and dropout if asked."""

    def make(dropout: float = 0.0, seed: int = 5) -> keras.Model:
        keras.utils.set_random_seed(seed)
        layers = keras.layers
        return keras.Sequential(
            [
                keras.Input((2,)),
                layers.Dense(6, "tanh", kernel_regularizer=keras.regularizers.L2(1e-3)),
                layers.BatchNormalization(),
                layers.Dropout(dropout),
                layers.Dense(1, "sigmoid"),
            ]
        )

    return make
