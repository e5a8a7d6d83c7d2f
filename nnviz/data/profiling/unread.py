"""Columns of a table that the network is not given: what is in them, so that one can see why. Worker side (pandas)."""

from dataclasses import replace

import numpy as np

from nnviz.data.catalog import SOURCES, check
from nnviz.data.column import Column
from nnviz.data.profiling.records import ColumnProfile, Spread
from nnviz.data.profiling.statistics import NAMES, column_profile
from nnviz.data.profiling.table import Table
from nnviz.errors import NnvizError

_FEW, _SOME = 50, 2_000
"""Different values up to which texts are counted as names, and values that are looked at first."""


def profiles(table: Table) -> list[ColumnProfile]:
    """Of all columns that are neither inputs nor targets: their values where the table can be read again, else how many
    are missing."""
    others = [column for column in table.schema.columns if column.role not in ("input", "target")]
    frame = _frame(table, [column.name for column in others]) if others else None
    return [_profile(frame, column, len(table)) for column in others]


def _frame(table: Table, columns: list[str]):
    """All rows of a person's own table, these columns at least; None for other sources."""
    from nnviz.data.own import files, frames

    source = SOURCES[table.spec.source]
    if frames.SETTINGS[0] not in source.reading:
        return None
    settings = check(table.spec)
    try:
        how = {name: settings[name] for name in frames.SETTINGS if name in settings}
        return frames.read(files.find(settings["file"]), how, settings["limit"], table.spec.seed, columns).frame
    except NnvizError:
        return None


def _profile(frame, column: Column, count: int) -> ColumnProfile:
    from nnviz.data.own import guessing

    if frame is None or column.name not in frame.columns:
        return ColumnProfile(column, count, round(column.missing * count), distinct=None)
    values = frame[column.name]
    if column.kind in ("number", "date"):
        return column_profile(guessing.codes(values, column), column, None, 0)
    if values.iloc[:_SOME].nunique() > _FEW:
        return ColumnProfile(column, len(values), int(values.isna().sum()), values.nunique())
    counts = values.value_counts()
    own = ColumnProfile(column, len(values), int(values.isna().sum()), len(counts))
    if len(counts) > _FEW:
        return own
    shown = counts.head(NAMES)
    names = tuple(map(str, shown.index))
    others = int(counts.sum() - shown.sum())
    return replace(own, spread=Spread(np.asarray(shown, int)[None], names=names, others=others))
