"""The learning rate: what it does in a valley of one weight, by closed form, and the schedules that change it.

In a valley with the loss c/2 · w², plain gradient descent multiplies the weight by 1 − ηc at every step:

    wₖ = (1 − ηc)ᵏ · w₀,   so it comes to rest at 0 as long as η < 2/c.

`nnviz/web/lessons/learning_rate/valley.js` and `schedules.js` compute the same in the browser. Imports no framework.

Sources: LeCun et al., "Efficient BackProp" (1998), section 4; Goodfellow, Bengio and Courville, Deep Learning (2016),
chapter 8; Loshchilov and Hutter, "SGDR" (2017) for the cosine and its restarts; Goyal et al., "Accurate, large
minibatch SGD" (2017) for warm-up.
"""

from dataclasses import dataclass
from math import ceil, inf, log

import numpy as np

from nnviz.concepts import batches
from nnviz.gallery import ready
from nnviz.params import lookup
from nnviz.specs import Experiment, TrainSpec

NEAR = 0.01
"""A weight has arrived when this share of its first distance is left."""
CYCLES = 3
"""Falls of the cosine with restarts, each twice as long as the one before."""


def factor(rate: float, curvature: float) -> float:
    """What one step multiplies the weight by: 1 − ηc."""
    return 1 - rate * curvature


def path(rate: float, curvature: float, start: float, steps: int) -> np.ndarray:
    """(steps + 1,) the weight before every step and after the last."""
    with np.errstate(over="ignore"):
        return start * factor(rate, curvature) ** np.arange(steps + 1)


def limit(curvature: float) -> float:
    """The rate at which the weight swings for ever; above it, it flies out: 2/c."""
    return 2 / curvature


def steps_needed(rate: float, curvature: float) -> float:
    """Whole steps until no more than a hundredth of the distance is left; infinity where that never happens."""
    size = abs(factor(rate, curvature))
    if size >= 1:
        return inf
    return 1.0 if size <= NEAR else float(ceil(log(NEAR) / log(size) - 1e-9))


@dataclass(frozen=True)
class Shape:
    """A schedule as the reader draws it.

    Attributes:
        kind: one of `KINDS`.
        peak: the largest rate.
        end: share of the peak that is left at the end, 0.001 to 1; "constant" has none.
        warmup: share of the training that the rate takes to rise from 0 to the peak; only "warmup" has it.
    """

    kind: str
    peak: float
    end: float = 0.01
    warmup: float = 0.0


KINDS = {
    "constant": "Constant",
    "step": "Steps down",
    "exponential": "Exponential",
    "inverse_time": "1 / time",
    "polynomial": "Straight line",
    "cosine": "Cosine",
    "cosine_restarts": "Cosine, restarted",
    "warmup": "Warm-up, then cosine",
}


def training(train: TrainSpec, shape: Shape, epochs: int) -> TrainSpec:
    """The training that follows a shape for so many epochs, by Keras's own schedule of that kind.

    Raises:
        SpecError: for a kind that is not in `KINDS`.
    """
    lookup(KINDS, shape.kind, "schedule")
    name = "cosine" if shape.kind == "warmup" else shape.kind
    return train.replace(
        learning_rate=shape.peak,
        schedule=name,
        schedule_settings=_settings(shape, epochs),
        epochs=epochs,
        early_stopping=0,
    )


def _settings(shape: Shape, epochs: int) -> dict[str, float]:
    """The settings of the schedule in `nnviz.training.catalog` that ends at `peak · end` after `epochs`."""
    rising = epochs * shape.warmup
    return {
        "constant": {},
        "step": {"decay_epochs": epochs / CYCLES, "decay_rate": shape.end ** (1 / (CYCLES - 1))},
        "exponential": {"decay_epochs": epochs, "decay_rate": shape.end},
        "inverse_time": {"decay_epochs": epochs, "decay_rate": max(1 / shape.end - 1, 1e-6)},
        "polynomial": {"decay_epochs": epochs, "end_learning_rate": shape.peak * shape.end, "power": 1.0},
        "cosine": {"decay_epochs": epochs, "alpha": shape.end, "warmup_epochs": 0.0},
        "cosine_restarts": {"decay_epochs": epochs / (2**CYCLES - 1), "t_mul": 2.0, "m_mul": 1.0, "alpha": shape.end},
        "warmup": {"decay_epochs": max(epochs - rising, 0.01), "alpha": shape.end, "warmup_epochs": rising},
    }[shape.kind]


NETWORKS = {"diagnosis": "Breast-cancer diagnosis", "digits": "Handwritten digits, plain SGD", "spirals": "Two spirals"}
"""The networks that the lesson trains besides the reader's own: name → title."""
MOST_PARAMETERS, MOST_EXAMPLES, MOST_SHAPES = 50_000, 5_000, 8
_STEPS, _EPOCHS = 1200, 60


def network(name: str, own: Experiment) -> Experiment:
    """The experiment that a network of the lesson belongs to: one of `NETWORKS`, or "own".

    The rate is constant to begin with, and nothing ends the training early.
    """
    if name == "own":
        return own.replace(train=own.train.replace(schedule="constant", schedule_settings={}, early_stopping=0))
    if name == "digits":
        return batches.network("digits", own).replace(title=NETWORKS[name])
    experiment = ready({"spirals": "spirals", "diagnosis": "breast_cancer"}[name])
    return experiment.replace(title=NETWORKS[name])


def epochs_for(examples: int, batch_size: int) -> int:
    """How many epochs are trained to compare rates: about 1,200 steps, and 3 to 60 epochs."""
    return int(np.clip(round(_STEPS / max(1, ceil(examples / batch_size))), 3, _EPOCHS))
