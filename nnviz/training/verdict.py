"""What became of a run, in one sentence: from its history alone. Imports no framework."""

from collections.abc import Mapping, Sequence

import numpy as np

from nnviz import words
from nnviz.runs.outcome import OVERFITS, RAN_AWAY
from nnviz.training.coach.reading import ending, falling, overfits, ran_away

_CLEARLY, _NOTICED = 0.1, 0.02
"""Shares of what was to be learnt, and of the loss, below which a network has hardly learnt."""


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
        or _overfitted(loss, validation, place)
        or _falling(watched, noun, place)
        or _no_better(loss, history.get("accuracy"), guess, place)
        or f"It was best in {place}{_accuracy(history, best)}."
    )


def _ran_away(loss: np.ndarray, place: str) -> str:
    if not ran_away(loss):
        return ""
    return (
        f"{RAN_AWAY}, from {words.number(loss[0])} to {words.number(loss[-1])}; the network was best in "
        f"{place}. Try a smaller learning rate."
    )


def _overfitted(loss: np.ndarray, validation: np.ndarray, place: str) -> str:
    if not overfits(loss, validation):
        return ""
    return (
        f"{OVERFITS}: after {place} the validation loss rose to {words.number(ending(validation))} while the "
        "training loss kept falling. Early stopping keeps the best network."
    )


def _falling(watched: np.ndarray, noun: str, place: str) -> str:
    if not falling(watched):
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
