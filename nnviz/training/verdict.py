"""What became of a run, in one sentence: from its history alone. Imports no framework."""

from collections.abc import Mapping, Sequence

import numpy as np

from nnviz import words
from nnviz.runs.outcome import OVERFITS, RAN_AWAY

_AWAY = 3.0
"""A loss that ends at this many times its first and its least value has run away."""
_CLEARLY = 0.1
"""A validation loss that ends this share above its best one has risen."""
_NOTICED = 0.02
"""Changes below this share of all that the loss has fallen are not spoken of."""


def verdict(history: Mapping[str, Sequence[float]], guess: float | None = None) -> str:
    """One sentence or two on how training ended, with the best epoch; "" for a history without a finite loss.

    Args:
        history: {"epoch": (n,), "loss": (n,), …} as `Run.history` returns it; "val_loss" and accuracies where there
            are any.
        guess: the accuracy, in [0, 1], of always naming the most frequent class of the training examples; None where
            nothing is classified.
    """
    loss = np.asarray(history.get("loss", ()), float)
    validation = np.asarray(history.get("val_loss", ()), float)
    watched, noun = (validation, "validation loss") if np.isfinite(validation).any() else (loss, "loss")
    if not np.isfinite(loss).any():
        return ""
    best = int(np.nanargmin(np.where(np.isfinite(watched), watched, np.nan)))
    epochs = np.asarray(history.get("epoch", np.arange(1, len(loss) + 1)))
    place = f"epoch {int(epochs[best]):,} ({noun} {words.number(watched[best])})"
    return (
        _ran_away(loss, place)
        or _overfitted(loss, validation, best, place)
        or _falling(watched, noun, place)
        or _no_better(loss, history.get("accuracy"), guess, place)
        or f"It was best in {place}{_accuracy(history, best)}."
    )


def _ran_away(loss: np.ndarray, place: str) -> str:
    if not loss[-1] > _AWAY * max(loss[0], np.nanmin(loss)):
        return ""
    return (
        f"{RAN_AWAY}, from {words.number(loss[0])} to {words.number(loss[-1])}; the network was best in "
        f"{place}. Try a smaller learning rate."
    )


def _overfitted(loss: np.ndarray, validation: np.ndarray, best: int, place: str) -> str:
    if len(validation) < 4 or not np.isfinite(validation).all():
        return ""
    end, rise = _end(validation), _end(validation) - validation[best]
    clearly = rise > max(_CLEARLY * validation[best], _NOTICED * (validation[0] - validation[best]))
    if not clearly or _end(loss) >= loss[best]:
        return ""
    return (
        f"{OVERFITS}: after {place} the validation loss rose to {words.number(end)} while the training loss kept "
        "falling. Early stopping keeps the best network."
    )


def _falling(watched: np.ndarray, noun: str, place: str) -> str:
    if len(watched) < 4 or not np.isfinite(watched).all():
        return ""
    tenth = max(1, len(watched) // 10)
    earlier = np.median(watched[-3 * tenth : -2 * tenth])
    fallen, lately = watched[0] - _end(watched), earlier - _end(watched)
    if lately <= max(_NOTICED * fallen, _NOTICED * abs(earlier)):
        return ""
    return f"The {noun} was still falling at the end, and was best in {place}: more epochs may improve it."


def _no_better(loss: np.ndarray, accuracy, guess: float | None, place: str) -> str:
    if guess is not None and accuracy is not None and len(accuracy) > 1:
        reached = float(np.nanmax(np.asarray(accuracy, float)[-max(1, len(accuracy) // 4) :]))
        if reached < guess + _CLEARLY * (1 - guess):
            return (
                f"It has not learnt yet: {words.percent(reached)} of the training examples are right, and always "
                f"naming the most frequent class gives {words.percent(guess)}. It was best in {place}."
            )
    elif guess is None and len(loss) > 4 and np.nanmin(loss) > (1 - _NOTICED) * loss[0] > 0:
        return (
            f"It hardly learnt: the loss was {words.number(loss[0])} after the first epoch and "
            f"{words.number(np.nanmin(loss))} at its lowest. It was best in {place}."
        )
    return ""


def _accuracy(history, best: int) -> str:
    for name, noun in (("val_accuracy", "validation accuracy"), ("accuracy", "accuracy")):
        if len(history.get(name, ())) > best and np.isfinite(history[name][best]):
            return f", with {noun} {words.percent(history[name][best])}"
    return ""


def _end(values: np.ndarray) -> float:
    """Where a noisy curve ends: the median of its last tenth."""
    return float(np.median(values[-max(1, len(values) // 10) :]))
