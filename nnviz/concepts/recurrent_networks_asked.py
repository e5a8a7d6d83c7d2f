"""What the picture of the lesson on recurrent networks may ask, every field checked: it comes from a browser."""

from collections.abc import Mapping
from typing import Any

from nnviz.concepts.asked import wanted
from nnviz.concepts.recordings import Recording
from nnviz.concepts.recurrent_networks import CELLS, LENGTHS, TASKS, adding, memory
from nnviz.params import Param, required

_MEMORY = (Param("task", "choice", None, choices=tuple(TASKS)), Param("cell", "choice", None, choices=CELLS))
_LENGTH = Param("length", "int", None, minimum=min(LENGTHS), maximum=max(LENGTHS))


def recording_of(asked: Mapping[str, Any]) -> Recording:
    """The training that a question wants: of one cell on one task, or of all on a list of a length of `LENGTHS` (the
    nearest one). Raises SpecError for anything else."""
    if wanted(asked, "memory", "adding") == "memory":
        return memory(**required(_MEMORY, asked))
    length = required((_LENGTH,), asked)["length"]
    return adding(min(LENGTHS, key=lambda own: abs(own - length)))
