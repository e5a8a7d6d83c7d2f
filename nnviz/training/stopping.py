"""When a training ends before its last epoch, and with which weights. Imports no framework."""

from collections.abc import Iterable
from typing import Any

from nnviz.errors import SpecError
from nnviz.params import Param, fill
from nnviz.specs import TrainSpec

STOPPING: tuple[Param, ...] = (
    Param(
        "monitor",
        "text",
        "loss",
        "The score that early stopping, the best weights and the target look at: of the validation examples where "
        "there are any.",
        label="Watched score",
    ),
    Param(
        "min_delta",
        "float",
        0.0,
        "A better score is better by more than this.",
        minimum=0.0,
        maximum=1000.0,
        label="Smallest progress",
    ),
    Param(
        "restore_best",
        "bool",
        True,
        "Early stopping puts the weights of the best epoch back.",
        label="Restore the best weights",
    ),
    Param(
        "start_from_epoch",
        "int",
        0,
        "Early stopping takes no notice of so many first epochs.",
        minimum=0,
        maximum=10_000,
        advanced=True,
        label="Wait at first",
    ),
    Param(
        "keep_best",
        "bool",
        False,
        "A checkpoint of the best epoch is kept; the run ends with its weights, also without early stopping.",
        label="Keep the best epoch",
    ),
    Param(
        "target",
        "float",
        None,
        "Training ends once the watched score is this good.",
        minimum=-1e12,
        maximum=1e12,
        optional=True,
        label="Stop at a score of",
    ),
    Param(
        "minutes",
        "float",
        None,
        "Training ends after the epoch in which so much time is over.",
        minimum=0.001,
        maximum=10_000.0,
        optional=True,
        label="Stop after minutes",
    ),
)
_HIGHER = ("accuracy", "precision", "recall", "f1", "auc", "r2", "mcc", "kappa", "top_", "iou")
"""What names of scores hold that are better when they are larger."""


def settled(train: TrainSpec) -> dict[str, Any]:
    """Every setting of stopping. Raises SpecError for one that does not fit."""
    return fill(STOPPING, train.stopping)


def higher_is_better(name: str) -> bool:
    """Whether a score of that name is better when it is larger."""
    return any(part in name for part in _HIGHER)


def mode(name: str) -> str:
    """ "max" or "min", as Keras's callbacks call it."""
    return "max" if higher_is_better(name) else "min"


def watched(name: str, names: Iterable[str]) -> str:
    """The score of that name as histories call it: of the validation examples where `names` has it.

    Raises:
        SpecError: for a score that is not measured.
    """
    names = list(names)
    for own in (f"val_{name}", name):
        if own in names:
            return own
    known = list(dict.fromkeys(own.removeprefix("val_") for own in names))
    raise SpecError(
        f"The watched score {name!r} is not measured.",
        expected=f"one of {', '.join(known)}",
        fix="Choose one of these, or add it to the metrics.",
        where="monitor",
    )
