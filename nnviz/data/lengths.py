"""Sequences of lengths of their own: where each ends, and what follows its end. Imports no framework.

As they are read, what follows an end is NaN. As a network is given them it is `PADDING`, in every channel, which a
Masking layer skips; a step of a sequence that happens to be just that is moved by a millionth.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from nnviz.errors import DataError

if TYPE_CHECKING:
    from nnviz.data.schema import Scaler

PADDING = 0.0
"""The number that follows a sequence's end, as a network is given it."""
_BESIDE = 1e-6


def stacked(sequences: Sequence) -> np.ndarray:
    """(n, longest, channels) float64 of sequences (steps, channels) or (steps,), NaN after the end of each.

    Raises:
        DataError: for sequences of different channels, or one without a step.
    """
    arrays = [np.asarray(own, "float64") for own in sequences]
    arrays = [own[:, None] if own.ndim == 1 else own for own in arrays]
    widths = {own.shape[1] if own.ndim == 2 else None for own in arrays}
    if len(widths) != 1 or None in widths or not all(len(own) for own in arrays):
        raise DataError(
            f"Received sequences of the shapes {', '.join(str(own.shape) for own in arrays[:3])}, …",
            expected="(steps, channels), with a step or more and as many channels in each",
            where="x",
        )
    longest = max(len(own) for own in arrays)
    x = np.full((len(arrays), longest, widths.pop()), np.nan)
    for row, own in zip(x, arrays, strict=True):
        row[: len(own)] = own
    return x


def are_ragged(sequences) -> bool:
    """Whether these are several sequences that have not all the same length."""
    if not isinstance(sequences, list | tuple) or not all(np.ndim(own) in (1, 2) for own in sequences):
        return False
    return len({len(own) for own in sequences}) > 1


def level(one: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Two stacks of sequences, the shorter one followed by NaN; anything else as it is."""
    if one.ndim != 3 or other.ndim != 3 or one.shape[1] == other.shape[1]:
        return one, other
    longest = max(one.shape[1], other.shape[1])
    gaps = [((0, 0), (0, longest - own.shape[1]), (0, 0)) for own in (one, other)]
    return tuple(
        np.pad(own.astype("float64"), gap, constant_values=np.nan) for own, gap in zip((one, other), gaps, strict=True)
    )


def there(x: np.ndarray) -> np.ndarray:
    """(n, steps) bool of sequences as they are read: whether a step is not after the end."""
    known = np.isfinite(x).any(axis=-1)
    return np.flip(np.maximum.accumulate(np.flip(known, axis=1), axis=1), axis=1)


def lengths(x: np.ndarray) -> np.ndarray:
    """(n,) steps of each sequence, as they are read."""
    return there(x).sum(axis=1)


def differ(x: np.ndarray) -> bool:
    """Whether some of the sequences (n, steps, channels) end before the last step."""
    return x.ndim == 3 and x.dtype.kind == "f" and not there(x)[:, -1].all()


def sentence(x: np.ndarray, name: str = "") -> str:
    """What a person should know of sequences as they are read; `name` is that of an input beside the first."""
    own, whose = lengths(x), f" of {name}" if name else ""
    return (
        f"The sequences{whose} have {own.min():,} to {own.max():,} steps. Shorter ones are followed by zeros, which a "
        "Masking layer skips."
    )


def fit(x: np.ndarray, scaling: str) -> "Scaler":
    """The scaler of sequences as they are read, from the steps that are there."""
    from nnviz.data.scale import fit_scaler

    return fit_scaler(x[there(x)], scaling, "vector")


def given(x: np.ndarray, scaler: "Scaler") -> np.ndarray:
    """Sequences as they are read → scaled and padded, float32, as a network is given them."""
    return padded(scaler.apply(x))


def padded(scaled: np.ndarray) -> np.ndarray:
    """Sequences (n, steps, channels) float32, NaN after the end of each → the same array, as a network is given it."""
    real = there(scaled)
    silent = real & (scaled == PADDING).all(axis=-1)
    scaled[silent] = PADDING + _BESIDE
    scaled[~real] = PADDING
    return scaled


def read_back(x: np.ndarray, values: np.ndarray) -> np.ndarray:
    """`values` of padded sequences x (n, steps, channels), with NaN after the end of each."""
    real = (np.asarray(x) != PADDING).any(axis=-1, keepdims=True)
    return np.where(real, values, np.nan)
