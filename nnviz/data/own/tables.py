"""A person's own table (CSV, Excel, Parquet) → examples. Worker side: imports pandas.

Columns are guessed (`nnviz.data.own.guessing`), corrected by the specification's choices, and handed over as numbers
with gaps; the steps of `nnviz.data.preparing` fill and spread them once the training examples are known.
"""

import dataclasses
from collections.abc import Mapping

import numpy as np
import pandas as pd

from nnviz import words
from nnviz.data import texts
from nnviz.data.at_once import each
from nnviz.data.column import USABLE, Column
from nnviz.data.further import RawFurther
from nnviz.data.own import files, frames, guessing, predicted, table_notes, text_columns
from nnviz.data.own.reading import GUESSED
from nnviz.data.raw import Raw
from nnviz.data.schema import Schema
from nnviz.data.splitting import shares
from nnviz.errors import DataError

BESIDE = "table"
"""What columns beside a text or an image are called as an input."""


def table(
    file: str,
    title: str,
    limit: int,
    columns: Mapping[str, Mapping],
    seed: int,
    separator: str = GUESSED,
    encoding: str = GUESSED,
    header: str = GUESSED,
    decimal: str = GUESSED,
    dates: str = GUESSED,
    sheet: str = "",
    between: str = GUESSED,
) -> Raw:
    """The examples of a kept file.

    Args:
        file: its name, as `nnviz.data.own.files.name_of` gave it.
        title: what the person calls it.
        limit: how many rows are read; more are drawn at random with `seed`.
        columns: the person's corrections: column name → {"kind": …, "role": …}.
        separator, encoding, header, decimal, dates, sheet: how the file is read, where a person said so
            (`nnviz.data.own.reading.Reading`).
        between: the mark between several texts of a row.

    Returns:
        Raw: x (n, input columns) numbers, days since 1970 or places of names, NaN where missing; y (n,) places of class
            names or numbers; with several targets (n, targets) of 0 and 1 for labels, or of numbers.

    Raises:
        DataError: for a file that is no table, or columns that leave nothing to learn.
        SpecError: for a correction of a column that is not there.
    """
    how = dict(zip(frames.SETTINGS, (separator, encoding, header, decimal, dates, sheet), strict=True))
    read = frames.read(files.find(file, title), how, limit, seed)
    return of_frame(read.frame, title, columns, (*read.notes, *table_notes.of_dates(read.reading)), between)


def of_frame(
    frame: pd.DataFrame, title: str, columns: Mapping[str, Mapping], notes: tuple[str, ...] = (), between: str = GUESSED
) -> Raw:
    """The examples of a table in hand; what each column is is guessed where `columns` does not say it. As `table`."""
    described = guessing.columns_of(frame, columns)
    targets = predicted.of(described)
    inputs = tuple(column for column in described if column.role == "input")
    left_out = table_notes.left_out(frame, described, columns)
    notes = (*notes, *table_notes.of_mixed(frame, described, columns))
    _learnable(frame, inputs, targets, title, left_out)
    if any(column.kind == "text" for column in inputs):
        return texts_first(frame, title, described, targets, notes, between)
    codes = np.empty((len(frame), len(inputs)), order="F")  # one column after the other in memory

    def put(place: int) -> None:
        codes[:, place] = guessing.codes(frame[inputs[place].name], inputs[place])

    each(put, range(len(inputs)), len(frame))
    y = _y(frame, targets)
    notes = (
        *notes,
        *left_out,
        *table_notes.of_values(frame, inputs, codes),
        *table_notes.of_values(frame, targets, y.reshape(len(y), -1)),
        *table_notes.of_classes(targets, y),
    )
    schema = _schema(title, described, inputs, targets)
    return Raw(codes, y, schema, notes, columns=inputs, **shares.of(frame, described))


def _y(frame: pd.DataFrame, targets: tuple[Column, ...]) -> np.ndarray:
    """(n,) codes of a single target, (n, targets) of several."""
    codes = np.column_stack([guessing.codes(frame[target.name], target) for target in targets])
    return codes if len(targets) > 1 else codes[:, 0]


def texts_first(
    frame: pd.DataFrame,
    title: str,
    described: tuple[Column, ...],
    targets: tuple[Column, ...],
    notes: tuple[str, ...],
    between: str = GUESSED,
    pictures: tuple[RawFurther, ...] = (),
) -> Raw:
    """Examples whose first input is a text, or several one after the other; beside it images, where there are some, and
    the other columns. Those without a text are left out."""
    inputs = tuple(column for column in described if column.role == "input")
    written = tuple(column for column in inputs if column.kind == "text")
    sentences, there = text_columns.written(frame, written, between)
    notes = (*notes, *text_columns.note(written, between))
    if not there.all():
        notes = (*notes, f"{int((~there).sum()):,} of {len(frame):,} rows have no text and were left out.")
    frame, pictures = frame[there], tuple(one.at(np.flatnonzero(there)) for one in pictures)
    sentences = sentences[there]
    codes, corpus = texts.read(sentences)
    tables = rows_beside(frame, tuple(column for column in inputs if column.kind != "text"))
    further = (*pictures, *tables)
    schema = _schema(title, described, inputs, targets)
    forms = tuple(one.form for one in further)
    schema = dataclasses.replace(schema, kind="tokens", feature_names=(), further=forms)
    own = {"words": corpus, "texts": sentences, "further": further}
    if len(written) > 1:
        own["joined"] = (tuple(column.name for column in written), text_columns.mark(between))
    notes = (*notes, *(note for one in tables for note in table_notes.of_values(frame, one.columns, one.codes)))
    return Raw(codes, _y(frame, targets), schema, notes, **own, **shares.of(frame, described))


def rows_beside(frame: pd.DataFrame, columns: tuple[Column, ...]) -> tuple[RawFurther, ...]:
    """What these columns are as an input beside a text or an image; () for none."""
    if not columns:
        return ()
    codes = np.column_stack([guessing.codes(frame[column.name], column) for column in columns])
    return (RawFurther(BESIDE, codes, columns),)


def _learnable(frame, inputs: tuple[Column, ...], targets: tuple[Column, ...], title: str, left_out) -> None:
    """Raises DataError where there is nothing to predict, or nothing to predict it from, with the reasons why columns
    are left out."""
    named = words.listed([target.name for target in targets])
    if not inputs:
        raise DataError(
            f"{title or 'This table'} has no input besides its target{'s' * (len(targets) > 1)} {named}.",
            expected=f"at least one column that is a {', '.join(USABLE[:-1])} or {USABLE[-1]}",
            fix=" ".join((*left_out, "Make a column an input, or bring another table.")),
            where="columns",
        )
    for target in targets:
        _varies(frame[target.name].dropna(), target)


def _varies(values: pd.Series, target: Column) -> None:
    """Raises DataError for a target that is the same everywhere, or a class of its own in every row."""
    different = values.nunique() if target.kind == "number" else len(target.categories)
    if target.kind == "boolean":
        different = values.nunique()
    if different < 2:
        only = f"only one value, {str(values.iloc[0])[:40]}, in all rows" if len(values) else "no value in any row"
        raise DataError(
            f"The target {target.name} has {only}.",
            expected="two or more",
            fix="Choose another target.",
            where="columns",
        )
    if target.kind == "category" and different == len(values):
        raise DataError(
            f"Each of the {different:,} rows has a class of its own in the target {target.name}.",
            expected="several rows of each class",
            fix="Choose another target, or make it a number where more and less mean something.",
            where="columns",
        )


def _schema(title: str, columns, inputs, targets: tuple[Column, ...]) -> Schema:
    return Schema(
        kind="vector",
        input_shape=(len(inputs),),
        feature_names=tuple(column.name for column in inputs),
        source=title or "Own table",
        columns=columns,
        **predicted.described(targets),
    )
