"""What the picture of the lesson on metrics may ask the page. Imports no framework."""

from collections.abc import Mapping
from typing import Any

from nnviz.concepts.metrics_networks import TESTS
from nnviz.params import Param, required

WANTS = ("cases", "patients", "own")
_TEST = Param("test", "choice", None, choices=tuple(TESTS))
_POSITIVE = Param("positive", "int", None, minimum=-1, maximum=100_000)


def test_of(question: Mapping[str, Any]) -> str:
    """Which network's cases are wanted. Raises SpecError for others than there are."""
    return required((_TEST,), question)["test"]


def positive_of(question: Mapping[str, Any]) -> int:
    """Which class is looked for, counted from 0; -1 for the last. Raises SpecError for what is no whole number."""
    return required((_POSITIVE,), question)["positive"]
