"""Spectra, the laws of initializers, every tensor of a model, and two models beside each other."""

import keras
import numpy as np
import pytest

from nnviz.errors import ModelError
from nnviz.inspection.initial_law import initial_law
from nnviz.inspection.tensors import compare_weights, tensor, tensor_table
from nnviz.inspection.weight_records import spectrum

layers = keras.layers


def test_spectra_are_those_of_linear_algebra():
    kernel = np.random.default_rng(0).normal(size=(3, 3, 2, 5))
    found = spectrum(kernel)
    np.testing.assert_allclose(found.values, np.linalg.svd(kernel.reshape(18, 5))[1], rtol=1e-12)
    np.testing.assert_allclose(found.norm**2, (found.values**2).sum(), rtol=1e-12)
    np.testing.assert_allclose(found.stable_rank, (found.norm / np.linalg.norm(kernel.reshape(18, 5), 2)) ** 2)
    assert (found.rows, found.columns, found.rank) == (18, 5, 5)
    assert spectrum(np.eye(7)).effective_rank == pytest.approx(7) and spectrum(np.ones(3)) is None
    one = spectrum(np.outer(np.arange(1.0, 5), np.ones(3)))
    assert (one.rank, one.stable_rank, one.effective_rank) == (1, pytest.approx(1), pytest.approx(1))
    turned = spectrum(np.swapaxes(kernel, -1, -2), "Conv2DTranspose")
    np.testing.assert_allclose(turned.values, found.values)
    assert np.isnan(spectrum(np.full((2, 2), np.nan)).stable_rank)


@pytest.mark.parametrize(
    ("initializer", "shape"),
    [
        ("glorot_uniform", "uniform"),
        ("he_normal", "truncated"),
        (keras.initializers.RandomNormal(0.1, 0.3), "normal"),
        (keras.initializers.RandomUniform(-0.2, 0.4), "uniform"),
        (keras.initializers.TruncatedNormal(0.0, 0.5), "truncated"),
        ("orthogonal", ""),
    ],
)
def test_the_law_of_an_initializer_is_that_of_what_it_draws(initializer, shape):
    keras.utils.set_random_seed(0)
    layer = layers.Dense(200, kernel_initializer=initializer)
    layer.build((None, 300))
    law, drawn = initial_law(layer, layer.kernel), np.asarray(layer.kernel)
    assert law.shape == shape
    assert drawn.std() == pytest.approx(law.std, rel=0.02) and drawn.mean() == pytest.approx(law.mean, abs=0.01)
    assert law.low <= drawn.min() and drawn.max() <= law.high
    if shape:
        counts, edges = np.histogram(drawn, 20, density=True)
        expected = law.density((edges[1:] + edges[:-1]) / 2)
        np.testing.assert_allclose(counts[4:-4], expected[4:-4], rtol=0.15)
        wide = np.linspace(law.mean - 6 * law.std, law.mean + 6 * law.std, 20_001)
        assert np.trapezoid(law.density(wide), wide) == pytest.approx(1, abs=1e-3)


def test_the_law_of_a_cell_inside_a_layer_is_found():
    lstm = layers.LSTM(4)
    lstm.build((None, 5, 3))
    kernel, recurrent, bias = lstm.weights
    assert initial_law(lstm, kernel).name == "GlorotUniform" and initial_law(lstm, recurrent).name == "Orthogonal"
    assert initial_law(lstm, bias).std == 0


def _model(name: str, units: int = 4):
    inner = keras.Sequential([layers.Input((3,)), layers.Dense(units, name=name)], name="inner")
    return keras.Sequential([layers.Input((3,)), inner, layers.BatchNormalization(name="norm"), layers.Dropout(0.1)])


def test_every_tensor_is_listed_with_what_it_holds():
    model = _model("d")
    rows = {row.path: row for row in tensor_table(model)}
    kernel = rows["inner/d/kernel"]
    values = model.layers[0].layers[0].get_weights()[0]
    assert (kernel.shape, kernel.dtype, kernel.trainable, kernel.bytes) == ((3, 4), "float32", True, 48)
    assert kernel.summary.mean == pytest.approx(values.mean(), rel=1e-6) and kernel.layer_kind == "Dense"
    assert not rows["norm/moving_mean"].trainable and len(rows) == len(model.variables)
    np.testing.assert_array_equal(tensor(model, "inner/d/kernel"), values)
    with pytest.raises(ModelError, match="no tensor 'x'"):
        tensor(model, "x")


def test_two_models_are_compared_by_names_then_by_shapes():
    model, same, other = _model("d"), _model("d"), _model("called_otherwise")
    same.set_weights(model.get_weights())
    assert all(pair.equal for pair in compare_weights(model, same).pairs)
    assert "bit for bit" in compare_weights(model, same).sentence
    pairs = {pair.path: pair for pair in compare_weights(model, other).pairs}
    a, b = (own.layers[0].layers[0].get_weights()[0].ravel() for own in (model, other))
    kernel = pairs["inner/d/kernel"]
    assert kernel.other == "inner/called_otherwise/kernel"
    assert kernel.distance == pytest.approx(np.linalg.norm(a - b), rel=1e-6)
    assert kernel.cosine == pytest.approx(a @ b / np.linalg.norm(a) / np.linalg.norm(b), rel=1e-5)
    wider = compare_weights(model, _model("d", 5))
    assert "inner/d/kernel" in [path for path, _ in wider.alone] and wider.alone_there
