"""Studies that are worth a click for any experiment. Imports no framework."""

from dataclasses import dataclass

from nnviz.errors import NnvizError
from nnviz.specs import Experiment
from nnviz.studies.any_knob import proposed_range, proposed_values, value_in
from nnviz.studies.knobs import KNOBS, hidden_layers
from nnviz.studies.spec import StudySpec


@dataclass(frozen=True)
class Suggestion:
    """A study, and what it answers."""

    name: str
    title: str
    question: str
    spec: StudySpec


def suggested(base: Experiment) -> tuple[Suggestion, ...]:
    """Those that can be made of this experiment."""
    makers = (_seeds, _rates, _dropout, _widths, _folds, _search)
    made = []
    for make in makers:
        try:
            own = make(base)
            _ = own and own.spec.variants
        except NnvizError:
            continue
        if own is not None:
            made.append(own)
    return tuple(made)


def _seeds(base: Experiment) -> Suggestion:
    spec = StudySpec(base=base, kind="seeds", count=3)
    return Suggestion("seeds", "Three seeds", "How much of the score is luck?", spec)


def _rates(base: Experiment) -> Suggestion:
    rate = base.train.learning_rate
    rates = tuple(float(f"{rate * factor:.3g}") for factor in (0.1, 0.3, 1.0, 3.0) if 1e-5 <= rate * factor <= 10)
    spec = StudySpec(base=base, kind="grid", values={"learning_rate": rates})
    return Suggestion("rates", "Four learning rates", "Does it learn too slowly, or overshoot?", spec)


def _dropout(base: Experiment) -> Suggestion | None:
    if not hidden_layers(base):
        return None
    spec = StudySpec(base=base, switch="dropout", again=3)
    return Suggestion("dropout", "With and without dropout", "Does it help on new examples? Three seeds each.", spec)


def _widths(base: Experiment) -> Suggestion | None:
    if not hidden_layers(base):
        return None
    spec = StudySpec(base=base, kind="grid", values={"units": (2, 4, 8, 16), "activation": ("relu", "tanh")})
    return Suggestion("widths", "Width and activation", "How large need the hidden layers be? Eight networks.", spec)


def _folds(base: Experiment) -> Suggestion:
    spec = StudySpec(base=base, kind="folds", count=5)
    return Suggestion("folds", "Five folds", "A score that does not hang on one split.", spec)


def _search(base: Experiment) -> Suggestion:
    values = {"learning_rate": proposed_range(KNOBS["learning_rate"].param, base.train.learning_rate)}
    if hidden_layers(base):
        values["units"] = (2, 32)
        values["activation"] = proposed_values(KNOBS["activation"].param, value_in(base, "activation"))
    spec = StudySpec(base=base, kind="search", values=values, count=16)
    return Suggestion("search", "Search, 16 trials", "Let earlier trials say where to look next.", spec)
