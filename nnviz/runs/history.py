"""A run's history, read while it grows. Imports no framework."""

import contextlib
import json
from pathlib import Path

import numpy as np


class HistoryReader:
    """Reads the growing history of a run's folder: every `read` parses only the lines that have come since the last one."""

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
                with contextlib.suppress(ValueError):
                    self._add(json.loads(line))
        return {name: np.array(values, float) for name, values in self._columns.items()}

    def _add(self, row: dict) -> None:
        for name in row.keys() - self._columns.keys():
            self._columns[name] = [float("nan")] * self._rows
        for name, values in self._columns.items():
            values.append(_number(row.get(name)))
        self._rows += 1


def _number(value) -> float:
    return float("nan") if value is None else float(value)
