"""The network before its first step: what is shown without a run is, bit for bit, what a run begins with."""

import numpy as np
import pytest

from nnviz.data.load import load
from nnviz.errors import NnvizError
from nnviz.models.build import build
from nnviz.models.templates import dense
from nnviz.specs import DataSpec, Experiment, LayerSpec, ModelSpec, TrainSpec
from nnviz.training.train import train
from nnviz.training.untrained import untrained

SPIRALS = DataSpec(source="spirals", settings={"points": 125})
LAYERS = (
    dense("dense_1", 8, "tanh"),
    LayerSpec(id="drop", kind="Dropout", settings={"rate": 0.3}),
    LayerSpec(id="norm", kind="BatchNormalization"),
    dense("output", 1, "sigmoid"),
)
EXPERIMENT = Experiment(
    data=SPIRALS, model=ModelSpec(layers=LAYERS), train=TrainSpec(batch_size=20, epochs=1, seed=3, learning_rate=0.02)
)


def test_what_stands_there_before_a_run_is_frame_0_of_that_run(tmp_path):
    beginning, run = untrained(EXPERIMENT), train(EXPERIMENT, home=tmp_path)
    frame = run.frame(0)
    assert set(beginning["frame"]) == set(frame) and beginning["graph"] == run.graph
    for name, values in frame.items():
        np.testing.assert_array_equal(beginning["frame"][name], values)
    assert beginning["scores"] == run.untrained


def test_its_scores_are_those_of_the_network_that_training_starts_from(tmp_path):
    scores, dataset = untrained(EXPERIMENT)["scores"], load(SPIRALS)
    model = build(EXPERIMENT.model, dataset.schema, seed=3)
    for prefix, part in (("", dataset.train), ("val_", dataset.validation)):
        p = np.asarray(model(part.x), float).ravel()
        loss = -np.mean(np.log(np.where(part.y == 1, p, 1 - p)))
        assert scores[f"{prefix}loss"] == pytest.approx(loss, rel=1e-5)
        assert scores[f"{prefix}accuracy"] == pytest.approx(np.mean((p > 0.5) == part.y), abs=1e-6)


def test_another_seed_is_another_network_and_a_learning_rate_is_not():
    first = untrained(EXPERIMENT)["frame"]["link_0"]
    again, other = (
        untrained(EXPERIMENT.replace(train=EXPERIMENT.train.replace(**change)))["frame"]["link_0"]
        for change in ({"learning_rate": 1.0}, {"seed": 4})
    )
    np.testing.assert_array_equal(again, first)
    assert not np.array_equal(other, first)


def test_a_network_that_cannot_be_trained_is_a_sentence():
    three = EXPERIMENT.replace(model=ModelSpec(layers=(dense("output", 3, "softmax"),)))
    with pytest.raises(NnvizError, match="Dense layer of 1 unit"):
        untrained(three)
