"""A row of a table or a text that a person typed, as an example beside those of the data: kept as a drawing is
(`nnviz.data.own.handmade`), and brought to the form of a data set when that is asked about it."""

import json
import math
from collections.abc import Sequence

import numpy as np

from nnviz.errors import DataError

_KINDS = {"codes": "vector", "text": "tokens"}
_MOST_COLUMNS, _MOST_LETTERS = 5_000, 2_000


def row_content(codes: Sequence[float]) -> str:
    """A row as text: one code a column, as in `nnviz.explanation.what_if_records.Row`; NaN for what is missing."""
    if not 0 < len(codes) <= _MOST_COLUMNS:
        raise DataError(f"The row has {len(codes):,} columns.", expected=f"1 to {_MOST_COLUMNS:,}", where="own")
    return json.dumps({"codes": [None if math.isnan(code) else float(code) for code in codes]})


def text_content(text: str) -> str:
    """A text with its spaces tidied; "" for one without a word."""
    tidy = " ".join(text.split())[:_MOST_LETTERS]
    return json.dumps({"text": tidy}) if tidy else ""


def kind_of(content: str) -> str:
    """Which kind of data an own example belongs to: "image", "vector" or "tokens"."""
    told = json.loads(content)
    return next((kind for name, kind in _KINDS.items() if name in told), "image")


def codes_of(content: str) -> np.ndarray:
    """(columns,) the codes of a typed row."""
    return np.array([math.nan if code is None else code for code in json.loads(content)["codes"]], float)


def as_input(content: str, dataset) -> np.ndarray:
    """(1, …) as the network takes it. Raises DataError for data of another kind, and as `written.encoded`."""
    from nnviz.data import plane
    from nnviz.data.written import encoded

    kind, schema = kind_of(content), dataset.schema
    if schema.kind != kind:
        raise DataError(
            f"This example is {'a row of a table' if kind == 'vector' else 'a text'}, which these data are not.",
            fix="Choose an example of the data, or make another one.",
            where="own",
        )
    if kind == "tokens":
        return encoded(dataset, json.loads(content)["text"])
    row = codes_of(content)[None]
    columns = sum(column.role == "input" for column in schema.columns) or row.shape[1]
    expected = 2 if schema.plane_features else columns
    if row.shape[1] != expected:
        raise DataError(f"The row has {row.shape[1]} columns.", expected=f"{expected}", where="own")
    further = schema.plane_features
    return np.asarray(dataset.inputs(plane.inputs(row, further) if further else row), "float32")
