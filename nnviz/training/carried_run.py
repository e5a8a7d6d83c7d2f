"""`import_run`: a run that was taken away as a zip, here again: its experiment, its curves and its network."""

import io
import json
import shutil
import tempfile
import zipfile
from pathlib import Path

from nnviz import settings
from nnviz.data.load import load
from nnviz.errors import NnvizError, RunError
from nnviz.models.archives import inspect_archive
from nnviz.models.safe_load import open_archive
from nnviz.runs.imported import history_rows
from nnviz.runs.records import MOST_NOTE, checked_tags
from nnviz.runs.run import Run, Status
from nnviz.specs import Experiment
from nnviz.training.opened_fit import check
from nnviz.training.untrained_run import record_untrained

_MODEL, _ABOUT, _HISTORY, _EXPERIMENT = "model.keras", "run.json", "history.csv", "experiment.json"
_MOST_TEXT = 20_000_000
SAID = "Brought here from a file; it was trained elsewhere."


def import_run(path: str | Path, *, owner: str = "", home: str | Path | None = None) -> Run:
    """A finished run of the zip that `nnviz.training.export.archive` writes (the button *Zip* on the Runs page).

    Its network is checked before anything of it runs, and its data are read here: they must be here too.

    Args:
        owner: the key of the person whose it becomes; "" for nobody in particular.
        home: where runs are kept.

    Raises:
        RunError: for a file that is no such zip, or damaged.
        NnvizError: for data that are not here, or a network that is dangerous or does not fit them.

    >>> import nnviz
    >>> nnviz.import_run("nnviz-digits.zip").history()["val_accuracy"]  # doctest: +SKIP
    """
    path = Path(path)
    texts, model = _contents(path)
    experiment = Experiment.from_json(texts[_EXPERIMENT])
    rows = history_rows(_HISTORY, texts[_HISTORY]) if texts.get(_HISTORY, b"").count(b"\n") > 1 else []
    about = _about(texts.get(_ABOUT, b"{}"))
    dataset = load(experiment.data)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / _MODEL
        _take(path, model, file)
        network = open_archive(inspect_archive(file))
        check(network, dataset.schema)
        run = Run.create(experiment, home, owner=owner, title=about["title"] or None, tags=about["tags"])
        try:
            record_untrained(run, network, dataset, experiment, SAID)
            shutil.copyfile(file, run.model_path)
            run.append_history(rows)
            if about["note"]:
                run.annotate(about["note"])
        except (NnvizError, OSError) as error:
            run.fail(str(error))
            raise
    last = int(rows[-1]["epoch"]) if rows else 0
    run.write_status(Status("finished", last, last, SAID, about["seconds"]))
    return run


def import_run_of_page(path: str, owner: str) -> str:
    """The id of `import_run`'s run."""
    return import_run(path, owner=owner).id


def _contents(path: Path) -> tuple[dict[str, bytes], zipfile.ZipInfo]:
    """The texts in the zip, and where its network is. Raises RunError."""
    try:
        with zipfile.ZipFile(path) as file:
            members = {info.filename: info for info in file.infolist()}
            if _EXPERIMENT not in members or _MODEL not in members:
                raise RunError(
                    f"The zip holds {', '.join(list(members)[:5]) or 'nothing'}.",
                    expected=f"{_EXPERIMENT}, {_HISTORY} and {_MODEL}, as Zip on the Runs page writes them",
                    where="file",
                )
            texts = {}
            for name in (_EXPERIMENT, _HISTORY, _ABOUT):
                if name in members:
                    with file.open(name) as member:
                        texts[name] = member.read(_MOST_TEXT + 1)
                    if len(texts[name]) > _MOST_TEXT:
                        raise RunError(f"{name} in the zip has more than {_MOST_TEXT:,} bytes.", where="file")
            return texts, members[_MODEL]
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise RunError(f"The zip cannot be read ({error}).", fix="Take the run away again.", where="file") from None


def _take(path: Path, member: zipfile.ZipInfo, target: Path) -> None:
    """Unpacks the network, up to the limit for networks."""
    most = settings.get().max_model_mb * 1_000_000
    with zipfile.ZipFile(path) as file, file.open(member) as source, target.open("wb") as out:
        left = most + 1
        while left > 0 and (part := source.read(min(1 << 20, left))):
            out.write(part)
            left -= len(part)
    if left <= 0:
        raise RunError("The network in the zip is too large.", expected=f"at most {most / 1e6:,.0f} MB", where="file")


def _about(content: bytes) -> dict:
    """Title, tags, note and seconds of training; what is not there or cannot be read is left empty."""
    try:
        told = json.load(io.BytesIO(content))
        seconds = float(told.get("seconds") or 0.0)
        return {
            "title": str(told.get("title") or "")[:120],
            "tags": checked_tags([str(tag) for tag in told.get("tags") or []]),
            "note": str(told.get("note") or "")[:MOST_NOTE],
            "seconds": seconds if 0 <= seconds < 1e9 else 0.0,
        }
    except (ValueError, TypeError, AttributeError, RecursionError):
        return {"title": "", "tags": (), "note": "", "seconds": 0.0}
