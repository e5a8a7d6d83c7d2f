"""How a run is trained at this moment, after what was changed in mid-run. Imports no framework."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nnviz.models.catalog import LAYERS
from nnviz.specs import Experiment

DROPPING = ("Dropout", "AlphaDropout", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "GaussianDropout")


@dataclass(frozen=True)
class Tuned:
    """What can be changed in mid-run, as it is now.

    Attributes:
        learning_rate: None where a schedule tells it.
        dropout: Keras name of a layer that drops → its rate.
        learning: Keras name of a layer with weights → whether it learns.
    """

    learning_rate: float | None
    batch_size: int
    dropout: dict[str, float]
    learning: dict[str, bool]

    def changes_to(self, other: "Tuned") -> list[tuple[str, dict[str, Any]]]:
        """(kind, values) of each change that leads to another state."""
        found: list[tuple[str, dict[str, Any]]] = []
        for name in ("learning_rate", "batch_size"):
            if getattr(other, name) not in (None, getattr(self, name)):
                found.append((name, {"value": getattr(other, name)}))
        for kind, own, wanted in (
            ("dropout", self.dropout, other.dropout),
            ("trainable", self.learning, other.learning),
        ):
            found += [
                (kind, {"layer": one, "value": wanted[one]}) for one in own if wanted.get(one, own[one]) != own[one]
            ]
        return found


def tuned(experiment: Experiment, asked: Iterable[Mapping[str, Any]]) -> Tuned:
    """A run of `experiment` after the changes that were asked for, each as `Run.asked` tells it."""
    train = experiment.train
    layers = [layer for layer in experiment.model.layers if layer.enabled]
    rate = train.learning_rate if train.schedule == "constant" else None
    batch, dropout, learning = train.batch_size, {}, {}
    for layer in layers:
        if layer.kind in DROPPING and (share := _rate(layer)):
            dropout[layer.keras_name] = share
        if layer.kind in LAYERS and LAYERS[layer.kind].param("kernel_initializer") is not None:
            learning[layer.keras_name] = layer.trainable
    for change in asked:
        kind, value, layer = change.get("kind"), change.get("value"), change.get("layer")
        rate = value if kind == "learning_rate" else rate
        batch = value if kind == "batch_size" else batch
        if kind == "dropout" and layer in dropout:
            dropout[layer] = value
        if kind == "trainable" and layer in learning:
            learning[layer] = value
    return Tuned(rate, batch, dropout, learning)


def _rate(layer) -> float:
    param = LAYERS[layer.kind].param("rate")
    return float(layer.settings.get("rate", param.default if param else 0.0))
