"""A sheet of an Excel workbook (.xlsx) → a frame. Worker side: imports pandas and openpyxl.

Only stored values are read: formulas are never computed, and macros, links and pictures not opened.
"""

import datetime
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from nnviz.data.own import reading
from nnviz.data.own.reading import GUESSED, Reading
from nnviz.errors import DataError, unknown_name

_MOST_UNPACKED = 400_000_000
_MOST_CELLS = 4_000_000
"""Cells of a sheet that are read; rows after them are not."""
_MOST_EMPTY = 1_000
"""Empty rows after which nothing more is expected."""


def is_workbook(head: bytes, path: Path) -> bool:
    """Whether a file is an .xlsx, whatever it is called."""
    if not head.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return any(name.startswith("xl/") for name in archive.namelist())
    except (zipfile.BadZipFile, OSError):
        return False


def guess(path: Path, settings: Mapping[str, str]) -> Reading:
    """Which sheet is read, and whether its first row names the columns. Raises DataError."""
    with _opened(path) as book:
        sheets = tuple(book.sheetnames)
        sheet = _sheet(book, sheets, settings.get("sheet", ""))
        values = _rows(book[sheet], 200)
        rows = [[_text(value) for value in row] for row in values]
        written = [[value if isinstance(value, str) else "" for value in row] for row in values]
    header = reading.guessed_header(rows) if settings.get("header", GUESSED) == GUESSED else settings["header"]
    dates, doubtful = reading.guessed_dates(written, "point")
    how = Reading(header=header, dates=dates, doubtful=doubtful, sheet=sheet, sheets=sheets)
    return how.corrected({"dates": settings.get("dates", GUESSED)})


def read(path: Path, how: Reading) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The chosen sheet: (frame, notes). Raises DataError."""
    with _opened(path) as book:
        rows = _rows(book[how.sheet], None)
        wide = max((len(row) for row in rows), default=0)
        total = book[how.sheet].max_row or 0
    rows = [[*row, *[None] * (wide - len(row))] for row in rows]
    names = rows.pop(0) if rows and how.header == "names" else list(range(wide))
    frame = pd.DataFrame(rows, dtype=object)
    frame = frame.reindex(columns=range(wide))
    frame.columns = [f"Unnamed: {place}" if name is None else name for place, name in enumerate(names)]
    notes = (f"Sheet {how.sheet}, one of {len(how.sheets)}, was read.",) if len(how.sheets) > 1 else ()
    if len(rows) * wide >= _MOST_CELLS - wide and total > len(rows) + 1:
        notes = (
            *notes,
            f"The first {len(rows):,} of about {total:,} rows were read; save the sheet as CSV to read all.",
        )
    return frame, notes


@contextmanager
def _opened(path: Path) -> Iterator:
    """The workbook, whatever its file is called. Raises DataError, also for damage that shows while it is read."""
    import openpyxl

    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
        if size > _MOST_UNPACKED:
            raise DataError(
                f"The workbook unpacks to {size / 1e6:,.0f} MB.",
                expected=f"at most {_MOST_UNPACKED / 1e6:,.0f} MB",
                fix="Save the sheet as CSV.",
                where="file",
            )
        with path.open("rb") as file:
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
            try:
                yield book
            finally:
                book.close()
    except DataError:
        raise
    except Exception as error:  # openpyxl raises whatever the damage leads to
        raise DataError(
            f"The file cannot be opened as a workbook ({str(error)[:80] or type(error).__name__}).",
            expected="an .xlsx without a password",
            fix="Open it in a spreadsheet, and save it again as .xlsx or CSV.",
            where="file",
        ) from None


def _sheet(book, sheets: tuple[str, ...], chosen: str) -> str:
    """The sheet that was chosen, else the first that holds two rows and two columns, else the first."""
    if chosen not in ("", GUESSED):
        if chosen not in sheets:
            raise unknown_name("sheet", chosen, sheets, kind=DataError)
        return chosen
    if not sheets:
        raise DataError("The workbook holds no sheet.", where="file")
    return next((name for name in sheets if _holds_a_table(_rows(book[name], 5))), sheets[0])


def _holds_a_table(rows: list) -> bool:
    return len(rows) > 1 and max(map(len, rows)) > 1


def _rows(sheet, most: int | None) -> list[list]:
    """Rows of values, those without any left out, without the empty cells at their ends."""
    if not hasattr(sheet, "iter_rows"):
        return []  # a sheet that is a chart
    rows, cells, empty = [], 0, 0
    for values in sheet.iter_rows(values_only=True):
        row = list(values)
        while row and row[-1] is None:
            row.pop()
        empty = 0 if row else empty + 1
        if empty > _MOST_EMPTY or cells > _MOST_CELLS or (most is not None and len(rows) >= most):
            break
        if row:
            rows.append(row)
            cells += len(row)
    return rows


def _text(value) -> str:
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()
    return "" if value is None else str(value)
