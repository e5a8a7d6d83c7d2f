"""The views Weights and Units of the page Network: what each shows of a trained network, and of a wrong choice."""

import numpy as np

from tests.app.conftest import words

NETWORK = "pages/inside/network.py"


def test_a_unit_is_shown_by_what_excites_it_and_by_what_is_lost_without_it(visit, digits_run):
    app = visit(NETWORK, run=digits_run.id, view="units", layer="conv2d_1", unit="2")
    assert "Unit 2** responds from" in words(app) and len(app.get("plotly_chart")) == 3
    app.segmented_control(key="units.part:1").select("without").run()
    assert not app.exception and "Right without" in words(app)
    off = app.multiselect(key="units.off.conv2d_1.1:1")
    off.set_value(list(range(8))).run()
    assert not app.exception and _share(app, "Right without") < _share(app, "Right as it is")
    app.segmented_control(key="units.part:1").select("held").run()
    assert not app.exception and "The unit is held everywhere in its map" in words(app)


def _share(app, name: str) -> float:
    text = words(app)
    value = text[text.index(name) :].split("nn-value'>")[1].split(" %")[0]
    return float(value)


def test_weights_are_shown_as_a_layers_a_tables_and_two_networks(visit, digits_run):
    app = visit(NETWORK, run=digits_run.id, view="weights", layer="conv2d_1")
    assert "Learned. Mean" in words(app) and "Effective rank" in words(app) and "Moved since the start" in words(app)
    _part(app, "tensors")
    app.text_input(key="tensors.find:1").input("3 × 3 × 8").run()
    assert not app.exception and list(app.dataframe[0].value["name"]) == ["conv2d_2/kernel"]
    app.text_input(key="tensors.find:1").input("no such *thing*").run()
    assert not app.exception and "No tensor has 'no such *thing*'" in words(app)
    _part(app, "all")
    assert "moved" in app.dataframe[0].value
    _part(app, "compared")
    assert "8 tensors, 8 have a counterpart there, 0 of them bit for bit" in words(app)


def _part(app, name: str) -> None:
    app.segmented_control(key="weights.part:1").select(name).run()
    assert not app.exception


def test_the_weights_that_pages_are_told_are_those_of_the_model(engine, digits_run):
    from nnviz.engine import client

    kernel, bias = client.get().call("weight_pictures", digits_run.id, "conv2d_1")
    first, last = (digits_run.weights(digits_run.weight_ids()[k]) for k in (0, -1))
    np.testing.assert_array_equal(kernel.first, first[0])
    np.testing.assert_allclose(kernel.values, last[0], rtol=1e-6)
    np.testing.assert_allclose(kernel.spectrum.values, np.linalg.svd(last[0].reshape(-1, 8))[1], rtol=1e-5)
    assert kernel.law.name == "GlorotUniform" and np.abs(kernel.first).max() <= kernel.law.high
    assert bias.law.shape == "constant" and not bias.first.any()
    history = client.get().call("weight_history", digits_run.id)
    row = history.of("conv2d_1/kernel")
    moved = np.linalg.norm(last[0] - first[0]) / np.linalg.norm(first[0])
    np.testing.assert_allclose(history.distances[row, [0, -1]], [0, moved], rtol=1e-5)
    np.testing.assert_allclose(history.norms[row, -1], np.sqrt(np.mean(last[0] ** 2)), rtol=1e-5)
    begun = f"{digits_run.id}@0"
    np.testing.assert_array_equal(client.get().call("weight_pictures", begun, "conv2d_1")[0].values, first[0])
    untrained, trained = (
        client.get().call("unit_responses", own, "validation", "output") for own in (begun, digits_run.id)
    )
    assert untrained.between.mean() < 0.5 < trained.between.mean(), "classes come apart by training"
    flat = client.get().call("weight_pictures", digits_run.id, "flatten_1")
    assert flat == ()
