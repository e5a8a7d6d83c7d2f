"""How far a share that was counted may lie from the true one. Only NumPy.

Wilson, Probable inference, the law of succession, and statistical inference (1927).
"""

from statistics import NormalDist

import numpy as np


def wilson(hits, counts, level: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """Between which two shares the true one lies with that certainty, (…) each, for `hits` of `counts`; NaN for none.

    >>> low, high = wilson(8, 10)
    >>> round(float(low), 4), round(float(high), 4)
    (0.4902, 0.9433)
    """
    hits, counts = np.asarray(hits, float), np.asarray(counts, float)
    full = np.where(counts > 0, counts, np.nan)
    z = NormalDist().inv_cdf((1 + level) / 2)
    share = hits / full
    middle = (share + z**2 / (2 * full)) / (1 + z**2 / full)
    reach = z / (1 + z**2 / full) * np.sqrt(share * (1 - share) / full + z**2 / (4 * full**2))
    return np.clip(middle - reach, 0.0, 1.0), np.clip(middle + reach, 0.0, 1.0)
