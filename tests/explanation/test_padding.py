"""What follows a sequence's end counts for nothing, and what is there adds up, though a mask knows no half-way."""

import keras
import numpy as np
import pytest

from nnviz.explanation.attribute import attribute


@pytest.fixture(scope="module")
def reader():
    keras.utils.set_random_seed(3)
    inputs = keras.Input((6, 2))
    hidden = keras.layers.GRU(4)(keras.layers.Masking()(inputs))
    return keras.Model(inputs, keras.layers.Dense(1)(hidden))


@pytest.mark.parametrize("method", ["integrated_gradients", "expected_gradients", "gradient"])
def test_padding_has_no_share_and_the_rest_adds_up(reader, method):
    rng = np.random.default_rng(0)
    x = rng.normal(size=(3, 6, 2)).astype("float32")
    for row, steps in zip(x, (2, 4, 6), strict=True):
        row[steps:] = 0
    found = attribute(reader, x, 0, method, background=rng.normal(size=(20, 6, 2)).astype("float32"))
    values = np.asarray(found.values)
    assert (values[0, 2:] == 0).all() and (values[1, 4:] == 0).all() and (values[2] != 0).all()
    assert found.output == pytest.approx(np.asarray(reader(x))[:, 0], abs=1e-6)
    if found.residual is not None:
        assert np.max(found.relative_residual) < 0.02


def test_the_model_masks_as_before_once_it_was_explained(reader):
    x = np.zeros((1, 6, 2), "float32")
    x[0, :3] = 1.0
    before = np.asarray(reader(x))
    attribute(reader, x, 0)
    assert np.array_equal(np.asarray(reader(x)), before)
