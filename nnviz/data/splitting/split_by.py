"""Which examples are held out where something else than chance decides: groups, or the data themselves."""

import numpy as np

from nnviz.data.splitting.split import fold_rows, split_rows
from nnviz.errors import DataError

Parts = tuple[np.ndarray, np.ndarray, np.ndarray]


def group_rows(groups: np.ndarray, validation_fraction: float, test_fraction: float, seed: int) -> Parts:
    """Positions as (train, validation, test), whole groups in each; shares as near as the groups allow.

    Args:
        groups: (n,) the group of each example, any whole numbers.

    Raises:
        DataError: where there are fewer groups than parts.
    """
    names, place, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    place = place.reshape(-1)
    asked = [(part, share) for part, share in ((2, test_fraction), (1, validation_fraction)) if share > 0]
    _enough(len(names), 1 + len(asked), "group")
    order = np.random.default_rng([seed, 7919]).permutation(len(names))
    part_of, used = np.zeros(len(names), int), 0
    for left, (part, share) in zip(range(len(asked), 0, -1), asked, strict=True):
        size = 0
        # At least one group, as many as bring the size nearest, and enough of them for the parts to come.
        while used < len(names) - left:
            group = order[used]
            if size and abs(size + sizes[group] - share * len(place)) > abs(size - share * len(place)):
                break
            part_of[group], used, size = part, used + 1, size + sizes[group]
    return _shuffled(part_of[place], seed)


def group_folds(groups: np.ndarray, folds: int, fold: int, test_fraction: float, seed: int) -> Parts:
    """As `split.fold_rows`, whole groups in each part; the largest are dealt out first, each to the smallest
    part."""
    rest, _, test = group_rows(groups, 0.0, test_fraction, seed)
    names, place, sizes = np.unique(groups[rest], return_inverse=True, return_counts=True)
    _enough(len(names), folds, "group")
    order = np.random.default_rng([seed, 7919]).permutation(len(names))
    order = order[np.argsort(-sizes[order], kind="stable")]
    part_of, filled = np.zeros(len(names), int), np.zeros(folds, int)
    for group in order:
        smallest = int(filled.argmin())
        part_of[group] = smallest
        filled[smallest] += sizes[group]
    part = part_of[place.reshape(-1)]
    return rest[part != fold], rest[part == fold], test


def given_rows(parts: np.ndarray, validation_fraction: float, seed: int, classes: np.ndarray | None = None) -> Parts:
    """Positions as the data say: 0 for training, 1 for validation, 2 for test. Where they name none for validation, a
    share of the training examples is taken, as `split_rows` does."""
    train, validation, test = (np.flatnonzero(parts == part) for part in range(3))
    if len(validation) or not validation_fraction:
        return train, validation, test
    _enough(len(train), 2, "training example")
    own = None if classes is None else classes[train]
    kept, held, _ = split_rows(len(train), validation_fraction, 0.0, seed, own)
    return train[kept], train[held], test


def given_folds(parts: np.ndarray, folds: int, fold: int, seed: int, classes: np.ndarray | None = None) -> Parts:
    """The folds of what the data do not say is for the test."""
    rest, test = np.flatnonzero(parts != 2), np.flatnonzero(parts == 2)
    own = None if classes is None else classes[rest]
    train, held, _ = fold_rows(len(rest), folds, fold, 0.0, seed, own)
    return rest[train], rest[held], test


def _shuffled(part: np.ndarray, seed: int) -> Parts:
    order = np.random.default_rng([seed, 7919]).permutation(len(part))
    return tuple(order[part[order] == own] for own in range(3))


def _enough(count: int, least: int, noun: str) -> None:
    if count < least:
        raise DataError(
            f"There {'is' if count == 1 else 'are'} {count:,} {noun}{'s' * (count != 1)} to share out.",
            expected=f"at least {least:,}",
            fix="Hold out fewer parts, or split by something else.",
            where="columns",
        )
