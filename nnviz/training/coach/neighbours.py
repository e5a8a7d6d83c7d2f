"""Examples that stand among examples of another class: what wrong labels look like. Imports no framework."""

import numpy as np

_ASKED, _AMONG, _MOST_NUMBERS = 500, 3_000, 2_000
_NEAREST, _AGREE, _MOST_CLASSES = 7, 6, 200


def odd_ones(x: np.ndarray, y: np.ndarray, telling: float = 2) -> float:
    """The share of examples of which six of the seven nearest others are of one other class; NaN where neighbours tell
    little of the class, as of pixels that are moved about.

    Where classes merely overlap there are few: neighbours disagree there. Where labels are wrong at random they are
    everywhere. (Wilson, "Asymptotic properties of nearest neighbor rules using edited data", 1972.)

    Args:
        x: (n, …) inputs; columns are brought to one scale, and of large examples some numbers are looked at.
        y: (n,) class numbers.
        telling: how many times as often neighbours that agree have to be of the example's own class.
    """
    flat = x[:_AMONG].reshape(min(len(x), _AMONG), -1)
    flat = np.nan_to_num(flat[:, :: -(-flat.shape[1] // _MOST_NUMBERS)].astype("float32"))
    classes = int(y.max()) + 1
    if len(flat) <= 2 * _NEAREST or classes > _MOST_CLASSES:
        return float("nan")
    flat = (flat - flat.mean(0)) / np.where(flat.std(0) > 1e-9, flat.std(0), 1)
    asked = flat[:_ASKED]
    distances = (flat**2).sum(1) - 2 * asked @ flat.T
    distances[np.arange(len(asked)), np.arange(len(asked))] = np.inf
    near = y[:_AMONG][np.argpartition(distances, _NEAREST, axis=1)[:, :_NEAREST]]
    counts = np.stack([(near == one).sum(1) for one in range(classes)], 1)
    agree, same = counts.max(1) >= _AGREE, counts.argmax(1) == y[: len(asked)]
    odd, usual = float((agree & ~same).mean()), float((agree & same).mean())
    return odd if usual >= telling * odd else float("nan")
