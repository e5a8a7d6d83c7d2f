"""How far this person has come in the course: lessons opened, and lessons whose question was answered right.

It is kept in the person's folder and in the browser: on a hosted copy whoever refuses cookies is somebody new in every
session, and the browser still knows.
"""

import contextlib
import json
from functools import cache
from importlib import resources
from typing import Any, Literal

import streamlit as st

from nnviz.runs import files
from pages.shared.lessons.course import LESSONS
from pages.shared.session import person_files, widgets
from pages.shared.session.record import record

Stage = Literal["new", "opened", "answered"]
_STAGES: tuple[Stage, ...] = ("new", "opened", "answered")
_NAME, _MEGABYTES = "course.json", 0.1
_KEPT = "course-kept"


def stages() -> dict[str, Stage]:
    """{lesson: how far}; a file that cannot be read counts as none."""
    return {name: "new" for name in LESSONS} | _valid(files.read_object(person_files.folder("progress") / _NAME))


def reached(name: str, stage: Stage) -> None:
    """Notes that a lesson was opened or answered; it never goes back. A home that cannot be written notes nothing."""
    _merge({name: stage})


def words() -> str:
    """`2 of 4 lessons answered`."""
    done = sum(stage == "answered" for stage in stages().values())
    return f"{done} of {len(LESSONS)} lessons answered"


def keep_in_browser() -> None:
    """Tells the browser what is known, and learns what only the browser knows."""
    with st.container(key="kept"):
        data = {"stages": stages(), "forgotten": record().course_forgotten}
        _component()(key=_KEPT, data=data, on_stages_change=_listen)


def _listen() -> None:
    told_by_browser(widgets.event(_KEPT, "stages"))


def forget() -> None:
    """All of it, here and in the browser: the next reader at this computer begins anew."""
    record().course_forgotten = True
    with contextlib.suppress(OSError):
        (person_files.folder("progress") / _NAME).unlink(missing_ok=True)


def told_by_browser(stages: Any) -> None:
    """What only the browser knew; it may be anything."""
    _merge(_valid(stages))


def _merge(news: dict[str, Stage]) -> None:
    before = stages()
    farther = {name: stage for name, stage in news.items() if _STAGES.index(stage) > _STAGES.index(before[name])}
    if farther:
        with contextlib.suppress(OSError):
            person_files.keep("progress", _NAME, json.dumps(before | farther), _MEGABYTES, 1)


def _valid(noted: Any) -> dict[str, Stage]:
    """What it says of lessons that there are."""
    return {name: noted[name] for name in LESSONS if noted.get(name) in _STAGES} if isinstance(noted, dict) else {}


@cache
def _component():
    """Given as text: it is shorter than what it would take to ask for it."""
    return st.components.v2.component("nnviz_kept", js=(resources.files("nnviz") / "web" / "kept.js").read_text())
