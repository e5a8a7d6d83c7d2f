"""Drift: the numbers are SciPy's and the formulas', and chance alone raises no more alarms than it may."""

import numpy as np
import pytest
from scipy import stats

from nnviz.data.column import Column
from nnviz.serving.drift import benjamini_hochberg, compare, merged

NUMBER, CITY = Column("age"), Column("city", "category", categories=("Lima", "Oslo", "Rome"))


def test_a_quantity_is_compared_by_the_largest_gap_of_the_cumulative_shares():
    rng = np.random.default_rng(0)
    before, now = rng.normal(size=400), rng.normal(0.5, 1.3, 150)
    points = np.sort(np.concatenate([before, now]))
    gap = max(abs((before <= point).mean() - (now <= point).mean()) for point in points)
    (own,) = compare([np.append(before, np.nan)], [now], [NUMBER])
    assert own.distance == pytest.approx(gap, abs=1e-12)
    assert own.p == pytest.approx(stats.ks_2samp(before, now).pvalue)
    assert own.shift == pytest.approx((now.mean() - before.mean()) / before.std())
    assert own.training.sum() == pytest.approx(1) and own.now.sum() == pytest.approx(1) and own.verdict == "drifted"
    assert own.missing == (pytest.approx(1 / 401), 0.0)


def test_whole_numbers_have_a_bin_each():
    (own,) = compare([np.repeat([7.0, 8, 10], 20)], [np.repeat([8.0, 9], 20)], [NUMBER])
    assert own.edges.tolist() == [6.5, 7.5, 8.5, 9.5, 10.5]
    np.testing.assert_allclose(own.training, [1 / 3, 1 / 3, 0, 1 / 3])
    np.testing.assert_allclose(own.now, [0, 1 / 2, 1 / 2, 0])


def test_names_are_compared_by_chi_square():
    before, now = np.repeat([0.0, 1, 2], [60, 100, 40]), np.repeat([0.0, 1, 2], [10, 20, 50])
    table = np.array([[60, 100, 40], [10, 20, 50.0]])
    expected = table.sum(1, keepdims=True) * table.sum(0) / table.sum()
    (own,) = compare([before], [now], [CITY])
    assert own.p == pytest.approx(stats.chi2.sf(((table - expected) ** 2 / expected).sum(), 2))
    assert own.distance == pytest.approx(50 / 80 - 40 / 200)
    assert (
        own.sentence == "Rome: 20 % in training, now 62.5 %." or own.sentence == "Rome: 20.0 % in training, now 62.5 %."
    )


def test_rare_names_are_merged_until_five_are_expected_of_each():
    rng = np.random.default_rng(2)
    for _ in range(50):
        before, now = rng.poisson(rng.gamma(0.5, 20, 12)), rng.poisson(rng.gamma(0.5, 5, 12))
        one, two = merged(before.astype(float), now.astype(float))
        assert one.sum() == before.sum() and two.sum() == now.sum()
        expected = (one + two) * min(one.sum(), two.sum()) / (one.sum() + two.sum())
        assert len(one) == 1 or expected.min() >= 5


def test_the_correction_is_benjamini_and_hochbergs():
    p = np.array([0.01, np.nan, 0.04, 0.03, 0.2])
    by_hand = [0.04, np.nan, 0.04 * 4 / 3, 0.04 * 4 / 3, 0.2]  # p · m / rank, and never less than a later one
    np.testing.assert_allclose(benjamini_hochberg(p), by_hand)


def test_chance_alone_raises_hardly_an_alarm():
    rng = np.random.default_rng(3)
    columns = [Column("a"), Column("whole"), CITY, Column("gaps"), Column("few", "boolean", categories=("no", "yes"))]

    def sample(n):
        gaps = np.where(rng.random(n) < 0.1, np.nan, rng.exponential(size=n))
        return [rng.normal(size=n), rng.integers(0, 9, n) * 1.0, rng.choice(3, n, p=[0.9, 0.07, 0.03]) * 1.0, gaps,
                rng.integers(0, 2, n) * 1.0]  # fmt: skip

    different = [
        any(own.verdict != "as in training" for own in compare(sample(150), sample(60), columns)) for _ in range(150)
    ]
    assert np.mean(different) <= 0.05 + 2.6 * np.sqrt(0.05 * 0.95 / 150)
    found = 0
    for _ in range(20):
        training, now = sample(150), sample(60)
        now[0] = now[0] + 1.0
        found += (
            compare(training, now, columns)[0].column.name == "a"
            and compare(training, now, columns)[0].verdict == "drifted"
        )
    assert found == 20, "a shift of one deviation is seen in 60 rows"


def test_new_names_and_gaps_are_drift_and_few_rows_are_none():
    rng = np.random.default_rng(4)
    before = rng.choice(3, 200) * 1.0
    (own,) = compare([before], [np.where(rng.random(100) < 0.3, -1.0, rng.choice(3, 100))], [CITY])
    assert own.verdict == "drifted" and own.names[-1] == "names that training did not know"
    assert own.now[-1] == pytest.approx(0.3, abs=0.12) and own.training[-1] == 0
    (own,) = compare([before], [np.where(np.arange(100) < 40, np.nan, rng.choice(3, 100))], [CITY])
    assert own.verdict == "drifted" and "Missing in 0 % of the training rows, now in 40.0 %." in own.sentence
    (own,) = compare([before], [np.full(10, 2.0)], [CITY])
    assert own.verdict == "too few rows" and "20 or more are needed" in own.sentence
    for nothing in (np.empty(0), np.full(30, np.nan)):
        (own,) = compare([rng.normal(size=50)], [nothing], [NUMBER])
        assert np.isnan(own.q) and own.verdict in ("too few rows", "drifted")
    (own,) = compare([np.full(50, 3.0)], [np.full(50, 3.0)], [NUMBER])
    assert own.verdict == "as in training" and own.shift == 0


def test_dates_are_told_as_days():
    day = np.datetime64("2020-01-01").astype(int)
    (own,) = compare([day + np.arange(100.0)], [day + np.arange(100.0) + 90], [Column("joined", "date")])
    assert "the median was 2020-02-19, and is 2020-05-19" in own.sentence
    assert str(own.dates[0]) == "2020-01-01T00:00:00"
