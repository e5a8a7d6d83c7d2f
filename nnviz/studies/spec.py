"""`StudySpec`: an experiment and what varies in it → its variants. Frozen, JSON both ways. Imports no framework."""

import itertools
import math
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field, model_validator

from nnviz import words
from nnviz.data.preparing.steps import title_of
from nnviz.data.splitting.fold_ways import REPEATED
from nnviz.errors import SpecError
from nnviz.params import lookup
from nnviz.specs import Experiment, Spec
from nnviz.studies.any_knob import in_order, knob_of
from nnviz.studies.knobs import KNOBS, SWITCHES, with_step
from nnviz.studies.lattice import spaced

Kind = Literal["with_and_without", "grid", "folds", "seeds", "search"]
MOST_VARIANTS, MOST_FOLDS = 64, 200
AGAIN = ("seed", "fold")
"""What variants share, so that they can be compared in pairs."""


class StudySpec(Spec):
    """One experiment and what varies in it.

    Attributes:
        base: the experiment; every variant is it, but for the knobs that are turned.
        kind: "with_and_without" a switch, a "grid" of values, k "folds", several "seeds", or a "search".
        switch: of "with_and_without": a name in `nnviz.studies.knobs.SWITCHES`, or "step".
        step: where switch is "step": the place of the step of preparation that is off and on.
        values: of a "grid": knob → its values; of a "search": knob → (lowest, highest), or the choices.
        count: how many folds, seeds, or trials of a search; over a grid it has as many as `trials` says.
        fold_by: of "folds", and of variants that share them: a name in `nnviz.data.splitting.fold_ways.WAYS`.
        rounds: how often "folds" are dealt, each time otherwise.
        again: of "with_and_without" and "grid": from so many seeds, or on so many folds, each variant is trained; all
            of them on the same, so that differences can be taken in pairs.
        over: what these are, "seeds" or "folds".
        sampler: of a search: "grid" (every combination of evenly spaced values), "random", "tpe" (tree-structured
            Parzen estimator; Bergstra et al., 2011), or "gp"
            (Gaussian process with expected improvement; Snoek et al., 2012).
        spaced: of a search over a grid: how many values of each range.
        at_once: how many trials of a search may be under way at once; 0 is one for every training worker. Of one at a
            time the same seed makes the same trials.
        prune: of a search: whether a trial that does worse than most did so far is ended early (median rule).
    """

    base: Experiment
    kind: Kind = "with_and_without"
    switch: str = "augmentation"
    step: int | None = Field(None, ge=0, exclude_if=lambda value: value is None)
    values: dict[str, tuple[Any, ...]] = Field(default_factory=dict)
    count: int = Field(5, ge=2, le=MOST_FOLDS)
    fold_by: Literal["auto", "plain", "stratified", "groups", "time", "each"] = Field(
        "auto", exclude_if=lambda value: value == "auto"
    )
    rounds: int = Field(1, ge=1, le=20, exclude_if=lambda value: value == 1)
    again: int = Field(1, ge=1, le=20, exclude_if=lambda value: value == 1)
    over: Literal["seeds", "folds"] = Field("seeds", exclude_if=lambda value: value == "seeds")
    sampler: Literal["grid", "random", "tpe", "gp"] = "tpe"
    spaced: int = Field(3, ge=2, le=10, exclude_if=lambda value: value == 3)
    at_once: int = Field(0, ge=0, le=64, exclude_if=lambda value: not value)
    prune: bool = True

    @model_validator(mode="after")
    def _can_be_done(self):
        if self.kind in ("grid", "search") and not self.values:
            raise ValueError("at least one thing to vary")
        if self.kind != "folds" and self.count > MOST_VARIANTS:
            raise ValueError(f"at most {MOST_VARIANTS} of them")
        if self.kind == "folds" and self.fold_by == "auto" and self.count > 20:
            raise ValueError("at most 20 folds")
        if self.kind == "folds" and self.count * self.rounds > MOST_FOLDS:
            raise ValueError(f"at most {MOST_FOLDS} runs: fewer folds, or fewer rounds")
        if self.rounds > 1 and self.fold_by not in REPEATED:
            raise ValueError("one round: such folds are the same each time")
        if self.over == "folds" and self.again == 1:
            raise ValueError("two folds or more to train each variant on")
        if self.switch == "step" and (self.step is None or self.step >= len(self.base.data.steps)):
            raise ValueError(f"the place of one of {len(self.base.data.steps)} steps of preparation")
        return self

    @property
    def variants(self) -> "tuple[Variant, ...]":
        """Its variants; see `variants`."""
        return variants(self)

    @property
    def lattice(self) -> dict[str, list[Any]]:
        """Of a search over a grid: knob → the values that it tries."""
        return {name: spaced(knob_of(self.base, name).param, own, self.spaced) for name, own in self.values.items()}

    @property
    def trials(self) -> int:
        """How many trials a search has in all."""
        return math.prod(map(len, self.lattice.values())) if self.sampler == "grid" else self.count


@dataclass(frozen=True)
class Variant:
    """One experiment of a study: what it is called there, the values of what varies, and itself."""

    name: str
    values: dict[str, Any]
    experiment: Experiment


def variants(spec: StudySpec) -> tuple[Variant, ...]:
    """All variants of a study; of a search, whose variants follow from each other, none.

    Raises:
        SpecError: for a knob that there is not, a value that does not fit, or too many variants.
    """
    if spec.kind == "search":
        check_search(spec)
        return ()
    return tuple(variant(spec, values) for values in _combinations(spec))


def variant(spec: StudySpec, values: dict[str, Any]) -> Variant:
    """The variant with those values."""
    experiment = spec.base
    if "fold" in values:
        folds = spec.count if spec.kind == "folds" else spec.again
        experiment = experiment.replace(data=experiment.data.replace(folds=folds, fold_by=spec.fold_by))
    for name in in_order(values):
        value = values[name]
        if name == "step":
            experiment = with_step(experiment, spec.step, value)
            continue
        knob = knob_of(spec.base, name)
        experiment = knob.turn(experiment, knob.param.check(value))
    name = _name(spec, values)
    title = f"{spec.base.title}, {name}" if spec.base.title else ""
    return Variant(name, values, experiment.replace(title=title[:120]))


def check_search(spec: StudySpec) -> None:
    """Raises SpecError for a range or choices that cannot be searched."""
    for name, values in spec.values.items():
        if values:
            variant(spec, {name: values[0]})  # refuses a knob that this experiment has nothing for
        param = knob_of(spec.base, name).param
        checked = [param.check(value) for value in values]
        if param.kind in ("int", "float") and (len(checked) != 2 or checked[0] >= checked[1]):
            raise SpecError(
                f"{param.title}: received {', '.join(map(words.setting, checked))}.",
                expected="the lowest and the highest value, the lowest first",
                where=name,
            )
        if param.kind not in ("int", "float") and len(checked) < 2:
            raise SpecError(f"{param.title} needs two values or more to be searched.", where=name)
    if spec.sampler == "grid" and spec.trials > MOST_VARIANTS:
        _too_many(spec.trials)


def _combinations(spec: StudySpec) -> list[dict[str, Any]]:
    if spec.kind not in ("with_and_without", "grid") or spec.again == 1:
        return _apart(spec)
    first = spec.base.train.seed
    again = [{"fold": k} if spec.over == "folds" else {"seed": first + k} for k in range(spec.again)]
    made = [one | own for one in _apart(spec) for own in again]
    return made if len(made) <= MOST_VARIANTS else _too_many(len(made))


def _apart(spec: StudySpec) -> list[dict[str, Any]]:
    """What varies on purpose, besides the seeds and folds that all variants share."""
    if spec.kind == "with_and_without" and spec.switch == "step":
        return [{"step": False}, {"step": True}]
    if spec.kind == "with_and_without":
        return [{spec.switch: value} for value in lookup(SWITCHES, spec.switch, "switch")]
    if spec.kind == "folds":
        return [{"fold": fold} for fold in range(spec.count * spec.rounds)]
    if spec.kind == "seeds":
        return [{"seed": spec.base.train.seed + k} for k in range(spec.count)]
    total = math.prod(len(values) for values in spec.values.values())
    if not 2 <= total <= MOST_VARIANTS:
        _too_many(total)
    return [dict(zip(spec.values, each, strict=True)) for each in itertools.product(*spec.values.values())]


def _too_many(total: int) -> list:
    raise SpecError(
        f"These values make {total:,} variant{'s' * (total != 1)}.",
        expected=f"2 to {MOST_VARIANTS}",
        fix="Give fewer or more values.",
        where="values",
    )


def group_name(spec: StudySpec, values: dict[str, Any]) -> str:
    """What runs that differ in their seed or fold alone have in common; "" where that is all that varies."""
    if spec.kind in ("folds", "seeds"):
        return ""
    own = {name: value for name, value in values.items() if name not in AGAIN}
    return _name(spec, own) if own else ""


def _name(spec: StudySpec, values: dict[str, Any]) -> str:
    if not values:
        return ""
    again = [f"{name} {values[name] + (name == 'fold')}" for name in AGAIN if name in values]
    own = {name: value for name, value in values.items() if name not in AGAIN}
    if again and own:
        return ", ".join([_name(spec, own), *again])
    if spec.kind == "with_and_without" and spec.switch == "step":
        title = title_of(spec.base.data.steps[spec.step])
        return f"{'with' if values['step'] else 'without'} {title[0].lower()}{title[1:]}"
    if spec.kind == "with_and_without":
        noun = KNOBS[spec.switch].title.lower()
        return f"{'without' if values[spec.switch] == SWITCHES[spec.switch][0] else 'with'} {noun}"
    if spec.kind == "folds":
        turn, fold = divmod(values["fold"], spec.count)
        return f"fold {fold + 1} of {spec.count}" + (f", round {turn + 1}" if spec.rounds > 1 else "")
    return ", ".join(f"{_title(spec, name)} {_said(value)}" for name, value in values.items())


def _title(spec: StudySpec, name: str) -> str:
    title = knob_of(spec.base, name).title
    return title[0].lower() + title[1:] if name in KNOBS and name != "l2" else title


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return words.plain(value, 3) if isinstance(value, float) else str(value)
