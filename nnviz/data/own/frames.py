"""A file that holds a table → its frame: every column numbers, yes and no, moments, or text. Worker side (pandas).

What is read is kept beside the files (`nnviz.data.own.parsed`), so that the same file is parsed once for the
same settings.
"""

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from nnviz import names
from nnviz.data.at_once import each
from nnviz.data.own import conversions, guessing, parquets, parsed, reading, text_tables, workbooks
from nnviz.data.own.parsed import Table
from nnviz.data.own.reading import Reading
from nnviz.errors import DataError

_SOME, _FEW = 2_000, 500
"""Texts that are looked at first, and how many different ones a column of names has at most: they are kept once."""
SETTINGS = ("separator", "encoding", "header", "decimal", "dates", "sheet")


def how(path: Path, settings: Mapping[str, str]) -> Reading:
    """How a file is read: guessed, and corrected by `settings`. Raises DataError."""
    with path.open("rb") as file:
        head = file.read(reading.HEAD)
    if head.startswith(b"PAR1"):
        return Reading()
    if workbooks.is_workbook(head, path):
        return workbooks.guess(path, settings)
    return reading.guess(head, settings, len(head) < reading.HEAD)


def read(path: Path, settings: Mapping[str, str], limit: int, seed: int, columns: Sequence[str] | None = None) -> Table:
    """The table in a file; where only some `columns` are wanted, perhaps these alone. Raises DataError."""
    settings = {name: settings.get(name) or reading.GUESSED for name in SETTINGS}
    return parsed.once(path, settings, limit, seed, lambda: _read(path, settings, limit, seed), columns)


def read_anew(path: Path, limit: int, seed: int = 0) -> Table:
    """The same of a file that is not kept, with every guess as it is."""
    return _read(path, dict.fromkeys(SETTINGS, reading.GUESSED), limit, seed)


def _read(path: Path, settings: Mapping[str, str], limit: int, seed: int) -> Table:
    how_read = how(path, settings)
    notes: tuple[str, ...] = ()
    if how_read.separator:
        frame, rows, notes = text_tables.read(path, how_read, limit, seed)
    elif how_read.sheets:
        frame, notes = workbooks.read(path, how_read)
        rows = len(frame)
    else:
        frame, rows = parquets.read(path, limit, seed)
    frame = _without_empty_rows(frame)
    _is_a_table(frame, how_read)
    rows = len(frame) if rows <= limit else rows
    frame, notes = _sampled(frame, rows, limit, seed, notes)
    frame.columns, named = _names(frame.columns)
    frame = _plain(frame, how_read)
    return Table(frame, rows, how_read, (*notes, *named))


def _without_empty_rows(frame: pd.DataFrame) -> pd.DataFrame:
    empty = np.ones(len(frame), bool)
    for place in range(frame.shape[1]):
        empty &= frame.iloc[:, place].isna().to_numpy()
        if not empty.any():
            return frame.reset_index(drop=True)
    return frame[~empty].reset_index(drop=True)


def _is_a_table(frame: pd.DataFrame, how_read: Reading) -> None:
    count, names = len(frame), [str(name) for name in frame.columns]
    another = "If its values stand between other marks, choose the separator under “How it was read”."
    if len(names) > reading.MOST_COLUMNS:
        raise reading.too_wide(len(names))
    if not count:
        columns = "one column" if len(names) == 1 else f"{len(names):,} columns"
        raise DataError(
            f"The file names {columns} and holds no row with a value.",
            expected="a row for each example",
            fix=another if how_read.separator and len(names) == 1 else "",
            where="file",
        )
    if len(names) < 2:
        raise DataError(
            f"The file holds {count:,} rows of one column, {names[0][:40]}.",
            expected="a column to predict, and at least one to predict it from",
            fix=another if how_read.separator else "",
            where="file",
        )
    if count < 4:
        raise DataError(
            f"The file holds {count:,} row{'s' * (count != 1)} and {len(names):,} columns.",
            expected="at least 4 rows",
            fix=another if how_read.separator else "",
            where="file",
        )


def _sampled(frame, rows: int, limit: int, seed: int, notes) -> tuple[pd.DataFrame, tuple[str, ...]]:
    if len(frame) > limit:
        drawn = np.sort(np.random.default_rng([seed, 4409]).permutation(len(frame))[:limit])
        frame = frame.iloc[drawn].reset_index(drop=True)
    if rows <= limit:
        return frame, notes
    return frame, (f"{len(frame):,} of {rows:,} rows were drawn at random; raise the limit to read more.", *notes)


def _names(given) -> tuple[list[str], tuple[str, ...]]:
    """The names of the columns, and what was done to them."""
    long = sum(len(names.clean_line(name)) > names.LONGEST for name in given)
    notes = (
        (f"{long:,} column name{'s were' if long > 1 else ' was'} cut to {names.LONGEST} characters.",) if long else ()
    )
    return list(guessing.column_names(given)), notes


def _plain(frame: pd.DataFrame, how_read: Reading) -> pd.DataFrame:
    """Every column as numbers, booleans, moments or text; text that is numbers or days throughout becomes that."""
    columns = each(lambda name: _column(frame[name], how_read), frame.columns, len(frame))
    return pd.DataFrame(dict(zip(frame.columns, columns, strict=True)), copy=False)


def _column(values: pd.Series, how_read: Reading) -> pd.Series:
    if isinstance(values.dtype, pd.CategoricalDtype):
        values = values.astype(values.cat.categories.dtype)
    kind = values.dtype.kind if isinstance(values.dtype, np.dtype) else ""
    if pd.api.types.is_datetime64_any_dtype(values):
        moments = values.dt.tz_convert("UTC").dt.tz_localize(None) if values.dt.tz is not None else values
        return moments.astype("datetime64[s]")
    if kind == "m":
        return values.dt.total_seconds()
    if pd.api.types.is_bool_dtype(values) or pd.api.types.is_numeric_dtype(values):
        return _numbers_of(values)
    return _of_text(values, how_read)


def _numbers_of(values: pd.Series) -> pd.Series:
    if values.dtype.kind == "c":
        return values.astype(str)
    if isinstance(values.dtype, np.dtype):
        return values
    if pd.api.types.is_bool_dtype(values) and not values.isna().any():
        return values.astype(bool)
    return values.astype("float64") if values.isna().any() or values.dtype.kind == "f" else values.astype("int64")


def _of_text(values: pd.Series, how_read: Reading) -> pd.Series:
    """A column of objects or text."""
    there = values.dropna() if values.hasnans else values
    if not len(there):
        return pd.Series(np.nan, values.index, "float64")
    types = {type(value) for value in there.iloc[:1_000]} if values.dtype == object else {str}
    if types != {str}:
        if types <= {datetime.datetime, datetime.date, pd.Timestamp}:
            moments = pd.to_datetime(values, errors="coerce")
            if moments.notna().sum() == len(there):
                return moments.astype("datetime64[s]")
        if types <= {int, float, bool} and types != {bool}:
            numbers = pd.to_numeric(values, errors="coerce")
            if numbers.notna().sum() == len(there):
                return numbers
        values, there = (own.map(_as_text, na_action="ignore") for own in (values, there))
    return _of_plain_text(values.astype("str"), there.astype("str"), how_read)


def _of_plain_text(values: pd.Series, there: pd.Series, how_read: Reading) -> pd.Series:
    """Texts as moments or numbers where all that are `there` are; else as they are, as a category where few differ.
    Each different text is looked at once."""
    some = there.iloc[:200]
    days = bool(how_read.dates) and conversions.are_days(some)
    numbers = conversions.are_numbers(some, how_read.decimal)
    if not days and not numbers and there.iloc[:_SOME].nunique() > _FEW:
        return values
    places, different = pd.factorize(values)
    texts = pd.Series(different)
    for read in (
        conversions.moments(texts, how_read.dates) if days else None,
        conversions.numbers(texts, how_read.decimal or conversions.decimal_of(there)) if numbers else None,
    ):
        if read is not None and read.notna().all():
            return pd.Series(read.array.take(places, allow_fill=True), values.index)
    if len(different) > _FEW:
        return values
    return pd.Series(pd.Categorical.from_codes(places, different), values.index)


def _as_text(value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.12g}"
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()
    return str(value)
