"""What a network in use was asked and said: lines of JSON beside its run, the oldest of which give way. No framework.

A line is {"row": codes of the columns, or features of an image, "words": categories that training did not know,
"shown": what was said, "time": seconds}.
"""

import json
import math
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from nnviz.runs.run import Run

MOST_BYTES = 8_000_000
"""Of the newer of the two files that are kept; so the last 8 to 16 MB are."""
REAL, SIMULATED = "served", "simulated"
"""The two logs of a run: what it was really asked, and the last simulation."""


class ServedLog:
    """One log of one run."""

    def __init__(self, run: Run, name: str = REAL, most_bytes: int = MOST_BYTES):
        self.path = run.folder / "serving" / f"{name}.jsonl"
        self._older, self._most, self._lock = self.path.with_suffix(".older.jsonl"), most_bytes, threading.Lock()

    def add(self, features: np.ndarray, shown: np.ndarray) -> bool:
        """Appends rows: features (n, k), NaN where missing, and what was said (n, units); False where the folder cannot
        be written, such as that of a run that was deleted."""
        moment = round(time.time(), 3)
        lines = [
            json.dumps({"row": _plain(row), "shown": _plain(said), "time": moment}, separators=(",", ":"))
            for row, said in zip(features, shown, strict=True)
        ]
        try:
            with self._lock:
                self.path.parent.mkdir(exist_ok=True)
                if self.path.is_file() and self.path.stat().st_size > self._most:
                    self.path.replace(self._older)
                with self.path.open("a") as file:
                    file.write("\n".join(lines) + "\n")
        except OSError:
            return False
        return True

    def clear(self) -> None:
        """Forgets everything."""
        for path in (self.path, self._older):
            path.unlink(missing_ok=True)

    def read(self, most: int = 20_000) -> tuple[np.ndarray, np.ndarray]:
        """The last rows at most: features (n, k) and what was said (n, units); a line that is damaged is left out."""
        lines = [line for path in (self._older, self.path) for line in _lines(path)][-most:]
        rows, said = [], []
        for line in lines:
            try:
                content = json.loads(line)
                row, shown = _numbers(content["row"]), _numbers(content["shown"])
            except (ValueError, KeyError, TypeError):
                continue
            if not rows or (len(row), len(shown)) == (len(rows[0]), len(said[0])):
                rows.append(row)
                said.append(shown)
        if not rows:
            return np.empty((0, 0)), np.empty((0, 0))
        return np.array(rows, float).reshape(len(rows), -1), np.array(said, float)

    def mark(self) -> float:
        """Changes when something is added."""
        return self.path.stat().st_mtime if self.path.is_file() else 0.0


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text().splitlines()
    except OSError:
        return []


def _plain(values: Sequence[float]) -> list[float | None]:
    return [None if not math.isfinite(value) else float(value) for value in values]


def _numbers(values: list) -> list[float]:
    return [math.nan if value is None else float(value) for value in values]
