"""Which run a run was begun to mend, and what it changes. Imports no framework."""

import json
from dataclasses import dataclass

from nnviz.errors import NnvizError
from nnviz.runs import files
from nnviz.runs.records import ID
from nnviz.runs.run import Run

NAME = "mends.json"


@dataclass(frozen=True)
class Mended:
    """The run that another one is to be better than, and what was changed, in a few words."""

    former: Run
    words: str


def note(run: Run, former: str, words: str) -> None:
    """Writes into `run` that it mends the run of that id. Raises RunError where it cannot be written."""
    run.write(NAME, json.dumps({"run": former, "words": words}))


def mended(run: Run) -> Mended | None:
    """What `run` mends; None for a run that mends none, or one that is not there any more."""
    path = run.folder / NAME
    content = (files.read_once(path, lambda: files.read_object(path)) or {}) if path.is_file() else {}
    former, words = content.get("run"), content.get("words")
    if not isinstance(former, str) or not isinstance(words, str) or not ID.fullmatch(former):
        return None
    try:
        return Mended(Run.open(former, run.folder.parent.parent), words[:200])
    except NnvizError:
        return None
