"""What columns with the roles "group", "time" and "split" say about who is held out. Worker side: imports pandas."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from nnviz.data.column import Column
from nnviz.data.own import guessing
from nnviz.errors import DataError

_PARTS = {
    **dict.fromkeys(("train", "training", "fit", "0"), 0),
    **dict.fromkeys(("validation", "valid", "val", "dev", "development", "1"), 1),
    **dict.fromkeys(("test", "testing", "holdout", "held out", "2"), 2),
}
_ROLES = ("group", "time", "split")


def of(frame: pd.DataFrame, columns: Sequence[Column]) -> dict[str, np.ndarray]:
    """The arrays of `nnviz.data.raw.Raw` that share examples out: "groups", "times" or "parts"; {} for none.

    Raises:
        DataError: for several such columns, moments that cannot be ordered, or parts that there are not.
    """
    deciding = [column for column in columns if column.role in _ROLES]
    if not deciding:
        return {}
    if len(deciding) > 1:
        listed = " and ".join(f"{column.name} ({column.role})" for column in deciding[:3])
        raise DataError(
            f"{len(deciding)} columns say who is held out: {listed}.",
            expected="one at most",
            fix="Ignore the others.",
            where="columns",
        )
    column = deciding[0]
    return _BY[column.role](frame[column.name], column)


def _groups(values: pd.Series, column: Column) -> dict[str, np.ndarray]:
    """An example without a group is one of its own."""
    places, known = pd.factorize(values)
    alone = places < 0
    return {"groups": np.where(alone, len(known) + np.cumsum(alone), places)}


def _times(values: pd.Series, column: Column) -> dict[str, np.ndarray]:
    if column.kind not in ("number", "date", "identifier"):
        raise DataError(
            f"{column.name} is of the kind {column.kind}, which has no order in time.",
            expected="a date or a number",
            fix="Choose another column as the time, or correct its kind.",
            where="columns",
        )
    kind = "date" if column.kind == "date" else "number"
    return {"times": guessing.codes(values, Column(column.name, kind))}


def _parts(values: pd.Series, column: Column) -> dict[str, np.ndarray]:
    words = values.map(lambda value: f"{value:g}" if isinstance(value, float) else str(value), na_action="ignore")
    words = words.str.strip().str.lower()
    parts = words.map(_PARTS)
    unknown = words[parts.isna() & words.notna()].unique()
    if len(unknown):
        raise DataError(
            f"{column.name} says who is held out, and holds {str(unknown[0])[:40]!r}.",
            expected="train, validation or test in every row",
            fix="Choose another column for the split.",
            where="columns",
        )
    return {"parts": parts.fillna(-1).to_numpy("int64")}


_BY = {"group": _groups, "time": _times, "split": _parts}
