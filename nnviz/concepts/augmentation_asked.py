"""What the picture of the lesson on augmentation may ask the page. Imports no framework."""

from collections.abc import Mapping
from typing import Any

from nnviz.concepts.augmentation import DIALS
from nnviz.concepts.augmentation_races import SIZES, STRENGTHS
from nnviz.params import Param, required

WANTS = ("race", "take", "digits", "reader", "turned", "own", "draws")
_EXAMPLE = Param("example", "int", None, minimum=0, maximum=1_000_000)
_SEED = Param("seed", "int", None, minimum=0, maximum=1_000_000)
_DIAL = Param("dial", "choice", None, choices=tuple(DIALS))
_STRENGTH = Param("strength", "choice", None, choices=tuple(STRENGTHS))
_SIZE = Param("examples", "choice", None, choices=tuple(map(str, SIZES)))


def own(question: Mapping[str, Any]) -> tuple[int, str]:
    """(example, dial) that the reader's own network is asked about. Raises SpecError for what cannot be."""
    fields = required((_EXAMPLE, _DIAL), question)
    return fields["example"], fields["dial"]


def strength(question: Mapping[str, Any]) -> str:
    """Which reader is wanted. Raises SpecError for another than there is."""
    return required((_STRENGTH,), question)["strength"]


def examples(question: Mapping[str, Any]) -> int:
    """On how many examples the readers were trained. Raises SpecError for another number than there is."""
    return int(required((_SIZE,), question)["examples"])


def draws(question: Mapping[str, Any]) -> tuple[str, int, int]:
    """(strength, example, seed) of what training sees. Raises SpecError for what cannot be."""
    fields = required((_STRENGTH, _EXAMPLE, _SEED), question)
    return fields["strength"], fields["example"], fields["seed"]
