"""What the lesson on activation functions trains side by side: one deep network with each of them. No framework."""

from nnviz.concepts.activations import FUNCTIONS
from nnviz.specs import DataSpec, Experiment, LayerSpec, ModelSpec, TrainSpec
from nnviz.studies.knobs import KNOBS
from nnviz.studies.race import Race

LAYERS, UNITS, EPOCHS = 6, 8, 100
RACERS = ("linear", "sigmoid", "tanh", "relu", "leaky_relu", "elu", "gelu", "silu")
_MOST_EPOCHS = 60
"""Of the reader's own network, which may be larger."""


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
        train=TrainSpec(optimizer="sgd", learning_rate=0.1, batch_size=20, epochs=EPOCHS),
    )


def each(own: Experiment | None = None) -> Race:
    """The deep network, or the reader's own, with each activation in all its hidden layers.

    Raises:
        SpecError: the reader's network has no hidden layer.
    """
    if own is not None:
        own = own.replace(train=own.train.replace(epochs=min(own.train.epochs, _MOST_EPOCHS), early_stopping=0))
    return Race(
        "each",
        tuple(
            (FUNCTIONS[name].title, deep(name) if own is None else KNOBS["activation"].turn(own, name))
            for name in RACERS
        ),
    )


RACES = {"each": each}
"""Name → the race, of the reader's own experiment where one is given."""
