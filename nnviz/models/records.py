"""What `preview` returns: shapes, sizes and mistakes of a network, layer by layer. Imports no framework."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from nnviz.specs import ModelSpec

Shape = tuple[int | None, ...]


@dataclass(frozen=True)
class Fix:
    """One way to mend a mistake, as a button.

    Attributes:
        label: what the button says.
        model: the network after the fix, or None when the network stays.
        train_changes: fields of the `TrainSpec` to change, {} for none.
    """

    label: str
    model: ModelSpec | None = None
    train_changes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Diagnosis:
    """A mistake ("error": Keras refuses it) or something unwise ("warning"), and what would mend it.

    Attributes:
        code: a short stable name, such as "needs_flatten".
        where: id of the layer concerned; "" when it concerns the whole network or the training.
        message: one or two sentences: what came in, what is needed, why.
    """

    code: str
    where: str
    message: str
    severity: Literal["error", "warning"] = "error"
    fixes: tuple[Fix, ...] = ()


@dataclass(frozen=True)
class LayerPreview:
    """One layer as Keras sees it.

    Attributes:
        id, kind, name: of its `LayerSpec`.
        title: what a diagram calls it, such as "Dense 16, relu".
        inputs: ids that feed it, after layers that are switched off have been passed over.
        output_shape: of one example, without the batch; None when Keras refused it or a layer before it.
        parameters, trainable_parameters: numbers in its weights.
        activation_bytes: memory of its output for one example.
        multiply_adds: for one example, forward.
        receptive_field: pixels or steps of the network's input that one output position sees, a number per
            dimension; None where there are no positions.
        error: why it cannot be built, or None.
        warnings: what is legal but unwise.
        enabled: False for a layer that is switched off.
    """

    id: str
    kind: str
    title: str
    name: str
    inputs: tuple[str, ...] = ()
    output_shape: Shape | None = None
    parameters: int = 0
    trainable_parameters: int = 0
    activation_bytes: int = 0
    multiply_adds: int = 0
    receptive_field: tuple[int, ...] | None = None
    error: Diagnosis | None = None
    warnings: tuple[Diagnosis, ...] = ()
    enabled: bool = True


@dataclass(frozen=True)
class Preview:
    """A whole network as Keras sees it; totals are over its layers, activations (inputs left out) for one example."""

    layers: tuple[LayerPreview, ...]
    outputs: tuple[str, ...]
    input_shape: Shape
    parameters: int
    trainable_parameters: int
    activation_bytes: int
    multiply_adds: int
    diagnoses: tuple[Diagnosis, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the network can be built, and trained on this data."""
        return not any(diagnosis.severity == "error" for diagnosis in self.diagnoses)

    @property
    def errors_of_keras(self) -> tuple[Diagnosis, ...]:
        """What keeps the network from being built at all; an output that does not fit the data is not in it."""
        return tuple(layer.error for layer in self.layers if layer.error is not None)

    def layer(self, layer_id: str) -> LayerPreview | None:
        """The preview of that layer, or None."""
        return next((layer for layer in self.layers if layer.id == layer_id), None)
