"""Every threshold at once, curves and calibration against scikit-learn and closed forms."""

import numpy as np
import pytest
from sklearn import metrics
from sklearn.calibration import calibration_curve

from nnviz.errors import NnvizError
from nnviz.evaluation.calibration import at_temperature, best_temperature, calibrated, reliability
from nnviz.evaluation.curves import curves
from nnviz.evaluation.sweep import sweep
from tests.evaluation import made

RANDOM = np.random.default_rng(4)
TRUTH, NUMBERS = RANDOM.random(200) < 0.3, np.round(RANDOM.random(200), 2)


def test_counts_at_every_threshold_are_those_of_a_confusion_matrix():
    found = sweep(TRUTH, NUMBERS)
    for k in range(0, len(found.thresholds), 7):
        called = found.thresholds[k] <= NUMBERS
        matrix = metrics.confusion_matrix(TRUTH, called, labels=[False, True])
        assert (found.true_positive[k], found.false_positive[k]) == (matrix[1, 1], matrix[0, 1])
    false_positive, true_positive, thresholds = metrics.roc_curve(TRUTH, NUMBERS, drop_intermediate=False)
    np.testing.assert_allclose(found.recall, true_positive, atol=1e-12)
    np.testing.assert_allclose(found.false_alarms, false_positive, atol=1e-12)
    np.testing.assert_allclose(found.thresholds, thresholds)


@pytest.mark.parametrize("costs", [(1, 1), (10, 1), (0, 3), (5, 0)])
def test_the_cheapest_threshold_costs_no_more_than_any(costs):
    found = sweep(TRUTH, NUMBERS)
    best = found.cheapest(*costs)

    def cost(threshold):
        called = threshold <= NUMBERS
        return costs[0] * (TRUTH & ~called).sum() + costs[1] * (~TRUTH & called).sum()

    assert cost(best) == min(cost(threshold) for threshold in [np.inf, *np.unique(NUMBERS)])
    for wrong in (-1, np.nan, np.inf):
        with pytest.raises(NnvizError):
            found.cheapest(wrong, 1)


def test_curves_are_scikit_learns():
    evaluation = made.binary(NUMBERS, TRUTH.astype(int))
    curve = curves(evaluation)[1]
    precision, recall, thresholds = metrics.precision_recall_curve(TRUTH, evaluation.shown[:, 0])
    np.testing.assert_allclose(curve.precision, precision, atol=1e-9)
    np.testing.assert_allclose(curve.recall, recall, atol=1e-9)
    assert curve.average_precision == pytest.approx(metrics.average_precision_score(TRUTH, NUMBERS), abs=1e-9)
    assert (curve.called[0], curve.found[0], curve.called[-1], curve.found[-1]) == (0, 0, 1, 1)
    assert curve.lift[-1] == pytest.approx(1.0) and curve.share == pytest.approx(TRUTH.mean())
    assert curves(made.binary([0.2, 0.4], [1, 1])) == () == curves(made.binary([np.nan, 0.4], [0, 1]))


def test_reliability_is_scikit_learns_and_its_error_that_of_the_bins():
    found = reliability(NUMBERS, TRUTH.astype(int), bins=10)
    right, said = calibration_curve(TRUTH, NUMBERS, n_bins=10)
    full = found.counts > 0
    # the same but for numbers exactly between two bins, which scikit-learn puts into the upper one
    inner = ~np.isin(np.round(NUMBERS * 10, 6), np.arange(1, 10))
    found = reliability(NUMBERS[inner], TRUTH[inner].astype(int), bins=10)
    right, said = calibration_curve(TRUTH[inner], NUMBERS[inner], n_bins=10)
    full = found.counts > 0
    np.testing.assert_allclose(found.right[full], right, atol=1e-9)
    np.testing.assert_allclose(found.sureness[full], said, atol=1e-9)
    weights = found.counts[full] / found.counts.sum()
    assert found.error == pytest.approx((weights * np.abs(right - said)).sum())
    with pytest.raises(NnvizError):
        reliability(np.zeros((0, 2)), [])


def test_a_temperature_undoes_what_sharpened_the_shares():
    random = np.random.default_rng(0)
    shares = made.softmax(random.normal(size=(4000, 3)))
    truth = (shares.cumsum(axis=1) > random.random((4000, 1))).argmax(axis=1)  # true as often as said
    sharp = at_temperature(shares, 0.5)
    np.testing.assert_allclose(sharp, shares**2 / (shares**2).sum(axis=1, keepdims=True), rtol=1e-9)
    assert best_temperature(sharp, truth) == pytest.approx(2.0, rel=0.1)
    found = calibrated("test", sharp, truth, "validation", sharp, truth)
    assert found.after.error < 0.03 < found.before.error and found.after.log_loss < found.before.log_loss
    assert found.before.log_loss == pytest.approx(metrics.log_loss(truth, sharp), abs=1e-9)
    yes = at_temperature(np.array([0.8]), 2.0)[0]
    assert np.log(yes / (1 - yes)) == pytest.approx(np.log(4) / 2)
    assert calibrated("validation", sharp, truth).after is None


def test_hard_and_ambiguous_examples_come_first():
    evaluation = made.multiclass([[0.9, 0.1, 0], [0.4, 0.35, 0.25], [0.1, 0.3, 0.6], [0.05, 0.9, 0.05]], [0, 0, 0, 2])
    assert evaluation.hardest.tolist()[:2] == [3, 2] and evaluation.ambiguous.tolist()[0] == 1
    assert evaluation.outcome(0, True, False, 0.5).tolist() == [2, 1]
