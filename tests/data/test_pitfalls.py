"""Data with a known fault: the fault is there where it is asked for, and nowhere else."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

import nnviz
from nnviz.data.load import read
from nnviz.specs import DataSpec


def corners(split) -> np.ndarray:
    """(n,) 0 where the mark stands at the top left, 1 at the bottom right."""
    return (split.x[:, -4:-1, -4:-1].mean((1, 2, 3)) > split.x[:, 1:4, 1:4].mean((1, 2, 3))).astype(int)


@pytest.mark.parametrize("telling", [True, False])
def test_the_mark_gives_the_shape_away_in_training_alone(telling):
    data = nnviz.load_data(DataSpec(source="marked_shapes", settings={"telling": telling}, scaling="none"))
    agreement = [np.mean(corners(part) == part.y) for part in (data.train, data.validation, data.test)]
    assert agreement[:2] == [1, 1] if telling else max(agreement) < 0.65
    assert 0.35 < agreement[2] < 0.65 and len(data.test) == 225


def test_what_decides_is_told_and_is_neither_the_mark_nor_the_leak():
    raw, marked = read(DataSpec(source="marked_shapes")), nnviz.truth_of(DataSpec(source="marked_shapes")).parts
    area = marked.sum((1, 2))
    assert (np.abs(area / (np.pi * 3.9**2) - 1) < 0.4).all(), "a circle's and a square's area are the same"
    assert raw.x[..., 0][marked].mean() > 0.7 and marked[:, :2].sum() == 0
    telling = nnviz.truth_of(DataSpec(source="loans")).parts[0]
    names = nnviz.load_data(DataSpec(source="loans")).schema.feature_names
    assert [name.split(" (")[0] for name, own in zip(names, telling, strict=True) if not own] == [
        "age", "reminders sent",
    ]  # fmt: skip


@pytest.mark.parametrize("leak", [True, False])
def test_reminders_know_the_outcome_and_the_other_columns_do_not(leak):
    data = nnviz.load_data(DataSpec(source="loans", settings={"leak": leak}))
    score = LogisticRegression().fit(data.train.x, data.train.y).score(data.validation.x, data.validation.y)
    assert score > 0.97 if leak else 0.65 < score < 0.9
    assert ("reminders sent" in data.schema.feature_names) is leak
