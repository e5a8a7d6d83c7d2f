"""`Study`: a study on disk, `studies/<id>` beside the runs: what it is, and which runs are its own. No framework.

study.json    owner, title, when it was made, and the specification
trials.json   for each variant begun: its values, its run, and whether it was ended early
stop, pause   a person asked it to begin no more, for good or for now
optuna.log    of a search: the same as Optuna keeps it (`nnviz.studies.storage`)
"""

import json
import re
import secrets
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from nnviz import settings
from nnviz.data.catalog import title_of
from nnviz.errors import RunError, SpecError
from nnviz.runs import files
from nnviz.studies.spec import StudySpec, variants
from nnviz.versions import unchanged, up_to_date
from nnviz.whole_files import replace as write_whole

ID = re.compile(r"^\d{8}-\d{6}-[0-9a-f]{6,16}$")
_VERSION = 1


@dataclass(frozen=True)
class Trial:
    """One variant that was begun: the values of what varies, its run's id, and whether it was ended early.

    Attributes:
        after: of a trial of a search: which trials had ended when it was drawn, by their places; what it follows from.
        version: of Optuna, which drew it.
    """

    values: dict[str, Any] = field(default_factory=dict)
    run: str = ""
    pruned: bool = False
    after: tuple[int, ...] = ()
    version: str = ""


class Study:
    """One study directory."""

    def __init__(self, folder: Path):
        self.folder = Path(folder)

    @property
    def id(self) -> str:
        return self.folder.name

    @classmethod
    def create(cls, spec: StudySpec, home: Path | str | None = None, *, owner: str = "") -> "Study":
        """A new study without trials. Raises RunError when the home folder cannot be written."""
        place = _studies(home)
        settings.writable_home(settings.get().model_copy(update={"home": place.parent}))
        study = cls(place / f"{time.strftime('%Y%m%d-%H%M%S')}-{secrets.token_hex(8)}")
        study.folder.mkdir(parents=True)
        facts = {"owner": owner, "created": time.time(), "title": spec.base.title or title_of(spec.base.data)}
        content = {**facts, "spec": json.loads(spec.to_json()), "version": _VERSION}
        write_whole(study.folder / "study.json", json.dumps(content))
        return study

    @classmethod
    def open(cls, study_id: str, home: Path | str | None = None) -> "Study":
        """The study with that id. Raises RunError for one that is not there."""
        study = cls(_studies(home) / study_id) if ID.fullmatch(str(study_id)) else None
        if study is None or not (study.folder / "study.json").is_file():
            raise RunError(
                f"There is no study {str(study_id)[:40]!r} here.", fix="It may have been made elsewhere.", where="study"
            )
        return study

    @classmethod
    def recent(cls, home: Path | str | None = None, limit: int = 20, *, owner: str | None = None) -> list["Study"]:
        """The newest first, of one owner or of everybody for None."""
        place = _studies(home)
        found = (
            sorted((path for path in place.iterdir() if ID.fullmatch(path.name)), reverse=True)
            if place.is_dir()
            else []
        )
        chosen: list[Study] = []
        for path in sorted(found, reverse=True):
            study = cls(path)
            if len(chosen) < limit and (owner is None or study._facts.get("owner") == owner) and study._facts:
                chosen.append(study)
        return chosen

    @property
    def owner(self) -> str:
        return str(self._facts.get("owner", ""))

    @property
    def title(self) -> str:
        return str(self._facts.get("title", ""))

    @property
    def created(self) -> float:
        return float(self._facts.get("created", 0.0))

    @property
    def spec(self) -> StudySpec:
        """Raises SpecError for one that is damaged, or of a newer nnviz."""
        return StudySpec.from_json(json.dumps(self._facts.get("spec", {})))

    @property
    def trials(self) -> tuple[Trial, ...]:
        """What was begun so far, in order."""
        content = files.read_object(self.folder / "trials.json") or {}
        known = Trial.__dataclass_fields__
        return tuple(_trial({k: v for k, v in own.items() if k in known}) for own in content.get("trials", ()))

    @property
    def missing(self) -> tuple[dict[str, Any], ...]:
        """The values of the variants that were not begun, or taken back; () for a search, which draws its own."""
        begun = [trial.values for trial in self.trials]
        return tuple(own.values for own in variants(self.spec) if own.values not in begun)

    def more(self, count: int) -> None:
        """So many more seeds, or trials of a search. Raises SpecError where it has neither, or there are too many."""
        spec = self.spec
        if spec.kind not in ("seeds", "search") or (spec.kind == "search" and spec.sampler == "grid"):
            raise SpecError("This study has all its variants.", fix="Start another one.", where="count")
        content = self._facts | {"spec": json.loads(spec.replace(count=spec.count + count).to_json())}
        write_whole(self.folder / "study.json", json.dumps(content))
        (self.folder / "stop").unlink(missing_ok=True)

    def drop(self, run_id: str) -> None:
        """Takes a variant back that was only waiting."""
        self._write([trial for trial in self.trials if trial.run != run_id])

    def add(self, trial: Trial) -> None:
        """Notes that a variant was begun."""
        self._write([*self.trials, trial])

    def mark_pruned(self, run_id: str) -> None:
        """Notes that a variant's run was ended early, because others do better."""
        self._write([replace(trial, pruned=True) if trial.run == run_id else trial for trial in self.trials])

    def stop(self) -> None:
        """Begins no more variants."""
        write_whole(self.folder / "stop", "")

    @property
    def stopped(self) -> bool:
        return (self.folder / "stop").is_file()

    def pause(self) -> None:
        """Begins no more variants until it is resumed; those under way finish."""
        write_whole(self.folder / "pause", "")

    def resume(self) -> None:
        """Goes on, also after it was stopped."""
        for name in ("pause", "stop"):
            (self.folder / name).unlink(missing_ok=True)

    @property
    def paused(self) -> bool:
        return (self.folder / "pause").is_file()

    def _write(self, trials: Iterable[Trial]) -> None:
        write_whole(self.folder / "trials.json", json.dumps({"trials": [asdict(trial) for trial in trials]}))

    @property
    def _facts(self) -> dict:
        path = self.folder / "study.json"
        content = files.read_once(path, lambda: files.read_object(path)) if path.is_file() else None
        return up_to_date(content, "This study", _VERSION, {0: unchanged}, kind=RunError) if content else {}


def _trial(own: dict[str, Any]) -> Trial:
    return Trial(**own | {"after": tuple(own.get("after", ()))})


def _studies(home: Path | str | None) -> Path:
    return (Path(home) if home else settings.get().home) / "studies"
