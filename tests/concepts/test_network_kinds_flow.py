"""What flows through the six kinds of network is what Keras computes of held-out examples."""

import numpy as np
import pytest

from nnviz import settings
from nnviz.concepts.network_kinds import KINDS
from nnviz.concepts.network_kinds_flow import EXAMPLES, learn_kind
from nnviz.concepts.own_networks import trained_once
from nnviz.concepts.what_is_a_network_tasks import learn_kinds
from nnviz.data.load import load
from tests.sampling import ALL


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings.get(), "home", tmp_path_factory.mktemp("home"))
        yield
    learn_kind.cache_clear()


def test_a_row_flows_through_dense_layers_as_by_hand():
    flow, experiment = learn_kind("feedforward"), KINDS["feedforward"].experiment()
    dataset = load(experiment.data)
    model = trained_once("kind-feedforward", experiment, dataset)
    layers = [layer for layer in model.layers if layer.weights]
    (x, hidden, _, answer), chosen = flow["stages"], np.linspace(0, 29, 16).round().astype(int)
    at = np.array([np.flatnonzero((dataset.validation.x[:, chosen] == row).all(1))[0] for row in x])
    by_hand, places = dataset.validation.x[at], np.linspace(0, 15, 16).round().astype(int)
    for number, layer in enumerate(layers):
        sums = by_hand @ np.asarray(layer.kernel) + np.asarray(layer.bias)
        by_hand = 1 / (1 + np.exp(-sums)) if layer is layers[-1] else np.maximum(sums, 0)
        if number == 0:
            np.testing.assert_allclose(hidden, by_hand[:, places], atol=1e-5)
    np.testing.assert_allclose(answer, by_hand, atol=1e-5)
    truths = dataset.validation.y[at]
    assert flow["right"] == ((by_hand[:, 0] > 0.5) == truths).tolist() and sum(flow["right"]) >= EXAMPLES - 1
    assert set(truths) == {0, 1} and flow["told"] == [("malignant", "benign")[k] for k in truths]


def test_an_image_is_drawn_again_from_a_few_numbers():
    flow = learn_kind("autoencoder")
    apart = np.square(flow["drawn"] - flow["images"]).mean((1, 2))
    blank = np.square(flow["images"] - flow["images"].mean(0)).mean((1, 2))
    assert (apart < blank).all(), "nearer than the mean image is"
    np.testing.assert_allclose(flow["stages"][0].reshape(EXAMPLES, 8, 8).shape, flow["images"].shape)


@pytest.mark.parametrize("name", KINDS if ALL else ("feedforward",))
def test_every_layer_that_is_drawn_has_its_values(name):
    layers = next(kind["layers"] for kind in learn_kinds() if kind["name"] == name)
    flow = learn_kind(name)
    assert len(flow["stages"]) == 1 + len(layers)
    for layer, values in zip(layers, flow["stages"][1:], strict=True):
        drawn = {1: min(layer["shape"][0], 16), 2: layer["shape"][0], 3: layer["shape"][:2]}[len(layer["shape"])]
        assert values.shape == (EXAMPLES, *np.atleast_1d(drawn)) and np.isfinite(values).all()
    assert flow["right"] is None or sum(flow["right"]) >= EXAMPLES // 2
