"""Steps of preparation where tables stand beside a first input: one list for all of them. Imports no framework.

Each step changes whatever it suits, in the first input and in what stands beside it, unless it names columns. A first
input that is no table is named by its kind, "image", and a further sequence or image by its own name. Where no step
speaks of a table, the tables follow `DataSpec.scaling`; one that is switched off and names their columns leaves them
as they are.
"""

import dataclasses
from collections.abc import Sequence

from nnviz.data.column import Column
from nnviz.data.further import RawFurther
from nnviz.data.preparing.step_catalog import STEPS
from nnviz.data.preparing.steps import meant
from nnviz.data.raw import Raw
from nnviz.errors import unknown_name
from nnviz.params import lookup
from nnviz.specs import DataSpec, StepSpec

NUMBERS = "numbers"
"""What the columns beside names that are embedded are called as an input."""
WHOLES = ("image", "sequence", "text")
"""What a first input that is one array is called among columns."""


def speak_of_tables(steps: Sequence[StepSpec]) -> bool:
    """Whether any of these steps is about the columns of a table: it names one, or suits no first input."""
    return any(_speaks(step) for step in steps)


def _speaks(step: StepSpec) -> bool:
    if step.columns:
        return bool(set(step.columns) - set(WHOLES))
    return not set(lookup(STEPS, step.name, "step of preparation").suits) & set(WHOLES)


def for_first(steps: Sequence[StepSpec], raw: Raw, columns: Sequence[Column]) -> tuple[StepSpec, ...]:
    """What the steps do to the first input, whose columns these are where it is a table.

    Raises:
        SpecError: for a step that names what is neither a column nor the first input.
    """
    own = [column.name for column in columns] or [whole_of(raw)]
    known = [
        *own,
        *(column.name for column in raw.schema.columns),
        *(name for one in raw.further for name in [column.name for column in one.columns] or [one.name]),
    ]
    for name in (name for step in steps for name in step.columns):
        if name not in known:
            raise unknown_name("column", name, known)
    restricted = _restricted(steps, own)
    return restricted if columns else tuple(step.replace(columns=()) for step in restricted)


def for_table(steps: Sequence[StepSpec], columns: Sequence[Column], scaling: str) -> tuple[StepSpec, ...]:
    """What the steps do to a table beside the first input, or what `scaling` means where none speaks of tables."""
    if not speak_of_tables(steps):
        return meant({column.kind for column in columns}, scaling, coded=True)
    return _restricted(steps, [column.name for column in columns])


def for_whole(steps: Sequence[StepSpec], name: str, kind: str, scaling: str) -> tuple[StepSpec, ...]:
    """What the steps do to a sequence or an image beside the first input, which they name by its own name."""
    if not steps:
        return meant({kind}, scaling, coded=False)
    return tuple(step.replace(columns=()) for step in _restricted(steps, [name]))


def jointly(spec: DataSpec, raw: Raw) -> tuple[StepSpec, ...]:
    """One list of steps that does to all inputs what `spec` says, for people to read and change."""
    columns = [column for one in raw.further for column in one.columns]
    kinds = {column.kind for column in columns}
    if not spec.steps:
        first = {column.kind for column in raw.schema.columns if column.role == "input"} or {whole_of(raw)}
        return meant(kinds | first, spec.scaling, coded=True)
    if speak_of_tables(spec.steps) or not columns:
        return spec.steps
    names = tuple(column.name for column in columns)
    wholes = (whole_of(raw), *(one.name for one in raw.further if not one.columns))
    first = tuple(step if step.columns else step.replace(columns=wholes) for step in spec.steps)
    return (*first, *(step.replace(columns=names) for step in meant(kinds, spec.scaling, coded=True)))


def embeds(step: StepSpec) -> bool:
    """Whether a step makes names whole numbers for an Embedding layer, which stand in an input of their own."""
    return step.on and step.name == "categories" and step.settings.get("how") == "embedding"


def apart(raw: Raw, steps: Sequence[StepSpec]) -> Raw:
    """A table of whose columns some are embedded and some are not: the names alone, and the others beside them."""
    places = {column.name: place for place, column in enumerate(raw.columns)}
    categories = [column.name for column in raw.columns if column.kind == "category"]
    steps = [step for step in steps if step.on and step.name == "categories"]
    first = {name: next((s for s in steps if not s.columns or name in s.columns), None) for name in categories}
    inside = [places[name] for name, step in first.items() if step is not None and embeds(step)]
    others = [place for place in places.values() if place not in inside]
    if not inside or not others:
        return raw
    columns, numbers = (tuple(raw.columns[place] for place in own) for own in (inside, others))
    rest = tuple(column for column in raw.schema.columns if column.role != "input")
    return dataclasses.replace(
        raw,
        x=raw.x[:, inside],
        columns=columns,
        schema=dataclasses.replace(raw.schema, columns=(*columns, *numbers, *rest)),
        missing=None if raw.missing is None else raw.missing[inside],
        further=(*raw.further, RawFurther(NUMBERS, raw.x[:, others], numbers)),
    )


def whole_of(raw: Raw) -> str:
    """What the first input is called where it is no table."""
    return "text" if raw.schema.kind == "tokens" else raw.schema.kind


def _restricted(steps: Sequence[StepSpec], names: Sequence[str]) -> tuple[StepSpec, ...]:
    """The steps that are about some of these columns, naming no others."""
    kept = []
    for step in steps:
        own = tuple(name for name in step.columns if name in names)
        if own or not step.columns:
            kept.append(step.replace(columns=own))
    return tuple(kept)
