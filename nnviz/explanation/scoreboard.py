"""A run's scoreboards, kept in its folder while they are measured and afterwards. Imports no framework.

trust/<key>.json   what was asked, how far it is, and the rows so far
trust/<key>.stop   somebody wants it to end
"""

import contextlib
import dataclasses
import hashlib
import json
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from nnviz import settings
from nnviz.errors import NnvizError
from nnviz.explanation.catalog import METHODS
from nnviz.explanation.measures.board import Board
from nnviz.explanation.measures.records import Row
from nnviz.explanation.target import Chosen
from nnviz.runs import files
from nnviz.runs.run import Run
from nnviz.runs.status import lost

_FOLDER = "trust"
_MOST_KEPT = 8
_MOST_BYTES = 8_000_000
ACTIVE = ("queued", "running")


@dataclass(frozen=True)
class Asked:
    """What a scoreboard is of.

    Attributes:
        split, indexes: the examples.
        target: a class or output, a pair (a, b) for why a rather than b, or None for the class predicted.
        methods: names in `METHODS`.
        baseline: what covered parts become.
        shuffled: id of the run that was trained on shuffled answers, "" for none.
    """

    split: str
    indexes: tuple[int, ...]
    target: Chosen
    methods: tuple[str, ...]
    baseline: str = "zeros"
    shuffled: str = ""

    def key(self, run: Run) -> str:
        """What its file is called: other examples, another number explained, or other weights, have another one. Of
        other methods it is the same, so that none is measured twice."""
        text = json.dumps([dataclasses.astuple(dataclasses.replace(self, methods=())), weights_of(run)])
        return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Kept:
    """A scoreboard as it stands.

    Attributes:
        asked: what it is of.
        state: "queued", "running", "finished", "stopped" or "failed".
        board: the rows so far.
        now: title of the method that is being measured, and `share` how far it is.
        message: why it failed.
        process: [host, process id, process start] of the worker; None before it began.
        owner: who asked for it, and so may stop it.
        updated: seconds since 1970.
    """

    asked: Asked
    state: str
    board: Board
    now: str = ""
    message: str = ""
    process: tuple | None = None
    owner: str = ""
    updated: float = field(default_factory=time.time)
    share: float = 0.0

    @property
    def active(self) -> bool:
        return self.state in ACTIVE


def write(run: Run, kept: Kept) -> None:
    """Replaces its file; the oldest of many give way."""
    folder = run.folder / _FOLDER
    folder.mkdir(exist_ok=True)
    rows = [
        {
            **dataclasses.asdict(row),
            "scores": {name: _plain(own) for name, own in row.scores.items()},
            "ranks": {name: _plain(own) for name, own in row.ranks.items()},
            "nulls": {},
        }
        for row in kept.board.rows
    ]
    content = {
        "asked": dataclasses.asdict(kept.asked),
        "weights": weights_of(run),
        "rows": rows,
        "examples": kept.board.examples,
        **{name: getattr(kept, name) for name in ("state", "now", "message", "process", "owner", "share")},
        "updated": time.time(),
    }
    files.replace(folder / f"{kept.asked.key(run)}.json", json.dumps(content))
    for old in _by_age(run)[_MOST_KEPT:]:
        with contextlib.suppress(OSError):
            old.unlink()


def read(run: Run, asked: Asked) -> Kept | None:
    """The scoreboard of these examples and of the run's present weights; None where there is none."""
    return _read(run, run.folder / _FOLDER / f"{asked.key(run)}.json")


def newest(run: Run) -> Kept | None:
    """The run's newest scoreboard of its present weights that has any rows; None where there is none."""
    there = (_read(run, path) for path in _by_age(run))
    return next((kept for kept in there if kept is not None and kept.board.order), None)


def order_of(run_id: str) -> tuple[str, ...]:
    """Names of the methods that were measured on a run, the best first; () where none were, or the run is not there."""
    try:
        kept = newest(Run.open(run_id))
    except NnvizError:
        return ()
    return () if kept is None else tuple(name for name in kept.board.order if name in METHODS)


def stop(run: Run, asked: Asked) -> None:
    """Asks the worker to end before its next measure."""
    files.replace(run.folder / _FOLDER / f"{asked.key(run)}.stop", "")


def is_stopped(run: Run, asked: Asked) -> bool:
    return (run.folder / _FOLDER / f"{asked.key(run)}.stop").is_file()


def begin(run: Run, asked: Asked, owner: str = "") -> Kept:
    """Writes that it waits, with the rows that were measured before, and forgets that anybody wanted it to end."""
    (run.folder / _FOLDER).mkdir(exist_ok=True)
    (run.folder / _FOLDER / f"{asked.key(run)}.stop").unlink(missing_ok=True)
    before = read(run, asked)
    rows = () if before is None else before.board.rows
    asked = dataclasses.replace(asked, methods=_all_methods(rows, asked))
    kept = Kept(asked, "queued", Board(rows, len(asked.indexes), asked.methods), owner=owner)
    write(run, kept)
    return kept


def missing(kept: Kept | None, asked: Asked) -> tuple[str, ...]:
    """The methods that have no row yet."""
    there = set() if kept is None else {row.method for row in kept.board.rows}
    return tuple(name for name in asked.methods if name not in there)


def _all_methods(rows: tuple[Row, ...], asked: Asked) -> tuple[str, ...]:
    """Those that have a row, and then those that are asked for now."""
    there = tuple(row.method for row in rows)
    return (*there, *(name for name in asked.methods if name not in there))


def _read(run: Run, path: Path) -> Kept | None:
    read = files.read_once(path, lambda: _parsed(path))
    return None if read is None or read[0] != weights_of(run) else _as_it_is(read[1])


def _parsed(path: Path) -> tuple[list, Kept] | None:
    """What tells the weights, and the scoreboard; None where there is none, or it is damaged."""
    content = files.read_object(path, _MOST_BYTES)
    try:
        if content is None:
            return None
        asked = _asked(content["asked"])
        rows = tuple(_row(own) for own in content["rows"])
        process = tuple(content["process"]) if content["process"] else None
        told = {name: str(content[name]) for name in ("state", "now", "message", "owner")}
        board = Board(rows, int(content["examples"]), asked.methods)
        when = {"updated": float(content["updated"]), "share": float(content.get("share", 0.0))}
        kept = Kept(asked, board=board, process=process, **when, **told)
        return content["weights"], kept
    except (KeyError, TypeError, ValueError):
        return None


def _as_it_is(kept: Kept) -> Kept:
    """One whose worker is gone has ended, whatever it wrote last."""
    if not kept.active:
        return kept
    silent = time.time() - kept.updated
    if kept.process is None:
        gone = "" if silent < settings.get().wait_seconds + 60 else "It never began."
    else:
        gone = "The worker that measured ended unexpectedly." if lost(kept.process, silent) else ""
    return dataclasses.replace(kept, state="failed", message=gone) if gone else kept


def _asked(content: dict) -> Asked:
    target = content["target"]
    return Asked(
        str(content["split"]),
        tuple(int(k) for k in content["indexes"]),
        tuple(target) if isinstance(target, list) else target,
        tuple(map(str, content["methods"])),
        str(content["baseline"]),
        str(content["shuffled"]),
    )


def _row(content: dict) -> Row:
    scores = {
        name: np.array([np.nan if v is None else v for v in own], float) for name, own in content["scores"].items()
    }
    ranks = {name: _pair(own) for name, own in content.get("ranks", {}).items()}
    return Row(**{**content, "scores": scores, "nulls": {}, "ranks": ranks})


def _pair(own: list[float | None]) -> tuple[float, float]:
    return tuple(np.nan if value is None else float(value) for value in own)


def _plain(values: np.ndarray) -> list[float | None]:
    return [float(value) if np.isfinite(value) else None for value in values]


def _by_age(run: Run) -> list:
    """Its files, the newest first."""
    dated = []
    for path in (run.folder / _FOLDER).glob("*.json"):
        with contextlib.suppress(OSError):
            dated.append((path.stat().st_mtime_ns, path))
    return [path for _, path in sorted(dated, reverse=True)]


def weights_of(run: Run) -> list:
    """What tells the weights that are looked at from others."""
    final = run.model_path.stat().st_mtime_ns if run.model_path.is_file() else 0
    if run.moment is not None:
        return [run.moment, 0]
    return [None, final or max(run.weight_ids(), default=0)]
