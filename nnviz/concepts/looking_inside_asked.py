"""What the picture of the lesson "Looking inside" may ask, every field checked: it comes from a browser."""

from collections.abc import Mapping
from typing import Any

from nnviz.concepts.faults import CASES
from nnviz.params import Param, required

_CASE = Param("case", "int", None, minimum=-1, maximum=len(CASES) - 1)


def case_of(asked: Mapping[str, Any]) -> int | None:
    """The case whose network a question wants; None (−1) for the sound one. Raises SpecError for any other."""
    case = required((_CASE,), asked)["case"]
    return None if case < 0 else case
