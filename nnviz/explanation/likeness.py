"""How alike two maps are: by the order of their values, and for images by their structure."""

import numpy as np
from scipy.ndimage import uniform_filter
from scipy.stats import rankdata

_FEW = 3
_WINDOW, _SMALL_WINDOW, _SMALL = 7, 3, 14
"""Edge of the window that structure is compared in, in pixels; of images with a side below so many a smaller one."""


def spearman(own: np.ndarray, other: np.ndarray) -> float:
    """Spearman's rank correlation of two arrays of one shape, in [−1, 1]; NaN where one of both is the same everywhere.

    >>> import numpy as np
    >>> round(spearman(np.array([1, 2, 3]), np.array([1, 4, 9])), 6)
    1.0
    """
    ranks = [rankdata(np.ravel(values)) for values in (own, other)]
    if min(np.ptp(one) for one in ranks) == 0:
        return float("nan")
    return float(np.corrcoef(*ranks)[0, 1])


def rank_likeness(own: np.ndarray, other: np.ndarray) -> float:
    """`spearman` of two maps over the parts that both of them mark: a part that is exactly 0 in one was cut off there,
    and tells of no order. 0 where they mark hardly any part together; NaN where the own map is the same everywhere."""
    a, b = np.ravel(own), np.ravel(other)
    if not np.ptp(a):
        return float("nan")
    both = (a != 0) & (b != 0)
    if both.sum() < _FEW:
        return 0.0
    return float(np.nan_to_num(spearman(a[both], b[both])))


def ssim(own: np.ndarray, other: np.ndarray) -> float:
    """The mean structural similarity of the sizes of two maps (height, width), each divided by its largest, in [−1, 1].

    NaN where one of both is the same everywhere, or a side is below 3.
    Wang et al., "Image quality assessment: from error visibility to structural similarity" (2004), with a square
    window, sample covariances and constants 0.01² and 0.03².
    """
    a, b = (_scaled(np.abs(np.asarray(values, "float64"))) for values in (own, other))
    window = _WINDOW if min(a.shape) >= _SMALL else _SMALL_WINDOW
    if min(a.shape) < window or np.ptp(a) == 0 or np.ptp(b) == 0:
        return float("nan")
    edge, count = window // 2, window**2
    mean_a, mean_b = uniform_filter(a, window), uniform_filter(b, window)
    share = count / (count - 1)
    var_a = share * (uniform_filter(a * a, window) - mean_a**2)
    var_b = share * (uniform_filter(b * b, window) - mean_b**2)
    both = share * (uniform_filter(a * b, window) - mean_a * mean_b)
    light = (2 * mean_a * mean_b + 0.01**2) / (mean_a**2 + mean_b**2 + 0.01**2)
    structure = (2 * both + 0.03**2) / (var_a + var_b + 0.03**2)
    return float((light * structure)[edge : a.shape[0] - edge, edge : a.shape[1] - edge].mean())


def _scaled(values: np.ndarray) -> np.ndarray:
    most = values.max()
    return values / most if most > 0 else values
