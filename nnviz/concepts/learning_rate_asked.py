"""What the picture of the lesson on the learning rate may ask, every field checked: it comes from a browser."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nnviz.concepts.learning_rate import KINDS, MOST_SHAPES, NETWORKS, Shape
from nnviz.errors import SpecError
from nnviz.params import Param, required

_NETWORK = Param("network", "choice", None, choices=("own", *NETWORKS))
_KEY = Param("key", "text", None)
_SHAPE = (
    Param("kind", "choice", None, choices=tuple(KINDS)),
    Param("peak", "float", None, minimum=1e-6, maximum=100.0),
    Param("end", "float", None, minimum=0.0001, maximum=1.0),
    Param("warmup", "float", None, minimum=0.0, maximum=0.9),
)


@dataclass(frozen=True)
class Runs:
    """Trainings that the picture wants: `key` names them for the browser."""

    key: str
    network: str
    shapes: tuple[Shape, ...]


def network_of(asked: Mapping[str, Any]) -> str:
    """The network that a question is about. Raises SpecError for one that is not there."""
    return required((_NETWORK,), asked)["network"]


def runs(asked: Mapping[str, Any]) -> Runs:
    """The trainings that a question describes.

    Raises:
        SpecError: for a field that is missing, of another type or out of range.
    """
    fields = required((_NETWORK, _KEY), asked)
    shapes = asked.get("shapes")
    if not isinstance(shapes, list | tuple) or not 1 <= len(shapes) <= MOST_SHAPES or len(fields["key"]) > 2000:
        raise SpecError("The trainings cannot be read.", expected=f"1 to {MOST_SHAPES} schedules", where="shapes")
    return Runs(fields["key"], fields["network"], tuple(_shape(shape) for shape in shapes))


def _shape(given: Any) -> Shape:
    if not isinstance(given, Mapping):
        raise SpecError("A schedule cannot be read.", expected="its settings by name", where="shapes")
    return Shape(**required(_SHAPE, given))
