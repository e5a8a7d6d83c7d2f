"""What must not matter to an explanation: how the same network is written down, how many examples go together, in which
order its classes stand, and who else asks at the same time."""

from concurrent.futures import ThreadPoolExecutor

import keras
import numpy as np
import pytest

import nnviz
from nnviz.explanation.catalog import METHODS
from tests.sampling import whole

layers = keras.layers
RNG = np.random.default_rng(3)
X, ROWS = RNG.normal(size=(3, 4)).astype("float32"), RNG.normal(size=(6, 4)).astype("float32")
WEIGHTS = [RNG.normal(size=size).astype("float32") for size in ((4, 5), (5,), (5, 3), (3,))]
FIRST = ("deep_lift",)
OTHERS = sorted({name for name, one in METHODS.items() if "vector" in one.kinds} - {*FIRST, "shap_library"})


class Subclassed(keras.Model):
    """The two layers as somebody's own class."""

    def __init__(self):
        super().__init__()
        self.hidden, self.last = _two_layers()

    def call(self, x):
        return self.last(self.hidden(x))


def _two_layers():
    return layers.Dense(5, "relu"), layers.Dense(3, "softmax")


def _forms() -> dict[str, keras.Model]:
    """The same network, written down in five ways."""
    x = keras.Input((4,))
    hidden, last = _two_layers()
    forms = {"functional": keras.Model(x, last(hidden(x))), "sequential": keras.Sequential([x, *_two_layers()])}
    hidden, last = _two_layers()
    inner = keras.Sequential([keras.Input((4,)), hidden])
    forms |= {"nested": keras.Sequential([keras.Input((4,)), inner, last]), "subclassed": Subclassed()}
    forms["lazy"] = keras.Sequential([*_two_layers()])
    for model in forms.values():
        model(X)
        model.set_weights(WEIGHTS)
    return forms


@pytest.fixture(scope="module")
def forms():
    return _forms()


def _explained(model, method: str, x=X, target=1) -> np.ndarray:
    background = {"background": ROWS} if METHODS[method].needs_background else {}
    return np.asarray(nnviz.attribute(model, x, target, method, seed=5, **background).values)


@pytest.mark.parametrize("method", [*FIRST, *(pytest.param(name, marks=whole) for name in OTHERS)])
def test_how_a_network_is_written_down_does_not_matter(forms, method):
    values = {name: _explained(model, method) for name, model in forms.items()}
    assert np.abs(values["functional"]).max() > 0
    for name, own in values.items():
        np.testing.assert_allclose(own, values["functional"], atol=2e-5, err_msg=name)


@pytest.mark.parametrize("method", [*FIRST, *(pytest.param(name, marks=whole) for name in OTHERS)])
def test_neither_the_batch_nor_the_order_of_the_classes_matters(forms, method):
    model = forms["functional"]
    values = _explained(model, method)
    alone = [_explained(model, method, X[k : k + 1])[0] for k in range(len(X))]
    np.testing.assert_allclose(alone, values, atol=2e-5)
    order = [2, 0, 1]
    turned = forms["sequential"]
    turned.set_weights([*WEIGHTS[:2], WEIGHTS[2][:, order], WEIGHTS[3][order]])
    try:
        np.testing.assert_allclose(_explained(turned, method, target=order.index(1)), values, atol=2e-5)
    finally:
        turned.set_weights(WEIGHTS)


def test_several_threads_ask_one_network_and_leave_it_as_it_was(forms):
    model, asked = forms["nested"], ["gradient", "deep_lift", "permutation_shap", "smoothgrad"] * 2
    before = [_explained(model, method) for method in asked]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda method: _explained(model, method), asked))
    for own, expected in zip(together, before, strict=True):
        np.testing.assert_allclose(own, expected, atol=1e-6)
    assert all(np.array_equal(*pair) for pair in zip(WEIGHTS, model.get_weights(), strict=True))
    assert not any("call" in vars(layer) for layer in model.layers)
