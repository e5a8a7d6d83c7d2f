"""A table of which several rows make one sequence: a column says which, one their order. Worker side (pandas)."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from nnviz import words
from nnviz.data import lengths
from nnviz.data.column import Column
from nnviz.data.own import files, frames, guessing, predicted
from nnviz.data.raw import Raw
from nnviz.data.schema import Schema
from nnviz.errors import DataError

_MOST_ROWS = 2_000_000
_MOST_STEPS = 5_000
_IDS = ("id", "series", "sequence", "case", "subject", "patient", "sample", "trial", "unit", "group")
_TIMES = ("time", "step", "t", "date", "datetime", "timestamp", "day", "hour", "minute", "second", "month", "year")


def series(file: str, title: str, limit: int, columns: Mapping[str, Mapping], seed: int) -> Raw:
    """The sequences of a kept table.

    Args:
        file, title: as of `nnviz.data.own.tables.table`.
        limit: how many sequences are read; more are drawn at random with `seed`.
        columns: the person's corrections: column name → {"kind": …, "role": …}. The column of the role "group" says
            which sequence a row belongs to, that of the role "time" the order; both are guessed otherwise.

    Returns:
        Raw: x (n, longest, channels), NaN after the end of each; y one target a sequence.

    Raises:
        DataError: where no column says which rows belong together, or a target changes within a sequence.
    """
    read = frames.read(files.find(file, title), {}, _MOST_ROWS, seed)
    frame = read.frame
    which, when = _roles(frame, columns)
    roles = {which: {"role": "group"}} | ({when: {"role": "time"}} if when else {})
    asked = {name: dict(choice) for name, choice in columns.items() if name not in roles}
    described = guessing.columns_of(frame, {**asked, **roles})
    targets, inputs = predicted.of(described), _channels(described)
    rows, notes = _sequences(frame, which, when, described, limit, seed)
    values = np.column_stack([guessing.codes(frame[column.name], column) for column in inputs])
    answers = np.column_stack([guessing.codes(frame[target.name], target) for target in targets])
    x = lengths.stacked([values[own] for own in rows])
    y = np.stack([_one(answers[own], targets, frame[which].iloc[own[0]]) for own in rows])
    form = Schema(
        "sequence",
        input_shape=x.shape[1:],
        feature_names=tuple(column.name for column in inputs),
        source=title or "Own sequences",
        columns=described,
        padded=lengths.differ(x),
        **predicted.described(targets),
    )
    notes = (*read.notes, *notes, *((lengths.sentence(x),) if form.padded else ()))
    return Raw(x, y if len(targets) > 1 else y[:, 0], form, notes)


def _roles(frame: pd.DataFrame, columns: Mapping[str, Mapping]) -> tuple[str, str]:
    """The columns that say which sequence a row belongs to, and when it comes ("" for the order of the file)."""
    chosen = {choice.get("role"): name for name, choice in columns.items() if name in frame.columns}
    which = chosen.get("group") or _named(frame, _IDS, columns) or _repeating(frame, columns)
    if not which:
        raise DataError(
            "No column says which rows belong to one sequence.",
            expected="a column such as id, with one value for all rows of a sequence",
            fix="Give that column the role group.",
            where="columns",
        )
    return which, chosen.get("time") or _named(frame.drop(columns=which), _TIMES, columns)


def _named(frame: pd.DataFrame, known: tuple[str, ...], columns: Mapping[str, Mapping]) -> str:
    """The first column that is called like this and about which nothing else was said."""
    free = {str(name).lower(): name for name in frame.columns if "role" not in columns.get(name, {})}
    return next((free[name] for name in known if name in free), "")


def _repeating(frame: pd.DataFrame, columns: Mapping[str, Mapping]) -> str:
    """The first column of names or whole numbers that come in runs."""
    for name in frame.columns:
        values = frame[name]
        whole = not pd.api.types.is_float_dtype(values)
        runs = int((values != values.shift()).sum())
        if whole and "role" not in columns.get(name, {}) and 2 <= values.nunique() == runs <= len(frame) / 2:
            return name
    return ""


def _channels(described: tuple[Column, ...]) -> tuple[Column, ...]:
    inputs = tuple(column for column in described if column.role == "input")
    wrong = [column.name for column in inputs if column.kind not in ("number", "boolean")]
    if wrong or not inputs:
        raise DataError(
            f"{words.listed(wrong)} cannot be a number of each step." if wrong else "No column holds numbers to read.",
            expected="numbers, or yes and no",
            fix="Ignore it, or correct its kind." if wrong else "Make a column an input.",
            where="columns",
        )
    return inputs


def _sequences(frame: pd.DataFrame, which: str, when: str, described: tuple[Column, ...], limit: int, seed: int):
    """The rows of each sequence in their order, of at most `limit` sequences; and sentences."""
    moments = np.arange(len(frame), dtype=float)
    if when:
        column = next(own for own in described if own.name == when)
        kind = "date" if column.kind == "date" else "number"
        moments = guessing.codes(frame[when], Column(when, kind))
    known = frame[which].notna().to_numpy() & np.isfinite(moments)
    notes = (f"{words.counted(int((~known).sum()), 'row')} without {which} or {when}: left out.",)
    notes = () if known.all() else notes
    order = np.flatnonzero(known)[np.argsort(moments[known], kind="stable")]
    places = pd.factorize(frame[which].iloc[order])[0]
    rows = [order[own] for own in np.split(np.argsort(places, kind="stable"), np.cumsum(np.bincount(places))[:-1])]
    rows.sort(key=lambda own: own.min())
    if max(map(len, rows)) > _MOST_STEPS:
        raise DataError(
            f"A sequence has {max(map(len, rows)):,} steps.", expected=f"at most {_MOST_STEPS:,}", where="file"
        )
    if len(rows) > limit:
        chosen = np.sort(np.random.default_rng([seed, 4409]).permutation(len(rows))[:limit])
        said = f"{limit:,} of {len(rows):,} sequences were drawn at random; raise the limit to read more."
        return [rows[place] for place in chosen], (*notes, said)
    return rows, notes


def _one(answers: np.ndarray, targets: tuple[Column, ...], called) -> np.ndarray:
    """(targets,) the target of a sequence: what all its rows that have one say."""
    own = np.full(len(targets), np.nan)
    for place, target in enumerate(targets):
        said = np.unique(answers[np.isfinite(answers[:, place]), place])
        if len(said) > 1:
            raise DataError(
                f"{target.name} changes within the sequence {str(called)[:40]!r}.",
                expected="one value for all rows of a sequence",
                fix="Choose another target.",
                where="columns",
            )
        own[place] = said[0] if len(said) else np.nan
    return own
