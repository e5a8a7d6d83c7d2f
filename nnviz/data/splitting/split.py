"""Which examples are trained on and which are held out."""

import numpy as np


def split_rows(
    n: int, validation_fraction: float, test_fraction: float, seed: int, classes: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Positions 0 … n − 1 shuffled and shared out as (train, validation, test).

    Args:
        classes: (n,) whole numbers; when given, and every class has two examples or more, each split holds
            every class in its share of the whole, to the nearest example, and training keeps one at least.
    """
    rng = np.random.default_rng([seed, 7919])
    order = rng.permutation(n)
    groups = np.zeros(n, int) if classes is None else _dense(classes)
    sizes = np.bincount(groups)
    if sizes.min() < 2:
        groups, sizes = np.zeros(n, int), np.array([n])
    validation_size, test_size = round(n * validation_fraction), round(n * test_fraction)
    held = apportion(validation_size + test_size, sizes, sizes - 1)
    validation = apportion(min(validation_size, held.sum()), held, held)
    rank = _rank_within(groups[order])
    kind = groups[order]
    in_validation = rank < validation[kind]
    in_test = ~in_validation & (rank < held[kind])
    return order[~in_validation & ~in_test], order[in_validation], order[in_test]


def fold_rows(
    n: int, folds: int, fold: int, test_fraction: float, seed: int, classes: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Positions 0 … n − 1 as (train, validation, test), where validation is one of k parts of what is not for the test.

    The parts depend on the seed alone: over all folds, each example validates once (Stone, 1974).

    Args:
        folds, fold: how many parts, and which one validates.
        classes: as for `split_rows`; each part then holds every class in its share, to the nearest example.
    """
    rest, _, test = split_rows(n, 0.0, test_fraction, seed, classes)
    groups = np.zeros(len(rest), int) if classes is None else _dense(np.asarray(classes)[rest])
    # Classes one after the other, so that the parts differ by one example at most over all classes together.
    order = np.argsort(groups, kind="stable")
    part = np.empty(len(rest), int)
    part[order] = np.arange(len(rest)) % folds
    return rest[part != fold], rest[part == fold], test


def apportion(total: int, weights: np.ndarray, caps: np.ndarray) -> np.ndarray:
    """Whole numbers that sum to `total` (or to all that `caps` allow), nearest to the shares of `weights`.

    The method of largest remainders (Hamilton, 1792); ties go to the earlier group.
    """
    weights, caps = np.asarray(weights, float), np.asarray(caps, int)
    total = int(min(total, caps.sum()))
    if total <= 0:
        return np.zeros(len(caps), int)
    quota = total * weights / weights.sum()
    shares = np.minimum(np.floor(quota + 1e-9).astype(int), caps)
    while (left := total - shares.sum()) > 0:
        behind = np.where(shares < caps, quota - shares, -np.inf)
        open_groups = np.argsort(-behind, kind="stable")[: min(left, int((shares < caps).sum()))]
        shares[open_groups] += 1
    return shares


def _dense(classes: np.ndarray) -> np.ndarray:
    """Whole numbers (n,) as places 0, 1, … in their different values."""
    classes = np.asarray(classes)
    if classes.dtype.kind in "iu" and len(classes) and classes.min() >= 0 and classes.max() < len(classes):
        there = np.bincount(classes) > 0  # without putting them in order
        return (np.cumsum(there) - 1)[classes]
    return np.unique(classes, return_inverse=True)[1].reshape(-1)


def _rank_within(groups: np.ndarray) -> np.ndarray:
    """For each position, how many earlier positions are of its group."""
    rank = np.empty(len(groups), int)
    for group in range(int(groups.max(initial=-1)) + 1):
        where = np.flatnonzero(groups == group)
        rank[where] = np.arange(len(where))
    return rank
