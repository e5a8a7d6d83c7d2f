"""What a specification's steps of preparation are called, and which ones data ask for. Imports no framework."""

from collections.abc import Sequence
from typing import Any

from nnviz.data.column import Column
from nnviz.data.preparing.step_catalog import STEPS, WAYS, Step
from nnviz.data.schema import Kind, Schema
from nnviz.data.texts import UNKNOWN
from nnviz.errors import SpecError
from nnviz.params import fill, lookup
from nnviz.specs import DataSpec, StepSpec


def title_of(spec: StepSpec) -> str:
    """ "Categories: one-hot"."""
    step = lookup(STEPS, spec.name, "step of preparation")
    how = spec.settings.get("how", step.params[0].default if step.ways else "")
    return f"{step.title}: {WAYS.get(how, how)}" if how else step.title


def check(spec: StepSpec) -> dict[str, Any]:
    """The step's settings, complete and in range. Raises SpecError."""
    step = lookup(STEPS, spec.name, "step of preparation")
    settings = fill(step.params, spec.settings)
    if spec.name == "outliers" and settings["how"] == "quantiles" and settings["low"] >= settings["high"]:
        raise SpecError(
            f"The lower quantile is {settings['low']:g} and the upper one {settings['high']:g}.",
            expected="the lower one first",
            where="low",
        )
    if spec.name == "dates" and not any(settings[param.name] for param in step.params[1:]):
        raise SpecError("No part of the date is chosen.", fix="Choose one, or switch the step off.", where="year")
    return settings


def suited(schema: Schema) -> tuple[Step, ...]:
    """The steps for which these data have something."""
    kinds = kinds_of(schema)
    return tuple(step for step in STEPS.values() if kinds & set(step.suits))


def kinds_of(schema: Schema) -> set[str]:
    """The kinds of its input columns; "image", "sequence" or "text" for examples that are one, "tokens" for numbers of
    tokens that nobody has to count first."""
    columns = {column.kind for column in schema.columns if column.role == "input"}
    if schema.kind == "tokens" and schema.vocabulary and UNKNOWN not in schema.token_names:
        return columns or {"tokens"}  # the columns that became numbers for an Embedding
    whole: dict[Kind, str] = {"image": "image", "sequence": "sequence", "tokens": "text"}
    if schema.kind in whole:
        return {whole[schema.kind]}
    return columns


def implied(spec: DataSpec, schema: Schema, coded: bool) -> tuple[StepSpec, ...]:
    """The steps that `missing` and `scaling` mean where `spec` names none, or those that it names.

    Args:
        coded: whether the columns come as codes with gaps, as those of a person's own table do.
    """
    return spec.steps or meant(kinds_of(schema), spec.scaling, coded, spec.missing)


def meant(kinds: set[str], scaling: str, coded: bool, missing: str = "fill") -> tuple[StepSpec, ...]:
    """The same for examples of these kinds, none of which are named."""
    steps = []
    if coded:
        steps.append(StepSpec(name="missing", settings={"how": "drop"} if missing == "drop" else {}))
    if "category" in kinds:
        steps.append(StepSpec(name="categories"))
    if "text" in kinds:
        steps.append(StepSpec(name="text"))
    if scaling != "none" and kinds & set(STEPS["scale"].suits):
        steps.append(StepSpec(name="scale", settings={} if scaling == "standard" else {"how": scaling}))
    return tuple(steps)


def must_be_there(steps: tuple[StepSpec, ...], columns: Sequence[Column]) -> tuple[bool, ...]:
    """For each input column whether an example without its value is left out: where a step says so, and where none
    fills the gaps of a column that is no category."""
    dropped, filled = set(), {column.name for column in columns if column.kind == "category"}
    for step in steps:
        if step.on and step.name == "missing":
            covered = step.columns or tuple(column.name for column in columns)
            (dropped if check(step)["how"] == "drop" else filled).update(covered)
    return tuple(column.name in dropped or column.name not in filled for column in columns)
