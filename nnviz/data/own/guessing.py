"""What the columns of a table are: guessed from their values, corrected by a person. Worker side: imports pandas."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from nnviz import names
from nnviz.data import labels
from nnviz.data.at_once import each
from nnviz.data.column import KINDS, ROLES, USABLE, Column, unit_in
from nnviz.data.own import conversions
from nnviz.data.preparing.fit import MOST_FEATURES
from nnviz.data.preparing.step_catalog import MOST_CATEGORIES
from nnviz.errors import DataError, unknown_name

_FEW = 50
"""Different words up to which a column of text is guessed to be a category."""
_SOME = 2_000
"""Values that decide first."""
_MOSTLY = 0.9
"""Share of a column's texts that are numbers where it is guessed to be one."""
_FEW_CLASSES = 20
"""Different whole numbers up to which a target is guessed to be classes."""
_TARGETS = ("target", "label", "class", "y", "outcome", "species", "diagnosis", "survived", "churn", "price", "result")
_NUMBERED = ("id", "index", "nr", "no", "number", "row", "key", "uuid", "passengerid", "customerid")


def column_names(given: Iterable) -> tuple[str, ...]:
    """Names of a file's columns, cleaned and all different; a column without one is called by its place."""
    unnamed = ("" if str(name).startswith("Unnamed: ") or isinstance(name, int) else name for name in given)
    return names.clean_all(unnamed, "column")


def columns_of(frame: pd.DataFrame, choices: Mapping[str, Mapping]) -> tuple[Column, ...]:
    """Every column of a table, its kind and role guessed where `choices` (name → {"kind", "role"}) do not say.

    Raises:
        SpecError: for a choice that names no column, or no kind or role that there is.
        DataError: for a kind that a column's values cannot have.
    """
    _known(frame, choices)
    guesses = each(lambda name: _guess(frame[name]), frame.columns, len(frame))
    if sum(guess.role == "input" for guess in guesses) < 2 and not any(guess.kind == "text" for guess in guesses):
        guesses = [_of_use(guess, frame[guess.name]) for guess in guesses]
    guesses = _texts_alone(guesses, choices)
    target = _guessed_target(frame, guesses, choices)
    several = sum(choice.get("role") == "target" for choice in choices.values()) > 1

    def decided(guess: Column) -> Column:
        return _decided(frame[guess.name], guess, choices.get(guess.name, {}), target, several)

    return _affordable(each(decided, guesses, len(frame)), choices)


def _of_use(guess: Column, values: pd.Series) -> Column:
    """Numbers that count the rows are an input where there is no other: a value may follow from its place."""
    counts = guess.kind == "identifier" and pd.api.types.is_numeric_dtype(values)
    return replace(guess, kind="number", role="input") if counts else guess


def _affordable(columns: list[Column], choices: Mapping[str, Mapping]) -> tuple[Column, ...]:
    """The same, with as many guessed inputs ignored, the last first, as a network here cannot take."""
    left = MOST_FEATURES
    fitting = []
    for column in sorted(columns, key=lambda own: choices.get(own.name, {}).get("role") != "input"):
        cost = min(len(column.categories), MOST_CATEGORIES) if column.kind == "category" else 1
        left -= cost * (column.role == "input")
        if left >= 0 or column.role != "input" or choices.get(column.name, {}).get("role") == "input":
            fitting.append(column.name)
    kept = set(fitting)
    return tuple(column if column.name in kept else replace(column, role="ignored") for column in columns)


def _texts_alone(guesses: list[Column], choices: Mapping[str, Mapping]) -> list[Column]:
    """Where a person chose a text, what else was guessed is ignored, unless they choose it too; where there is little
    else than one text, it is the input."""

    def kind(guess: Column) -> str:
        return choices.get(guess.name, {}).get("kind", guess.kind)

    texts = [guess.name for guess in guesses if kind(guess) == "text"]
    chosen = [name for name in texts if choices.get(name, {}).get("role") == "input"]
    others = [guess for guess in guesses if guess.role == "input" and kind(guess) != "text"]
    if not chosen and len(others) == 1 and texts:
        chosen = texts[:1]
        return [replace(guess, role="input") if guess.name == chosen[0] else guess for guess in guesses]
    targets = {name for name, choice in choices.items() if choice.get("role") == "target"}
    last = {} if targets or not chosen else {others[-1].name} if others else {}
    return [
        replace(guess, role="ignored")
        if chosen and guess.role == "input" and guess.name not in {*chosen, *targets, *last}
        else guess
        for guess in guesses
    ]


def codes(values: pd.Series, column: Column) -> np.ndarray:
    """A column's values as numbers (n,) float64: days since 1970 of dates, places of names, NaN where missing."""
    if column.kind in ("category", "boolean"):
        return labels.codes(values, column.kind, column.categories)
    if column.kind == "date":
        moments = _dates(values).to_numpy("datetime64[s]")
        days = moments.astype("int64") / 86_400
        return np.where(np.isnat(moments), np.nan, days)
    numbers = _as_numbers(values).to_numpy("float64", na_value=np.nan)
    infinite = np.isinf(numbers)
    return np.where(infinite, np.nan, numbers) if infinite.any() else numbers


def _as_numbers(values: pd.Series) -> pd.Series:
    if pd.api.types.is_numeric_dtype(values):
        return values
    if pd.api.types.is_datetime64_any_dtype(values):
        return values.astype("int64").where(values.notna()) / 86_400
    return conversions.numbers(values)


def _known(frame: pd.DataFrame, choices: Mapping[str, Mapping]) -> None:
    for name, choice in choices.items():
        if name not in frame.columns:
            raise unknown_name("column", name, list(frame.columns))
        for part, allowed in (("kind", tuple(KINDS)), ("role", tuple(ROLES))):
            if part in choice and choice[part] not in allowed:
                raise unknown_name(f"{part} of a column", choice[part], allowed)


def _guess(values: pd.Series) -> Column:
    name = str(values.name)
    there = values.dropna() if values.hasnans else values
    missing = (len(values) - len(there)) / max(1, len(values))
    kind = _guessed_kind(there, name)
    varies = len(there) > 0 and bool((there.iloc[: 2 * _SOME] != there.iloc[0]).any() or (there != there.iloc[0]).any())
    role = "input" if kind in USABLE and varies else "ignored"
    return Column(name, kind, role, unit_in(name) if kind == "number" else "", (), missing)


def _guessed_kind(values: pd.Series, name: str) -> str:
    """The kind of a column's values, none of them missing. Some of them decide what all need not be looked at for."""
    some = values.iloc[:_SOME]
    if pd.api.types.is_bool_dtype(values):
        return "boolean"
    if pd.api.types.is_numeric_dtype(values):
        whole = len(some) > 0 and some.is_unique and bool((some == np.round(some)).all()) and values.is_unique
        return "identifier" if whole and _is_numbered(values, name) else "number"
    if pd.api.types.is_datetime64_any_dtype(values) or _are_dates(some):
        return "date"
    if labels.say_yes_or_no(some) and labels.say_yes_or_no(values):
        return "boolean"
    if conversions.are_numbers(some, "", _MOSTLY):
        return "number"
    few = min(_FEW, max(2, len(values) // 2))
    different = some.nunique()
    if isinstance(values.dtype, pd.CategoricalDtype) or different <= few or different == len(some):
        different = labels.different(values)
    if different <= few:
        return "category"
    texts = some.astype(str)
    sayings = texts.str.count(r"\s").mean() >= 2
    return "identifier" if different == len(values) and not sayings and texts.str.len().max() <= 40 else "text"


def _is_numbered(values: pd.Series, name: str) -> bool:
    words = name.lower().replace("_", " ").replace("-", " ").split()
    in_order = bool((np.diff(values.to_numpy("float64")) == 1).all())
    return bool(words and (words[-1] in _NUMBERED or words[0] in _NUMBERED)) or (in_order and len(values) > 20)


def _are_dates(values: pd.Series) -> bool:
    """Whether nine in ten values are days that a calendar knows."""
    some = values.iloc[:200]
    return conversions.are_days(some) and bool(_dates(some).notna().mean() >= 0.9)


def _dates(values: pd.Series) -> pd.Series:
    if pd.api.types.is_datetime64_any_dtype(values):
        return values
    return conversions.moments(values)


def _guessed_target(frame: pd.DataFrame, guesses: list[Column], choices: Mapping[str, Mapping]) -> str:
    """The column that is most likely to be predicted; "" where a person chose one."""
    if any(choice.get("role") == "target" for choice in choices.values()):
        return ""
    open_ones = [g for g in guesses if g.role == "input" and choices.get(g.name, {}).get("role") is None]
    kinds = {g.name: choices.get(g.name, {}).get("kind", g.kind) for g in open_ones}
    possible = [name for name, kind in kinds.items() if kind != "date"]
    named = {name: _TARGETS.index(name.lower()) for name in possible if name.lower() in _TARGETS}
    if named:
        return min(named, key=lambda name: named[name])
    return possible[-1] if possible else ""


def _decided(values: pd.Series, guess: Column, choice: Mapping, target: str, several: bool = False) -> Column:
    """A column as guessed and chosen. Of several targets, whole numbers stay numbers, but for 0 and 1, which are a
    label's no and yes."""
    role = choice.get("role") or ("target" if guess.name == target else guess.role)
    kind = choice.get("kind") or guess.kind
    if role == "target" and "kind" not in choice and kind == "identifier":
        kind = "number" if pd.api.types.is_numeric_dtype(values) else "category"
    elif role == "target" and "kind" not in choice and kind == "number":
        if several:
            kind = "boolean" if values.dropna().isin([0, 1]).all() else "number"
        elif _few_whole_numbers(values.dropna()):
            kind = "category"
    if role == "input" and kind not in (*USABLE, "text"):
        raise DataError(
            f"{guess.name} is of the kind {kind}, which says nothing about other examples.",
            expected=f"a {', '.join(USABLE)} or text",
            fix="Ignore it, or choose another kind.",
            where="columns",
        )
    column = replace(guess, kind=kind, role=role, unit=guess.unit if kind == "number" else "")
    return replace(column, categories=_categories(values, column)) if role != "ignored" else column


def _few_whole_numbers(values: pd.Series) -> bool:
    some = _as_numbers(values.iloc[:_SOME]).dropna()
    if not len(some) or some.nunique() > _FEW_CLASSES:
        return False
    different = _as_numbers(values).dropna().unique()
    whole = bool((different == np.round(different)).all())
    return whole and len(different) <= _FEW_CLASSES and len(values) >= 5 * len(different)


def _categories(values: pd.Series, column: Column) -> tuple[str, ...]:
    """The names of a category's values, numbers in their own order; nothing for quantities, which are checked."""
    if column.kind == "boolean":
        return ("no", "yes") if labels.found(values, "boolean") else ()
    if column.kind == "text" or (column.kind == "number" and pd.api.types.is_numeric_dtype(values)):
        return ()
    if column.kind == "category":
        return tuple(sorted(labels.found(values, "category"), key=_in_order))
    converted = codes(values, column)
    if np.isnan(converted).mean() > max(0.5, 2 * column.missing):
        raise DataError(
            f"Most values of {column.name} are not of the kind {column.kind}: for example "
            f"{str(values.dropna().iloc[0])[:40]!r}.",
            fix="Choose another kind for it.",
            where="columns",
        )
    return ()


def _in_order(label: str) -> tuple:
    try:
        return (0, float(label), label)
    except ValueError:
        return (1, 0.0, label)
