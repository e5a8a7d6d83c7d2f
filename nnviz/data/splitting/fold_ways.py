"""Ways to share examples out into folds that a person chooses: scikit-learn's own splitters, row for row."""

import warnings
from collections.abc import Iterable

import numpy as np

from nnviz.errors import DataError

Parts = tuple[np.ndarray, np.ndarray]
WAYS = {
    "auto": "As the data say",
    "plain": "K-fold",
    "stratified": "Stratified k-fold",
    "groups": "Grouped k-fold",
    "time": "Time series",
    "each": "Leave one out",
}
"""Name → title. "auto" is not a splitter of scikit-learn's: classes in their share, groups together, or along time."""
REPEATED = ("plain", "stratified", "groups")
"""Ways that can be dealt again."""


def folds_of(
    way: str,
    folds: int,
    fold: int,
    seed: int,
    n: int,
    classes: np.ndarray | None = None,
    groups: np.ndarray | None = None,
    times: np.ndarray | None = None,
) -> Parts:
    """Positions 0 … n − 1 as (train, validation) of one fold.

    Args:
        way: a name in `WAYS` but "auto".
        folds: k, at least 2; of "each" it is not asked for.
        fold: from 0; beyond k it is one of the next round, dealt anew (as RepeatedKFold does).
        classes, groups, times: (n,) each where there are any.

    Raises:
        DataError: for more folds than rows or groups, a class that has too few for them, or groups that there are not.
    """
    _check(way, folds, n, classes, groups)
    if way == "each":
        return np.delete(np.arange(n), fold % n), np.array([fold % n])
    if way == "time":
        return _along_time(folds, fold, n, times)
    train, validation = _nth(_rounds(way, folds, fold // folds + 1, seed, n, classes, groups), fold)
    if classes is not None and len(np.unique(classes[train])) < 2:
        raise DataError(
            f"Fold {fold + 1} would be trained on examples of one class alone.",
            fix="Choose stratified folds, or fewer of them.",
            where="fold_by",
        )
    return train, validation


def _rounds(way: str, folds: int, rounds: int, seed: int, n: int, classes, groups) -> Iterable[Parts]:
    from sklearn import model_selection as sk

    rows = np.zeros((n, 1))
    if way == "plain":
        return sk.RepeatedKFold(n_splits=folds, n_repeats=rounds, random_state=seed).split(rows)
    if way == "stratified":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return list(
                sk.RepeatedStratifiedKFold(n_splits=folds, n_repeats=rounds, random_state=seed).split(rows, classes)
            )
    dealt, rng = [], np.random.RandomState(seed)
    for _ in range(rounds):
        dealt += sk.GroupKFold(n_splits=folds, shuffle=True, random_state=rng).split(rows, groups=groups)
    return dealt


def _along_time(folds: int, fold: int, n: int, times: np.ndarray | None) -> Parts:
    from sklearn.model_selection import TimeSeriesSplit

    order = np.arange(n) if times is None else np.argsort(times, kind="stable")
    train, validation = _nth(TimeSeriesSplit(n_splits=folds).split(np.zeros((n, 1))), fold)
    return order[train], order[validation]


def _nth(splits: Iterable[Parts], fold: int) -> Parts:
    return next(own for place, own in enumerate(splits) if place == fold)


def _check(way: str, folds: int, n: int, classes: np.ndarray | None, groups: np.ndarray | None) -> None:
    least = folds + (way == "time")
    if way != "each" and n < least:
        raise DataError(
            f"{folds} folds need at least {least} rows, and {n:,} are not for the test.",
            fix="Ask for fewer folds.",
            where="count",
        )
    if way == "groups" and groups is None:
        raise DataError(
            "These data have no groups.",
            fix="On Data, say which column names the group, or choose another way.",
            where="fold_by",
        )
    if way == "groups" and len(np.unique(groups)) < folds:
        raise DataError(
            f"There are {len(np.unique(groups))} groups for {folds} folds.", fix="Ask for fewer folds.", where="count"
        )
    if way == "stratified":
        _check_classes(folds, classes)


def _check_classes(folds: int, classes: np.ndarray | None) -> None:
    if classes is None:
        raise DataError(
            "Folds in the shares of the classes need classes, and these data have none.",
            fix="Choose plain k-fold.",
            where="fold_by",
        )
    smallest = int(np.bincount(np.unique(classes, return_inverse=True)[1].reshape(-1)).min())
    if smallest < folds:
        raise DataError(
            f"The smallest class has {smallest:,} example{'s' * (smallest != 1)}, too few for {folds} folds: some fold "
            "would be without it.",
            fix=f"Ask for {smallest} folds or fewer, or choose plain k-fold."
            if smallest > 1
            else "Choose plain k-fold, or leave that class out.",
            where="count",
        )
