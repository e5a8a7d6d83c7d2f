"""What the picture of the lesson on batches may ask, every field checked: it comes from a browser."""

from collections.abc import Mapping
from typing import Any

from nnviz.concepts.batches import NETWORKS
from nnviz.params import Param, required

_NETWORK = Param("network", "choice", None, choices=("own", *NETWORKS))
_COMPARED = Param("compared", "choice", None, choices=("sizes", "scaled", "order"))


def network_of(asked: Mapping[str, Any]) -> str:
    """The data that a question is about. Raises SpecError for those that are not there."""
    return required((_NETWORK,), asked)["network"]


def compared_of(asked: Mapping[str, Any]) -> str:
    """What a question wants compared: "sizes", "scaled" or "order". Raises SpecError for anything else."""
    return required((_COMPARED,), asked)["compared"]
