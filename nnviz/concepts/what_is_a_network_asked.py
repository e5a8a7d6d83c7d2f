"""What the picture of the lesson "What is a neural network?" may ask the page. Imports no framework."""

from typing import Any

from nnviz.concepts import asked
from nnviz.concepts.network_kinds import KINDS
from nnviz.params import Param, required


def wish(question: Any) -> tuple[str, str]:
    """(what is wanted: "rows", "kinds", "own", "kind" or "open", the kind of network to show or to open, or "").

    Raises:
        SpecError: for anything else.
    """
    want = asked.wanted(question, "rows", "kinds", "own", "kind", "open")
    if want not in ("kind", "open"):
        return want, ""
    return want, required((Param("name", "choice", None, choices=tuple(KINDS)),), question)["name"]
