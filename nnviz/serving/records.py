"""What making an export came to, kept beside it. Imports no framework."""

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path

from nnviz import words
from nnviz.runs.run import Run
from nnviz.training.thresholds import label_thresholds


@dataclass(frozen=True)
class Export:
    """One export of a network.

    Attributes:
        format: a name in `nnviz.serving.catalog.FORMATS`.
        takes, batch: what its file is given, and how many rows at a time (None: any number).
        part, examples: the part of the data that it was compared on, and how many examples that has.
        largest: the largest difference between its predictions and the app's, in the predictions' own unit.
        allowed: how large that may be.
        spread: the deviation of the app's predictions; 0 where they are probabilities.
        runtime: package and version in which it was loaded again.
        files: what is in the zip.
        size: bytes of the zip.
        refused: why there is none, as a sentence; "" where there is one.
        weights: of which weights it is, as the time of the run's model file.
        thresholds: by which it decides for labels, where somebody moved them.
    """

    format: str
    takes: str = ""
    batch: int | None = None
    part: str = ""
    examples: int = 0
    largest: float = 0.0
    allowed: float = 0.0
    spread: float = 0.0
    runtime: str = ""
    files: tuple[str, ...] = ()
    size: int = 0
    refused: str = ""
    weights: int = 0
    thresholds: tuple[float, ...] = ()

    @property
    def sentence(self) -> str:
        """`Equal on all 200 test examples: the largest difference is 3e−7.`"""
        if self.refused:
            return self.refused
        which = f"all {self.examples:,} {PARTS.get(self.part, self.part)} examples"
        if self.largest == 0:
            return f"Equal on {which}, to the last digit."
        return f"Equal on {which}: the largest difference is {words.number(self.largest, 2)}{self._scale}."

    @property
    def _scale(self) -> str:
        """What that difference is to be measured by."""
        return f", and predictions spread by {words.plain(self.spread, 2)}" if self.spread else " of a probability"

    def to_json(self) -> str:
        return json.dumps(dataclasses.asdict(self))


PARTS = {"train": "training", "validation": "validation", "test": "test", "given": "given"}


def zip_path(run: Run, format: str) -> Path:
    """Where an export of a run is kept."""
    return run.folder / "exports" / f"{format}.zip"


def kept(run: Run, format: str) -> Export | None:
    """The export of a run's present weights and thresholds that was made before; None where there is none."""
    path = zip_path(run, format)
    try:
        content = json.loads(path.with_suffix(".json").read_text())
        lists = {name: tuple(content.get(name, ())) for name in ("files", "thresholds")}
        export = Export(**{**content, **lists})
    except (OSError, ValueError, TypeError, KeyError):
        return None
    same = (export.weights, export.thresholds) == (weights_of(run), label_thresholds(run))
    current = same and (bool(export.refused) or path.is_file())
    return export if current else None


def weights_of(run: Run) -> int:
    """What tells a run's present weights from others: its model file's time, 0 where there is none."""
    return run.model_path.stat().st_mtime_ns if run.model_path.is_file() else 0
