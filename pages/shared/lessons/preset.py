"""A teacher's link: how the picture begins and what is left out, all of it in the address.

    learn-neuron?set=eyJ3MSI6MX0&hide=formula,check,~learning-rate

`set` is the state that the picture begins with, as JSON in base64url, or `try-2` for the lesson's second experiment.
`hide` names the sections that are left out, and with ~ the controls of the picture. An address may hold anything: what
does not fit is left aside, with a sentence.
"""

import base64
import binascii
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nnviz import names
from nnviz.views.lesson_text import Lesson

SECTIONS = {
    "intuition": "Intuition",
    "formula": "Formula",
    "try": "Try",
    "keras": "The same in Keras",
    "misunderstood": "Often misunderstood",
    "check": "Check yourself",
    "read": "Read on",
    "next": "Go on",
}
"""Anchor of a section → its title."""
_LONGEST, _MOST, _DEEPEST, _LARGEST = 6000, 600, 4, 1e6
_TRIAL = re.compile(r"try-([1-9])")
_KEY = re.compile(r"\w{1,40}", re.A)
_TEXT = re.compile(r"[\w .,:;+×/-]{0,60}")
_CONTROL = re.compile(r"~[a-z0-9-]{1,60}")


@dataclass(frozen=True)
class Preset:
    """What an address asks for.

    Attributes:
        state: what the picture's `set` is given; None for its own beginning.
        known: whether the state is an experiment's, and so needs no more checks.
        sections, controls: what is left out; the controls as their names are written in addresses.
        problems: a sentence for each part of the address that does not fit.
    """

    state: dict[str, Any] | None = None
    known: bool = False
    sections: frozenset[str] = frozenset()
    controls: tuple[str, ...] = ()
    problems: tuple[str, ...] = field(default=())

    @property
    def asks(self) -> bool:
        """Whether the lesson is to be another one than usual."""
        return self.state is not None or bool(self.sections) or bool(self.controls)


def of_address(text: Lesson, query: Mapping[str, str]) -> Preset:
    """What the parameters `set` and `hide` of an address ask for in a lesson."""
    problems: list[str] = []
    state, known = _state(text, query.get("set", ""), problems)
    sections, controls = _left_out(query.get("hide", ""), problems)
    return Preset(state, known, sections, controls, tuple(problems))


def _state(text: Lesson, asked: str, problems: list[str]) -> tuple[dict | None, bool]:
    trial = _TRIAL.fullmatch(asked)
    if trial and int(trial[1]) <= len(text.trials):
        return text.trials[int(trial[1]) - 1].state, True
    state = _decoded(asked) if asked and not trial else None
    if asked and state is None:
        problems.append(
            f"The address asks for a state of the picture that cannot be read (set={_shown(asked)}). "
            "The picture begins as usual; ask for the link again."
        )
    return state, False


def _decoded(asked: str) -> dict | None:
    """The state in base64url; None where it is none, or holds what no picture takes."""
    if len(asked) > _LONGEST:
        return None
    try:
        packed = base64.b64decode(asked + "=" * (-len(asked) % 4), altchars=b"-_", validate=True)
        state = json.loads(packed)
    except (binascii.Error, ValueError, RecursionError):
        return None
    return state if isinstance(state, dict) and _fits(state, 0) and len(packed) < _LONGEST else None


def _fits(value: Any, depth: int) -> bool:
    """Whether it is made of small numbers, plain words, and lists and dictionaries of them."""
    if isinstance(value, bool) or value is None:
        return True
    if isinstance(value, int | float):
        return math.isfinite(value) and abs(value) <= _LARGEST
    if isinstance(value, str):
        return bool(_TEXT.fullmatch(value))
    if depth == _DEEPEST or not isinstance(value, list | dict) or len(value) > _MOST:
        return False
    if isinstance(value, dict):
        return all(_KEY.fullmatch(key) and _fits(own, depth + 1) for key, own in value.items())
    return all(_fits(own, depth + 1) for own in value)


def _left_out(asked: str, problems: list[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    pieces = [piece for piece in asked[:_LONGEST].split(",") if piece]
    sections = frozenset(piece for piece in pieces if piece in SECTIONS)
    controls = tuple(dict.fromkeys(piece[1:] for piece in pieces if _CONTROL.fullmatch(piece)))
    strange = [piece for piece in pieces if piece not in SECTIONS and not _CONTROL.fullmatch(piece)]
    if strange:
        problems.append(
            f"The address asks to hide “{_shown(strange[0])}”, which no lesson has. It can hide the sections "
            f"{', '.join(SECTIONS)}, and controls of the picture, written with a ~."
        )
    return sections, controls


def _shown(piece: str) -> str:
    return names.clean_line(piece[:30]) + ("…" if len(piece) > 30 else "")
