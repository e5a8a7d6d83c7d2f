"""The population stability index, against its sum written out."""

from math import log

import numpy as np
import pytest

from nnviz.serving.stability import edges, population_stability


def test_it_is_the_sum_over_bins():
    before, now = [30, 50, 20], [[30, 50, 20], [10, 10, 80]]
    shares = [[(count + 0.5) / 101.5 for count in counts] for counts in (before, now[1])]
    by_hand = sum((q - p) * log(q / p) for p, q in zip(*shares, strict=True))
    assert population_stability(before, now) == pytest.approx([0, by_hand])
    assert np.isfinite(population_stability([100, 0], [0, 100]))


def test_bins_hold_equal_shares_of_training():
    values = np.random.default_rng(0).normal(size=1000)
    counts = np.bincount(np.digitize(np.append(values, np.nan)[:-1], edges(values)))
    assert len(counts) == 10 and counts.min() >= 99 and counts.max() <= 101
    assert list(edges(np.array([2.0] * 9 + [3.0, np.nan]))) == pytest.approx([2.0, 2.1]) or len(edges(values)) == 9
    assert len(edges(np.array([np.nan]))) == 0
