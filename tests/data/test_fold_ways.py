"""Folds of a chosen kind are scikit-learn's, row for row; what cannot be shared out so is a sentence."""

import numpy as np
import pytest
from sklearn import model_selection as sk

from nnviz.data.splitting.fold_plan import TEST, VALIDATION, fold_plan, rows_for_folds
from nnviz.data.splitting.fold_ways import folds_of
from nnviz.errors import NnvizError
from nnviz.specs import DataSpec

IRIS = DataSpec(source="iris", folds=5, seed=3)
CLASSES = np.repeat([0, 1, 2], [6, 7, 8])
GROUPS = np.arange(21) // 3


def ours(way: str, count: int, folds: int = 3, **given) -> list[list[int]]:
    return [folds_of(way, folds, fold, 3, 21, **given)[1].tolist() for fold in range(count)]


def theirs(splitter, **given) -> list[list[int]]:
    return [validation.tolist() for _, validation in splitter.split(np.zeros((21, 1)), **given)]


def test_the_folds_are_those_of_scikit_learn():
    assert ours("plain", 3) == theirs(sk.KFold(3, shuffle=True, random_state=3))
    assert ours("plain", 6) == theirs(sk.RepeatedKFold(n_splits=3, n_repeats=2, random_state=3))
    stratified = sk.RepeatedStratifiedKFold(n_splits=3, n_repeats=2, random_state=3)
    assert ours("stratified", 6, classes=CLASSES) == theirs(stratified, y=CLASSES)
    grouped = sk.GroupKFold(3, shuffle=True, random_state=np.random.RandomState(3))
    assert ours("groups", 3, groups=GROUPS) == theirs(grouped, groups=GROUPS)
    assert ours("time", 3) == theirs(sk.TimeSeriesSplit(3))
    assert ours("each", 21) == theirs(sk.LeaveOneOut())


def test_time_is_followed_whatever_the_order_of_the_rows():
    times = np.random.default_rng(0).permutation(21)
    for fold in range(3):
        train, validation = folds_of("time", 3, fold, 0, 21, times=times)
        assert times[train].max() < times[validation].min()


def test_a_plan_says_of_every_row_where_it_is():
    plan = fold_plan(IRIS.replace(fold_by="stratified", test_fraction=0.2), 10)
    tested = (plan.parts == TEST).all(0)
    assert tested.sum() == 30 and (plan.validated[~tested] == 2).all() and not plan.validated[tested].any()
    counts = [np.bincount(plan.classes[row == VALIDATION]) for row in plan.parts]
    assert np.ptp(counts) == 0
    assert rows_for_folds(IRIS.replace(test_fraction=0.2)) == 120


@pytest.mark.parametrize(
    ("way", "folds", "given", "said"),
    [
        ("plain", 22, {}, "22 folds need at least 22 rows"),
        ("groups", 3, {}, "no groups"),
        ("groups", 8, {"groups": GROUPS}, "7 groups for 8 folds"),
        ("stratified", 7, {"classes": CLASSES}, "smallest class has 6 examples"),
        ("stratified", 3, {}, "these data have none"),
        ("time", 21, {}, "need at least 22 rows"),
        ("plain", 21, {"classes": np.eye(1, 21, 16, dtype=int)[0]}, "one class alone"),
    ],
)
def test_what_cannot_be_shared_out_so_is_a_sentence(way, folds, given, said):
    with pytest.raises(NnvizError, match=said):
        for fold in range(folds):
            folds_of(way, folds, fold, 3, 21, **given)
