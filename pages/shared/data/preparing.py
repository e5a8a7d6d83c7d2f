"""The Prepare tab of the Data page: the steps from the columns to a network's inputs, each with its effect."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnviz import words
from nnviz.data.preparing import step_edits
from nnviz.data.preparing.step_catalog import STEPS, Step
from nnviz.data.preparing.step_records import Prepared
from nnviz.data.preparing.steps import suited
from nnviz.data.records import DataSummary
from nnviz.errors import NnvizError
from nnviz.specs import DataSpec, StepSpec
from pages.shared import engine, frame
from pages.shared.data import balancing, splitting, step_row
from pages.shared.forms import fields
from pages.shared.lessons import lesson
from pages.shared.session import state
from pages.shared.session.record import record

_KEPT = 30
"""Changes that can be undone."""


def tab(spec: DataSpec, summary: DataSummary) -> DataSpec:
    """The pipeline with its effects; the specification with the steps that were chosen."""
    step_row.dress()
    frame.caption(
        "Step by step, your data become what the network is given. Each step is fitted on the training examples alone, "
        "and does the same to all others."
    )
    lesson.door("preparing_data")
    if not _offers(summary):
        st.caption("These examples are numbers of tokens already: there is nothing to prepare.")
    looked, change = _head(spec, summary)
    prepared = _prepared(spec, looked)
    if prepared is None:
        return change or spec
    problem = st.container()
    change = change or splitting.draw(spec, summary)
    steps = tuple(effect.spec for effect in prepared.effects)
    for place, effect in enumerate(prepared.effects):
        changed, beside = step_row.draw(place, effect, steps, prepared, spec)
        if changed is not None and change is None:
            changed = step_edits.saying_nothing(changed, _of_tables(summary))
            change, problem = spec.replace(steps=changed, **_if_none(changed)), beside
    _end(prepared, summary)
    change = change or balancing.draw(spec, prepared, summary.schema.has_labels) or _target(spec, summary)
    return _taken(change, spec, problem)


def way_out(spec: DataSpec) -> None:
    """Where data cannot be had through their steps: a button that leaves the steps out."""
    if spec.steps and st.button("Do without the steps", icon=":material/layers_clear:", key="steps-way-out"):
        state.edit(data=spec.replace(steps=()))
        state.renew_forms()
        st.rerun()


def _if_none(steps: tuple[StepSpec, ...]) -> dict:
    """Without any step, nothing is done, which is said by what steps stood for before there were any."""
    return {} if steps else {"scaling": "none", "missing": "drop"}


def _head(spec: DataSpec, summary: DataSummary) -> tuple[str, DataSpec | None]:
    """Which column is looked at, and what the buttons above the steps change."""
    columns = _columns(summary)
    change = None
    with st.container(horizontal=True, vertical_alignment="bottom", key="steps-head"):
        looked = ""
        if len(columns) > 1:
            looked = st.selectbox(
                "Look at the column",
                columns,
                None,
                key=f"steps-look:{spec.source}",
                placeholder="one that each step changes",
                width=300,
            )
        offered = _offers(summary)
        with st.popover("Add a step", icon=":material/add:", disabled=not offered):
            for step in offered:
                if _offered(step, spec):
                    change = spec.replace(steps=step_edits.added(_written_out(spec, looked), step.name))
        if _past(spec) and st.button("Undo", icon=":material/undo:", key="steps-undo"):
            change = record().preparing.past[-1]
    return looked or "", change


def _columns(summary: DataSummary) -> list[str]:
    """The columns that may be looked at: of a table, and of those beside another first input, which counts as one."""
    schema = summary.schema
    own = [column.name for column in schema.columns if column.role == "input" and column.kind != "text"]
    first = own if schema.kind in ("vector", "tokens") else [schema.kind]
    beside = [name for one in schema.further for name in [column.name for column in one.columns] or [one.name]]
    return [*first, *(name for name in beside if name not in first)] if beside or own == first else []


def _of_tables(summary: DataSummary) -> list[str]:
    """The columns of the tables beside a first input that is none."""
    if summary.schema.kind == "vector":
        return []
    return [column.name for one in summary.schema.further for column in one.columns]


def _offers(summary: DataSummary) -> tuple[Step, ...]:
    """The steps for which these data have something, in the first input or beside it."""
    kinds = {column.kind for one in summary.schema.further for column in one.columns}
    first = suited(summary.schema)
    return tuple(step for step in STEPS.values() if step in first or kinds & set(step.suits))


def _offered(step: Step, spec: DataSpec) -> bool:
    return st.button(step.title, key=f"steps-add-{step.name}", help=step.help, width="stretch")


def _written_out(spec: DataSpec, looked: str) -> tuple[StepSpec, ...]:
    """The steps, also where the specification names none."""
    prepared = _prepared(spec, looked or "")
    return () if prepared is None else tuple(effect.spec for effect in prepared.effects)


def _prepared(spec: DataSpec, looked: str) -> Prepared | None:
    plain = spec.replace(augmentations=())
    try:
        return engine.ask_once(
            "prepared_through", plain, looked, key=f"{plain.to_json()}:{looked}", what="Preparing the examples"
        )
    except NnvizError as error:
        engine.refusal(error)
        return None


def _end(prepared: Prepared, summary: DataSummary) -> None:
    """What the column, or all of them, have become."""
    if not prepared.columns:
        return
    if summary.schema.further:
        return _end_beside(prepared, summary)
    count = len(prepared.inputs) if prepared.column else summary.schema.input_shape[0]
    columns = len(prepared.columns)
    inputs = f"{count} input{'s' * (count != 1)} of the network" if count else "no input of the network"
    one = columns == 1 or prepared.column
    step_row.ending(f"{prepared.column or f'{columns} columns'} {'becomes' if one else 'become'} {inputs}.")


def _end_beside(prepared: Prepared, summary: DataSummary) -> None:
    """The same where tables stand beside the first input."""
    if prepared.column and prepared.column != summary.schema.kind:
        count = len(prepared.inputs)
        return step_row.ending(f"{prepared.column} becomes {count} number{'s' * (count != 1)} of its table.")
    shapes = ", ".join(f"{one.name} {words.shape(one.shape)}" for one in summary.schema.further)
    step_row.ending(f"The network is given {words.shape(summary.schema.input_shape)}, and beside it {shapes}.")


def _target(spec: DataSpec, summary: DataSummary) -> DataSpec | None:
    """Whether the numbers that are predicted are scaled for training, where steps say what becomes of the inputs."""
    if summary.schema.task != "regression" or not spec.steps:
        return None
    with st.container(key="step-target"):
        scaled = st.toggle(
            "Standardise the target",
            spec.scaling != "none",
            key=state.key("steps.target"),
            help="Training then sees it with mean 0 and deviation 1; predictions are shown in its own units.",
        )
    changed = spec.replace(scaling="standard" if scaled else "none")
    return changed if scaled != (spec.scaling != "none") else None


def _past(spec: DataSpec) -> bool:
    past = record().preparing.past
    if past and (past[-1].source, past[-1].settings) != (spec.source, spec.settings):
        past.clear()
    return bool(past)


def _taken(change: DataSpec | None, spec: DataSpec, problem: DeltaGenerator) -> DataSpec:
    """The change where its data can be had; where they cannot, a sentence beside what was changed."""
    if change is None or change == spec:
        return spec
    past = record().preparing.past
    try:
        engine.ask_once("data_summary", change, key=change.to_json(), what="Preparing the examples")
    except NnvizError as error:
        with problem:
            fields.wrong(error)
        return spec
    if past and past[-1] == change:
        past.pop()
    else:
        past.append(spec)
        del past[:-_KEPT]
    state.renew_forms()
    return change
