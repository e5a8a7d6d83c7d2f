"""Which example of the reader's own data a picture may ask about, checked: it comes from a browser."""

from collections.abc import Mapping
from typing import Any

from nnviz.params import Param, required

_INDEX = Param("index", "int", None, minimum=-1_000_000_000, maximum=1_000_000_000)


def index_of(asked: Mapping[str, Any]) -> int:
    """The example's number; counted around, so it may be negative or large. Raises SpecError for anything else."""
    return required((_INDEX,), asked)["index"]
