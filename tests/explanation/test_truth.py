"""An explanation held against the known truth: shares and hits that can be counted by hand, and a network's own."""

import numpy as np
import pytest

import nnviz
from nnviz.data.load import read
from nnviz.data.made.formula import formula
from nnviz.data.own.handmade import part_of
from nnviz.errors import ExplanationError
from nnviz.explanation.truth_of_run import agreement_of_run, truth_of_run
from nnviz.explanation.truth_records import Agreement, KnownTruth
from nnviz.specs import DataSpec, Experiment, TrainSpec


def known(kind: str, parts: list, counted: list | None = None) -> KnownTruth:
    parts = np.array(parts, bool)
    return KnownTruth(
        "Words.", "the object", kind, parts, np.ones_like(parts) if counted is None else np.array(counted)
    )


def test_sizes_are_counted_over_channels_and_parts_that_are_there():
    truth = known("image", [[[1, 0], [0, 0]]])
    values = np.array([[[[3.0, -3.0], [1.0, 1.0]], [[0.0, 0.0], [2.0, -2.0]]]])
    found = truth.agreement(values)
    assert found.share[0] == pytest.approx(6 / 12) and found.chance[0] == 0.25
    assert (found.hits[0], found.deciding[0]) == (1, 1)
    assert found.verdict == (
        "50 % of the map lies on the object; that is 25 % of the picture, so the map points at what decides."
    )
    text = known("tokens", [[1, 0, 0, 0]], [[True, True, False, False]]).agreement(np.array([[1.0, 1.0, 9.0, 9.0]]))
    assert text.share[0] == 0.5 and text.chance[0] == 0.5, "what follows a text's end does not count"
    assert text.verdict.endswith("no better than chance.")


def test_of_a_table_the_strongest_columns_are_counted_and_a_map_of_zeros_says_nothing():
    truth = known("vector", [[1, 1, 0, 0]])
    found = truth.agreement(np.array([[-5.0, 0.1, 3.0, 0.0]]))
    assert (found.hits[0], found.deciding[0]) == (1, 2)
    assert found.verdict.startswith("Of the 2 strongest columns, 1 is right, and 63 % of the map")
    assert "nothing to hold" in truth.agreement(np.zeros((1, 4))).verdict
    both = Agreement.joined([found, truth.agreement(np.array([[1.0, 1.0, 0.0, 0.0]]))])
    assert both.verdict.startswith("75 % of the strongest columns are right ones")


def test_each_of_several_labels_has_a_truth_of_its_own():
    data = DataSpec(source="shape_sets", settings={"points": 60})
    truth, there = nnviz.truth_of(data), read(data).y
    assert (truth.answers.any((2, 3)) == there.astype(bool)).all() and (truth.answers.any(1) == truth.parts).all()
    several = KnownTruth("", truth.noun, "image", truth.parts, np.ones_like(truth.parts), truth.answers)
    label = np.argmax(there, axis=1)
    found = several.of(label).agreement(truth.answers[np.arange(60), label])
    some = there.any(1)
    assert (found.share[some] == 1).all() and np.isnan(found.share[~some]).all() and (~some).any()
    alone = KnownTruth("", "its shape", "image", np.zeros((1, 4, 4), bool), np.ones((1, 4, 4), bool))
    assert alone.agreement(np.ones((1, 4, 4))).verdict.startswith("What is explained is not there")


def test_a_network_that_learned_a_formula_is_explained_by_its_columns():
    data = DataSpec(source="formula", settings={"form": "linear", "telling": 2, "columns": 6, "noise": 0.0})
    model = nnviz.ModelSpec(layers=(nnviz.LayerSpec(id="output", kind="Dense", settings={"units": 1}),))
    run = nnviz.train(Experiment(data=data, model=model, train=TrainSpec(epochs=40, learning_rate=0.02)))
    indexes = (0, 1, 2, 3)
    with pytest.raises(ExplanationError, match="of your own"):
        truth_of_run(run.id, part_of("{}"), (0,))
    truth = truth_of_run(run.id, "validation", indexes)
    made = formula(1000, 6, 2, "linear", "number", 0.0, 0.0, seed=0).truth
    assert (truth.parts == made.parts).all() and truth.words == made.words
    found = agreement_of_run(run.id, "validation", indexes, None, "integrated_gradients", {})
    values = nnviz.attribute(run.model(), nnviz.load_data(data).validation.x[:4]).values
    np.testing.assert_allclose(nnviz.agreement(data, "validation", indexes, values).share, found.share, atol=1e-6)
    assert (found.share > 0.98).all() and (found.hits == 2).all()
