"""What a data source is in the catalog, and the settings that several share. Imports no framework."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from nnviz.data import plane
from nnviz.data.schema import Kind, Schema, Task
from nnviz.params import Param

TOY, TABLES, SERIES, REAL_IMAGES, IMAGES, MADE, REMOTE, OWN = (
    "Toy, two dimensions",
    "Real, tables",
    "Real, series",
    "Real, images",
    "Images",
    "Made, truth known",
    "TensorFlow Datasets",
    "Your own",
)


@dataclass(frozen=True, kw_only=True)
class Source:
    """One data source.

    Attributes:
        name, title: what specs and people call it.
        group: the heading that it is listed under.
        kind, task: of its examples, at the default settings.
        params: its settings.
        function: "module:function" that takes the settings and `seed` and returns a `Raw`.
        help: one line for a person.
        credit: where the data come from.
        schema: settings → `Schema`, or None where only reading tells.
        fixed: arguments of `function` that nobody sets.
        endings: of the file that a person brings (".csv"); empty where none is brought. Such a source has the settings
            "file" and "title", which an upload sets and no form draws.
        columns: whether a person corrects what its columns are (`DataSpec.columns`).
        reading: names of the settings that say how the file is read: guessed from it, each guess shown beside it.
        plane: whether its examples are points of a plane, to which inputs made of both coordinates can be added.
        truth: whether it is known what decides its examples (`nnviz.data.truth`).
    """

    name: str
    title: str
    group: str
    kind: Kind
    task: Task
    params: tuple[Param, ...]
    function: str
    help: str
    credit: str
    schema: Callable[[Mapping[str, Any]], Schema] | None = None
    fixed: Mapping[str, Any] = field(default_factory=dict)
    endings: tuple[str, ...] = ()
    columns: bool = False
    reading: tuple[str, ...] = ()
    plane: bool = False
    truth: bool = False


def points(default: int = 500, minimum: int = 20, maximum: int = 10_000, label: str = "Points") -> Param:
    return Param("points", "int", default, "How many examples.", minimum=minimum, maximum=maximum, label=label)


def noise(default: float, help: str = "Standard deviation of the noise added to both coordinates.") -> Param:
    return Param("noise", "float", default, help, minimum=0, maximum=2, usual=0.5)


FURTHER_INPUTS = Param(
    plane.SETTING,
    "several",
    "",
    "Made of the two coordinates, so that fewer units are needed.",
    choices=tuple(plane.FURTHER),
    label="Further inputs",
)


def real(name, title, help, schema, credit, group=TABLES, params=()) -> Source:
    """Real data that scikit-learn ships."""
    function = f"nnviz.data.tables:{name}"
    return Source(
        name=name,
        title=title,
        group=group,
        kind=schema.kind,
        task=schema.task,
        params=params,
        function=function,
        help=help,
        credit=credit,
        schema=lambda _: schema,
    )
