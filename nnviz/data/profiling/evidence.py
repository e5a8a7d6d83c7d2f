"""The examples that a finding is about, as people read them. Worker side."""

from dataclasses import replace

import numpy as np

from nnviz.data.profiling.found import Finding
from nnviz.data.profiling.table import PARTS, Table

_COLUMNS, _PIXELS = 30, 64


def with_examples(finding: Finding, table: Table) -> Finding:
    """The finding with what its `rows` look like: pictures of images, cells of tables, words of texts."""
    if not finding.rows:
        return finding
    at = np.searchsorted(table.rows, finding.rows)
    cells = tuple(_cells(int(k), table) for k in at)
    return replace(finding, cells=cells, pictures=_pictures(at, table))


def _cells(k: int, table: Table) -> dict[str, str]:
    part = PARTS[table.parts[k]] if table.parts[k] >= 0 else "none"
    told = {"example": f"{table.rows[k]:,}", "part": part, table.target.name: _said(table.y[k : k + 1], table)}
    if table.schema.kind == "tokens":
        places = table.x[k].astype(int)
        told["text"] = " ".join(
            table.words[place] if place < len(table.words) else str(place) for place in places[places > 0]
        )
    for place, column in enumerate(table.inputs[:_COLUMNS]):
        value = column.readable(table.codes[k : k + 1, place])[0]
        told[column.name] = "" if value is None else f"{value:.10g}" if isinstance(value, float) else str(value)
    return told


def _said(y: np.ndarray, table: Table) -> str:
    return table.classes[int(y[0])] if table.classes else f"{float(y[0]):.10g}"


def _pictures(at: np.ndarray, table: Table) -> np.ndarray | None:
    shape = table.x.shape
    if table.schema.kind != "image" or len(shape) != 4 or shape[-1] not in (1, 3):
        return None
    step = -(-max(shape[1:3]) // _PIXELS)
    brightest = max(float(table.x.max()), 1e-12)
    return np.clip(np.rint(table.x[at, ::step, ::step] * (255 / brightest)), 0, 255).astype("uint8")
