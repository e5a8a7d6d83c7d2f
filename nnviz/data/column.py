"""`Column`: what one column of a data set is, and the choices by which a person corrects a guess. No framework."""

import re
from dataclasses import dataclass
from typing import Literal

import numpy as np

from nnviz import names

ColumnKind = Literal["number", "category", "boolean", "date", "text", "identifier"]
Role = Literal["input", "target", "ignored", "group", "time", "split"]

ROLES: dict[str, str] = {
    "input": "the network is given it",
    "target": "what is predicted",
    "ignored": "left out",
    "group": "examples of one group (a patient, a customer) are never split up",
    "time": "later examples are held out, earlier ones train",
    "split": "says train, validation or test for every example",
}
"""Every role, and what it means."""

KINDS: dict[str, str] = {
    "number": "a quantity: more and less mean something",
    "category": "one of a few names; becomes one input for each",
    "boolean": "yes or no; becomes 1 or 0",
    "date": "a day, with or without a time; becomes days since 1970",
    "text": "free text; read word by word, several one after the other, with the other columns beside them",
    "identifier": "a name or number of the row itself; says nothing about others",
}
"""Every kind of column, and what it means for a network."""

USABLE = ("number", "category", "boolean", "date")
"""Kinds of which a network can be given several in one input. A text is an input of its own."""


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        name: unique in its data set.
        kind: what its values are.
        role: one of `ROLES`.
        unit: of its numbers, "" where none is known.
        categories: the names of a category's or a boolean's values, sorted; empty for other kinds.
        missing: share of its values that are missing, in [0, 1], before preparation.
    """

    name: str
    kind: ColumnKind = "number"
    role: Role = "input"
    unit: str = ""
    categories: tuple[str, ...] = ()
    missing: float = 0.0

    def __post_init__(self):
        object.__setattr__(self, "name", names.clean(self.name) or "column")
        object.__setattr__(self, "unit", names.clean(self.unit))
        object.__setattr__(self, "categories", names.clean_all(self.categories, "value"))

    def readable(self, codes: np.ndarray) -> list:
        """Codes (n,) of its values, as people write them: numbers, names, days (YYYY-MM-DD); None where missing."""
        if self.categories:
            return [None if np.isnan(code) else self.categories[int(code)] for code in codes]
        if self.kind == "date":
            days = [None if np.isnan(code) else np.datetime64(int(code // 1), "D") for code in codes]
            return [day if day is None else str(day) for day in days]
        return [None if np.isnan(code) else float(code) for code in codes]


def are_years(name: str, low: float, high: float) -> bool:
    """Whether a column of that name, whose numbers go from `low` to `high`, holds years, which are written without a
    separator: its name says so, and a calendar would."""
    called = any(
        word in ("year", "years", "yr", "founded", "built", "born") for word in re.findall("[a-z]+", name.lower())
    )
    return called and 1000 <= low <= high < 3000 and low % 1 == high % 1 == 0


def unit_in(name: str) -> str:
    """The unit that a column's name ends in: "length (cm)" → "cm", "price [€]" → "€"; "" where there is none."""
    for opening, closing in ("()", "[]"):
        if name.endswith(closing) and opening in name[:-1]:
            return name[name.rindex(opening) + 1 : -1].strip()[:20]
    return ""


def numbers(feature_names: tuple[str, ...]) -> tuple[Column, ...]:
    """Columns of plain numbers, all of them inputs, with the units that their names tell."""
    return tuple(Column(name, unit=unit_in(name)) for name in feature_names)
