"""Columns of text that are numbers or days → numbers and moments. Worker side: imports pandas."""

import re

import pandas as pd

from nnviz.data.own import reading

_TIME = r"(?:[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)?\s*(?:Z|UTC|[+-]\d{2}:?\d{2})?\s*"
_DAY = rf"\s*\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{1,4}}{_TIME}"
_WORDED = rf"\s*(?:\d{{1,2}}[-/. ]+{reading.MONTH}|{reading.MONTH}\.? \d{{1,2}},?)\.?[-/., ]+\d{{2,4}}{_TIME}"
_TIMES = ("", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", " %I:%M %p")
_ORDERS = {"day first": ("%d-%m-%Y", "%d-%m-%y"), "month first": ("%m-%d-%Y", "%m-%d-%y"), "year first": ("%Y-%m-%d",)}
_NAMED = {"day first": ("%d-%b-%Y", "%d-%B-%Y", "%d-%b-%y", "%d-%B-%y"), "month first": ("%b-%d-%Y", "%B-%d-%Y")}
"""The same with the month in words."""
_SIGNS = "€$£¥%"
_SPACES = " '’\u00a0\u202f"


def _form(group: str, point: str) -> str:
    """How numbers are written: a currency, a sign, digits in groups of three or not, decimals, a power, a currency."""
    digits = rf"(?:\d{{1,3}}(?:[{group}{_SPACES}]\d{{3}})+|\d+)?(?:{re.escape(point)}\d*)?(?:[eE][-+]?\d+)?"
    return rf"\s*[{_SIGNS}]?\s*[-+]?{digits}\s*[{_SIGNS}]?\s*"


_GROUPED = {"point": _form(",", "."), "comma": _form(".", ",")}


def are_days(texts: pd.Series) -> bool:
    """Whether nine in ten texts are written as days are, with or without a time."""
    if not have_digits(texts):
        return False
    return bool(texts.astype("str").str.fullmatch(rf"{_DAY}|{_WORDED}").mean() >= 0.9)


def have_digits(texts: pd.Series) -> bool:
    """Whether any of the first texts has a digit: most columns of names have none, and that is quickly seen."""
    return any(character.isdecimal() for text in texts.iloc[:50] for character in str(text))


def moments(texts: pd.Series, order: str = "") -> pd.Series:
    """Texts → datetime64[s], in UTC where they say a zone; NaT for what is no day in that order.

    Args:
        order: of `nnviz.data.own.reading.DATES`; "" guesses it from the texts themselves.
    """
    texts = texts.astype("str").str.strip()
    if not order:
        order = reading.guessed_dates([[text] for text in texts.dropna().iloc[:2_000]], "point")[0] or "year first"
    if order == "year first":
        read = pd.to_datetime(texts, format="ISO8601", errors="coerce", utc=True)
        if read.notna().sum() == texts.notna().sum():
            return read.astype("datetime64[s, UTC]").dt.tz_localize(None)
    plain = texts.str.replace(r"^(\d+)[-/.](\d+)[-/.](\d+)", r"\1-\2-\3", regex=True)
    plain = plain.str.replace(r"^(\d+|[A-Za-z]+)\.?[-/. ]+([A-Za-z]+|\d+)[-/., ]+(\d{2,4})", r"\1-\2-\3", regex=True)
    result = pd.Series(pd.NaT, texts.index, "datetime64[s, UTC]")
    left = plain.dropna()
    for form in _forms(order):
        if not len(left):
            break
        read = pd.to_datetime(left, format=form, errors="coerce", utc=True).dropna()
        result.loc[read.index] = read.astype("datetime64[s, UTC]")
        left = left[~left.index.isin(read.index)]
    return result.dt.tz_localize(None)


def _forms(order: str) -> list[str]:
    forms = [day + time for day in (*_ORDERS[order], *_NAMED.get(order, ())) for time in _TIMES]
    return ["ISO8601", *forms] if order == "year first" else [*forms, "ISO8601"]


def are_numbers(texts: pd.Series, decimal: str, share: float = 1.0) -> bool:
    """Whether so many texts are numbers, some with marks between thousands, a currency or %; "007" is a name."""
    if not have_digits(texts):
        return False
    texts = texts.astype("str")
    digits = texts.str.contains(r"\d") & ~texts.str.match(r"\s*0\d")
    return bool((texts.str.fullmatch(_GROUPED[decimal or decimal_of(texts)]) & digits).mean() >= share)


def numbers(texts: pd.Series, decimal: str = "") -> pd.Series:
    """Texts → float64, NaN for what is no number. Args: decimal: "point", "comma", or "" for the likelier."""
    texts = texts.astype("str")
    decimal = decimal or decimal_of(texts.dropna())
    fitting = texts.str.fullmatch(_GROUPED[decimal]).fillna(False).astype(bool)
    group = "," if decimal == "point" else "."
    plain = texts.where(fitting).str.replace(rf"[{group}\s'’{_SIGNS}]", "", regex=True)
    return pd.to_numeric(plain.str.replace(",", ".") if decimal == "comma" else plain, errors="coerce").astype(
        "float64"
    )


def decimal_of(texts: pd.Series) -> str:
    """The decimal mark that the first of these texts have: "point" or "comma"."""
    return reading.guessed_decimal([[text.strip()] for text in texts.iloc[:2_000]], "comma")
