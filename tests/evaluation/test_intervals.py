"""Bootstrap intervals and paired differences against scikit-learn's scores of every resample, taken one by one."""

import numpy as np
import pytest
from scipy import stats
from sklearn import metrics

from nnviz.errors import NnvizError
from nnviz.evaluation.evaluate import scored
from nnviz.evaluation.intervals import drawn_weights, intervals, scorer
from nnviz.evaluation.proportions import wilson
from nnviz.evaluation.significance import holm, mcnemar, paired_bootstrap
from tests.evaluation import made

RANDOM = np.random.default_rng(3)
LABELS = RANDOM.integers(2, size=(40, 3))
CASES = {
    "binary": made.binary(np.round(RANDOM.random(50), 1), RANDOM.integers(2, size=50)),  # with ties
    "multiclass": made.some_classes(classes=5),
    "labels": made.labels(RANDOM.random((40, 3)), LABELS),
    "constant": made.numbers(np.ones((30, 2)), np.stack([np.ones(30), RANDOM.normal(size=30)], axis=1)),
    "number": made.numbers(RANDOM.normal(size=30), RANDOM.normal(size=(30, 1))),
    "numbers": made.numbers(RANDOM.normal(size=(30, 2)), RANDOM.normal(size=(30, 2)), ("a", "b")),
}


@pytest.mark.parametrize("name", CASES)
def test_a_resample_is_scored_as_if_its_examples_were_written_out(name):
    evaluation = CASES[name]
    weights = next(drawn_weights(evaluation.size, 4, seed=1))
    found = scorer(evaluation)(weights)
    for row, own in enumerate(weights.astype(int)):
        assert own.sum() == evaluation.size
        places = np.repeat(np.arange(evaluation.size), own)
        written = scored(
            evaluation.shown[places], np.asarray(evaluation.truth)[places], evaluation.schema, evaluation.meaning
        )
        for score, value in written.scores.items():
            if score != "rmse_scaled":  # which is in deviations of all examples
                assert found[score][row] == pytest.approx(value, rel=1e-6), score


def test_intervals_hold_the_middle_of_the_resamples():
    evaluation = CASES["multiclass"]
    found = intervals(evaluation, 0.9, 500, seed=2)
    assert set(found) == set(evaluation.scores)
    values = []
    for weights in drawn_weights(evaluation.size, 500, 2):
        right = (evaluation.decided == evaluation.truth).astype(float)
        values.extend(weights @ right / evaluation.size)
    assert found["accuracy"] == pytest.approx(np.percentile(values, [5, 95]))
    assert all(low <= evaluation.scores[name] <= high for name, (low, high) in found.items())
    assert intervals(made.binary([0.4], [1])) == {} and "r2" not in intervals(made.numbers([np.nan, 1], [1, 2]))


def test_the_area_of_a_resample_counts_its_pairs():
    evaluation = CASES["binary"]
    weights = next(drawn_weights(50, 3, 5))
    expected = [metrics.roc_auc_score(evaluation.truth, evaluation.shown[:, 0], sample_weight=own) for own in weights]
    assert scorer(evaluation)(weights)["auc"] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(("first", "second"), [(0, 0), (1, 9), (12, 5), (7, 7), (400, 350)])
def test_mcnemar_is_the_exact_binomial_test(first, second):
    expected = stats.binomtest(first, first + second).pvalue if first + second else 1.0
    assert mcnemar(first, second) == pytest.approx(expected, rel=1e-9)


def test_paired_differences_are_those_of_the_same_resamples():
    evaluation, better = made.some_classes(seed=1), made.some_classes(seed=1)
    other = made.multiclass(np.roll(evaluation.shown, 1, axis=1), evaluation.truth)
    low, high, p = paired_bootstrap(evaluation, other)["accuracy"]
    assert low <= other.scores["accuracy"] - evaluation.scores["accuracy"] <= high < 0 and p < 0.01
    assert paired_bootstrap(evaluation, better)["accuracy"] == (0.0, 0.0, 1.0)
    with pytest.raises(NnvizError):
        paired_bootstrap(evaluation, made.some_classes(seed=9))


def test_holm_makes_no_value_smaller_and_keeps_their_order():
    assert holm([0.01, 0.04, 0.03, 0.5]) == pytest.approx([0.04, 0.09, 0.09, 0.5]) and holm([]) == []


def test_wilson_is_scipys():
    for hits, count in ((0, 9), (3, 9), (9, 9)):
        expected = stats.binomtest(hits, count).proportion_ci(method="wilson")
        assert wilson(hits, count) == pytest.approx((expected.low, expected.high), abs=1e-12)


@pytest.mark.parametrize(
    ("shares", "truth"),
    [([0.2, 0.7, 0.9], [1, 1, 1]), ([0.5, 0.5, 0.5, 0.5], [0, 1, 0, 1]), ([np.nan, 0.2, 0.9], [0, 1, 0]), ([0.3], [0])],
    ids=["one class", "constant", "not a number", "one example"],
)
def test_odd_predictions_are_scored_and_told(shares, truth):
    evaluation = made.binary(shares, truth)
    assert evaluation.confusion.sum() == len(truth) and len(evaluation.hardest) == len(evaluation.ambiguous) == len(
        truth
    )
    assert all(np.isfinite(ends).all() for ends in intervals(evaluation).values())
    assert ("log_loss" in evaluation.scores) == (evaluation.losses is not None) == bool(np.isfinite(shares).all())
    wrong = made.numbers([np.nan, 1.0, 2.0], [1.0, 2.0, 3.0])
    assert intervals(wrong) == {} and wrong.errors.shape == (3,)
