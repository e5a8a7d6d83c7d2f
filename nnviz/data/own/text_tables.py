"""The text of a table (CSV) → a frame. Worker side: imports pandas.

A long file is read in bounded memory: the places of its lines are counted in pieces, and only the lines that were drawn
are parsed.
"""

import contextlib
import csv
import io
import mmap
import re
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from nnviz.data.own import reading
from nnviz.data.own.reading import Reading
from nnviz.errors import DataError

_GAPS = ["?", "-", "–", "n.a.", "N.A.", "unknown", "Unknown"]
_AT_ONCE = 48_000_000
"""Bytes up to which a file is parsed whole."""
_PIECE, _LOOKED_AT = 16_000_000, 1_000_000
_SKIPPED = re.compile(r"line (\d+): expected (\d+) fields, saw (\d+)")
_MOST_SKIPPED = 0.2
"""Share of lines that may be left out because they hold more values than there are columns."""


def read(path: Path, how: Reading, limit: int, seed: int) -> tuple[pd.DataFrame, int, tuple[str, ...]]:
    """The table in a file: (frame, rows of the file, notes); of a long file with more rows than `limit` a random sample
    of its lines, in their order.

    Raises:
        DataError: for a text that is no table.
    """
    with path.open("rb") as file:
        head = file.read(reading.HEAD)
    codec = reading.codec_of(head, how.encoding)
    if path.stat().st_size <= _AT_ONCE or codec.startswith("utf-16"):
        frame, notes = _parsed(path, how, codec)
        return frame, len(frame), notes
    lines, quoted = _count(path, how.separator)
    above = how.skip + int(how.header == "names")
    if lines - above <= limit:
        frame, notes = _parsed(path, how, codec)
        return frame, len(frame), notes
    chosen = np.sort(np.random.default_rng([seed, 4409]).choice(lines - above, limit, replace=False)) + above
    text = _lines(path, np.concatenate([np.arange(above), chosen]), quoted)
    frame, notes = _parsed(io.BytesIO(text), how, codec)
    return frame, lines - above, notes


def _parsed(source: Path | io.BytesIO, how: Reading, codec: str) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The frame of a text; what its lines do not keep to is mended, and it is said how."""
    options = _options(how, codec)
    above = "1 line" if how.skip == 1 else f"{how.skip:,} lines"
    notes = (f"{above} above the table: left out.",) if how.skip else ()
    try:
        return _plainly(source, options), notes
    except UnicodeDecodeError:  # what stood at the beginning was plain
        frame, told = _parsed(_again(source), how, "cp1252")
        return frame, (*told, "Some letters are not written as UTF-8; the file was read as Windows-1252.")
    except pd.errors.ParserError as error:
        if "EOF inside string" in str(error):
            frame, told = _unquoted(_again(source), options)
        elif "saw" in str(error):
            frame, told = _without_long_lines(_again(source), options)
        else:
            raise _unreadable(error) from None
        return frame, (*notes, *told)
    except (pd.errors.EmptyDataError, ValueError) as error:
        raise _unreadable(error) from None


def _plainly(source: Path | io.BytesIO, options: dict) -> pd.DataFrame:
    """`pd.read_csv(source, **options)`. In pieces, which is faster, unless a column is numbers in one of them and text
    in another; and spaces before values are looked for only where there are any."""
    one_byte = len(options["sep"]) == 1 and not options["encoding"].startswith("utf-16")
    if one_byte and not _has_spaces(source, options["sep"]):
        options = {**options, "skipinitialspace": False}
    with warnings.catch_warnings():
        warnings.simplefilter("error", pd.errors.DtypeWarning)
        try:
            return pd.read_csv(source, **{**options, "low_memory": True})
        except pd.errors.DtypeWarning:
            return pd.read_csv(_again(source), **options)


def _has_spaces(source: Path | io.BytesIO, separator: str) -> bool:
    """Whether a space follows a separator or a line's end, or begins the text."""
    if isinstance(source, Path) and not _holds(source, b" "):
        return False
    marks, before = np.frombuffer(f"{separator}\n\r".encode(), "uint8"), separator.encode()
    with source.open("rb") if isinstance(source, Path) else contextlib.nullcontext(_again(source)) as file:
        while piece := file.read(_LOOKED_AT):
            if b" " in piece:
                values = np.frombuffer(before + piece, "uint8")
                if np.isin(values[np.flatnonzero(values[1:] == ord(" "))], marks).any():
                    break
            before = piece[-1:]
    _again(source)
    return bool(piece)


def _holds(path: Path, mark: bytes) -> bool:
    """Whether a file has such a byte, without copying it."""
    if not path.stat().st_size:  # which cannot be mapped
        return False
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(mark) >= 0


def _options(how: Reading, codec: str) -> dict:
    return {
        "sep": r"\s+" if how.separator == "space" else reading.SEPARATORS[how.separator],
        "header": 0 if how.header == "names" else None,
        "decimal": reading.DECIMALS[how.decimal],
        "na_values": _GAPS,
        "skipinitialspace": True,
        "encoding": "utf-8" if codec == "utf-8-sig" else codec,
        "encoding_errors": "strict" if codec == "utf-8-sig" else "replace",
        "low_memory": False,
        "skiprows": how.skip,
    }


def _unquoted(source: Path | io.BytesIO, options: dict) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """A text with a quote that is never closed, read line by line."""
    frame, told = _without_long_lines(source, {**options, "quoting": csv.QUOTE_NONE})
    texts = frame.select_dtypes(["object", "string"]).columns
    frame[texts] = frame[texts].apply(lambda column: column.str.strip('"'))
    frame = frame.rename(columns=lambda name: name.strip('"') if isinstance(name, str) else name)
    return frame, ("A quote in the file is never closed, so that quotes were read as letters.", *told)


def _again(source: Path | io.BytesIO) -> Path | io.BytesIO:
    if isinstance(source, io.BytesIO):
        source.seek(0)
    return source


def _without_long_lines(source: Path | io.BytesIO, options: dict) -> tuple[pd.DataFrame, tuple[str, ...]]:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try:
            frame = pd.read_csv(source, **options, on_bad_lines="warn")
        except (pd.errors.ParserError, pd.errors.EmptyDataError, ValueError) as error:
            raise _unreadable(error) from None
    skipped = [match for one in told for match in _SKIPPED.finditer(str(one.message))]
    if not skipped:
        return frame, ()
    if len(skipped) > _MOST_SKIPPED * (len(frame) + len(skipped)):
        line, expected, saw = skipped[0].groups()
        raise DataError(
            f"Line {line} holds {saw} values where the lines before it hold {expected}.",
            expected="the same number of values in every line",
            fix="Choose another separator under “How it was read”, or save the table as CSV in a spreadsheet.",
            where="file",
        )
    shown = ", ".join(match[1] for match in skipped[:3]) + (" …" if len(skipped) > 3 else "")
    lines = f"line {shown} was" if len(skipped) == 1 else f"{len(skipped):,} lines ({shown}) were"
    return frame, (f"Of the file, {lines} left out: more values than there are columns, {skipped[0][2]}.",)


def _unreadable(error: Exception) -> DataError:
    what = str(error).splitlines()[0].removeprefix("Error tokenizing data. C error: ") if str(error) else "no reason"
    return DataError(
        f"The file cannot be read as a table ({what}).",
        expected="one example per line, with the same number of values in each",
        fix="Open it in a spreadsheet and save it as CSV.",
        where="file",
    )


def _ends(path: Path, quoted: bool) -> Iterator[tuple[bytes, np.ndarray]]:
    """The file in pieces, each with the places in it where a line of the table ends; where values are `quoted`, a line
    break between quotes ends none."""
    open_quotes, mark = 0, _line_mark(path)
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            values = np.frombuffer(piece, "uint8")
            ends = np.flatnonzero(values == mark)
            quotes = np.flatnonzero(values == ord('"')) if quoted else ends[:0]
            if len(quotes) or open_quotes:
                ends = ends[(np.searchsorted(quotes, ends) + open_quotes) % 2 == 0]
                open_quotes = (open_quotes + len(quotes)) % 2
            yield piece, ends


def _line_mark(path: Path) -> int:
    with path.open("rb") as file:
        return ord("\n") if b"\n" in file.read(_PIECE) else ord("\r")


def _count(path: Path, separator: str) -> tuple[int, bool]:
    """Lines of a table's text, and whether its quotes stand around values."""
    quoted = _is_quoted(path, separator)
    return _counted(path, quoted), quoted


def _is_quoted(path: Path, separator: str) -> bool:
    """Whether quotes stand beside separators, line breaks or each other: an inch mark within a text stands elsewhere,
    and would take all that follows it for one value."""
    with path.open("rb") as file:
        values = np.frombuffer(file.read(_PIECE), "uint8")
    quotes = np.flatnonzero(values == ord('"'))
    if not len(quotes):
        return True  # none yet
    around = np.frombuffer(f'"\r\n{reading.SEPARATORS[separator]}'.encode(), "uint8")
    framed = np.concatenate([around[-1:], values, around[-1:]])
    return bool((np.isin(framed[quotes], around) | np.isin(framed[quotes + 2], around)).mean() >= 0.4)


def _counted(path: Path, quoted: bool) -> int:
    count, before, last = 0, 0, -1
    for piece, ends in _ends(path, quoted):
        count += len(ends)
        last = before + int(ends[-1]) if len(ends) else last
        before += len(piece)
    return count + (last < before - 1)


def _lines(path: Path, chosen: np.ndarray, quoted: bool) -> bytes:
    """The chosen lines (k,), numbers in ascending order, with their ends."""
    parts, before, first = [], b"", 0
    for piece, ends in _ends(path, quoted):
        piece_start = len(before)
        text = before + piece
        ends = ends + piece_start
        starts = np.concatenate([[0], ends + 1])
        here = chosen[np.searchsorted(chosen, first) : np.searchsorted(chosen, first + len(ends))] - first
        parts.extend(text[starts[k] : starts[k + 1]] for k in here.tolist())
        before, first = text[starts[-1] :], first + len(ends)
    if len(chosen) and chosen[-1] == first:
        parts.append(before)
    return b"".join(parts)
