"""What a person changes while a run trains: asked for in one file, and noted with its moment in another once done.

    asked.jsonl    a line for each change that is asked for     events.jsonl   a line for each that was made, or refused

Imports no framework.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nnviz.errors import RunError
from nnviz.params import Param, lookup, required

ASKED, EVENTS = "asked.jsonl", "events.jsonl"
MOST = 500
"""Changes that one run takes."""

CHANGES: dict[str, tuple[Param, ...]] = {
    "learning_rate": (Param("value", "float", None, minimum=1e-12, maximum=100.0, label="Learning rate"),),
    "batch_size": (Param("value", "int", None, minimum=1, maximum=65_536, label="Batch size"),),
    "dropout": (
        Param("layer", "text", None, label="Layer"),
        Param("value", "float", None, minimum=0.0, maximum=0.99, label="Dropout"),
    ),
    "trainable": (Param("layer", "text", None, label="Layer"), Param("value", "bool", None, label="Learns")),
    "weight": (
        Param("layer", "text", None, label="Layer"),
        Param("row", "int", None, minimum=0, maximum=1e7, label="Input"),
        Param("unit", "int", None, minimum=0, maximum=1e7, label="Unit"),
        Param("value", "float", None, minimum=-1e6, maximum=1e6, label="Weight"),
    ),
}
"""Kind of change → what it says."""


def accept(folder: Path) -> None:
    """Says that whoever trains the run in `folder` makes changes."""
    (folder / ASKED).touch()


def are_accepted(folder: Path) -> bool:
    """Whether changes may be asked for: a training that somebody else's code does makes none."""
    return (folder / ASKED).is_file()


def ask(folder: Path, kind: str, **values: Any) -> None:
    """Asks the worker for a change.

    Args:
        folder: of the run.
        kind: a name in `CHANGES`.
        values: its values, of any kind: they are checked.

    Raises:
        SpecError: for values that do not fit.
        RunError: where too much was asked for already.
    """
    change = {"kind": kind, **required(lookup(CHANGES, kind, "change"), values)}
    if len(asked(folder)) >= MOST:
        raise RunError(f"This run has been changed {MOST} times.", fix="Start another one.", where="change")
    with open(folder / ASKED, "a", encoding="utf-8") as file:
        file.write(json.dumps(change) + "\n")


def asked(folder: Path) -> list[dict[str, Any]]:
    """All changes that were asked for, in order, each checked; what is damaged stands there as {}."""
    return [_checked(line) for line in _lines(folder / ASKED)]


def note(folder: Path, event: Mapping[str, Any]) -> None:
    """Notes a change that was made: {"epoch", "step", "kind", "said", "done", and where it was done "values" and
    "taken": after how many steps of the run itself}."""
    with open(folder / EVENTS, "a", encoding="utf-8") as file:
        file.write(json.dumps(dict(event)) + "\n")


def events(folder: Path) -> list[dict[str, Any]]:
    """The changes that were made so far: each has "epoch" (float), "step", "kind", "said" (words) and "done"."""
    found = []
    for line in _lines(folder / EVENTS):
        if isinstance(line.get("epoch"), int | float) and isinstance(line.get("said"), str):
            epoch, said = float(line["epoch"]), line["said"][:300]
            found.append({**line, "epoch": epoch, "said": said, "done": line.get("done") is True})
    return found


def _checked(line: dict) -> dict[str, Any]:
    try:
        return {"kind": line["kind"], **required(CHANGES[line["kind"]], line)}
    except Exception:  # a line that somebody wrote by hand may be anything
        return {}


def _lines(path: Path) -> list[dict]:
    try:
        with open(path, "rb") as file:
            *lines, _ = file.read(1_000_000).split(b"\n")
    except OSError:
        return []
    found = []
    for line in lines[: 2 * MOST]:
        try:
            content = json.loads(line)
        except (ValueError, RecursionError):
            content = {}
        found.append(content if isinstance(content, dict) else {})
    return found
