"""What the picture of the lesson on hyperparameters may ask, every field checked: it comes from a browser."""

from collections.abc import Mapping
from typing import Any

from nnviz.concepts.hyperparameters import PAIRS, PLAYS
from nnviz.params import Param, required

_PAIR = Param("pair", "choice", None, choices=tuple(PAIRS))
_SAMPLER = Param("sampler", "choice", None, choices=("tpe", "gp"))
_PLAY = Param("play", "int", None, minimum=0, maximum=PLAYS - 1)


def pair_of(asked: Mapping[str, Any]) -> str:
    """The pair of settings that a question is about. Raises SpecError for those that are not there."""
    return required((_PAIR,), asked)["pair"]


def search_of(asked: Mapping[str, Any]) -> tuple[str, str, int]:
    """Which search is wanted: the pair, "tpe" or "gp", and its number. Raises SpecError for anything else."""
    given = required((_PAIR, _SAMPLER, _PLAY), asked)
    return given["pair"], given["sampler"], given["play"]
