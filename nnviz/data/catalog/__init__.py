"""Every data source: its name, settings and credit, and the path of the function that reads it.

Imports no framework: a server lists and checks sources, a worker reads them.
"""

from typing import Any

from nnviz.data.catalog import images, made, own, remote, series, tables, toys
from nnviz.data.catalog.kinds import Source
from nnviz.data.choosing import only_schema, schema_without, titled
from nnviz.data.downloading.remote_names import check_name
from nnviz.data.schema import Schema
from nnviz.errors import SpecError
from nnviz.params import fill, lookup
from nnviz.specs import DataSpec

SOURCES: dict[str, Source] = {
    source.name: source for room in (toys, tables, series, images, made, remote, own) for source in room.ENTRIES
}


def title_of(spec: DataSpec) -> str:
    """What people call the data of `spec`: their own title, else the source's."""
    own = spec.settings.get("title") if spec.source in SOURCES and SOURCES[spec.source].endings else ""
    return str(own) if own else SOURCES[spec.source].title if spec.source in SOURCES else spec.source


def check(spec: DataSpec) -> dict[str, Any]:
    """The source's settings, complete and in range, without reading any data.

    Raises:
        SpecError: for an unknown source, a setting that it does not have, or a value out of range.
    """
    source = lookup(SOURCES, spec.source, "data source")
    settings = fill(source.params, spec.settings)
    if spec.columns and not source.columns:
        _only_ignored(source, spec)
    if spec.source == "tfds":
        check_name(settings["name"], settings["split"])
    return settings


def known_schema(spec: DataSpec) -> Schema | None:
    """The schema of `spec`, or None where only reading the data tells. Raises SpecError like `check`,
    and DataError for classes that there are not."""
    settings = check(spec)
    source = SOURCES[spec.source]
    if source.schema is None:
        return None
    schema = titled(only_schema(source.schema(settings), spec.only_classes), spec.class_titles)
    return schema if source.columns else schema_without(schema, spec.columns)


def _only_ignored(source: Source, spec: DataSpec) -> None:
    """Raises SpecError for more than columns to ignore of data whose columns are known."""
    if source.kind != "vector":
        raise SpecError(f"{source.title} has no columns to correct.", fix="Leave them out.", where="columns")
    for name, choice in spec.columns.items():
        if dict(choice) not in ({"role": "ignored"}, {"role": "input"}):
            raise SpecError(
                f"{source.title}: the columns of these data are known; {name} can only be ignored or an input.",
                expected='{"role": "ignored"}',
                where="columns",
            )
