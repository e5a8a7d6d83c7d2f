"""All labels and targets at once, against counts by hand and NumPy's correlations."""

import numpy as np
import pytest

import nnviz
from nnviz.data.profiling.targets import profile_of
from nnviz.data.schema import Schema
from nnviz.errors import DataError
from nnviz.specs import DataSpec

RANDOM = np.random.default_rng(0)


def test_labels_are_counted_together():
    y = (RANDOM.random((300, 3)) < [0.5, 0.2, 0.4]).astype(int)
    y[:, 2] = np.where(y[:, 0] == 1, 0, y[:, 2])
    y[y[:, 1] == 1, 0] = 1
    y[y[:, 0] == 1, 2] = 0
    schema = Schema("vector", "multilabel", (2,), ("a", "b"), ("cat", "kitten", "dog"), outputs=3)
    found = profile_of(schema, y)
    both = np.array([[(y[:, k] & y[:, j]).sum() for j in range(3)] for k in range(3)])
    assert found.together == pytest.approx(both / y.sum(axis=0)[:, None])
    assert found.correlations == pytest.approx(np.corrcoef(y.T))
    assert found.numbers.tolist() == [(y.sum(axis=1) == k).sum() for k in range(4)]
    assert dict(found.sets)["cat and kitten"] == ((y == [1, 1, 0]).all(axis=1)).sum()
    assert found.told == (
        "Never together: cat and dog, kitten and dog.",
        "The first hardly ever without the second: kitten with cat.",
    )


def test_targets_are_held_against_each_other():
    found = nnviz.target_profile(DataSpec(source="linnerud"))
    from sklearn.datasets import load_linnerud

    y = load_linnerud().target
    assert found.correlations == pytest.approx(np.corrcoef(y.T)) and found.together is None
    assert found.ends[0] == pytest.approx(y.mean(axis=0)) and found.ends[3] == pytest.approx(y.max(axis=0))
    with pytest.raises(DataError, match="one thing to predict"):
        nnviz.target_profile(DataSpec(source="iris"))
