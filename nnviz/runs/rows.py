"""A run's line in the index: read from its directory, written as a row, and read back from one."""

import dataclasses
import json
import math
from pathlib import Path

from nnviz.data import catalog
from nnviz.errors import NnvizError
from nnviz.runs import files
from nnviz.runs.history import last_row
from nnviz.runs.records import Record, RunRecord, created_by_id, network_words, read_record
from nnviz.runs.status import STATES, Status, read_status
from nnviz.specs import Experiment

COLUMNS = tuple(field.name for field in dataclasses.fields(RunRecord))
LISTED = ", ".join(COLUMNS)
INSERT = f"INSERT OR REPLACE INTO runs ({LISTED}) VALUES ({', '.join('?' * len(COLUMNS))})"
DISCOVER = INSERT.replace("REPLACE", "IGNORE", 1)
"""For runs that were found in the folder: a line that their own process has written meanwhile is newer."""


def from_directory(folder: Path) -> RunRecord | None:
    """A run's record, read from its directory; None where no run is."""
    if not (folder / "experiment.json").is_file():
        return None
    try:
        record = read_record(folder)
    except NnvizError:
        record = Record(created=created_by_id(folder.name))
    status = read_status(folder)
    return RunRecord(
        folder.name,
        key=record.key,
        owner=record.owner,
        title=record.title,
        tags=record.tags,
        note=record.note,
        created=record.created or created_by_id(folder.name),
        size=files.folder_bytes(folder),
        **trained(folder),
        **standing(folder, status),
        updated=status.updated,
        heartbeat=status.updated,
    )


def standing(folder: Path, status: Status) -> dict:
    """The part of a run's record that changes while it trains, apart from times and size."""
    return {
        "state": status.state,
        "epoch": status.epoch,
        "epochs": status.epochs,
        "message": status.message,
        "scores": last_row(folder) or _as_it_came(folder, status),
        "worker": status.process,
        "seconds": status.seconds,
    }


def _as_it_came(folder: Path, status: Status) -> dict:
    """The scores of a network that was opened and not trained here; {} of any other run."""
    path = folder / "untrained.json"
    if status.active or status.epochs or not path.is_file():
        return {}
    return {name: value for name, value in (files.read_object(path) or {}).items() if isinstance(value, float)}


def trained(folder: Path) -> dict[str, str]:
    """What a run trains, in a few words; none for an experiment that cannot be read."""
    if (folder / "imported.json").is_file():
        return {"data": "from outside", "network": "curves only"}
    try:
        experiment = Experiment.from_json((folder / "experiment.json").read_bytes())
    except (OSError, ValueError, NnvizError):
        return {}
    return {"data": catalog.title_of(experiment.data), "network": network_words(experiment.model)}


def row_of(record: RunRecord) -> tuple:
    return tuple(stored(getattr(record, name)) for name in COLUMNS)


def stored(value):
    """What a column holds: words and numbers as they are, all else as JSON that SQLite reads, in which a number that is
    none is null."""
    if isinstance(value, dict):
        value = {
            name: None if isinstance(own, float) and not math.isfinite(own) else own for name, own in value.items()
        }
    return value if isinstance(value, str | int | float) else json.dumps(value)


def from_row(row) -> RunRecord | None:
    """The record in a line of the index; None where somebody else wrote something else there."""
    values = dict(zip(COLUMNS, row, strict=True))
    try:
        for name in ("tags", "scores", "worker"):
            values[name] = json.loads(values[name])
        values["scores"] = {name: math.nan if own is None else own for name, own in values["scores"].items()}
        worker = values["worker"]
        record = RunRecord(**{**values, "tags": tuple(values["tags"]), "worker": tuple(worker) if worker else None})
    except (AttributeError, TypeError, ValueError, RecursionError):
        return None
    numbers = ("created", "updated", "epoch", "epochs", "size", "heartbeat", "seconds")
    well = all(isinstance(values[name], int | float) for name in numbers) and isinstance(record.scores, dict)
    return record if well and record.state in STATES and (worker is None or len(worker) == 3) else None
