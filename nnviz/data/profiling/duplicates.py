"""Held-out examples that training knows: alike in every value, or nearly. Only NumPy and pandas."""

import numpy as np

HELD, TRAINED, WIDEST = 500, 10_000, 1_024
"""Held-out and training examples that near-duplicates are looked for among, and numbers of each, at most."""
NEAR, _CLOSER = 0.02, 0.1
"""Mean difference, in deviations of each number, up to which two examples are nearly the same, and the share of the
usual distance to the nearest other example: where all lie close to each other, that says nothing."""
_USUAL, _TRIED, _AT_ONCE = 100, 5, 100


def across(hashed: np.ndarray, parts: np.ndarray) -> np.ndarray:
    """Positions of held-out examples (parts 1 and 2) that stand among those of training (part 0) as well."""
    import pandas as pd

    held = np.flatnonzero(parts > 0)
    return held[pd.Series(hashed[held]).isin(hashed[parts == 0]).to_numpy()]


def looked_at(parts: np.ndarray, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Positions of the held-out and of the training examples that are compared; of many a sample drawn with `seed`."""
    rng = np.random.default_rng(seed)
    return _some(np.flatnonzero(parts > 0), HELD, rng), _some(np.flatnonzero(parts == 0), TRAINED, rng)


def near(
    held: np.ndarray, trained: np.ndarray, keys: tuple[np.ndarray, np.ndarray] | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Which held-out examples are nearly the same as one of training: (their places, the places of these).

    Args:
        held, trained: (n, …) and (m, …) numbers without gaps, each number compared in its own deviations in training;
            those of images in one for all.
        keys: (n,) and (m,) what must be equal besides, such as hashes of names; nothing when None.
    """
    scale = _scale(trained)
    first, second = (own.reshape(len(own), -1) / scale for own in (held, trained))
    usual = float(np.median(_nearest(second[:_USUAL], second, 2)[0].max(axis=1)))
    close = min(NEAR, _CLOSER * usual)
    distance, nearest = _nearest(first, second, 1 if keys is None else _TRIED, close)
    if keys is not None:  # the nearest of those that are equal besides
        distance = np.where(keys[1][nearest] == keys[0][:, None], distance, np.inf)
    best = distance.argmin(axis=1)[:, None]
    distance, nearest = (np.take_along_axis(own, best, 1)[:, 0] for own in (distance, nearest))
    alike = np.flatnonzero(distance <= close)
    return alike, nearest[alike]


def _nearest(asked: np.ndarray, known: np.ndarray, count: int, enough: float = np.inf) -> tuple[np.ndarray, np.ndarray]:
    """(asked, count) Euclidean distances to the nearest of those known, and their places: found by
    |a − b|² = |a|² − 2 a · b + |b|² in few digits, and then measured.

    Args:
        enough: where the nearest is farther than that, further ones are not looked for: they are told as far, too.
    """
    count, squares = min(count, len(known)), np.square(known).sum(axis=1)
    factors = np.column_stack([known, squares]).astype("float32").T
    rough = 2 * enough + float(np.sqrt(1e-6 * squares.max(initial=0.0)))  # few digits may put a nearer one behind it
    distances, places = np.full((len(asked), count), np.inf), np.zeros((len(asked), count), int)
    for start in range(0, len(asked), _AT_ONCE):  # which stay near the processor
        own = slice(start, start + _AT_ONCE)
        few_digits = np.column_stack([-2 * asked[own], np.ones(len(asked[own]))]).astype("float32") @ factors
        rows = np.arange(len(few_digits))
        for rank in range(count):
            nearest = few_digits[rows].argmin(axis=1) if len(rows) < len(few_digits) else few_digits.argmin(axis=1)
            few_digits[rows, nearest] = np.inf
            distance = np.sqrt(np.square(asked[own][rows] - known[nearest]).sum(axis=-1))
            distances[start + rows, rank], places[start + rows, rank] = distance, nearest
            rows = rows[distance <= rough]
            if not len(rows):
                break
    return distances, places


def some_numbers(x: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """(rows, …) float32: some of the examples x (n, …); of those of many numbers every second, third, … number."""
    size = x[0].size
    if size <= WIDEST:
        return x[rows].astype("float32")
    return x.reshape(len(x), 1, -1)[:, :, :: -(-size // WIDEST)][rows].astype("float32")


def _some(positions: np.ndarray, most: int, rng: np.random.Generator) -> np.ndarray:
    return positions if len(positions) <= most else rng.choice(positions, most, replace=False)


def _scale(trained: np.ndarray) -> np.ndarray:
    """What numbers are divided by so that a Euclidean distance is the root mean square difference in deviations."""
    flat = trained.reshape(len(trained), -1)
    deviation = flat.std() if trained.ndim > 2 else flat.std(axis=0)
    return np.where(deviation > 0, deviation, 1.0) * np.float32(np.sqrt(flat.shape[1]))
