"""Intervals and differences of studies, against the formulas and scipy; the winner, and what it is trained on."""

import numpy as np
import pytest
from scipy import stats

from nnviz import ready
from nnviz.data.load import load
from nnviz.errors import NnvizError
from nnviz.studies.any_knob import knob_of, knobs_of, proposed_range, proposed_values, value_in
from nnviz.studies.knobs import KNOBS
from nnviz.studies.results import results
from nnviz.studies.spec import StudySpec
from nnviz.studies.spread import differences, estimate, estimates
from nnviz.studies.suggested import suggested
from nnviz.studies.winner import for_all_training_data, winner
from nnviz.training.coach.facts import data_facts
from tests.studies.test_study import quick, told

DIGITS = ready("digits")


def test_an_interval_is_students_and_wider_where_training_parts_overlap():
    values = [0.8, 0.85, 0.9, 0.7, 0.95]
    own = estimate("", {(k,): value for k, value in enumerate(values)})
    expected = stats.t.interval(0.95, 4, np.mean(values), stats.sem(values))
    assert (own.low, own.high) == pytest.approx(expected)
    assert own.p == pytest.approx(stats.ttest_1samp(values, 0).pvalue)
    folds = estimate("", {(k,): value for k, value in enumerate(values)}, ratio=1 / 4)
    wider = np.sqrt((1 / 5 + 1 / 4) / (1 / 5))  # Nadeau & Bengio (2003), five folds
    assert folds.high - folds.mean == pytest.approx(wider * (own.high - own.mean))


def test_differences_are_taken_over_the_seeds_that_both_have(tmp_path):
    spec = StudySpec(base=quick(), switch="dropout", again=4)
    ends = [0.5, 0.6, 0.7, 0.8, 0.6, 0.65, 0.83, 0.9]
    made = [(own.values, [end], "finished") for own, end in zip(spec.variants, ends, strict=True)]
    made[3] = (made[3][0], [0.8], "failed")
    came_to = results(told(tmp_path, spec, made))
    (difference,) = differences(spec, came_to)
    np.testing.assert_allclose(np.sort(difference.values), [0.05, 0.1, 0.13])
    assert difference.p == pytest.approx(stats.ttest_rel(ends[4:7], ends[:3]).pvalue)
    assert [len(own.values) for own in estimates(spec, came_to)] == [3, 4]
    best = winner(spec, came_to)
    assert (best.name, best.trained) == ("with dropout", 4) and best.score == pytest.approx(np.mean(ends[4:]))


@pytest.mark.parametrize("fields", [{"kind": "folds", "count": 4}, {"kind": "seeds", "count": 2}])
def test_the_winner_learns_all_but_the_test_part_that_no_variant_saw(fields, tmp_path):
    base = quick()
    base = base.replace(data=base.data.replace(test_fraction=0.2))
    spec = StudySpec(base=base, **fields)
    came_to = results(told(tmp_path, spec, [(own.values, [0.4, 0.9, 0.5], "finished") for own in spec.variants]))
    experiment = for_all_training_data(spec, winner(spec, came_to))
    data, seen = load(experiment.data), load(spec.variants[0].experiment.data)
    assert sorted(data.test.rows) == sorted(seen.test.rows) and not len(data.validation)
    assert len(data.train) == data.size - len(data.test)
    assert (experiment.train.epochs, experiment.train.early_stopping) == (3, 0)
    assert data_facts(data).sizes == (64, 0, 16)


def test_the_winner_of_a_learning_curve_learns_all_examples_too(tmp_path):
    spec = StudySpec(base=quick(), kind="grid", values={"training_examples": (10, 20), "seed": (0, 1)})
    came_to = results(told(tmp_path, spec, [(own.values, [0.4, 0.9], "finished") for own in spec.variants]))
    assert not for_all_training_data(spec, winner(spec, came_to)).data.training_examples


def test_every_setting_of_an_experiment_is_a_knob_that_sets_it():
    knobs = knobs_of(DIGITS)
    assert {"learning_rate", "layers", "layer.conv2d_1.filters", "optimizer.beta_1"} <= set(knobs)
    for name, knob in knobs.items():
        if "." in name:
            value = proposed_values(knob.param, value_in(DIGITS, name))[-1]
            stands = value_in(knob.turn(DIGITS, knob.param.check(value)), name)
            assert (knob.param.default if stands is None else stands) == value, name
    with pytest.raises(NnvizError, match="layer.conv2d_1.filters"):
        knob_of(DIGITS, "layer.conv2d_1.filter")


def test_ranges_are_proposed_around_what_is_there_and_within_what_may_be():
    rate, units = KNOBS["learning_rate"].param, KNOBS["units"].param
    assert proposed_range(rate, 0.01) == (0.001, 0.1) and proposed_range(rate, 5.0) == (0.5, 10.0)
    assert proposed_range(units, 8) == (2, 32) and proposed_values(units, 8) == (2, 8, 32)
    assert proposed_range(KNOBS["dropout"].param) == (0.0, 0.5)


def test_layers_are_repeated_or_taken_away_with_what_stands_behind_them():
    base = KNOBS["dropout"].turn(ready("spirals"), 0.2)
    one = KNOBS["layers"].turn(base, 1).model
    assert [layer.kind for layer in one.layers] == ["Dense", "Dropout", "Dense"]
    assert sum(layer.kind == "Dense" for layer in KNOBS["layers"].turn(base, 5).model.layers) == 6


def test_what_is_suggested_can_be_done():
    names = [own.name for own in suggested(ready("spirals"))]
    assert names == ["seeds", "rates", "dropout", "widths", "folds", "search"]
