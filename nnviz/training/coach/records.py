"""What the coach is given, and what it says. Imports no framework."""

from dataclasses import dataclass, field

import numpy as np

from nnviz.data.schema import Schema
from nnviz.runs.recorded_gradients import RecordedGradients
from nnviz.runs.recorded_vitals import RecordedVitals
from nnviz.specs import Experiment
from nnviz.training.coach.facts import DataFacts


@dataclass(frozen=True)
class Recorded:
    """A run as it was recorded.

    Attributes:
        experiment: what was trained.
        history: {"epoch": (n,), "loss": (n,), …}.
        state, message: as its status tells.
        schema: of the data; None before they were read.
        untrained: scores before the first step.
        gradients, vitals: what was recorded of the layers; None where nothing was.
        facts: about the data; None for runs from before they were kept.
        confusion: (classes, classes) held-out examples by truth and answer at the end; None where not known.
        guess: the accuracy of always naming the most frequent class; None where nothing is classified.
    """

    experiment: Experiment
    history: dict[str, np.ndarray]
    state: str = "finished"
    message: str = ""
    schema: Schema | None = None
    untrained: dict[str, float] = field(default_factory=dict)
    gradients: RecordedGradients | None = None
    vitals: RecordedVitals | None = None
    facts: DataFacts | None = None
    confusion: np.ndarray | None = None
    guess: float | None = None

    def curve(self, name: str) -> np.ndarray:
        """(n,) one column of the history; () where there is none."""
        return np.asarray(self.history.get(name, ()), float)

    @property
    def epochs(self) -> np.ndarray:
        return np.asarray(self.history.get("epoch", np.arange(1, len(self.curve("loss")) + 1)), float)

    @property
    def first_loss(self) -> float:
        """The loss of the untrained network; after the first epoch where that is not known."""
        loss = self.curve("loss")
        return float(self.untrained.get("loss", loss[0] if len(loss) else np.nan))

    @property
    def accuracy(self) -> np.ndarray:
        """(n,) the training accuracy after each epoch; () where none was measured."""
        return self.curve("accuracy")


@dataclass(frozen=True)
class Evidence:
    """What is drawn beside a diagnosis.

    Attributes:
        kind: "lines" over `x`, or "bars" named by `x`.
        x: (n,) epochs, or names.
        series: name → (n,) values.
        x_title, y_title: of the axes.
        log: whether values are drawn as powers of ten.
        marks: x → what is there: an upright line for lines.
        limits: name → value: a level line.
    """

    kind: str
    x: tuple
    series: dict[str, tuple[float, ...]]
    x_title: str = "Epoch"
    y_title: str = ""
    log: bool = False
    marks: dict[float, str] = field(default_factory=dict)
    limits: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Mend:
    """What would help: the changed experiment, and what it changes in a few words ("Learning rate 0.001 instead of
    0.1")."""

    words: str
    experiment: Experiment


@dataclass(frozen=True)
class Diagnosis:
    """One thing that a run shows.

    Attributes:
        name: in `nnviz.training.coach.catalog.DIAGNOSES`.
        title: in a few words.
        sentence: what is seen, with the numbers.
        reason: why that is so.
        lesson: the name of the lesson that explains it, "" for none.
        evidence: what it rests on, to be drawn.
        mend: a changed experiment; None where only a person can know.
        weight: how much it matters, in [0, 1]; the largest is told first.
    """

    name: str
    title: str
    sentence: str
    reason: str
    lesson: str
    evidence: Evidence
    mend: Mend | None = None
    weight: float = 0.5
