"""How a person's own file was read: each guess with what may be chosen instead. Worker side: imports pandas."""

from collections.abc import Mapping
from typing import Any

from nnviz.data.catalog import check
from nnviz.data.catalog.own import BETWEEN, FORMS
from nnviz.data.column import Column
from nnviz.data.load import read
from nnviz.data.own import array_files, files, frames, guessing, reading, text_columns, texts
from nnviz.data.own.reading import GUESSED, Guess, HowRead, Reading
from nnviz.errors import NnvizError
from nnviz.specs import DataSpec


def how_read(spec: DataSpec) -> HowRead:
    """How the file of `spec` is read, as far as that can be told: a file that cannot be used says so elsewhere."""
    settings = check(spec)
    if spec.source == "own_table":
        return _of_table(spec, settings)
    if spec.source == "own_beside":
        return _of_zip(spec, settings)
    if spec.source == "own_arrays":
        return _of_arrays(settings)
    if spec.source == "own_texts":
        return _of_texts(settings)
    return HowRead(())


def _of_zip(spec: DataSpec, settings: Mapping[str, Any]) -> HowRead:
    """Of images beside a table only what stands between its texts, where there are several."""
    try:
        raw = read(spec)
    except NnvizError:
        return HowRead(())
    return HowRead(_between(raw.schema.columns, settings), len(raw.x))


def _of_texts(settings: Mapping[str, Any]) -> HowRead:
    path = files.find(settings["file"])
    if path.suffix == ".zip":
        return HowRead(())
    try:
        lines, encoding = texts.lines_of(path, settings["encoding"])
    except NnvizError:
        return HowRead(())
    form = texts.guessed_form(lines) if settings["form"] == GUESSED else settings["form"]
    guesses = (Guess("form", form or "no label", FORMS), Guess("encoding", encoding, tuple(reading.ENCODINGS)))
    return HowRead(guesses, len(lines) if form else 0)


def _of_table(spec: DataSpec, settings: Mapping[str, Any]) -> HowRead:
    path = files.find(settings["file"])
    guesses: tuple[Guess, ...] = ()
    try:
        guesses = _guesses(frames.how(path, settings))
        table = frames.read(path, settings, settings["limit"], spec.seed)
        described = _described(table.frame, spec.columns)
    except NnvizError:
        return HowRead(guesses)
    guesses = (*_guesses(table.reading), *_between(described, settings))
    return HowRead(guesses, table.rows, described, table.notes)


def _between(columns: tuple[Column, ...], settings: Mapping[str, Any]) -> tuple[Guess, ...]:
    """What stands between texts, where several are inputs."""
    several = sum(own.kind == "text" and own.role == "input" for own in columns) > 1
    return (Guess("between", text_columns.mark(settings["between"]), BETWEEN),) if several else ()


def _described(frame, choices: Mapping) -> tuple[Column, ...]:
    """The columns with a person's corrections, or without where these do not fit: another reading has other columns."""
    try:
        return guessing.columns_of(frame, choices)
    except NnvizError:
        return guessing.columns_of(frame, {})


def _guesses(how: Reading) -> tuple[Guess, ...]:
    """What matters for this file: a workbook has no encoding, a table without dates no order of them."""
    text = bool(how.separator)
    told = (
        (text, Guess("separator", how.separator, tuple(reading.SEPARATORS))),
        (text, Guess("encoding", how.encoding, tuple(reading.ENCODINGS))),
        (len(how.sheets) > 1, Guess("sheet", how.sheet, how.sheets)),
        (text or how.sheets, Guess("header", how.header, reading.HEADERS)),
        (text, Guess("decimal", how.decimal, tuple(reading.DECIMALS))),
        (how.dates, Guess("dates", how.dates, reading.DATES)),
    )
    return tuple(guess for matters, guess in told if matters)


def _of_arrays(settings: Mapping[str, Any]) -> HowRead:
    try:
        found = array_files.forms(files.find(settings["file"]))
        chosen = array_files.choose(found, settings["inputs"], settings["targets"])
    except NnvizError:
        return HowRead(())
    names = tuple(found)
    inputs = Guess("inputs", chosen.inputs, names)
    targets = Guess("targets", chosen.targets, (*names, array_files.LAST, array_files.SELF))
    return HowRead((inputs, targets) if len(names) > 1 else (targets,), found[chosen.inputs].shape[0])
