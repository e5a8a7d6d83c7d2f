"""`StudySpec`: an experiment and what varies in it → its variants. Frozen, JSON both ways. Imports no framework."""

import itertools
import math
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field, model_validator

from nnviz import words
from nnviz.data.preparing.steps import title_of
from nnviz.errors import SpecError
from nnviz.params import lookup
from nnviz.specs import Experiment, Spec
from nnviz.studies.knobs import KNOBS, SWITCHES, with_step

Kind = Literal["with_and_without", "grid", "folds", "seeds", "search"]
MOST_VARIANTS = 64


class StudySpec(Spec):
    """One experiment and what varies in it.

    Attributes:
        base: the experiment; every variant is it, but for the knobs that are turned.
        kind: "with_and_without" a switch, a "grid" of values, k "folds", several "seeds", or a "search".
        switch: of "with_and_without": a name in `nnviz.studies.knobs.SWITCHES`, or "step".
        step: where switch is "step": the place of the step of preparation that is off and on.
        values: of a "grid": knob → its values; of a "search": knob → (lowest, highest), or the choices.
        count: how many folds, seeds, or trials of a search.
        sampler: of a search: "random", or "tpe" (tree-structured Parzen estimator; Bergstra et al., 2011).
        prune: of a search: whether a trial that does worse than most did so far is ended early (median rule).
    """

    base: Experiment
    kind: Kind = "with_and_without"
    switch: str = "augmentation"
    step: int | None = Field(None, ge=0, exclude_if=lambda value: value is None)
    values: dict[str, tuple[Any, ...]] = Field(default_factory=dict)
    count: int = Field(5, ge=2, le=MOST_VARIANTS)
    sampler: Literal["random", "tpe"] = "tpe"
    prune: bool = True

    @model_validator(mode="after")
    def _can_be_done(self):
        if self.kind in ("grid", "search") and not self.values:
            raise ValueError("at least one thing to vary")
        if self.kind == "folds" and self.count > 20:
            raise ValueError("at most 20 folds")
        if self.switch == "step" and (self.step is None or self.step >= len(self.base.data.steps)):
            raise ValueError(f"the place of one of {len(self.base.data.steps)} steps of preparation")
        return self

    @property
    def variants(self) -> "tuple[Variant, ...]":
        """Its variants; see `variants`."""
        return variants(self)


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
    if spec.kind == "folds":
        experiment = experiment.replace(data=experiment.data.replace(folds=spec.count))
    for name, value in values.items():
        if name == "step":
            experiment = with_step(experiment, spec.step, value)
            continue
        knob = lookup(KNOBS, name, "knob")
        experiment = knob.turn(experiment, knob.param.check(value))
    name = _name(spec, values)
    title = f"{spec.base.title}, {name}" if spec.base.title else ""
    return Variant(name, values, experiment.replace(title=title[:120]))


def check_search(spec: StudySpec) -> None:
    """Raises SpecError for a range or choices that cannot be searched."""
    for name, values in spec.values.items():
        param = lookup(KNOBS, name, "knob").param
        checked = [param.check(value) for value in values]
        if param.kind in ("int", "float") and (len(checked) != 2 or checked[0] >= checked[1]):
            raise SpecError(
                f"{param.title}: received {', '.join(map(words.setting, checked))}.",
                expected="the lowest and the highest value, the lowest first",
                where=name,
            )
        if param.log and checked and isinstance(checked[0], int | float) and checked[0] <= 0:
            raise SpecError(f"{param.title} must be above 0 to be searched.", where=name)


def _combinations(spec: StudySpec) -> list[dict[str, Any]]:
    if spec.kind == "with_and_without" and spec.switch == "step":
        return [{"step": False}, {"step": True}]
    if spec.kind == "with_and_without":
        return [{spec.switch: value} for value in lookup(SWITCHES, spec.switch, "switch")]
    if spec.kind == "folds":
        return [{"fold": fold} for fold in range(spec.count)]
    if spec.kind == "seeds":
        return [{"seed": spec.base.train.seed + k} for k in range(spec.count)]
    total = math.prod(len(values) for values in spec.values.values())
    if not 2 <= total <= MOST_VARIANTS:
        raise SpecError(
            f"These values make {total:,} variant{'s' * (total != 1)}.",
            expected=f"2 to {MOST_VARIANTS}",
            fix="Give fewer or more values.",
            where="values",
        )
    return [dict(zip(spec.values, each, strict=True)) for each in itertools.product(*spec.values.values())]


def _name(spec: StudySpec, values: dict[str, Any]) -> str:
    if spec.kind == "with_and_without" and spec.switch == "step":
        title = title_of(spec.base.data.steps[spec.step])
        return f"{'with' if values['step'] else 'without'} {title[0].lower()}{title[1:]}"
    if spec.kind == "with_and_without":
        noun = KNOBS[spec.switch].title.lower()
        return f"{'without' if values[spec.switch] == SWITCHES[spec.switch][0] else 'with'} {noun}"
    if spec.kind == "folds":
        return f"fold {values['fold'] + 1} of {spec.count}"
    return ", ".join(f"{KNOBS[name].title.lower()} {_said(value)}" for name, value in values.items())


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return words.plain(value, 3) if isinstance(value, float) else str(value)
