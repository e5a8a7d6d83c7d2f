"""What is known of a run without opening it: the record it is given when it is made, and its line in the index."""

import dataclasses
import json
import re
import time
from pathlib import Path

from nnviz.data import catalog
from nnviz.errors import NnvizError, RunError
from nnviz.runs import files
from nnviz.runs.status import ACTIVE, Status, number, text
from nnviz.specs import Experiment, LayerSpec, ModelSpec
from nnviz.versions import unchanged, up_to_date

ID = re.compile(r"\d{8}-\d{6}-(?:[0-9a-f]{6}|[0-9a-f]{16})")
"""What the id of a run looks like, as a whole; the longer ones cannot be guessed."""
RECORD = "record.json"
_VERSION = 1
_MIGRATIONS = {0: unchanged}
_MOST_BYTES = 100_000
_MOST_TAGS = 40
MOST_NOTE = 4_000
"""Characters of a note."""
_MOST_NETWORK = 300


@dataclasses.dataclass(frozen=True)
class Record:
    """What a run is given when it is made.

    Attributes:
        owner: the key of the person whose it is; "" for nobody in particular.
        title: what people call it.
        tags: a person's own words for it. A run that bears one is never removed by itself.
        created: seconds since 1970.
        key: of its experiment.
        begins_with: the id of the run whose weights it begins with; "" for new weights.
        begins_at: how many epochs that run had trained these weights.
        counts_from: the epoch that this run counts on from; 0 where its curves are not that run's further on.
        note: what a person wrote about it.
    """

    owner: str = ""
    title: str = ""
    tags: tuple[str, ...] = ()
    created: float = 0.0
    key: str = ""
    begins_with: str = ""
    begins_at: int = 0
    counts_from: int = 0
    note: str = ""

    def to_json(self) -> str:
        return json.dumps({**dataclasses.asdict(self), "version": _VERSION})


@dataclasses.dataclass(frozen=True)
class RunRecord:
    """A run's line in the index: all that a list of runs shows, without a look into its directory.

    Attributes:
        id, owner, title, tags, created, key, note: see `Record`.
        state, epoch, epochs, message: see `nnviz.runs.status.Status`.
        updated: when its state or epoch was last written, in seconds since 1970.
        scores: the newest line of its history, {"loss": …, "val_accuracy": …}; {} before the first epoch.
        size: bytes on disk, as last measured.
        heartbeat: when its worker was last heard of, by the file system's clock.
        worker: host, process id and process start of the worker; None while queued.
        data, network: what it is trained on, and which layers, in a few words.
        seconds: spent in training.
    """

    id: str
    state: str
    key: str = ""
    owner: str = ""
    title: str = ""
    tags: tuple[str, ...] = ()
    created: float = 0.0
    updated: float = 0.0
    epoch: float = 0.0
    epochs: int = 0
    message: str = ""
    scores: dict = dataclasses.field(default_factory=dict)
    size: int = 0
    heartbeat: float = 0.0
    worker: tuple | None = None
    data: str = ""
    network: str = ""
    seconds: float = 0.0
    note: str = ""

    @property
    def active(self) -> bool:
        return self.state in ACTIVE

    def status(self) -> Status:
        """The same as `Run.status()`, but for the seconds of training, which a list does not show."""
        return Status(self.state, self.epoch, self.epochs, self.message, process=self.worker, updated=self.updated)


def missing_run(folder: Path) -> RunError:
    """The error for a run that is not there (any more)."""
    return RunError(
        f"There is no run {folder.name} here.",
        fix="It may have been deleted, or made on another computer; train it again.",
        where="run",
    )


def title_of(experiment: Experiment) -> str:
    """What a run of that experiment is called when nobody gave it a name."""
    return experiment.title or catalog.title_of(experiment.data)


def network_words(model: ModelSpec) -> str:
    """ "Conv2D 16, MaxPooling2D, Flatten, Dense 10": the layers that are switched on, with their sizes."""
    return ", ".join(_layer_words(layer) for layer in model.layers if layer.enabled)[:_MOST_NETWORK]


def _layer_words(layer: LayerSpec) -> str:
    size = layer.settings.get("units") or layer.settings.get("filters")
    own = layer.settings.get("object")
    kind = str(own.get("class_name", layer.kind)) if isinstance(own, dict) else layer.kind
    return f"{kind} {size}" if isinstance(size, int) else kind


def read_record(folder: Path) -> Record:
    """The record of the run in `folder`; for a run made before there were records, what its experiment tells.

    Raises:
        RunError: for one that is damaged, or was made by a newer nnviz.
    """
    return files.read_once(folder / RECORD, lambda: _read(folder))


def _read(folder: Path) -> Record:
    if not (folder / RECORD).is_file():
        return _without_record(folder)
    content = files.read_object(folder / RECORD, _MOST_BYTES)
    if content is None:
        raise _damaged(folder)
    content = up_to_date(content, f"Run {folder.name}", _VERSION, _MIGRATIONS, kind=RunError)
    try:
        return Record(**{name: read(content[name]) for name, read in _READ.items() if name in content})
    except (TypeError, ValueError, OverflowError):
        raise _damaged(folder) from None


def _damaged(folder: Path) -> RunError:
    return RunError(
        f"The record of run {folder.name} is damaged.", fix=f"Delete its {RECORD} to open it without.", where="run"
    )


def _without_record(folder: Path) -> Record:
    try:
        experiment = Experiment.from_json((folder / "experiment.json").read_text())
    except (OSError, ValueError, NnvizError):
        return Record(created=created_by_id(folder.name))
    return Record(title=title_of(experiment), created=created_by_id(folder.name), key=experiment.key)


def created_by_id(run_id: str) -> float:
    """When a run was made, as its id tells to the second; 0 for what is no id."""
    try:
        return time.mktime(time.strptime(run_id[:15], "%Y%m%d-%H%M%S"))
    except (ValueError, OverflowError):
        return 0.0


def checked_tags(tags) -> tuple[str, ...]:
    """Tags without doubles, in the order given. Raises TypeError or ValueError for what is no list of short texts."""
    if isinstance(tags, str) or len(tags) > _MOST_TAGS:
        raise ValueError(f"expected a list of at most {_MOST_TAGS} tags")
    return tuple(dict.fromkeys(text(tag)[:60] for tag in tags if text(tag).strip()))


def _epoch(value) -> int:
    return int(number(value, 1e6))


def _run_id(value) -> str:
    if value and not ID.fullmatch(text(value)):
        raise ValueError("expected the id of a run")
    return value


_READ = {
    "owner": text,
    "title": text,
    "tags": checked_tags,
    "created": lambda value: number(value, 1e11),
    "key": text,
    "begins_with": _run_id,
    "begins_at": _epoch,
    "counts_from": _epoch,
    "note": lambda value: text(value)[:MOST_NOTE],
}
