"""What the curves alone tell: overfitting, underfitting, plateaus, and an end that came too early. Imports no
framework."""

import numpy as np

from nnviz import words
from nnviz.models import edits
from nnviz.training.coach import mending
from nnviz.training.coach.reading import ending, fallen, falling, is_finite, learnt, loss_curves, overfits, slope_left
from nnviz.training.coach.records import Diagnosis, Mend, Recorded
from nnviz.training.coach.steps import divergence, rate_too_high, rate_too_low, update_ratio

_LEARNT = 0.85
_IMPATIENT = 3
_FEW_UNITS = 12
"""Hidden units up to which a network counts as small."""


def overfitting(run: Recorded) -> Diagnosis | None:
    """The validation loss rises while the training loss keeps falling."""
    loss, validation = run.curve("loss"), run.curve("val_loss")
    if run.experiment.train.early_stopping or not overfits(loss, validation):
        return None
    best = int(np.argmin(validation))
    epoch = int(run.epochs[best])
    return Diagnosis(
        "overfitting",
        "It overfits",
        f"After epoch {epoch:,} the validation loss rose from {words.number(validation[best])} to "
        f"{words.number(ending(validation))}, while the training loss fell to {words.number(ending(loss))}.",
        "From there on the network learnt its training examples by heart, chance and mistakes included, which does "
        "not help with any others.",
        "overfitting",
        loss_curves(run, {float(epoch): "best"}),
        _stopping(run),
        0.8,
    )


def _stopping(run: Recorded) -> Mend:
    patience = max(3, min(50, run.experiment.train.epochs // 10))
    told = f"Stop after {patience} epochs without a better validation loss, and keep the best"
    return mending.trained(run.experiment, told, early_stopping=patience)


def _stands(run: Recorded) -> bool:
    """Whether the training loss has stood still for the last part, without having learnt."""
    if not is_finite(run, 8) or divergence(run) or rate_too_high(run) or rate_too_low(run):
        return False
    if overfitting(run):
        return False
    return learnt(run) < _LEARNT and _levelled(run)


def _levelled(run: Recorded) -> bool:
    """Whether the last third of the epochs brought next to nothing: of all that was won, or of the first loss."""
    left = slope_left(run.curve("loss"))
    return (left < 0.1 and not _falling(run)) or left * max(0.0, fallen(run)) < 0.03


def _weak(run: Recorded) -> str:
    """What keeps a network from fitting; "" where nothing obvious does."""
    hidden = mending.hidden(run.experiment)
    units = sum(layer.settings.get("units") or layer.settings.get("filters") or 0 for layer in hidden)
    dropped = max((layer.settings.get("rate") or 0 for layer in _of_kind(run, "Dropout")), default=0)
    plain = hidden and all(layer.settings.get("activation") in (None, "linear") for layer in hidden)
    if dropped >= 0.5:
        return f"dropout switches off {words.percent(dropped)} of the units in every step"
    if not hidden:
        return "without a hidden layer it can only draw straight boundaries"
    if plain and not _of_kind(run, "Activation") and not _of_kind(run, "ReLU"):
        return "its hidden layers have no activation, so that together they are one straight line"
    return f"its hidden layers have {units} units in all" if units <= _FEW_UNITS else ""


def _of_kind(run: Recorded, kind: str) -> list:
    return [layer for layer in run.experiment.model.layers if layer.enabled and layer.kind == kind]


def underfitting(run: Recorded) -> Diagnosis | None:
    """It stands still, far from right even on its training examples, and the network is too weak for more."""
    why = _weak(run) if _stands(run) else ""
    if not why or _unmoved(run):
        return None
    mend = mending.wider(run.experiment, 4)
    if "dropout" in why:
        layers = [layer for layer in _of_kind(run, "Dropout") if (layer.settings.get("rate") or 0) >= 0.5]
        mend = _less_dropout(run, layers)
    elif "activation" in why:
        names = {layer.keras_name for layer in mending.hidden(run.experiment)}
        mend = mending.activated(run.experiment, names, "relu", "ReLU")
    return Diagnosis(
        "underfitting",
        "It underfits",
        f"{_reached(run)}, and for the last third of its epochs that has hardly changed.",
        f"The network cannot form what the examples need: {why}.",
        "overfitting",
        loss_curves(run),
        mend,
        0.75,
    )


def _less_dropout(run: Recorded, layers) -> Mend:
    model = run.experiment.model
    for layer in layers:
        model = edits.set_settings(model, layer.id, rate=0.1)
    return Mend("Dropout of 10 %", run.experiment.replace(model=model))


def _reached(run: Recorded) -> str:
    accuracy = run.accuracy
    if run.guess is not None and len(accuracy):
        return (
            f"{words.percent(float(np.nanmax(accuracy)))} of the training examples are right, and always naming the "
            f"most frequent class gives {words.percent(run.guess)}"
        )
    return f"{words.percent(1 - max(0.0, fallen(run)))} of the first loss is still there"


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _unmoved(run: Recorded) -> bool:
    return learnt(run) < 0.1 and fallen(run) < 0.1


def plateau(run: Recorded) -> Diagnosis | None:
    """It stands still, far from right, and the network could do more."""
    if not _stands(run) or (_weak(run) and not _unmoved(run)):
        return None
    return Diagnosis(
        "plateau",
        "It is stuck on a plateau",
        f"{_reached(run)}, and for the last third of its epochs the loss has hardly changed.",
        "Where the loss is nearly flat in all directions, the slope says little about where to go. Steps that "
        "remember their direction and fit their length to each weight get across.",
        "stability",
        loss_curves(run),
        _moving(run),
        0.7,
    )


def _moving(run: Recorded) -> Mend:
    train = run.experiment.train
    if train.optimizer == "adam":
        return mending.rate(run.experiment, 3 if not update_ratio(run) > 0.01 else 0.3)
    rate = min(train.learning_rate, 0.01)
    told = f"Adam with learning rate {words.setting(rate)}"
    return mending.trained(run.experiment, told, optimizer="adam", optimizer_settings={}, learning_rate=rate)


def _falling(run: Recorded) -> bool:
    """Whether the loss that matters was still falling at the end."""
    validation = run.curve("val_loss")
    watched = validation if len(validation) and np.isfinite(validation).all() else run.curve("loss")
    return falling(watched)


def too_few_epochs(run: Recorded) -> Diagnosis | None:
    """All epochs are done, and the loss was still falling."""
    if run.state != "finished" or run.message.startswith("Ended early") or not is_finite(run, 4) or not _falling(run):
        return None
    if rate_too_low(run) or learnt(run) > 0.97:
        return None
    noun = "validation loss" if len(run.curve("val_loss")) else "loss"
    return Diagnosis(
        "too_few_epochs",
        "It was still learning",
        f"The {noun} was still falling when the last of {run.experiment.train.epochs:,} epochs was done.",
        "Nothing has gone wrong: training simply ended before it was finished.",
        "batches",
        loss_curves(run),
        mending.epochs(run.experiment, 3),
        0.6,
    )


def stopped_too_early(run: Recorded) -> Diagnosis | None:
    """Somebody, or a patience that was too short, ended it while the loss was still falling."""
    train, ended = run.experiment.train, run.message.startswith("Ended early")
    if not is_finite(run, 2) or not (run.state == "stopped" or (ended and train.early_stopping)):
        return None
    loss, left = run.curve("loss"), 1 - len(run.curve("loss")) / max(1, train.epochs)
    moving = slope_left(loss) > 0.1 or (len(loss) >= 4 and _falling(run))
    impatient = ended and train.early_stopping <= _IMPATIENT and learnt(run) < 0.8
    if left < 0.2 or not (moving or impatient) or learnt(run) > 0.95:
        return None
    what = f"a patience of {words.counted(train.early_stopping, 'epoch')}" if ended else "you"
    mend = (
        mending.trained(
            run.experiment, f"A patience of {4 * train.early_stopping + 6}", early_stopping=4 * train.early_stopping + 6
        )
        if ended
        else mending.trained(run.experiment, f"All {train.epochs:,} epochs", epochs=train.epochs)
    )
    return Diagnosis(
        "stopped_too_early",
        "It was stopped too early",
        f"After {len(loss):,} of {train.epochs:,} epochs {what} ended it"
        + (", while the training loss was still falling." if moving else f", and {_lower(_reached(run))}."),
        "A validation loss goes up and down by chance from one epoch to the next. Wait for more epochs than that "
        "before you take it for the end."
        if ended
        else "The curves had not levelled off.",
        "overfitting",
        loss_curves(run),
        mend,
        0.65,
    )
