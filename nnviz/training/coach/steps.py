"""Steps that are too long, too short, or that lead away. Imports no framework."""

import numpy as np

from nnviz import words
from nnviz.training.coach import mending
from nnviz.training.coach.reading import ending, fallen, is_finite, learnt, loss_curves, ran_away, shaking, slope_left
from nnviz.training.coach.records import Diagnosis, Recorded

_SHAKES = 4.0
"""A loss that goes up, all in all, this many times as far as it comes down jumps about."""
_WORSE, _BLOWN = 1.5, 15.0
"""How many times its first size a loss, or the weights, cannot get to with steps of a fitting length."""
_LONG_STEP, _SHORT_STEP = 0.1, 3e-4
"""Steps against the weights that they move: about a thousandth is usual (Karpathy, CS231n, "Babysitting the learning
process")."""


def update_ratio(run: Recorded) -> float:
    """The optimizer's step against the weights, over layers and the second half of the moments; NaN where unknown."""
    if run.gradients is None or not len(run.gradients.steps):
        return np.nan
    readings = run.gradients.readings[len(run.gradients.steps) // 2 :]
    begun = run.gradients.readings[:1, :, 0]  # weights that have nothing to say come down to nothing
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = readings[:, :, 3] / np.maximum(readings[:, :, 0], begun)
    ratios = ratios[np.isfinite(ratios)]
    return float(np.median(ratios)) if len(ratios) else np.nan


def growth(run: Recorded) -> float:
    """How many times larger the weights of a middling layer are at the end than at the start; 1 where unknown."""
    if run.gradients is None or len(run.gradients.steps) < 2:
        return 1.0
    first, last = run.gradients.readings[0, :, 0], run.gradients.readings[-1, :, 0]
    there = (first > 0) & np.isfinite(last)
    return float(np.median(last[there] / first[there])) if there.any() else 1.0


def divergence(run: Recorded) -> Diagnosis | None:
    """The loss became huge, or no number at all."""
    loss = run.curve("loss")
    broken = run.state == "failed" and "no longer a number" in run.message
    finite = loss[np.isfinite(loss)]
    grown = len(finite) > 1 and ran_away(finite)
    if not broken and not grown:
        return None
    told = (
        f"In epoch {len(loss):,} the loss was no number any more."
        if broken
        else f"The loss grew from {words.number(finite[0])} to {words.number(finite[-1])}."
    )
    return Diagnosis(
        "divergence",
        "The training ran away",
        told,
        "Each step went past the valley and up the other side, further every time. The learning rate, "
        f"{words.setting(run.experiment.train.learning_rate)}, is too large for this network and these inputs.",
        "stability",
        loss_curves(run, log=True),
        mending.rate(run.experiment, 0.1),
        1.0,
    )


def rate_too_high(run: Recorded) -> Diagnosis | None:
    """The loss jumps about instead of settling."""
    if not is_finite(run, 8) or divergence(run) is not None:
        return None
    loss = run.curve("loss")
    late, ratio = loss[len(loss) // 3 :], update_ratio(run)
    jumps = float(np.median(np.abs(np.diff(late))))
    most = max(run.first_loss, loss[0]) - loss.min()  # over many epochs also little ups, as of augmentation, add up
    large = jumps > max(0.06 * most, 0.02 * float(np.median(late)))
    wild = shaking(loss) > _SHAKES and large and learnt(run) < 0.98
    stuck = np.isfinite(ratio) and ratio > _LONG_STEP and learnt(run) < 0.9
    worse = ending(loss) > _WORSE * run.first_loss
    blown = growth(run) > _BLOWN and learnt(run) < 0.9
    if not (wild or stuck or worse or blown):
        return None
    told = f"From one epoch to the next the loss changes by {words.number(jumps)}, up as often as down."
    if worse:
        told = f"The loss is {words.number(ending(loss))}; that of the untrained network was "
        told += f"{words.number(run.first_loss)}."
    elif blown:
        told = f"The first steps threw the weights far away: they grew {growth(run):,.0f} times."
    if np.isfinite(ratio) and ratio > _LONG_STEP:
        told = f"A step still changes the weights by {words.percent(ratio)} of their size. " + told
    return Diagnosis(
        "rate_too_high",
        "The learning rate looks too high",
        told,
        "Steps that are longer than the valley is wide jump from side to side and never get to its floor.",
        "learning_rate",
        loss_curves(run),
        mending.rate(run.experiment, 0.1),
        0.9,
    )


def rate_too_low(run: Recorded) -> Diagnosis | None:
    """The loss falls evenly and slowly, and is far from its floor."""
    if not is_finite(run, 5):
        return None
    loss, ratio = run.curve("loss"), update_ratio(run)
    steady = slope_left(loss) > 0.2 and shaking(loss) < 0.5 and loss[0] > loss[-1]
    short = (np.isfinite(ratio) and ratio < _SHORT_STEP) or (not np.isfinite(ratio) and fallen(run) < 0.1)
    if not (steady and short and fallen(run) < 0.5) or run.experiment.train.schedule != "constant":
        return None
    told = f"In {len(loss):,} epochs the loss fell by {words.percent(max(0.0, fallen(run)))} of what it was, evenly."
    if np.isfinite(ratio):
        told += f" A step changes the weights by {words.number(100 * ratio, 2)} % of their size; 0.1 % is usual."
    return Diagnosis(
        "rate_too_low",
        "The learning rate looks too low",
        told,
        "The direction is right, but steps this short need a very long time to get anywhere.",
        "learning_rate",
        loss_curves(run),
        mending.rate(run.experiment, 10),
        0.85,
    )
