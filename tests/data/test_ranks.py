"""Values by their rank are those that sorting puts there, whatever the values are."""

import numpy as np
import pytest

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
