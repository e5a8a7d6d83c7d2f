"""Drafts: what somebody works on, kept with its history, so that a reload of the page loses nothing.

A draft is one file in its owner's folder. Its id cannot be guessed: whoever has it from a link may read the draft, and
goes on with a copy. A session writes only the draft that it began itself.
"""

import contextlib
import json
import os
import re
import secrets
from dataclasses import replace
from pathlib import Path

from nnviz import settings
from nnviz.errors import NnvizError, SpecError
from nnviz.specs import Experiment
from pages.shared.session import person_files
from pages.shared.session.record import record
from pages.shared.session.undo import History, Step

VERSION = 1
NUMBER = 100
"""How many drafts a person has at most; the oldest give way."""
_ID = re.compile(r"[0-9a-f]{32}")


def address() -> str:
    """The id for this session's address, "" before there is one."""
    draft = record().draft
    return draft.id or draft.begun_with


def save(experiment: Experiment) -> None:
    """Keeps the work; why that was not possible is told by `problem`."""
    draft = record().draft
    draft_id = draft.id or secrets.token_hex(16)
    history = draft.history.to_json() if draft.history else "null"
    text = f'{{"version":{VERSION},"experiment":{experiment.to_json()},"history":{history}}}'
    try:
        person_files.keep("drafts", f"{draft_id}.json", text, settings.get().person_draft_megabytes, NUMBER)
        draft.id, draft.problem = draft_id, ""
    except OSError as error:
        draft.problem = (
            f"This draft cannot be kept ({error.strerror or error}): a reload of the page would lose your last edits. "
            "Save the experiment as a file, on the Build page, or set NNVIZ_HOME to another folder."
        )


def problem() -> str | None:
    """Why the work is not kept; told once."""
    draft = record().draft
    if not draft.problem or draft.told:
        return None
    draft.told = True
    return draft.problem


def adopt(draft_id: str) -> Experiment:
    """Goes on with a copy of a draft, one's own with its history; returns its experiment.

    Raises:
        SpecError: when there is no such draft, or it is damaged or from a later version.
    """
    path = _find(draft_id)
    data = _contents(path)
    draft = record().draft
    draft.id, draft.begun_with = "", draft_id
    draft.history = _history(data)
    if path.parent == person_files.folder("drafts"):
        with contextlib.suppress(OSError):
            os.utime(path)
    elif draft.history is not None:
        draft.history = History(_shown(draft.history.present))
    return Experiment.from_json(json.dumps(data["experiment"]))


def _find(draft_id: str) -> Path:
    if _ID.fullmatch(draft_id):
        for path in (settings.get().home / "drafts").glob(f"*/{draft_id}.json"):
            return path
    raise SpecError(
        "The draft that the address names is not kept here.",
        fix="It may have made room for later ones; start again, or open a file that you saved.",
        where="draft",
    )


def _contents(path: Path) -> dict:
    try:
        data = json.loads(path.read_text())
        version = int(data["version"])
    except (OSError, ValueError, LookupError, TypeError):
        raise SpecError("The draft that the address names is damaged.", fix="Start again.", where="draft") from None
    if version > VERSION:
        raise SpecError(
            f"This draft was made by a later version of nnviz (format {version}, here {VERSION}).",
            fix="Open it with that version.",
            where="draft",
        )
    return data


def _history(data: dict) -> History | None:
    """The history of a draft; a damaged one is left out, since the work itself is there without it."""
    try:
        return History.from_json(data["history"]) if data.get("history") else None
    except (NnvizError, LookupError, TypeError, ValueError):
        return None


def _shown(present: Step) -> Step:
    """What a reader sees of somebody else's work: neither the steps before nor the uploaded file."""
    return present._replace(origin=present.origin and replace(present.origin, path=""))
