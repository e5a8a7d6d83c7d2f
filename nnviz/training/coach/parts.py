"""Whether validation can be believed: its size, its likeness to training, what has leaked. Imports no framework."""

import math

from nnviz import words
from nnviz.training.coach import mending
from nnviz.training.coach.records import Diagnosis, Evidence, Mend, Recorded

_FEW, _UNSURE = 30, 0.15
_UNLIKE, _CHANCE = 0.2, 1e-4
_TELLS, _SHARED = 0.97, 0.1


def validation_too_small(run: Recorded) -> Diagnosis | None:
    """So few examples are held out that their score says little."""
    if run.facts is None or run.facts.sizes[1] >= _FEW:
        return None
    training, held, _ = run.facts.sizes
    either = 1.96 * math.sqrt(0.25 / held) if held else 1.0
    sizes = (10, 30, 100, 300, 1000)
    shown = tuple(1.96 * math.sqrt(0.25 / size) for size in sizes)
    told = f"{words.counted(held, 'example')} validate" + ("s" if held == 1 else "") if held else "No example validates"
    return Diagnosis(
        "validation_too_small",
        "Too few examples validate",
        f"{told}: a share measured on so few may be off by {words.percent(min(1.0, either))} either way.",
        "The score of a few examples is largely chance, and with it when training is stopped and which network "
        "looks better.",
        "overfitting",
        Evidence("lines", sizes, {"may be off by": shown}, "Examples that validate", "Share", False, {held: "here"}),
        _more_held(run, training, held),
        0.55,
    )


def _more_held(run: Recorded, training: int, held: int) -> Mend | None:
    data = run.experiment.data
    fraction = min(0.4, max(0.2, round(1.5 * _FEW / max(1, training + held), 2)))
    if data.folds or data.test_fraction + fraction > 0.9 or fraction <= data.validation_fraction:
        return None
    return mending.prepared(run.experiment, f"{words.percent(fraction)} held out", validation_fraction=fraction)


def validation_unlike(run: Recorded) -> Diagnosis | None:
    """Validation examples are of another kind than training examples."""
    facts = run.facts
    if facts is None or facts.unlike_by < _UNLIKE or facts.unlike_chance > _CHANCE:
        return None
    marks = ("5 %", "25 %", "middle", "75 %", "95 %")
    training, held = facts.unlike_parts
    return Diagnosis(
        "validation_unlike",
        "Validation is unlike training",
        f"In the two parts {facts.unlike} is spread otherwise: its middle is {words.number(training[2])} in "
        f"training and {words.number(held[2])} in validation.",
        "The two parts do not come from the same source, or from the same time. What is learnt on the one need not "
        "hold for the other, and the validation loss measures that, too.",
        "overfitting",
        Evidence("lines", marks, {"training": training, "validation": held}, "Quantile", facts.unlike),
        None,
        0.68,
    )


def leakage_suspected(run: Recorded) -> Diagnosis | None:
    """One input gives the answer away, or validation examples stand in training too."""
    facts = run.facts
    if facts is None:
        return None
    if facts.shared >= _SHARED:
        return _copies(run)
    if not facts.alone or facts.alone_skill < _TELLS:
        return None
    shown = {"share told": (facts.alone_guess, facts.alone_score)}
    columns = {**run.experiment.data.columns, facts.alone: {"role": "ignored"}}
    return Diagnosis(
        "leakage_suspected",
        "An input may give the answer away",
        f"{facts.alone} alone tells {words.percent(facts.alone_score)} right; guessing tells "
        f"{words.percent(max(0.0, facts.alone_guess))}.",
        "Such an input is often made from the answer, or known only after it. Then the network does well here and "
        "fails in use.",
        "overfitting",
        Evidence("bars", ("guessing", facts.alone), shown, "", "Share told right"),
        mending.prepared(run.experiment, f"Without {facts.alone}", columns=columns),
        0.82,
    )


def _copies(run: Recorded) -> Diagnosis:
    shared = run.facts.shared
    return Diagnosis(
        "leakage_suspected",
        "Validation examples were trained on",
        f"{words.percent(shared)} of the validation examples stand among the training examples as well.",
        "The network has seen their answers. The validation score tells what it remembers, not what it can do with "
        "new examples.",
        "overfitting",
        Evidence("bars", ("seen in training", "new"), {"share": (shared, 1 - shared)}, "Validation examples", "Share"),
        mending.prepared(run.experiment, "Each example once", duplicates="drop"),
        0.82,
    )
