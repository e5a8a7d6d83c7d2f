"""The real networks of the lesson "What is a neural network?": the browser computes what Keras does, and the kinds are
the Lab's own."""

import numpy as np
import pytest

from nnviz import settings
from nnviz.concepts import network_kinds
from nnviz.concepts.what_is_a_network_asked import wish
from nnviz.concepts.what_is_a_network_tasks import learn_kinds, learn_rows
from nnviz.data.catalog import known_schema
from nnviz.errors import SpecError
from nnviz.models.build import build
from nnviz.specs import DataSpec, Experiment, LayerSpec, ModelSpec, TrainSpec
from nnviz.training.train import train
from nnviz.views.packing import pack
from tests.browser_twins import in_browser

_FOLDER = "lessons/what_is_a_network"


@pytest.fixture(scope="module")
def iris(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings.get(), "home", tmp_path_factory.mktemp("home"))
        yield learn_rows(None)


def _sent(shown: dict) -> dict:
    packed = {name: pack(shown[name]) for name in ("low", "high", "offset", "scale", "rows", "truths")}
    layers = [{**layer, "kernel": pack(layer["kernel"]), "bias": pack(layer["bias"])} for layer in shown["layers"]]
    return {name: value for name, value in {**shown, **packed, "layers": layers}.items() if name != "outputs"}


def _answers(shown: dict) -> tuple[list, list]:
    """(every row's answers in the browser, its features in their own units)"""
    [answer] = in_browser(
        {f"{_FOLDER}/rows.js": "openRows, answerOfRow, showRow, featureOf, scoreOf"},
        "(sent) => { const rows = openRows(sent); return rows.rows.map((inputs, n) => { showRow(rows, n); return "
        "[answerOfRow(rows, inputs).answers, rows.features.map((_, i) => featureOf(rows, i)), scoreOf(rows)]; }); }",
        [_sent(shown)],
    )
    return answer


def test_the_browser_answers_as_keras_does(iris):
    answers = _answers(iris)
    np.testing.assert_allclose([one for one, _, _ in answers], iris["outputs"], atol=1e-5)
    np.testing.assert_allclose(
        [features for _, features, _ in answers], iris["rows"] * iris["scale"] + iris["offset"], rtol=1e-5
    )
    right = int((iris["outputs"].argmax(1) == iris["truths"]).sum())
    assert answers[0][2] == {"right": right, "of": 30} and right > 25


def test_the_rows_are_flowers_that_it_has_not_learnt_from(iris):
    assert iris["title"] == "Iris flowers" and not iris["own"] and iris["why"] == ""
    assert iris["truths"][:6].tolist() == [0, 1, 2, 0, 1, 2]
    assert iris["features"][0] == "sepal length (cm)" and 4 < iris["low"][0] < iris["high"][0] < 8


def _run(source: str, *layers: LayerSpec, **training):
    experiment = Experiment(
        title="Mine",
        data=DataSpec(source=source),
        model=ModelSpec(layers=layers),
        train=TrainSpec(epochs=1, **training),
    )
    return train(experiment)


def _dense(units: int, activation: str, name: str) -> LayerSpec:
    return LayerSpec(id=name, kind="Dense", settings={"units": units, "activation": activation})


def test_a_run_in_hand_is_shown_where_it_can_be_drawn(iris, tmp_path, monkeypatch):
    dropout = LayerSpec(id="drop", kind="Dropout", settings={"rate": 0.5})
    run = _run("moons", _dense(4, "relu", "a"), dropout, _dense(1, "linear", "b"), loss="hinge")
    shown = learn_rows(run.id)
    assert shown["own"] and shown["title"] == "Mine" and shown["meaning"]["shown"] == "margin"
    margins = [answers[1] for answers, _, _ in _answers(shown)]
    np.testing.assert_allclose(margins, shown["outputs"][:, 0], atol=1e-5)


def test_one_that_cannot_says_why_and_gives_way_to_the_flowers(iris):
    wide = _run("moons", _dense(40, "relu", "a"), _dense(1, "sigmoid", "b"))
    shown = learn_rows(wide.id)
    assert not shown["own"] and "at most 16 units" in shown["why"] and shown["title"] == "Iris flowers"


def test_each_kind_is_the_network_that_its_door_opens():
    kinds = {one["name"]: one for one in learn_kinds()}
    assert list(kinds) == list(network_kinds.KINDS) == list(network_kinds.words())
    for name, kind in network_kinds.KINDS.items():
        if kind.template:
            experiment = kind.experiment()
            model = build(experiment.model, known_schema(experiment.data), seed=0)
            assert kinds[name]["parameters"] == model.count_params()
    layers = {name: [layer["kind"] for layer in one["layers"]] for name, one in kinds.items()}
    assert "Conv2D" in layers["convolutional"] and "LSTM" in layers["recurrent"]
    assert "MultiHeadAttention" in layers["transformer"]
    widths = [layer["shape"][0] for layer in kinds["autoencoder"]["layers"]]
    assert min(widths) == 8 and widths[0] == widths[-1] == 64
    assert kinds["generative"]["input"] == (2,) and kinds["generative"]["layers"][-1]["shape"] == (64,)


@pytest.mark.parametrize("asked", [None, {"want": "all"}, {"want": "open"}, {"want": "open", "name": "brain"}])
def test_what_the_picture_may_not_ask(asked):
    with pytest.raises(SpecError):
        wish(asked)


def test_what_it_may_ask():
    assert wish({"want": "rows"}) == ("rows", "") and wish({"want": "open", "name": "recurrent"}) == (
        "open",
        "recurrent",
    )
