"""What the picture of the lesson "Explaining an answer" may ask, every field checked: it comes from a browser."""

from collections.abc import Mapping
from typing import Any

from nnviz.concepts.interpreting import NETWORKS
from nnviz.params import Param, required

_NETWORK = Param("network", "choice", None, choices=tuple(NETWORKS))


def network_of(asked: Mapping[str, Any]) -> str:
    """The network that a question is about. Raises SpecError for one that is not there."""
    return required((_NETWORK,), asked)["network"]
