"""How the reader's own network reads an example, for the lessons on recurrent networks and on attention."""

from pathlib import Path
from types import SimpleNamespace

import keras
import numpy as np
import pytest
from keras import layers

import nnviz
from nnviz.concepts.own_reading import learn_own_reading
from nnviz.concepts.own_reading_asked import index_of
from nnviz.errors import RunError, SpecError
from pages.shared import engine
from pages.shared.lessons import reading
from pages.shared.session import state


@pytest.fixture(scope="module")
def network():
    """(network with an LSTM and two heads, its data): 40 sequences of 6 steps of 2 numbers."""
    keras.utils.set_random_seed(3)
    signal = keras.Input((6, 2))
    read = layers.LSTM(20, return_sequences=True, name="read")(signal)
    looked = layers.MultiHeadAttention(2, 4, name="look")(read, read)
    model = keras.Model(signal, layers.Dense(1, activation="sigmoid")(layers.Flatten()(looked)))
    rng = np.random.default_rng(0)
    data = nnviz.own_data(rng.normal(size=(40, 6, 2)), np.arange(40) % 2)
    return model, data, nnviz.load_data(data)


@pytest.fixture
def in_hand(network, monkeypatch):
    model, data, dataset = network
    run = SimpleNamespace(experiment=nnviz.Experiment(data=data, title="Mine"), folder=Path("nowhere"))
    for place in ("nnviz.inspection.reading_of_run.warm", "nnviz.training.warm.warm"):
        monkeypatch.setattr(place, lambda run_id: (model, dataset))
    monkeypatch.setattr("nnviz.runs.run.Run.open", lambda run_id: run)
    return model, dataset


def test_states_are_those_of_the_layer_and_only_so_many_units_are_told(in_hand):
    model, dataset = in_hand
    told = learn_own_reading("", "states", 2)
    (layer,) = told["layers"]
    assert (told["title"], told["index"], told["steps"]) == ("Mine", 2, list("123456"))
    assert layer["all"] == 20 and set(layer["shown"]) == {
        "h",
        "c",
        "forget gate",
        "input gate",
        "output gate",
        "candidate",
    }
    truth = np.array(model.get_layer("read")(dataset.validation.x[2:3]))[0]
    np.testing.assert_allclose(layer["shown"]["h"], truth[:, :16], atol=1e-5)
    assert learn_own_reading("", "states", 2 + told["count"])["said"] == told["said"], "counted around"


def test_maps_are_those_of_the_heads(in_hand):
    model, dataset = in_hand
    (layer,) = learn_own_reading("", "attention", -1)["layers"]
    read = model.get_layer("read")(dataset.validation.x[-1:])
    _, weights = model.get_layer("look")(read, read, return_attention_scores=True)
    np.testing.assert_allclose(layer["maps"], np.array(weights)[0], atol=1e-5)


def test_a_network_without_such_layers_is_a_sentence(in_hand, monkeypatch):
    flat = keras.Sequential([keras.Input((6, 2)), layers.Flatten(), layers.Dense(1, activation="sigmoid")])
    for place in ("nnviz.inspection.reading_of_run.warm", "nnviz.training.warm.warm"):
        monkeypatch.setattr(place, lambda run_id: (flat, in_hand[1]))
    for what in ("states", "attention"):
        with pytest.raises(RunError, match="has no"):
            learn_own_reading("", what, 0)


def test_the_page_asks_about_the_run_in_hand_or_says_that_there_is_none(in_hand, monkeypatch):
    monkeypatch.setattr(engine, "call", lambda task, *asked, timeout: {"asked": asked, "layers": []})
    run = SimpleNamespace(id="r1", weight_ids=lambda: [1], model_path=SimpleNamespace(is_file=lambda: False))
    monkeypatch.setattr(state, "run", lambda: run)
    assert reading.own({"index": 3}, "states") == {"own": {"asked": ("r1", "states", 3), "layers": []}}
    monkeypatch.setattr(state, "run", lambda: None)
    with pytest.raises(RunError, match="no trained network"):
        reading.own({"index": 3}, "states")


def test_which_example_is_a_whole_number():
    assert index_of({"index": -4}) == -4
    for wrong in ({}, {"index": "one"}, {"index": 0.5}, {"index": 10**12}):
        with pytest.raises(SpecError):
            index_of(wrong)
