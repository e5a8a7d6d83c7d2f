"""Which examples are held out where time matters: the later ones, so that nothing is learned from the future."""

import numpy as np

Parts = tuple[np.ndarray, np.ndarray, np.ndarray]


def time_rows(times: np.ndarray, validation_fraction: float, test_fraction: float) -> Parts:
    """Positions as (train, validation, test): the earliest trains, the latest tests.

    Args:
        times: (n,) when each example's target came about. Examples of one time stay together, so that the shares are
            met to the nearest time; training keeps the first time, and so does each held-out part that is asked for
            where there are times enough.
    """
    moments, counts = np.unique(times, return_counts=True)
    until = np.cumsum(counts) / len(times)
    test = _moments_held(until, test_fraction)
    validation = _moments_held(
        until[: len(moments) - test] / until[len(moments) - test - 1], validation_fraction / (1 - test_fraction)
    )
    place = np.searchsorted(moments, times)
    order = np.argsort(times, kind="stable")
    part = np.zeros(len(moments), int)
    part[len(moments) - test - validation :] = 1
    part[len(moments) - test :] = 2
    return tuple(order[part[place[order]] == k] for k in range(3))


def time_folds(times: np.ndarray, folds: int, fold: int, test_fraction: float) -> Parts:
    """As `time_rows`, for cross-validation along time: the times that are not for the test are cut into `folds` + 1
    blocks; fold k trains on the first k + 1 of them and validates on the next (rolling origin; Tashman, 2000).
    """
    rest, _, test = time_rows(times, 0.0, test_fraction)
    moments = np.unique(times[rest])
    block = np.searchsorted(moments, times[rest]) * (folds + 1) // len(moments)
    return rest[block <= fold], rest[block == fold + 1], test


def _moments_held(until: np.ndarray, fraction: float) -> int:
    """How many of the last moments hold `fraction` of the examples, most nearly; never the first moment.

    Args:
        until: (moments,) the share of the examples that has come about by each.
    """
    if fraction <= 0 or len(until) < 2:
        return 0
    before = np.concatenate([[0.0], until[:-1]])  # what stays when a moment and all later ones are held
    first = 1 + int(np.abs(before[1:] - (1 - fraction)).argmin())
    return len(until) - first
