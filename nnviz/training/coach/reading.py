"""How curves are read: where they end, how they fall, how much they shake. Imports no framework."""

import numpy as np

from nnviz.training.coach.records import Evidence, Recorded

_MOST_POINTS = 200
_AWAY = 3.0
"""A loss that ends at this many times its first and its least value has run away."""
_CLEARLY = 0.1
"""A validation loss that ends this share above its best one has risen."""
_NOTICED = 0.02
"""Changes below this share of all that the loss has fallen are not spoken of."""


def ending(values: np.ndarray) -> float:
    """Where a noisy curve ends: the median of its last tenth."""
    return float(np.median(values[-max(1, len(values) // 10) :])) if len(values) else np.nan


def ran_away(loss: np.ndarray) -> bool:
    """Whether a loss ends at many times both its first and its least value."""
    return bool(loss[-1] > _AWAY * max(loss[0], np.nanmin(loss)))


def overfits(loss: np.ndarray, validation: np.ndarray) -> bool:
    """Whether the validation loss has clearly risen above its best, and above a training loss that fell on."""
    if len(validation) < 4 or not np.isfinite(validation).all() or not np.isfinite(loss).all():
        return False
    best = int(np.argmin(validation))
    rise, end = ending(validation) - validation[best], ending(loss)
    clearly = rise > max(_CLEARLY * validation[best], _NOTICED * (validation[0] - validation[best]))
    wide = ending(validation) - end > max(0.5 * end, 0.3 * (loss[0] - end))
    return bool(clearly and wide and end < loss[best])


def falling(watched: np.ndarray) -> bool:
    """Whether a loss was still falling at its end."""
    if len(watched) < 4 or not np.isfinite(watched).all():
        return False
    tenth = max(1, len(watched) // 10)
    earlier = float(np.median(watched[-3 * tenth : -2 * tenth]))
    dropped, lately = watched[0] - ending(watched), earlier - ending(watched)
    return bool(lately > max(_NOTICED * dropped, _NOTICED * abs(earlier)))


def fallen(run: Recorded) -> float:
    """The share of the first loss that is gone at the end of training; NaN without a finite loss."""
    loss, first = run.curve("loss"), run.first_loss
    return float((first - ending(loss)) / first) if len(loss) and first > 0 else np.nan


def slope_left(values: np.ndarray) -> float:
    """What share of all that a curve has fallen it fell in its last third; 0 where it has not fallen."""
    third = max(1, len(values) // 3)
    total = values[0] - ending(values)
    middle = float(np.median(values[-third - max(1, third // 3) : -third] if len(values) > third + 1 else values[:1]))
    return float((middle - ending(values)) / total) if total > 0 else 0.0


def shaking(values: np.ndarray) -> float:
    """How far a curve goes up, all in all, against how far it comes down in the end."""
    steps = np.diff(values)
    down = values[0] - values.min()
    return float(steps[steps > 0].sum() / max(down, 1e-12)) if len(steps) else 0.0


def is_finite(run: Recorded, least: int = 4) -> bool:
    """Whether there is a loss after each of enough epochs."""
    loss = run.curve("loss")
    return len(loss) >= least and bool(np.isfinite(loss).all())


def learnt(run: Recorded) -> float:
    """How much of what guessing gets wrong training gets right at its end: 0 as guessing, 1 all right.

    Where nothing is classified: which share of the loss of the untrained network is gone.
    """
    accuracy = run.accuracy
    if run.guess is not None and len(accuracy):
        return float((np.nanmax(accuracy[-max(1, len(accuracy) // 4) :]) - run.guess) / max(1e-9, 1 - run.guess))
    return fallen(run)


def loss_curves(run: Recorded, marks: dict | None = None, log: bool = False) -> Evidence:
    """The loss of both parts over the epochs."""
    return over_epochs(run, {"training": "loss", "validation": "val_loss"}, "Loss", marks, log)


def over_epochs(run: Recorded, columns: dict[str, str], title: str, marks=None, log: bool = False) -> Evidence:
    """Columns of the history by their titles; of long ones every few epochs, the last among them."""
    epochs = run.epochs
    step = -(-max(1, len(epochs)) // _MOST_POINTS)
    kept = np.unique([*range(0, len(epochs), step), max(0, len(epochs) - 1)])[: max(1, len(epochs))]
    series = {name: run.curve(column) for name, column in columns.items()}
    shown = {name: tuple(values[kept].tolist()) for name, values in series.items() if len(values) == len(epochs) > 0}
    return Evidence(
        "lines", tuple(epochs[kept].tolist()) if len(epochs) else (), shown, "Epoch", title, log, marks or {}
    )


def layers_over_epochs(epochs, layers, values: np.ndarray, title: str, log=False, limits=None) -> Evidence:
    """One line a layer: `values` (t, layers)."""
    step = -(-max(1, len(epochs)) // _MOST_POINTS)
    kept = np.unique([*range(0, len(epochs), step), len(epochs) - 1])
    series = {name: tuple(values[kept, k].tolist()) for k, name in enumerate(layers)}
    return Evidence("lines", tuple(np.asarray(epochs)[kept].tolist()), series, "Epoch", title, log, {}, limits or {})
