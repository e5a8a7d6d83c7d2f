"""Networks with one fault each, for the lesson "Looking inside": what is wrong, where, and what gives it away.

Imports no framework.
"""

from dataclasses import dataclass

LAYERS = {
    "input": "Input",
    "conv 1": "Convolution 1",
    "conv 2": "Convolution 2",
    "hidden": "Hidden",
    "output": "Output",
}
"""The rows of the picture, which a fault may be in."""


@dataclass(frozen=True)
class Fault:
    """One thing that can be wrong.

    Attributes:
        title: what a reader chooses.     cause: how it came about, in a sentence.
        evidence: which view decides, and what is seen there, "{layer}" standing for where it is.
        mend: what helps.
        everywhere: whether it is in no single layer.
    """

    title: str
    cause: str
    evidence: str
    mend: str
    everywhere: bool = False


FAULTS = {
    "dead": Fault(
        "A layer’s units are dead",
        "The biases of {layer} began at −12, so its ReLUs never let anything through, and where the output is 0 the "
        "gradient is 0 too.",
        "Silent units: all of {layer} are silent on every image. What comes after it cannot depend on the image any "
        "more.",
        "Start biases at 0, lower the learning rate, or use leaky ReLU.",
    ),
    "saturated": Fault(
        "A layer is saturated",
        "The weights of {layer} began 25 times too large, in a network of tanh.",
        "Activations: nearly all of {layer} stand at −1 or 1, the flat ends of tanh, where the slope is 0.",
        "Start with Glorot's small weights.",
    ),
    "frozen": Fault(
        "A layer was never trained",
        "{layer} was frozen: training moved all other weights.",
        "Weights: those of {layer} still lie exactly as they were drawn at the start (moved 0 %). The score hardly "
        "suffers: the other layers have learnt to live with it.",
        "Set `trainable` back to True before you compile.",
    ),
    "symmetric": Fault(
        "All units of a layer are copies",
        "All weights of {layer} began at 0.02, and those of the layer that reads it at 0: all its units got the same "
        "gradient, for ever.",
        "Feature maps: every unit of {layer} answers the same, whatever the image.",
        "Start with random weights.",
    ),
    "exploded": Fault(
        "The weights exploded",
        "The learning rate was a hundred times too large: every step overshot.",
        "Weights: they have moved by many times their first length, and the activations grow from layer to layer.",
        "Lower the learning rate; clip the gradients.",
        everywhere=True,
    ),
    "memorized": Fault(
        "It learnt its examples by heart",
        "Its labels were shuffled before training: there was nothing to learn but each single image.",
        "Scores: near 100 % on the images it was trained with, by the labels it was given; no better than chance on "
        "new ones. No layer looks ill.",
        "Look at the labels; keep examples back, and stop when they get worse.",
        everywhere=True,
    ),
    "unscaled": Fault(
        "The inputs are not scaled",
        "The pixels came as numbers up to 4,000 instead of up to 1.",
        "Activations: the input itself reaches into the thousands; the weights are of ordinary size.",
        "Divide by the largest value, or standardize, both in training and in use.",
        everywhere=True,
    ),
    "bias only": Fault(
        "Only the last biases were trained",
        "Everything but the output's biases was frozen.",
        "Weights: no layer has moved at all. Only the mean of the answers could be learnt: it sees random features.",
        "Unfreeze at least the output layer's weights.",
        everywhere=True,
    ),
}


@dataclass(frozen=True)
class Case:
    """A network to look into: which fault it has, and in which layer ("" for all of it)."""

    fault: str
    layer: str = ""

    @property
    def words(self) -> dict[str, str]:
        """The fault's sentences, about this layer."""
        fault, layer = FAULTS[self.fault], LAYERS.get(self.layer, "").lower()
        if self.layer in ("hidden", "output"):
            layer = f"the {layer} layer"
        told = {name: getattr(fault, name).replace("{layer}", layer) for name in ("cause", "evidence", "mend")}
        return {name: words[0].upper() + words[1:] for name, words in told.items()}


CASES = (
    Case("dead", "conv 2"),
    Case("memorized"),
    Case("frozen", "conv 2"),
    Case("saturated", "hidden"),
    Case("unscaled"),
    Case("symmetric", "hidden"),
    Case("exploded"),
    Case("dead", "hidden"),
    Case("bias only"),
    Case("saturated", "conv 2"),
    Case("frozen", "hidden"),
)
"""In the order in which a reader meets them."""


def told() -> dict[str, dict]:
    """The faults for the picture: {name: {title, everywhere, shows: what would be seen}}."""
    return {
        name: {
            "title": fault.title,
            "everywhere": fault.everywhere,
            "shows": fault.evidence.replace("{layer}", "its layer"),
        }
        for name, fault in FAULTS.items()
    }


def told_cases() -> list[dict]:
    """The cases for the picture: which fault, in which layer, and its sentences."""
    return [{"fault": case.fault, "layer": case.layer, **case.words} for case in CASES]
