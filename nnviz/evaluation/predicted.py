"""What a run's network said of a part of its data, kept in the run's folder: a second look is instant, also after a
restart. No framework.

predicted/<key>.npz   predictions, the rows that they are of, what they mean, and their intervals
"""

import contextlib
import dataclasses
import hashlib
import io
import json
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nnviz.runs import files
from nnviz.runs.run import Run
from nnviz.training.meaning import OutputMeaning
from nnviz.training.warm import weights_key

_FOLDER, _VERSION = "predicted", 1
_MOST_FILES, _MOST_BYTES = 24, 40_000_000
"""What is kept of one run; what was looked at longest ago gives way."""
_BROKEN = (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile)


@dataclass(frozen=True)
class Predicted:
    """Predictions for the first examples of a part.

    Attributes:
        rows: (n,) which examples of the source.     shown: (n, units) float32, as `meaning` shows them.
        meaning: of the outputs, with the thresholds of then.
        intervals: of their scores.
    """

    rows: np.ndarray
    shown: np.ndarray
    meaning: OutputMeaning
    intervals: dict[str, tuple[float, float]]


def find(run: Run, part: str, rows: np.ndarray) -> Predicted | None:
    """What is kept of a part for the run's present weights and preparation; None where that is nothing, or of other
    examples than `rows` begin with."""
    path = _path(run, part)
    try:
        with np.load(path, allow_pickle=False) as content:
            told = json.loads(str(content["told"]))
            kept = Predicted(content["rows"], content["shown"], _meaning(told["meaning"]), _pairs(told["intervals"]))
        os.utime(path)
    except _BROKEN:
        return None
    same = len(kept.rows) == len(kept.shown) <= len(rows) and np.array_equal(kept.rows, rows[: len(kept.rows)])
    return kept if same and len(kept.rows) else None


def keep(run: Run, part: str, predicted: Predicted) -> None:
    """Keeps them; what cannot be written is not kept."""
    told = {"meaning": dataclasses.asdict(predicted.meaning), "intervals": predicted.intervals}
    buffer, path = io.BytesIO(), _path(run, part)
    np.savez_compressed(buffer, told=np.array(json.dumps(told)), rows=predicted.rows, shown=predicted.shown)
    with contextlib.suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        files.replace(path, buffer.getvalue())
        _bound(path.parent)


def _bound(folder: Path) -> None:
    total = 0
    every = sorted(((own, own.stat()) for own in folder.iterdir()), key=lambda pair: -pair[1].st_mtime_ns)
    for count, (own, stat) in enumerate(every):
        total += stat.st_size
        if count >= _MOST_FILES or total > _MOST_BYTES:
            own.unlink(missing_ok=True)


def _path(run: Run, part: str) -> Path:
    """Another one for other weights, other preparation, or another version."""
    preparation = run.folder / "preparation.json"
    fitted = hashlib.sha256(preparation.read_bytes()).hexdigest() if preparation.is_file() else ""
    text = json.dumps([weights_key(run), part, fitted, _VERSION])
    return run.folder / _FOLDER / f"{hashlib.sha256(text.encode()).hexdigest()[:20]}.npz"


def _meaning(told: dict) -> OutputMeaning:
    return OutputMeaning(**{name: tuple(own) if isinstance(own, list) else own for name, own in told.items()})


def _pairs(told: dict) -> dict[str, tuple[float, float]]:
    return {name: (float(low), float(high)) for name, (low, high) in told.items()}
