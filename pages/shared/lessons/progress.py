"""How far this person has come in the course: lessons opened, and lessons whose question was answered right."""

import contextlib
import json
from typing import Literal

from nnviz.runs import files
from pages.shared.lessons.course import LESSONS
from pages.shared.session import person_files

Stage = Literal["new", "opened", "answered"]
_STAGES: tuple[Stage, ...] = ("new", "opened", "answered")
_NAME, _MEGABYTES = "course.json", 0.1


def stages() -> dict[str, Stage]:
    """{lesson: how far}; a file that cannot be read counts as none."""
    noted = files.read_object(person_files.folder("progress") / _NAME) or {}
    return {name: noted[name] if noted.get(name) in _STAGES else "new" for name in LESSONS}


def reached(name: str, stage: Stage) -> None:
    """Notes that a lesson was opened or answered; it never goes back. A home that cannot be written notes nothing."""
    before = stages()
    if _STAGES.index(stage) > _STAGES.index(before[name]):
        with contextlib.suppress(OSError):
            person_files.keep("progress", _NAME, json.dumps({**before, name: stage}), _MEGABYTES, 1)


def words() -> str:
    """`2 of 4 lessons answered`."""
    done = sum(stage == "answered" for stage in stages().values())
    return f"{done} of {len(LESSONS)} questions answered"
