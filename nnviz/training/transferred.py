"""What transfer learning gives: a network with taken layers, and the experiment that fine-tunes it. No framework."""

from dataclasses import dataclass

from nnviz.specs import Experiment, LayerSpec, ModelSpec


@dataclass(frozen=True)
class Transfer:
    """A network whose first layers are taken from a run.

    Attributes:
        model: the taken layers, and a head for the new data that begins with new weights.
        layers: names of the layers whose weights are taken.
        told: what became of the others, in sentences; "" where there is nothing to say.
    """

    model: ModelSpec
    layers: tuple[str, ...]
    told: str


def frozen_layers(experiment: Experiment) -> tuple[LayerSpec, ...]:
    """The layers that are switched on and whose weights stay as they are."""
    return tuple(layer for layer in experiment.model.layers if layer.enabled and not layer.trainable)


def fine_tuning(experiment: Experiment, epochs: int) -> Experiment:
    """The same experiment with every layer free to learn, at a tenth of the learning rate.

    Args:
        epochs: in all; a run that goes on from another one counts its epochs too.
    """
    model = experiment.model
    layers = tuple(layer if layer.trainable else layer.replace(trainable=True) for layer in model.layers)
    train = experiment.train.replace(learning_rate=experiment.train.learning_rate / 10, epochs=epochs)
    return experiment.replace(model=model.replace(layers=layers), train=train)
