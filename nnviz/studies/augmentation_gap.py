"""With augmentation and without, on few training examples: how far training and validation lie apart. No framework
before it is asked."""

from dataclasses import dataclass

from nnviz import words
from nnviz.data.augmentations import AUGMENTATIONS
from nnviz.errors import RunError, SpecError
from nnviz.specs import Experiment
from nnviz.studies.spec import StudySpec, variant
from nnviz.studies.store import Study

EXAMPLES, EPOCHS = 100, 200
"""A small sample, as people start with."""
_LEAST_BATCH, _STEPS = 8, 12
"""Few examples are learnt from in small batches, so that an epoch has a dozen steps: examples that never come
twice need them."""
_SCORES = ("accuracy", "exact_match", "rmse", "rmse_scaled")


@dataclass(frozen=True)
class Side:
    """One network on the training examples as they are, unchanged, and on validation examples."""

    name: str
    training: float
    validation: float

    @property
    def gap(self) -> float:
        return abs(self.training - self.validation)


@dataclass(frozen=True)
class Gap:
    """Two networks that differ in augmentation alone.

    Attributes:
        sides: without it, and with it.
        examples: how many training examples both saw.
        score: "accuracy", "exact_match" for labels, or "rmse" for a regression ("rmse_scaled" of several targets).
        changes: what its augmentations are called.
    """

    sides: tuple[Side, Side]
    examples: int
    score: str
    changes: tuple[str, ...] = ()

    @property
    def gains(self) -> float:
        """By how much new examples fare better with augmentation; negative where they fare worse."""
        without, with_it = (own.validation for own in self.sides)
        return without - with_it if self.score.startswith("rmse") else with_it - without

    @property
    def said(self) -> str:
        """Both gaps, and what new examples have of it, in a few sentences."""
        without, with_it = map(self._side, self.sides)
        narrower = self.sides[1].gap < self.sides[0].gap
        gap = f"The gap {'narrows' if narrower else 'does not narrow'}, and new examples"
        if not self.gains:
            fare = f"{gap} fare as before."
        elif self.gains > 0:
            fare = f"{gap} fare better by {self._number(abs(self.gains))}."
        else:
            fare = f"{gap} fare worse by {self._number(abs(self.gains))}. Milder changes may help."
        return f"Learning from {self.examples:,} examples: {without}; {with_it}. {fare}"

    def _number(self, value: float) -> str:
        return words.number(value) if self.score.startswith("rmse") else f"{100 * value:.1f} points"

    def _side(self, own: Side) -> str:
        if self.score.startswith("rmse"):
            numbers = (
                f"an error of {words.number(own.training)} on these, of {words.number(own.validation)} on new ones"
            )
        else:
            numbers = f"{words.percent(own.training)} of these right, {words.percent(own.validation)} of new ones"
        named = f" ({', '.join(self.changes)})" if self.changes and own is self.sides[1] else ""
        return f"{own.name} augmentation{named}, {numbers}, a gap of {self._number(own.gap)}"


def with_and_without(experiment: Experiment, examples: int = EXAMPLES, epochs: int = EPOCHS) -> StudySpec:
    """The study of two runs: the experiment on few training examples, without its augmentations and with them.

    Raises:
        SpecError: for an experiment that has none, or holds nothing out.
    """
    data = experiment.data
    if not data.augmentations:
        raise SpecError("Nothing is chosen that changes examples.", fix="Add a change first.", where="augmentations")
    if not experiment.model.layers:
        raise SpecError("There is no network yet.", fix="Build one first.", where="model")
    if not data.validation_fraction and not data.folds:
        raise SpecError(
            "Nothing is held out for validation.", fix="Set a validation share first.", where="validation_fraction"
        )
    batch = min(experiment.train.batch_size, max(_LEAST_BATCH, examples // _STEPS))
    train = experiment.train.replace(epochs=epochs, batch_size=batch)
    base = experiment.replace(data=data.replace(training_examples=examples), train=train)
    return StudySpec(base=base, kind="with_and_without", switch="augmentation")


def gap_of_study(study_id: str) -> Gap:
    """What a finished study of two runs came to, measured with the networks that it left. Raises NnvizError."""
    from nnviz.evaluation.of_run import evaluation_of_run

    study = Study.open(study_id)
    sides, examples, score = [], 0, "accuracy"
    for trial in sorted(study.trials, key=lambda own: bool(own.values["augmentation"])):
        parts = [evaluation_of_run(trial.run, part) for part in ("train", "validation")]
        score = next(name for name in _SCORES if name in parts[0].scores)
        examples = parts[0].total
        name = variant(study.spec, trial.values).name.split(" ")[0]
        sides.append(Side(name, *(float(part.scores[score]) for part in parts)))
    if len(sides) < 2:
        raise RunError("This study ended before both networks were trained.", fix="Train them again.", where="study")
    changes = study.spec.base.data.augmentations
    return Gap((sides[0], sides[1]), examples, score, tuple(AUGMENTATIONS[own.name].title for own in changes))
