"""Seeded random numbers: Python and the browser draw the same, and what they draw is uniform and normal."""

import numpy as np
import pytest
from scipy import stats

from nnviz.concepts.draws import normals, uniforms
from tests.browser_twins import in_browser


def test_they_are_uniform_and_normal():
    assert stats.kstest(uniforms(3, 20_000), "uniform").pvalue > 0.01
    assert stats.kstest(normals(3, 20_000), "norm").pvalue > 0.01
    assert len(normals(1, 7)) == 7 and normals(1, 7).tolist() == normals(1, 8)[:7].tolist()
    assert abs(np.corrcoef(normals(1, 5000), normals(2, 5000))[0, 1]) < 0.05


def test_the_browser_draws_the_same():
    cases = [[1, 9], [7, 1000], [4_000_000_000, 4]]
    for case, answer in zip(
        cases, in_browser({"base/random.js": "normals"}, "([s, n]) => [...normals(s, n)]", cases), strict=True
    ):
        assert answer == pytest.approx(normals(*case), abs=1e-12)
