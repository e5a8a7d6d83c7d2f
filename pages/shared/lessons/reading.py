"""How the network of the run in hand reads an example, for the pictures of lessons."""

from collections.abc import Mapping
from typing import Any

from nnviz.concepts.own_reading_asked import index_of
from nnviz.errors import RunError
from nnviz.views.packing import pack
from pages.shared import engine
from pages.shared.session import state


def own(question: Mapping[str, Any], what: str) -> dict:
    """What a picture gets that asks how the reader's own network reads an example.

    Args:
        what: "states" or "attention".

    Raises:
        NnvizError: without a trained network, or for one without such layers.
    """
    index = index_of(question)
    run = state.run()
    if run is None or not (run.model_path.is_file() or run.weight_ids()):
        raise RunError(
            "There is no trained network in hand yet.",
            fix="Train one: the doors under “Go on” open one that suits. Then come back.",
            where="run",
        )
    told = engine.call("learn_own_reading", run.id, what, index, timeout=60)
    return {"own": {**told, "layers": [_packed(layer) for layer in told["layers"]]}}


def _packed(layer: dict) -> dict:
    if "maps" in layer:
        return {**layer, "maps": pack(layer["maps"])}
    return {**layer, "shown": {name: pack(values) for name, values in layer["shown"].items()}}
