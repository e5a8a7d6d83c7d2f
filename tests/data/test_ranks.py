"""Values by their rank are those that sorting puts there, whatever the values are."""

import numpy as np
import pytest

from nnviz.data.profiling.in_order import InOrder
from nnviz.data.ranks import at_ranks, median, quantiles

N = 30_001


@pytest.mark.parametrize("kind", ["even", "rounded", "in order", "one value", "two values", "one far off", "waves"])
def test_as_sorting_does(kind):
    rng = np.random.default_rng(3)
    values = {
        "even": lambda: rng.uniform(size=N),
        "rounded": lambda: rng.normal(size=N).round(1),
        "in order": lambda: np.arange(N) * 1.0,
        "one value": lambda: np.full(N, 7.0),
        "two values": lambda: rng.integers(0, 2, N) * 1.0,
        "one far off": lambda: np.r_[np.zeros(N - 1), 1e300],
        "waves": lambda: np.resize(np.arange(15) * 1.0, N),  # the sample meets the same few of them
    }[kind]()
    ordered, ranks = np.sort(values), [0, 1, N // 3, N // 2, N - 2, N - 1]
    np.testing.assert_array_equal(at_ranks(values, ranks), ordered[ranks])
    for own in (values, values[:-1], values[:50]):
        assert median(own) == np.median(own)
        np.testing.assert_allclose(quantiles(own, (0, 0.01, 0.25, 0.5, 1)), np.quantile(own, (0, 0.01, 0.25, 0.5, 1)))


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("kind", ["even", "rounded", "zeros"])
def test_how_many_of_each_class_are_smaller_is_counted_exactly(kind, count):
    rng = np.random.default_rng(4)
    values = {
        "even": lambda: rng.uniform(size=N),
        "rounded": lambda: rng.normal(size=N).round(1),
        "zeros": lambda: np.where(rng.random(N) < 0.001, rng.normal(size=N), 0.0),
    }[kind]()
    classes = rng.integers(0, count, N)
    marks = np.r_[values[:5], values.max(), 0.3, values.min() - 1, np.inf, -np.inf, 0.3]
    for some in (slice(None), slice(300)):
        ordered = InOrder(values[some], classes[some], count)
        of_class = [values[some][classes[some] == k] for k in range(count)]
        told = [[(own < mark).sum() for mark in marks] for own in of_class]
        np.testing.assert_array_equal(ordered.below(marks), told)
        np.testing.assert_allclose(ordered.quantiles((0, 0.3, 1)), np.quantile(values[some], (0, 0.3, 1)))
