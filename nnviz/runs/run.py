"""`Run`: the directory that training an experiment leaves behind, readable while it is being written.

    experiment.json   the experiment            history.jsonl   a line an epoch
    record.json       owner, title, tags        graph.json      what the frames show
    status.json       state and progress        frames/*.npz    the pictures' numbers, thinned out
    command.json      what a person asked for   weights/*.npz   snapshots of all weights, thinned out
    live.npz          the newest frame          schema.json     the form of the data
    final.keras       the trained model         facts.json      number of examples and of parameters
    final.npz         its weights alone, where the model is made by code that no file holds
    untrained.json    scores before any step    speed.json      how fast it may go
    preparation.json  what was fitted to the training examples: fills, names, scales, steps
    gradients.npz     sizes of gradients, recorded meanwhile
    asked.jsonl       what a person wants changed while it trains; events.jsonl: what was changed, and when
    vitals.npz        how weights and outputs are spread, recorded meanwhile
    data_facts.json   what of its data decides how training goes
    imported.json     of curves from outside: the file that they came in; there is no network
    begins.*          weights of the run that it goes on from
    taken.*           the network that layers were taken from, and what did not fit
    predicted/*.npz   what its network said of a part of its data

Whole files are replaced at once and lines are appended, so a reader never sees half of anything but a
last line, which it leaves for the next look. `nnviz.runs.index` lists the runs of a folder. Imports no framework.
"""

import contextlib
import dataclasses
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from nnviz import names, settings
from nnviz.data.schema import Schema
from nnviz.errors import RunError, SpecError
from nnviz.runs import files, moments, recorded, retention
from nnviz.runs.frames import unpacked_frame
from nnviz.runs.history import HistoryReader, last_row
from nnviz.runs.index import RunIndex, index_of, run_index
from nnviz.runs.moments import FINAL_WEIGHTS, Moment
from nnviz.runs.records import ID, MOST_NOTE, Record, RunRecord, checked_tags, missing_run, read_record, title_of
from nnviz.runs.status import ACTIVE, Status, read_status, this_process
from nnviz.runs.steered import COMMANDS, Steered
from nnviz.runs.stored import read_graph, read_schema
from nnviz.specs import Experiment

__all__ = ["ACTIVE", "COMMANDS", "ID", "FINAL_WEIGHTS", "Run", "RunRecord", "Status", "this_process"]

IMPORTED = "imported.json"
_EASILY_READ = 200_000
"""Characters of an experiment up to which it is written for people to read."""


class Run(Steered):
    """One run directory. `Run.create` makes one; `Run.open` finds it by its id.

    Attributes:
        moment: the step of the recorded weights that it is looked at with; None for the newest ones.
    """

    def __init__(self, folder: Path, moment: int | None = None):
        self.folder, self.moment = Path(folder), moment

    @property
    def id(self) -> str:
        return self.folder.name

    @property
    def reference(self) -> str:
        """What `Run.open` finds it by at the same moment: "20260131-235959-0a1b2c@250"."""
        return recorded.reference(self.id, self.moment)

    @classmethod
    def create(
        cls,
        experiment: Experiment,
        home: Path | str | None = None,
        *,
        owner: str = "",
        title: str | None = None,
        tags: Iterable[str] = (),
        start_from: "Run | Moment | None" = None,
    ) -> "Run":
        """A new, queued run.

        Args:
            home: the folder that holds `runs`; by default the settings' home.
            owner: the key of the person whose it is; "" for nobody in particular.
            title: what people call it; by default the experiment's title, or the name of its data.
            tags: a person's own words for it; a run that bears one is never removed by itself.
            start_from: the run, or the moment of one, whose weights it begins with. They are kept in its own folder.

        Raises:
            RunError: when the home folder cannot be written, or the run to start from has no such weights.
        """
        moment = start_from.at() if isinstance(start_from, Run) else start_from
        runs = Path(home) / "runs" if home else settings.get().runs
        settings.writable_home(settings.get().model_copy(update={"home": runs.parent}))
        run = cls(_new_folder(runs))
        title = title_of(experiment) if title is None else title
        begins = ()
        if moment is not None:
            begins = (moment.run_id, moment.epoch, run._copied(moment, experiment))
        else:
            run._keep_taken(experiment)
        record = Record(owner, title, checked_tags(list(tags)), time.time(), experiment.key, *begins)
        run.write("record.json", record.to_json())
        run.write("status.json", Status(epochs=experiment.train.epochs).to_json())
        text = experiment.to_json()
        run.write("experiment.json", experiment.to_json(indent=1) if len(text) < _EASILY_READ else text)
        run._index.add(run.id)
        retention.sweep_soon(runs)
        return run

    @classmethod
    def open(cls, run_id: str, home: Path | str | None = None) -> "Run":
        """The run with that id, or `reference`. Raises RunError for one that is unknown, damaged, or of a newer
        nnviz."""
        runs = Path(home) / "runs" if home else settings.get().runs
        run_id, moment = recorded.parted(str(run_id))
        if not ID.fullmatch(run_id):
            raise RunError(
                f"{run_id[:60]!r} is not the id of a run.",
                expected="one like 20260131-235959-0a1b2c",
                fix="Check the link, or train again.",
                where="run",
            )
        run = cls(runs / run_id, moment)
        if not (run.folder / "experiment.json").is_file():
            raise missing_run(run.folder)
        _ = run.record
        retention.note_opened(run.folder)
        return run

    @classmethod
    def recent(
        cls, home: Path | str | None = None, limit: int = 50, *, owner: str | None = None, active_only: bool = False
    ) -> list[RunRecord]:
        """The newest runs first, as the index knows them: of one owner, or of everybody for None."""
        return run_index(home).recent(owner, limit, active_only=active_only)

    # What a reader asks.

    @property
    def record(self) -> Record:
        """Owner, title, tags and when it was made. Raises RunError for one that is damaged or of a newer nnviz."""
        return read_record(self.folder)

    @property
    def owner(self) -> str:
        """The key of the person whose run it is; "" for nobody in particular."""
        return self.record.owner

    @property
    def experiment(self) -> Experiment:
        path = self.folder / "experiment.json"
        try:
            return files.read_once(path, lambda: Experiment.from_json(path.read_bytes()))
        except OSError as error:
            if not self.folder.is_dir():
                raise missing_run(self.folder) from None
            raise RunError(f"The experiment of run {self.id} cannot be read ({error.strerror}).", where="run") from None

    @property
    def schema(self) -> Schema | None:
        """The form of the data once training has begun. Raises RunError for a file that is damaged or of a
        newer nnviz."""
        return read_schema(self.folder)

    @property
    def facts(self) -> dict:
        """{"examples": …, "parameters": …} once training has begun; whole numbers."""
        path = self.folder / "facts.json"
        content = files.read_once(path, lambda: files.read_object(path)) or {}
        return {name: value for name, value in content.items() if isinstance(value, int)}

    @property
    def untrained(self) -> dict[str, float]:
        """{"loss": …, "val_loss": …, …} before the first step, where they were taken; NaN where not finite."""
        path = self.folder / "untrained.json"
        content = files.read_once(path, lambda: files.read_object(path)) or {}
        return {name[:80]: value for name, value in content.items() if isinstance(value, float)}

    @property
    def not_taken(self) -> tuple[str, ...]:
        """A sentence for each layer that was to begin with another run's weights and could not."""
        path = self.folder / "taken.json"
        content = (files.read_object(path) or {}).get("told") if path.is_file() else None
        return tuple(str(one) for one in content) if isinstance(content, list) else ()

    @property
    def graph(self) -> dict | None:
        """What the frames show (columns, links, axes, samples), or None before the first frame.

        One dict for all who ask: not to be changed. Raises RunError for one of a newer nnviz.
        """
        return read_graph(self.folder)

    def status(self) -> Status:
        """Where the run stands. A run whose worker is gone counts as failed, whatever it wrote last."""
        return read_status(self.folder)

    def history(self) -> dict[str, np.ndarray]:
        """{"epoch": (n,), "loss": (n,), …} of every epoch completed, float64; NaN where a value is not finite."""
        return HistoryReader(self.folder).read()

    def last_epoch(self) -> dict:
        """The newest complete line of the history; {} before there is one. Reads the file's end alone."""
        return last_row(self.folder)

    def frame_ids(self) -> list[int]:
        """The recorded frames in order; a frame's id is its optimizer step."""
        return _numbered(self.folder / "frames")

    def frame(self, step: int | None = None) -> dict[str, np.ndarray] | None:
        """The arrays of one frame, by default of the newest; None when it is not there (yet, or any more)."""
        path = self.folder / ("live.npz" if step is None else f"frames/{step:09d}.npz")
        arrays = _arrays(path)
        return None if arrays is None else unpacked_frame(arrays)

    def pictures(self) -> np.ndarray | None:
        """(n, height, width, channels) uint8, the images of the held-out examples that the frames speak of; None for
        other data."""
        try:
            pictures = np.load(self.folder / "pictures.npy", allow_pickle=False)
        except (OSError, ValueError):
            return None
        return pictures if pictures.ndim == 4 and pictures.dtype == np.uint8 else None

    def weight_ids(self) -> list[int]:
        return _numbered(self.folder / "weights")

    def weights(self, step: int | None = None) -> list[np.ndarray] | None:
        """All the model's variables at a recorded step, in `model.variables`' order; for None those that the run ended
        with, where its network is made by code that no file holds."""
        arrays = _arrays(self.folder / (FINAL_WEIGHTS if step is None else f"weights/{step:09d}.npz"))
        names = [f"v{i}" for i in range(len(arrays or ()))]
        return [arrays[name] for name in names] if arrays and all(name in arrays for name in names) else None

    @property
    def model_path(self) -> Path:
        return self.folder / "final.keras"

    def model(self):
        """The trained `keras.Model`. Imports Keras. Raises RunError while there is none, or where code that is not here
        makes it."""
        if not self.model_path.is_file():
            if self.is_imported:
                raise self.curves_only()
            if (self.folder / FINAL_WEIGHTS).is_file():
                raise self.code_of_ones_own()
            raise RunError(
                f"Run {self.id} has no trained model yet.",
                fix="Wait for its first epochs, or train again.",
                where="run",
            )
        import keras

        try:
            return keras.saving.load_model(self.model_path, compile=False, safe_mode=True)
        except (TypeError, ValueError) as error:
            if "Could not locate" in str(error):
                raise self.code_of_ones_own() from error
            raise

    @property
    def is_imported(self) -> bool:
        """Whether it is curves from outside, without a network."""
        return (self.folder / IMPORTED).is_file()

    def curves_only(self) -> RunError:
        """What to say where a network is asked for and there are only curves from outside."""
        return RunError(
            f"{self.record.title or 'This run'} is curves of a training elsewhere: there is no network with them.",
            fix="Its curves are on Runs, where the network's own .keras file can be opened too.",
            where="run",
        )

    def code_of_ones_own(self) -> RunError:
        """What to say where the network is made by code that is not here."""
        return RunError(
            f"The network of run {self.id} is made by code of somebody's own, which only the script has that trained "
            "it.",
            fix="In that script, nnviz.activations(model, x) and nnviz.attribute(model, x) look inside it.",
            where="run",
        )

    def at(self, epoch: int | None = None) -> Moment:
        """The weights recorded after an epoch, by default those that the run ended with: what another run can start
        from. Raises RunError where there are none."""
        return moments.final(self) if epoch is None else moments.at(self, epoch)

    def size(self) -> int:
        """Bytes on disk."""
        return files.folder_bytes(self.folder)

    # What a person asks for, and what the worker answers.

    def delete(self) -> None:
        """Removes the run from disk. Raises RunError for one that is queued, training, paused or not there."""
        retention.delete(self.folder)

    def tag(self, tags: Iterable[str]) -> None:
        """Replaces a person's own words for the run; one that bears any is never removed by itself."""
        self.write("record.json", dataclasses.replace(self.record, tags=checked_tags(list(tags))).to_json())
        self._index.add(self.id)

    def annotate(self, note: str) -> None:
        """Keeps what a person writes about the run. Raises SpecError for a note that is too long."""
        note = note.strip()
        if len(note) > MOST_NOTE:
            raise SpecError(f"The note has {len(note):,} characters.", expected=f"at most {MOST_NOTE:,}", where="note")
        self.write("record.json", dataclasses.replace(self.record, note=note).to_json())
        self._index.add(self.id)

    def rename(self, title: str) -> None:
        """Calls the run otherwise. Raises SpecError for a title that cannot be read or is too long."""
        title = names.check(title, "Title", "title")
        if len(title) > names.LONGEST:
            raise SpecError(
                f"The title has {len(title):,} characters.", expected=f"at most {names.LONGEST}", where="title"
            )
        self.write("record.json", dataclasses.replace(self.record, title=title).to_json())
        self._index.add(self.id)

    def write_status(self, status: Status) -> None:
        """Replaces the status. The index learns of a new state at once, of anything else every two seconds."""
        self.write("status.json", dataclasses.replace(status, updated=time.time()).to_json())
        self._index.update(self.id, status)
        if not status.active:
            retention.sweep_soon(self.folder.parent)

    def beat(self) -> None:
        """Tells whoever asks that the run's worker is alive; a worker does so every few seconds."""
        with contextlib.suppress(OSError):
            os.utime(self.folder / "status.json")
            self._index.beat(self.id)

    def fail(self, message: str) -> None:
        """Marks an unfinished run as failed, with a sentence."""
        status = self.status()
        if status.active or not status.message:
            self.write_status(dataclasses.replace(status, state="failed", message=message))

    def append_history(self, rows: list[dict]) -> None:
        with open(self.folder / "history.jsonl", "a") as file:
            file.write("".join(json.dumps({k: _plain(v) for k, v in row.items()}) + "\n" for row in rows))

    def write(self, name: str, content: str | bytes) -> None:
        """Replaces a file of the run at once."""
        try:
            files.replace(self.folder / name, content)
        except OSError as error:
            raise RunError(
                f"Run {self.id} cannot be written ({error.strerror or error}).",
                where="run",
                fix="Free some space, or set NNVIZ_HOME to another folder.",
            ) from error

    def _copied(self, moment: Moment, experiment: Experiment) -> int:
        """The epoch that this new run counts from. Raises RunError, and is gone, where it cannot begin there."""
        try:
            return moment.copy_into(self.folder, experiment)
        except RunError:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise

    def _keep_taken(self, experiment: Experiment) -> None:
        """Raises RunError, and is gone, where the network that layers are taken from cannot be had."""
        try:
            moments.keep_taken(self.folder, experiment)
        except (RunError, OSError):
            shutil.rmtree(self.folder, ignore_errors=True)
            raise

    @property
    def _index(self) -> RunIndex:
        return index_of(self.folder.parent)


def _new_folder(runs: Path) -> Path:
    """A folder for a new run, under a name that no other process has taken. Raises RunError when it cannot be made."""
    while True:
        digits = secrets.token_hex(8 if settings.get().mode == "hosted" else 3)
        folder = runs / f"{time.strftime('%Y%m%d-%H%M%S')}-{digits}"
        try:
            folder.mkdir()
            (folder / "frames").mkdir()
            (folder / "weights").mkdir()
        except FileExistsError:
            continue
        except OSError as error:
            raise RunError(
                f"A run cannot be written to {runs} ({error.strerror or error}).",
                fix="Free some space, or set NNVIZ_HOME to another folder.",
                where="run",
            ) from error
        return folder


def _arrays(path: Path) -> dict[str, np.ndarray] | None:
    try:
        with np.load(path, allow_pickle=False) as data:
            return {name: data[name] for name in data.files}
    except Exception:  # cut off, replaced or thinned out while being read: there is no such frame
        return None


def _numbered(folder: Path) -> list[int]:
    return sorted(int(path.stem) for path in folder.glob("[0-9]*.npz"))


def _plain(value):
    value = float(value) if not isinstance(value, int) else value
    return value if np.isfinite(value) else None
