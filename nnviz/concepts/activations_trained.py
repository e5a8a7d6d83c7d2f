"""A deep network on two rings, once with each activation function: what the lesson trains. Imports no framework."""

from nnviz.concepts.activations import FUNCTIONS
from nnviz.specs import DataSpec, Experiment, LayerSpec, ModelSpec, TrainSpec

LAYERS, UNITS = 6, 8
TRAINED = ("linear", "sigmoid", "tanh", "relu", "leaky_relu", "elu", "gelu", "silu")


def deep(activation: str) -> Experiment:
    """Six hidden layers of eight units on a ring inside a ring, by plain gradient descent."""
    hidden = tuple(
        LayerSpec(id=f"hidden_{n}", kind="Dense", settings={"units": UNITS, "activation": activation})
        for n in range(1, LAYERS + 1)
    )
    output = LayerSpec(id="output", kind="Dense", settings={"units": 1, "activation": "sigmoid"})
    return Experiment(
        title=f"Six layers, activation {FUNCTIONS[activation].title}",
        data=DataSpec(source="circles"),
        model=ModelSpec(layers=(*hidden, output)),
        train=TrainSpec(optimizer="sgd", learning_rate=0.1, batch_size=20, epochs=100),
    )
