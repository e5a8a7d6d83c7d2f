"""A run's history, read while it grows. Imports no framework."""

import contextlib
import json
import math
import os
from pathlib import Path

import numpy as np

_END_BYTES = 4096
_MOST_SCORES = 40


class HistoryReader:
    """Reads the growing history of a run's folder: every `read` parses only the lines that have come since the last
    one."""

    def __init__(self, folder: Path):
        self._path, self._offset, self._rows = folder / "history.jsonl", 0, 0
        self._columns: dict[str, list[float]] = {}

    def read(self) -> dict[str, np.ndarray]:
        """{"epoch": (n,), …} of all complete lines so far, as `Run.history` returns it."""
        with contextlib.suppress(OSError), open(self._path, "rb") as file:
            file.seek(self._offset)
            *lines, rest = file.read().split(b"\n")
            self._offset = file.tell() - len(rest)
            for line in lines:
                with contextlib.suppress(ValueError, RecursionError):
                    row = json.loads(line)
                    if isinstance(row, dict):
                        self._add(row)
        return {name: np.array(values, float) for name, values in self._columns.items()}

    def _add(self, row: dict) -> None:
        for name in row:
            if name not in self._columns and len(self._columns) < _MOST_SCORES:
                self._columns[name] = [float("nan")] * self._rows
        for name, values in self._columns.items():
            values.append(_number(row.get(name)))
        self._rows += 1


def last_row(folder: Path) -> dict[str, float | None]:
    """The newest complete line of a run's history; {} before there is one. Reads the file's end alone.

    {"epoch": 3, "loss": 0.5, …}; None where a value is not finite.
    """
    with contextlib.suppress(OSError, ValueError, IndexError, RecursionError):
        with open(folder / "history.jsonl", "rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - _END_BYTES))
            row = json.loads(file.read(_END_BYTES).split(b"\n")[-2])
        if isinstance(row, dict):
            return {name[:80]: _finite(value) for name, value in list(row.items())[:_MOST_SCORES]}
    return {}


def _finite(value) -> float | None:
    number = _number(value)
    return value if math.isfinite(number) else None


def _number(value) -> float:
    """`value` as a float; NaN for null and for what is no number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return math.nan
    try:
        return float(value)
    except OverflowError:
        return math.nan
