"""A person's own table (CSV) → examples. Worker side: imports pandas.

Columns are guessed (`nnviz.data.guessing`), corrected by the specification's choices, and handed over as numbers with
gaps; `nnviz.data.preparation` fills and spreads them once the training examples are known.
"""

import csv
import dataclasses
import io
import math
import warnings
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from nnviz import words
from nnviz.data import guessing, own_files, own_targets, texts
from nnviz.data.column import USABLE, Column
from nnviz.data.raw import Raw
from nnviz.data.schema import Schema
from nnviz.errors import DataError

_MOST_COLUMNS = 2_000
_GAPS = ["?", "-", "–", "n.a.", "N.A.", "unknown", "Unknown"]


def table(file: str, title: str, limit: int, columns: Mapping[str, Mapping], seed: int) -> Raw:
    """The examples of a kept CSV file.

    Args:
        file: its name, as `nnviz.data.own_files.name_of` gave it.
        title: what the person calls it.
        limit: how many rows are read; more are drawn at random with `seed`.
        columns: the person's corrections: column name → {"kind": …, "role": …}.

    Returns:
        Raw: x (n, input columns) codes as in `Preparation`, NaN where missing; y (n,) places of class names
            or numbers; with several targets (n, targets) of 0 and 1 for labels, or of numbers.

    Raises:
        DataError: for a file that is no table, or columns that leave nothing to learn.
        SpecError: for a correction of a column that is not there.
    """
    frame, notes = _sampled(read_frame(own_files.find(file)), limit, seed)
    described = guessing.columns_of(frame, columns)
    targets = own_targets.of(described)
    inputs = tuple(column for column in described if column.role == "input")
    _learnable(inputs, targets, title)
    if any(column.kind == "text" for column in inputs):
        return _texts(frame, title, described, inputs, targets, notes)
    codes = np.column_stack([guessing.codes(frame[column.name], column) for column in inputs])
    return Raw(codes, _y(frame, targets), _schema(title, described, inputs, targets), notes, columns=inputs)


def _y(frame: pd.DataFrame, targets: tuple[Column, ...]) -> np.ndarray:
    """(n,) codes of a single target, (n, targets) of several."""
    codes = np.column_stack([guessing.codes(frame[target.name], target) for target in targets])
    return codes if len(targets) > 1 else codes[:, 0]


def _texts(frame, title: str, described, inputs, targets: tuple[Column, ...], notes: tuple[str, ...]) -> Raw:
    """Examples whose only input is a text; those without one are left out."""
    if len(inputs) > 1:
        others = " and ".join(column.name for column in inputs if column.kind != "text") or inputs[1].name
        raise DataError(
            "A text can only be an input alone here.",
            expected="one column of text and nothing beside it",
            fix=f"Ignore {others}, or ignore the text.",
            where="columns",
        )
    text = inputs[0]
    there = frame[text.name].notna() & (frame[text.name].astype(str).str.strip() != "")
    if not there.all():
        notes = (*notes, f"{int((~there).sum()):,} of {len(frame):,} rows have no text and were left out.")
    frame = frame[there]
    codes, corpus = texts.read(frame[text.name].astype(str))
    schema = dataclasses.replace(_schema(title, described, inputs, targets), kind="tokens", feature_names=())
    return Raw(codes, _y(frame, targets), schema, notes, words=corpus)


def read_frame(path: Path) -> pd.DataFrame:
    """The table in a file, its column names cleaned and all different. Raises DataError."""
    text = _decoded(path.read_bytes())
    separator = _separator(text)
    header = None if _all_numbers(text, separator) else 0
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", pd.errors.DtypeWarning)
            frame = pd.read_csv(
                io.StringIO(text),
                sep=separator,
                header=header,
                decimal="," if separator == ";" else ".",
                na_values=_GAPS,
                skipinitialspace=True,
            )
    except (pd.errors.ParserError, pd.errors.EmptyDataError, ValueError) as error:
        raise _unreadable(error) from None
    frame = frame.dropna(axis=0, how="all").dropna(axis=1, how="all").reset_index(drop=True)
    if len(frame) < 4 or len(frame.columns) < 2:
        raise DataError(
            f"The file holds {len(frame):,} row{'s' * (len(frame) != 1)} and {len(frame.columns):,} "
            f"column{'s' * (len(frame.columns) != 1)}.",
            expected="a table of at least 4 rows and 2 columns, with commas, semicolons or tabs between its values",
            where="file",
        )
    if len(frame.columns) > _MOST_COLUMNS:
        raise DataError(
            f"The table has {len(frame.columns):,} columns.", expected=f"at most {_MOST_COLUMNS:,}", where="file"
        )
    frame.columns = list(guessing.column_names(frame.columns))
    return frame


def _decoded(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    if b"\0" in content[:4096]:
        raise DataError(
            "This is not a text file.", expected="a table as text, such as CSV", fix="Save it as CSV.", where="file"
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _separator(text: str) -> str:
    """The mark between values that the first lines use most evenly."""
    lines = [line for line in text[:65_536].splitlines()[:20] if line.strip()]
    try:
        return csv.Sniffer().sniff("\n".join(lines), ",;\t|").delimiter
    except csv.Error:
        counts = {mark: min((line.count(mark) for line in lines), default=0) for mark in ",;\t|"}
        return max(counts, key=lambda mark: counts[mark])


def _all_numbers(text: str, separator: str) -> bool:
    """Whether the first line is numbers alone, so that it is an example and not the columns' names."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    try:
        return all(math.isfinite(float(part.strip().strip('"'))) for part in first.split(separator))
    except ValueError:
        return False


def _unreadable(error: Exception) -> DataError:
    what = str(error).splitlines()[0].removeprefix("Error tokenizing data. C error: ") if str(error) else "no reason"
    return DataError(
        f"The file cannot be read as a table ({what}).",
        expected="one example per line, with the same number of values in each",
        fix="Open it in a spreadsheet and save it as CSV.",
        where="file",
    )


def _sampled(frame: pd.DataFrame, limit: int, seed: int) -> tuple[pd.DataFrame, tuple[str, ...]]:
    if len(frame) <= limit:
        return frame, ()
    rows = np.sort(np.random.default_rng([seed, 4409]).permutation(len(frame))[:limit])
    note = f"{limit:,} of {len(frame):,} rows were drawn at random; raise the limit to read more."
    return frame.iloc[rows].reset_index(drop=True), (note,)


def _learnable(inputs: tuple[Column, ...], targets: tuple[Column, ...], title: str) -> None:
    named = words.listed([target.name for target in targets])
    if not inputs:
        raise DataError(
            f"{title or 'This table'} has no input besides its target{'s' * (len(targets) > 1)} {named}.",
            expected=f"at least one column that is a {', '.join(USABLE[:-1])} or {USABLE[-1]}",
            fix="Make a column an input.",
            where="columns",
        )
    for target in targets:
        if target.kind != "number" and len(target.categories) < 2:
            only = f"only one value, {target.categories[0]}" if target.categories else "no value"
            raise DataError(
                f"The target {target.name} has {only}.", expected="two or more", fix="Choose another.", where="columns"
            )


def _schema(title: str, columns, inputs, targets: tuple[Column, ...]) -> Schema:
    return Schema(
        kind="vector",
        input_shape=(len(inputs),),
        feature_names=tuple(column.name for column in inputs),
        source=title or "Own table",
        columns=columns,
        **own_targets.described(targets),
    )
