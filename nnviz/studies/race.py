"""A race: variants of an experiment trained in lockstep, to be watched side by side. Imports no framework.

What a race leaves behind is one folder in the home folder, named after its experiments: whoever asks for the same race
again gets what was recorded, and whoever comes in the middle sees it go on. `trained.jsonl` in it has a line for what
does not change, then one for every variant at every moment, then one that says how it ended.
"""

import base64
import hashlib
import json
import shutil
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import ClassVar

import numpy as np

from nnviz import settings
from nnviz.errors import SpecError
from nnviz.specs import Experiment

MOST_VARIANTS = 20
FRAMES = 40
_MARGIN = 1.5
_FORM = 1
"""Counts up when the form of the lines changes: what was recorded before is then made again."""
_SILENT_SECONDS = 60.0
_FOLDERS_KEPT = 60


@dataclass(frozen=True)
class Race:
    """Experiments that are trained side by side.

    Attributes:
        name: what the page calls it.
        variants: (label, experiment) of each, in the order in which they are shown.
        frames: how many moments of the training are recorded, about.
        task: the engine's that trains it.
    """

    task: ClassVar[str] = "train_race"
    name: str
    variants: tuple[tuple[str, Experiment], ...]
    frames: int = FRAMES

    def __post_init__(self):
        if not 2 <= len(self.variants) <= MOST_VARIANTS:
            raise SpecError(f"A race of {len(self.variants)}.", expected=f"2 to {MOST_VARIANTS} networks", where="race")

    @property
    def key(self) -> str:
        """Names what is trained: the same networks on the same data by the same Keras, the same key."""
        told = [_FORM, self.frames, version("keras"), *((label, own.key) for label, own in self.variants)]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]


def folder(key: str, home: Path | None = None) -> Path:
    """Where a race is recorded. Raises SpecError for what is no race's key."""
    if len(key) != 32 or set(key) - set("0123456789abcdef"):
        raise SpecError("There is no such race.", where="race")
    return (home or settings.get().home) / "lessons" / "races" / key


def record_of(key: str) -> Path:
    """The file that its lines are appended to."""
    return folder(key) / "trained.jsonl"


@dataclass(frozen=True)
class News:
    """What has been recorded since somebody asked last.

    Attributes:
        lines: whole lines of JSON.     next: bytes read so far.
        state: "waiting" for a worker, "running", "finished", or "gone" where whoever trained it has fallen silent.
    """

    lines: tuple[str, ...]
    next: int
    state: str


def news(key: str, after: int = 0) -> News:
    """The lines of a race's record after so many bytes."""
    path = record_of(key)
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            file.seek(min(max(after, 0), size))
            text = file.read()
    except OSError:
        return News((), 0, "waiting")
    whole = text[: text.rfind(b"\n") + 1]
    position = min(max(after, 0), size) + len(whole)
    lines = tuple(whole.decode().splitlines())
    return News(lines, position, _state(path))


def _state(path: Path) -> str:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 400))
        ending = file.read()
    if b'"ended"' in ending:
        return "finished"
    silent = time.time() - path.stat().st_mtime
    return "gone" if silent > _SILENT_SECONDS else "running"


def answer_range(meaning: dict, targets=()) -> tuple[float, float]:
    """From where to where a picture of a network's answers reaches: a tenth beyond the targets of a regression, else
    from a sure no to a sure yes, and half as far again where the numbers are no probabilities.

    Args:
        meaning: as `OutputMeaning.to_json` writes it.
    """
    if len(targets):
        low, high = float(np.min(targets)), float(np.max(targets))
        return low - 0.1 * (high - low), high + 0.1 * (high - low)
    low, high = meaning["low"], meaning["high"]
    return (low, high) if meaning["shown"] == "probability" else (_MARGIN * low, _MARGIN * high)


def quantised(values: np.ndarray, low: float, high: float) -> str:
    """Base64 of one byte an entry: 0 for `low`, 254 for `high`, what lies beyond at the ends, 255 for no number."""
    steps = np.full(values.shape, 255, np.uint8)
    finite = np.isfinite(values)
    steps[finite] = np.clip(np.rint((values[finite] - low) / ((high - low) or 1) * 254), 0, 254)
    return base64.b64encode(steps.tobytes()).decode("ascii")


def sweep(keep: int = _FOLDERS_KEPT) -> None:
    """Removes the races that were begun longest ago, beyond the newest `keep`."""
    parent = settings.get().home / "lessons" / "races"
    if not parent.is_dir():
        return
    ages = sorted(((path.stat().st_mtime, path) for path in parent.iterdir() if path.is_dir()), reverse=True)
    for _, path in ages[keep:]:
        shutil.rmtree(path, ignore_errors=True)
