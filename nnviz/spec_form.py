"""What all specifications share: frozen, checked, JSON both ways; a mistake in one is a sentence."""

import json
from functools import cached_property
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from nnviz import names, words
from nnviz.errors import SpecError
from nnviz.versions import unchanged, up_to_date

MAX_JSON = 2_000_000
"""Bytes of a specification's text at most."""
_VERSION = 1
_MIGRATIONS = {0: unchanged}
"""Text without a version is from before there were any, and reads the same."""


class Spec(BaseModel):
    """What all specifications share: frozen, checked, JSON both ways with a version."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def __init__(self, **data: Any):
        try:
            super().__init__(**data)
        except ValidationError as error:
            raise _sentence(type(self).__name__, error) from None

    def __hash__(self) -> int:
        return hash(self._text)

    def to_json(self, indent: int | None = None) -> str:
        """Canonical JSON with the version of its form: the same spec gives the same text."""
        if indent is None:
            return self._versioned_text
        return json.dumps({**self.model_dump(mode="json"), "version": _VERSION}, sort_keys=True, indent=indent)

    @cached_property
    def _text(self) -> str:
        """What the spec says, whichever version of nnviz writes it."""
        return json.dumps(self.model_dump(mode="json"), sort_keys=True)

    @cached_property
    def _versioned_text(self) -> str:
        return json.dumps({**json.loads(self._text), "version": _VERSION}, sort_keys=True)

    @classmethod
    def from_json(cls, text: str | bytes):
        """The spec in `text`, also one of an older version. Raises SpecError for anything that is not one, or
        is newer."""
        if len(text) > MAX_JSON:
            raise SpecError(f"The text is {len(text):,} bytes long.", expected=f"at most {MAX_JSON:,} bytes")
        try:
            data = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise SpecError(
                f"This is not JSON: {error}.", expected=f"the JSON of {words.article(cls.__name__)}"
            ) from None
        if not isinstance(data, dict):
            raise SpecError(f"Received a JSON {type(data).__name__}.", expected="a JSON object")
        data = up_to_date(data, f"This {_NOUNS.get(cls.__name__, cls.__name__)}", _VERSION, _MIGRATIONS)
        try:
            spec = cls.model_validate(data)
            _ = spec._text
        except ValidationError as error:
            raise _sentence(cls.__name__, error) from None
        except (ValueError, RecursionError):
            raise SpecError("The settings are nested too deeply.", expected="at most a few levels") from None
        return spec

    def replace(self, **changes: Any):
        """A copy with `changes`, checked like a new one."""
        return type(self)(**{**{name: getattr(self, name) for name in type(self).model_fields}, **changes})


_NOUNS = {
    "Experiment": "experiment",
    "DataSpec": "choice of data",
    "ModelSpec": "network",
    "TrainSpec": "training",
    "LayerSpec": "layer",
    "TakenSpec": "choice of layers to take",
    "AugmentationSpec": "augmentation",
    "StepSpec": "step of preparation",
    "StudySpec": "study",
}
_KINDS = {
    "int": "a whole number",
    "float": "a number",
    "string": "text",
    "bool": "true or false",
    "tuple": "a list",
    "list": "a list",
    "dict": "settings by their names",
    "model": "settings by their names",
}
_BOUNDS = {"greater_than_equal": ("ge", "at least"), "greater_than": ("gt", "more than")} | {
    "less_than_equal": ("le", "at most"),
    "less_than": ("lt", "less than"),
}


def _sentence(noun: str, error: ValidationError) -> SpecError:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    noun, received = _NOUNS.get(noun, noun), first.get("input")
    shown = repr(received) if len(repr(received)) < 80 else "what is there"
    named = [part for part in first["loc"] if isinstance(part, str)]
    label = (named[-1] if named else noun).replace("_", " ").capitalize()
    said = first["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
    must = _must_be(first)
    if must:
        return SpecError(f"{label} must be {must}, not {shown}.", where=where.split(".")[-1])
    message = f"{label}: received {shown}."
    if first["type"] == "extra_forbidden":
        return SpecError(f"The {noun} has no setting {where!r}.", fix="Remove it or correct its spelling.", where=where)
    if first["type"] == "missing":
        return SpecError(f"The {noun} lacks its setting {where!r}.", fix="Add it.", where=where)
    return SpecError(message, expected=said, where=where.split(".")[-1])


def _must_be(problem: dict) -> str:
    """What a value of the wrong kind, or out of its bounds, should have been; "" for other problems."""
    kind = problem["type"]
    if kind in _BOUNDS:
        bound, words_for_it = _BOUNDS[kind]
        return f"{words_for_it} {words.setting(problem['ctx'][bound])}"
    return _KINDS.get(kind.split("_")[0], "") if kind.endswith(("_type", "_parsing", "_from_float")) else ""


def _named(field: str, value: Any) -> Any:
    """`value` of a field that holds a name, names, or settings by their names; all of them can be read whole."""
    label = field.replace("_", " ").capitalize()
    if isinstance(value, str):
        return names.check(value, label, field)
    for name in value or ():
        names.check(name, label, field)
    return value


def names_in(*fields: str) -> Any:
    """The validator that refuses, in these fields, names with characters that cannot be seen."""
    return field_validator(*fields)(classmethod(lambda cls, value, info: _named(info.field_name, value)))
