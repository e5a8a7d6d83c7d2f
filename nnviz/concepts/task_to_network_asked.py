"""What the picture of the lesson "From task to network" may ask the page. Imports no framework."""

from collections.abc import Mapping
from typing import Any

from nnviz.concepts import asked
from nnviz.concepts import task_to_network as walk
from nnviz.errors import SpecError
from nnviz.params import Param, required

WANTS = ("look", "network", "train", "watch", "stop", "open")
PAGES = {
    "layers": "pages/inside/network.py",
    "attribution": "pages/explain/attribution.py",
    "evaluate": "pages/lab/evaluate.py",
    "train": "pages/lab/train.py",
}
_DATA = Param("data", "choice", None, choices=(walk.OWN, *walk.TASKS))
_SCALING = Param("scaling", "choice", None, choices=walk.SCALINGS)
_CHOICES = (
    _DATA,
    _SCALING,
    Param("units", "int", None, minimum=1, maximum=10_000),
    Param("activation", "choice", None, choices=walk.ACTIVATIONS),
    Param("loss", "choice", None, choices=walk.LOSSES),
    Param("size", "choice", None, choices=walk.SIZES),
)
_STEP = Param("step", "choice", None, choices=("", *walk.STEPS))


def want(question: Any) -> str:
    """Which of `WANTS` a question wants. Raises SpecError for anything else."""
    return asked.wanted(question, *WANTS)


def look(question: Mapping[str, Any]) -> tuple[str, str]:
    """(data, scaling) that are to be looked at. Raises SpecError for others than there are."""
    fields = required((_DATA, _SCALING), question)
    return fields["data"], fields["scaling"]


def choices(question: Mapping[str, Any]) -> walk.Choices:
    """The decisions that a question carries. Raises SpecError for a field that is missing or out of range."""
    return walk.Choices(**required((*_CHOICES, _STEP), question))


def run_id(question: Mapping[str, Any], field: str = "run") -> str:
    """The run that a question is about. Raises SpecError for what cannot be the name of one."""
    name = required((Param(field, "text", None),), question)[field]
    if len(name) > 100 or not name.isprintable():
        raise SpecError("The run cannot be read.", expected="the name of a run", fix="Reload the page.", where="run")
    return name


def page(question: Mapping[str, Any]) -> str:
    """The page to open. Raises SpecError for one that is not offered."""
    return PAGES[required((Param("page", "choice", None, choices=tuple(PAGES)),), question)["page"]]
