"""How the text of a table is to be read: encoding, separator, names, decimal mark and order of dates, guessed from its
beginning. Imports no framework."""

import codecs
import csv
import io
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from nnviz.data.column import Column
from nnviz.errors import DataError

GUESSED = "guessed"
HEAD = 256_000
"""Bytes of a file that guesses are made from."""
MOST_COLUMNS = 10_000
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|", "space": " "}
ENCODINGS = {"UTF-8": "utf-8-sig", "UTF-16": "utf-16", "Windows-1252": "cp1252", "Latin-1": "latin-1"}
HEADERS = ("names", "values")
DECIMALS = {"point": ".", "comma": ","}
DATES = ("day first", "month first", "year first")
_BOMS = {codecs.BOM_UTF8: "UTF-8", codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16"}
_MOST_ABOVE = 20
"""Lines above a table, at most."""
_SOME, _FEW, _MOST_RECORDS = 200, 20, 2_000
"""Lines that guesses are made from, those that tell days in words, and the lines for what these leave open."""
_POINT = re.compile(r"[-+]?(\d{1,3}(,\d{3})+|\d*)\.\d+([eE][-+]?\d+)?$")
_COMMA = re.compile(r"[-+]?(\d{1,3}(\.\d{3})+|\d*),\d+([eE][-+]?\d+)?$")
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(,\d{3})+$")
MONTH = r"(?:[Jj]an|[Ff]eb|[Mm]ar|[Aa]pr|[Mm]ay|[Jj]un|[Jj]ul|[Aa]ug|[Ss]ep|[Oo]ct|[Nn]ov|[Dd]ec)[a-z]*"
_WORDED = re.compile(rf"(\d{{1,2}}[-/. ]+{MONTH}|{MONTH}\.? \d{{1,2}},?)[-/., ]+\d{{2,4}}(?!\d)")
_DATE = re.compile(r"(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})(?!\d)")


@dataclass(frozen=True)
class Reading:
    """How a table's text is read, each part by the name that people choose it by.

    Attributes:
        encoding: of `ENCODINGS`.
        separator: of `SEPARATORS`; "" where the file is no text.
        header: "names" where the first line names the columns, "values" where it is an example already.
        decimal: of `DECIMALS`.
        dates: of `DATES`; "" where no date was seen.
        doubtful: whether the order of the dates could as well be the other, as in 03/04/2021.
        sheet, sheets: of a workbook, the one that is read and all that there are.
        skip: lines above the table: a title, or "sep=;".
    """

    encoding: str = ""
    separator: str = ""
    header: str = "names"
    decimal: str = ""
    dates: str = ""
    doubtful: bool = False
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    skip: int = 0

    def corrected(self, settings: Mapping[str, str]) -> "Reading":
        """The same with what a person chose instead; "guessed" and "" keep the guess."""
        chosen = {name: value for name, value in settings.items() if value not in (GUESSED, "")}
        return replace(self, doubtful=self.doubtful and "dates" not in chosen, **chosen)

    @property
    def codec(self) -> str:
        return ENCODINGS[self.encoding]


@dataclass(frozen=True)
class Guess:
    """One setting of how a file is read.

    Attributes:
        name: of the setting.
        value: what holds now, in words; the guess where nobody chose another.
        choices: what a person may choose instead.
    """

    name: str
    value: str
    choices: tuple[str, ...]


@dataclass(frozen=True)
class HowRead:
    """What a person is told about how their file was read.

    Attributes:
        guesses: the settings that matter for this file.
        rows: examples of the file; 0 where it could not be read.
        columns: of a table, what they are now.
        notes: what reading did.
    """

    guesses: tuple[Guess, ...]
    rows: int = 0
    columns: tuple[Column, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def targets(self) -> tuple[str, ...]:
        """Of a table, the columns that are predicted now."""
        return tuple(column.name for column in self.columns if column.role == "target")


def guess(head: bytes, settings: Mapping[str, str], whole: bool = True) -> Reading:
    """The reading of a file that begins with these bytes, what `settings` say ("guessed" for nothing) taken as given.

    Args:
        whole: whether these bytes are the whole file; otherwise the last line may be cut and is not counted.

    Raises:
        DataError: for a file that is empty, or is no text.
    """
    encoding = _chosen(settings, "encoding") or guessed_encoding(head)
    text = decoded(head, encoding)
    _is_no_table(text)
    separator = _chosen(settings, "separator") or guessed_separator(text, whole)
    skip = lines_above(text, separator)
    text = "".join(_lines(text)[skip:]) if skip else text
    rows = records(text, separator, whole, _SOME)
    if rows and len(rows[0]) > MOST_COLUMNS:
        raise too_wide(len(rows[0]))
    header = _chosen(settings, "header") or guessed_header(rows)
    values = rows[1:] if header == "names" else rows
    decimal = _chosen(settings, "decimal") or guessed_decimal(values, separator)
    dates, doubtful = guessed_dates(values, decimal)
    if doubtful:  # days of one month tell more where there are more of them
        dates, doubtful = guessed_dates(records(text, separator, whole)[header == "names" :], decimal)
    return Reading(encoding, separator, header, decimal, dates, doubtful, skip=skip).corrected(
        {name: value for name, value in settings.items() if name == "dates"}
    )


def too_wide(columns: int) -> DataError:
    return DataError(
        f"The table has {columns:,} columns.",
        expected=f"at most {MOST_COLUMNS:,}",
        fix="Leave out what cannot matter, or turn the table round if its rows are the columns.",
        where="file",
    )


def _chosen(settings: Mapping[str, str], name: str) -> str:
    value = settings.get(name, GUESSED)
    return "" if value == GUESSED else value


def guessed_encoding(head: bytes) -> str:
    """The name in `ENCODINGS` of what these bytes are text in. Raises DataError for what is none."""
    if not head.strip():
        raise DataError("The file is empty.", expected="a table with a line for each example", where="file")
    known = next((name for mark, name in _BOMS.items() if head.startswith(mark)), "")
    if known:
        return known
    zeros = (head[0::2].count(0), head[1::2].count(0))
    if max(zeros) > 0.3 * len(head) / 2 and min(zeros) < 0.05 * len(head) / 2:
        return "UTF-16"
    if zeros != (0, 0):
        raise DataError(
            f"This is not a text file{_kind_of(head)}.",
            expected="a table as text, such as CSV, or a workbook (.xlsx) or Parquet file",
            fix="Save it as CSV.",
            where="file",
        )
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)  # not final: the last letter may be cut
    except UnicodeDecodeError:
        return "Windows-1252"
    return "UTF-8"


def _kind_of(head: bytes) -> str:
    known = {
        b"\xd0\xcf\x11\xe0": ", but an old Excel workbook (.xls); open it and save it as .xlsx",
        b"\x1f\x8b": ", but compressed; unpack it first",
        b"PK": ", but a zip",
        b"%PDF": ", but a PDF",
        b"\x89PNG": ", but an image",
        b"\xff\xd8\xff": ", but an image",
    }
    return next((words for mark, words in known.items() if head.startswith(mark)), "")


_NO_TABLES = {
    "a web page": re.compile(r"\s*<(!doctype|html)", re.IGNORECASE),
    "XML": re.compile(r"\s*<\?xml"),
    "JSON": re.compile(r'\s*(\{\s*"|\[\s*[\[{])'),
    "a rich text": re.compile(r"\{\\rtf"),
}


def _is_no_table(text: str) -> None:
    for what, form in _NO_TABLES.items():
        if form.match(text):
            raise DataError(
                f"This is {what}, not a table.",
                expected="a line for each example, with a separator between its values",
                fix="Save the table in it as CSV, or read it with pandas in a script.",
                where="file",
            )


def codec_of(head: bytes, encoding: str) -> str:
    """Python's name of an encoding, for a file that begins with these bytes."""
    if encoding != "UTF-16" or head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return ENCODINGS[encoding]
    return "utf-16-be" if head[0::2].count(0) > head[1::2].count(0) else "utf-16-le"


def decoded(head: bytes, encoding: str) -> str:
    """Text of bytes that may end within a letter."""
    decoder = codecs.getincrementaldecoder(codec_of(head, encoding))(errors="replace")
    return decoder.decode(head).replace("\0", "")


def records(text: str, separator: str, whole: bool = True, most: int = _MOST_RECORDS) -> list[list[str]]:
    """The first records of a text, quoted marks and line breaks within their values; empty lines are none."""
    if separator == "space":
        rows = [line.split() for line in _lines(text)[:most] if line.strip()]
    else:
        rows = []
        try:
            for row in csv.reader(_lines(text), delimiter=SEPARATORS[separator], skipinitialspace=True):
                if any(value.strip() for value in row):
                    rows.append([value.strip() for value in row])
                if len(rows) >= most:
                    break
        except csv.Error:  # a value of over 131,072 characters, mostly a quote that never ends
            pass
    return rows if whole or len(rows) < 2 or len(rows) >= most else rows[:-1]


def guessed_separator(text: str, whole: bool = True) -> str:
    """The name in `SEPARATORS` of the mark that the first lines use most evenly."""
    start = text[:65_536]
    whole = whole and len(text) <= 65_536
    scores = {name: _evenness(records(start, name, whole, 50)) for name in SEPARATORS if name != "space"}
    best = max(scores, key=lambda name: scores[name])
    if scores[best][0] > 0:
        return best
    spaced = records(start, "space", whole, 50)
    even = len({len(row) for row in spaced}) == 1 and len(spaced) > 1 and len(spaced[0]) > 1
    numeric = even and sum(is_number(value) for row in spaced[1:] for value in row) > 0.5 * len(spaced[1:]) * len(
        spaced[0]
    )
    return "space" if numeric else "comma"


def _evenness(rows: list[list[str]]) -> tuple[float, int]:
    """How well a separator fits: the share of lines with the usual number of values (0 where that is one), less where
    values still hold other separators; then that number."""
    if not rows:
        return (0.0, 0)
    usual, count = Counter(map(len, rows)).most_common(1)[0]
    if usual < 2:
        usual, count = max(
            Counter(len(row) for row in rows if len(row) > 1).items(), default=(1, 0), key=lambda own: own[1]
        )
        if count < 0.5 * len(rows):
            return (0.0, 0)
    values = [value for row in rows for value in row]
    mixed = sum(any(mark in value for mark in ";\t|") for value in values) / len(values)
    return (round(count / len(rows) * (1 - mixed), 3), usual)


def _lines(text: str) -> list[str]:
    """Lines with their ends, which are line feeds and carriage returns alone: other line breaks stay in their value."""
    return list(io.StringIO(text, newline=""))


def lines_above(text: str, separator: str) -> int:
    """How many lines stand above the table: those that hold no separator, before many that do."""
    if separator == "space":
        return 0
    lines = [line.rstrip() for line in _lines(text[:65_536])[:_SOME]]
    first = next((place for place, line in enumerate(lines) if SEPARATORS[separator] in line and not _is_mark(line)), 0)
    below = [line for line in lines[first:-1] if line]
    holding = sum(SEPARATORS[separator] in line for line in below)
    return first if first <= _MOST_ABOVE and len(below) > 3 and holding > 0.9 * len(below) else 0


def _is_mark(line: str) -> bool:
    """Whether a line tells a spreadsheet which separator follows."""
    return line.lower().startswith("sep=") and len(line) <= 5


def guessed_header(rows: Sequence[Sequence[str]]) -> str:
    """Whether the first row names the columns: not where half of it or more is numbers, unless these count up as years
    do."""
    if not rows or not rows[0]:
        return "names"
    first = [value for value in rows[0] if str(value).strip()]
    numbers = [float(str(value).replace(",", ".")) for value in first if is_number(value)]
    if not numbers or len(numbers) < 0.5 * len(first):
        return "names"
    steps = {after - before for before, after in zip(numbers, numbers[1:], strict=False)}
    counting = len(numbers) > 2 and len(numbers) < len(first) and len(steps) == 1 and steps.pop() > 0
    return "names" if counting and all(number == int(number) for number in numbers) else "values"


def is_number(value: str) -> bool:
    """Whether a value is a finite number, with a decimal point or comma."""
    try:
        return math.isfinite(float(str(value).replace(",", ".")))
    except ValueError:
        return False


def guessed_decimal(rows: Sequence[Sequence[str]], separator: str) -> str:
    """ "comma" where more numbers have one than have a point."""
    points = commas = thousands = 0
    for row in rows[:_SOME]:
        for value in row:
            if _POINT.match(value):
                points += 1
            elif _COMMA.match(value):
                thousands += bool(_THOUSANDS.match(value))
                commas += 1
    if separator == "comma" and commas == thousands:
        commas = 0  # "1,234" between quotes is a thousand
    return "comma" if commas > points else "point"


def guessed_dates(rows: Sequence[Sequence[str]], decimal: str) -> tuple[str, bool]:
    """The order of day, month and year in the values that look like dates, "" where none does; and whether the other
    order is as likely."""
    orders: Counter[str] = Counter()
    marks: Counter[str] = Counter()
    for value in (value for row in rows[:_FEW] for value in row):
        if match := _WORDED.match(value):
            orders["day first" if match[1][0].isdigit() else "month first"] += 1
    places = {place for row in rows[:_SOME] for place, value in enumerate(row) if _DATE.match(value)}
    for row in rows if places else ():
        for place in places:
            match = _DATE.match(row[place]) if place < len(row) else None
            if match is None:
                continue
            first, mark, second, last = match[1], match[2], match[3], match[4]
            if len(first) == 4:
                orders["year first"] += 1
            elif len(last) in (2, 4) and len(first) < 3:
                marks[mark] += 1
                orders["day first" if int(first) > 12 else "month first" if int(second) > 12 else "either"] += 1
    if not orders:
        return "", False
    if orders["day first"] or orders["month first"]:
        return ("day first" if orders["day first"] >= orders["month first"] else "month first"), False
    if orders["either"]:
        return ("day first" if marks["."] or decimal == "comma" else "month first"), not marks["."]
    return "year first", False
