"""What the picture of the lesson "Looking inside" may ask, every field checked: it comes from a browser."""

from collections.abc import Mapping
from typing import Any

from nnviz.concepts.faults import CASES
from nnviz.errors import SpecError
from nnviz.params import Param, required

_WHOSE = ("sound", "own")
_LIKED = (
    Param("whose", "choice", None, choices=_WHOSE),
    Param("layer", "text", None),
    Param("unit", "int", None, minimum=0, maximum=100_000),
)
_CASE = Param("case", "int", None, minimum=-1, maximum=len(CASES) - 1)


def case_of(asked: Mapping[str, Any]) -> int | None:
    """The case whose network a question wants; None (−1) for the sound one. Raises SpecError for any other."""
    case = required((_CASE,), asked)["case"]
    return None if case < 0 else case


def liked_of(asked: Mapping[str, Any]) -> tuple[bool, str, int]:
    """(whether it is about the reader's own network, layer, unit) of a question about what excites a unit most. Raises
    SpecError for what cannot be the name of a layer."""
    fields = required(_LIKED, asked)
    layer = fields["layer"]
    if len(layer) > 100 or not layer.isprintable():
        raise SpecError(
            "The layer cannot be read.", expected="the name of a layer", fix="Reload the page.", where="layer"
        )
    return fields["whose"] == "own", layer, fields["unit"]
