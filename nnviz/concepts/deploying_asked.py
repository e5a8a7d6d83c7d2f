"""What the picture of the lesson on deploying may ask, every field checked: it comes from a browser."""

from collections.abc import Mapping
from typing import Any

from nnviz.concepts.deploying_year import CHANGES, RETRAINED
from nnviz.errors import SpecError
from nnviz.params import Param, required

LONGEST = 20_000
"""Characters of a request that is followed."""


def own(asked: Mapping[str, Any]) -> bool:
    """Whether a question is about the run in hand. Raises SpecError for anything but yes or no."""
    return required((Param("own", "bool", None),), asked)["own"]


def body(asked: Mapping[str, Any]) -> str:
    """The text of a request. Raises SpecError for one that is none, or too long."""
    text = asked.get("body")
    if not isinstance(text, str) or len(text) > LONGEST:
        length = f"{len(text):,} characters" if isinstance(text, str) else "something that is no text"
        raise SpecError(
            f"The request cannot be followed: received {length}.",
            expected=f"at most {LONGEST:,} characters",
            fix="Send fewer rows at a time.",
            where="body",
        )
    return text


def change(asked: Mapping[str, Any]) -> str:
    """What happens in a year. Raises SpecError for what is not there."""
    return required((Param("change", "choice", None, choices=tuple(CHANGES)),), asked)["change"]


def retrained(asked: Mapping[str, Any]) -> str:
    """After what the network learns again. Raises SpecError for what is not there."""
    return required((Param("change", "choice", None, choices=RETRAINED),), asked)["change"]
