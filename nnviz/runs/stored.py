"""What a run says of its data and its pictures, as files with a version: `schema.json` and `graph.json`."""

import dataclasses
import json
from pathlib import Path
from typing import get_args

from nnviz.data.column import Column, ColumnKind, Role
from nnviz.data.further import FurtherInput
from nnviz.data.schema import Kind, Schema, Task
from nnviz.errors import RunError
from nnviz.runs import files
from nnviz.runs.status import number, text
from nnviz.versions import unchanged, up_to_date

_VERSION = 1
_MIGRATIONS = {0: unchanged}
_GRAPH_LISTS = ("columns", "links")


def schema_json(schema: Schema) -> str:
    return json.dumps({**dataclasses.asdict(schema), "version": _VERSION})


def read_schema(folder: Path) -> Schema | None:
    """The form of a run's data; None before it is known. Raises RunError for a file that is damaged or newer."""
    path = folder / "schema.json"
    return files.read_once(path, lambda: _schema(path)) if path.is_file() else None


def _schema(path: Path) -> Schema:
    content = _content(path, "The form of this run's data")
    try:
        values = {name: read(content[name]) for name, read in _SCHEMA.items() if name in content}
        return Schema(**values)
    except (TypeError, ValueError, OverflowError):
        raise _damaged(path) from None


def graph_json(graph: dict) -> str:
    return json.dumps({**graph, "version": _VERSION})


def read_graph(folder: Path) -> dict | None:
    """What a run's frames show; None before the first one, or where it is damaged. Raises RunError for a newer file."""
    path = folder / "graph.json"
    try:
        graph = files.read_once(path, lambda: _content(path, "The pictures of this run"))
    except _Damaged:
        return None
    return graph if all(isinstance(graph.get(name), list) for name in _GRAPH_LISTS) else None


class _Damaged(RunError):
    """Not the JSON object that it should be."""


def _damaged(path: Path) -> "_Damaged":
    return _Damaged(f"{path.name} of run {path.parent.name} is damaged.", where="run")


def _content(path: Path, noun: str) -> dict:
    content = files.read_object(path)
    if content is None:
        raise _damaged(path)
    return up_to_date(content, noun, _VERSION, _MIGRATIONS, kind=RunError)


def _one_of(choices: tuple[str, ...]):
    def read(value) -> str:
        if value not in choices:
            raise ValueError(f"expected one of {', '.join(choices)}")
        return value

    return read


def _tuple_of(read):
    def each(value) -> tuple:
        if not isinstance(value, list):
            raise TypeError(f"{type(value).__name__} is no list")
        return tuple(map(read, value))

    return each


def _whole(value) -> int:
    if number(value) != int(value):
        raise ValueError("expected a whole number")
    return int(value)


def _column(value) -> Column:
    if not isinstance(value, dict):
        raise TypeError(f"{type(value).__name__} is no column")
    return Column(**{name: read(value[name]) for name, read in _COLUMN.items() if name in value})


def _further(value) -> FurtherInput:
    if not isinstance(value, dict):
        raise TypeError(f"{type(value).__name__} is no input")
    columns = _tuple_of(_column)(value.get("columns", []))
    size = _tuple_of(_whole)(value.get("size", []))
    return FurtherInput(text(value["name"]), _tuple_of(text)(value["feature_names"]), columns, size)


_COLUMN = {
    "name": text,
    "kind": _one_of(get_args(ColumnKind)),
    "role": _one_of(get_args(Role)),
    "unit": text,
    "categories": _tuple_of(text),
    "missing": number,
}
_SCHEMA = {
    "kind": _one_of(get_args(Kind)),
    "task": _one_of(get_args(Task)),
    "input_shape": _tuple_of(_whole),
    "feature_names": _tuple_of(text),
    "class_names": _tuple_of(text),
    "target_name": text,
    "outputs": _whole,
    "vocabulary": _whole,
    "source": text,
    "columns": _tuple_of(_column),
    "target_names": _tuple_of(text),
    "target_units": _tuple_of(text),
    "further": _tuple_of(_further),
    "padded": bool,
}
