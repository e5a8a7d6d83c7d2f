"""Columns of text in a table → the text of each row: several one after the other. Worker side: pandas."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from nnviz import words
from nnviz.data import texts
from nnviz.data.catalog.own import BETWEEN
from nnviz.data.column import Column
from nnviz.data.own.reading import GUESSED
from nnviz.data.preparing.carried.steps import joined


def mark(between: str) -> str:
    """What stands between two texts."""
    return BETWEEN[0] if between == GUESSED else between


def written(frame: pd.DataFrame, columns: Sequence[Column], between: str) -> tuple[np.ndarray, np.ndarray]:
    """(n,) the text of each row, and (n,) whether it has one.

    Args:
        columns: those of text; of several, a row that lacks one has the others.
    """
    names = [column.name for column in columns]
    own = [frame[name].astype(object).where(frame[name].notna(), "").astype(str).str.strip() for name in names]
    there = np.any([(one != "").to_numpy() for one in own], axis=0)
    if len(names) == 1:
        return texts.as_array(frame[names[0]].astype(str)), there
    rows = zip(*own, strict=True)
    return texts.as_array(joined(dict(zip(names, row, strict=True)), names, mark(between)) for row in rows), there


def note(columns: Sequence[Column], between: str) -> tuple[str, ...]:
    """How several texts of a row are read."""
    if len(columns) < 2:
        return ()
    named = words.listed([column.name for column in columns])
    return (f"{named} are read one after the other, with “{mark(between)}” between them.",)
