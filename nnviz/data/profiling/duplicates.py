"""Held-out examples that training knows: alike in every value, or nearly. Only NumPy and scikit-learn."""

import numpy as np

HELD, TRAINED, WIDEST = 1_000, 10_000, 1_024
"""Held-out and training examples that near-duplicates are looked for among, and numbers of each, at most."""
NEAR, _CLOSER = 0.02, 0.1
"""Mean difference, in deviations of each number, up to which two examples are nearly the same, and the share of the
usual distance to the nearest other example: where all lie close to each other, that says nothing."""
_USUAL, _TRIED = 300, 5


def across(hashed: np.ndarray, parts: np.ndarray) -> np.ndarray:
    """Positions of held-out examples (parts 1 and 2) that stand among those of training (part 0) as well."""
    import pandas as pd

    held = np.flatnonzero(parts > 0)
    return held[pd.Series(hashed[held]).isin(hashed[parts == 0]).to_numpy()]


def near(
    x: np.ndarray, parts: np.ndarray, keys: np.ndarray | None = None, seed: int = 0
) -> tuple[np.ndarray, np.ndarray, int]:
    """Held-out examples that have nearly the same among those of training: (held-out positions, positions of their
    nearest ones in training, how many were looked at). Of many examples, a sample drawn with `seed`.

    Args:
        x: (n, …) numbers without gaps, each number compared in its own deviations; those of images in one for all.
        keys: (n,) what must be equal besides, such as hashes of names; nothing when None.
    """
    from sklearn.neighbors import NearestNeighbors

    rng = np.random.default_rng(seed)
    held, trained = (_some(np.flatnonzero(own), most, rng) for own, most in ((parts > 0, HELD), (parts == 0, TRAINED)))
    if not len(held) or not len(trained):
        return held[:0], held[:0], 0
    values = _scaled(x, trained)
    search = NearestNeighbors(algorithm="brute").fit(values(trained))
    distance, nearest = search.kneighbors(values(held), 1 if keys is None else min(_TRIED, len(trained)))
    if keys is not None:  # the nearest of those that are equal besides
        distance = np.where(keys[trained[nearest]] == keys[held][:, None], distance, np.inf)
    first = distance.argmin(axis=1)[:, None]
    distance, nearest = (np.take_along_axis(own, first, 1)[:, 0] for own in (distance, nearest))
    some = _some(trained, _USUAL, rng)
    usual = float(np.median(search.kneighbors(values(some), min(2, len(trained)))[0][:, -1]))
    alike = distance <= min(NEAR, _CLOSER * usual)
    return held[alike], trained[nearest[alike]], len(held)


def _some(positions: np.ndarray, most: int, rng: np.random.Generator) -> np.ndarray:
    return positions if len(positions) <= most else np.sort(rng.choice(positions, most, replace=False))


def _scaled(x: np.ndarray, trained: np.ndarray):
    """Examples as rows whose Euclidean distance is the root mean square difference in deviations."""
    flat = x.reshape(len(x), -1)
    step = -(-flat.shape[1] // WIDEST)

    def values(rows: np.ndarray) -> np.ndarray:
        return flat[rows][:, ::step].astype("float32")

    own = values(trained)
    deviation = own.std() if x.ndim > 2 else own.std(axis=0)
    scale = np.where(deviation > 0, deviation, 1.0) * np.sqrt(own.shape[1])
    return lambda rows: values(rows) / scale
