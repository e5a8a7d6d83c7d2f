"""What the picture of the lesson on attention may ask, every field checked: it comes from a browser."""

from collections.abc import Mapping
from typing import Any

from nnviz.concepts.asked import wanted
from nnviz.concepts.attention import MASKS, TASKS, transformer
from nnviz.concepts.recordings import Recording
from nnviz.params import Param, required

_TRANSFORMER = (
    Param("task", "choice", None, choices=tuple(TASKS)),
    Param("positions", "bool", None),
    Param("mask", "choice", None, choices=MASKS),
)


def recording_of(asked: Mapping[str, Any]) -> Recording:
    """The training that a question wants. Raises SpecError for anything else."""
    wanted(asked, "transformer")
    return transformer(**required(_TRANSFORMER, asked))
