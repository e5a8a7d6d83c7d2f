"""Epochs, batches and updates: how they are counted, and how much the gradient of a batch strays from that of all.

The mean of B examples drawn without replacement from n strays from the mean of all n by

    √( σ² / B · (n − B) / (n − 1) ),

where σ² is the mean squared distance of one example from that mean. `nnviz/web/lessons/batches/counting.js` computes
the same in the browser. Imports no framework.

Sources: Bottou, Curtis and Nocedal, "Optimization methods for large-scale machine learning" (2018), section 3; Cochran,
Sampling Techniques (1977), section 2.4, for drawing without replacement; Goyal et al., "Accurate, large minibatch SGD"
(2017) for rates in proportion to the batch.
"""

from math import ceil, sqrt

from nnviz.gallery import ready
from nnviz.specs import DataSpec, Experiment, LayerSpec, ModelSpec, TrainSpec

NETWORKS = {"digits": "Handwritten digits", "spirals": "Two spirals"}
"""The data that the lesson counts and trains on besides the reader's own: name → title."""
MOST_PARAMETERS, MOST_EXAMPLES = 50_000, 5_000
SAMPLE = 512
"""Examples whose gradients are measured one by one, at most."""


def updates(examples: int, batch_size: int, epochs: int = 1) -> int:
    """Steps of training: ⌈n/B⌉ in every epoch."""
    return ceil(examples / batch_size) * epochs


def last_batch(examples: int, batch_size: int) -> int:
    """How many examples the last batch of an epoch holds."""
    return examples % batch_size or min(batch_size, examples)


def spread(variance: float, batch_size: int, examples: int) -> float:
    """How far the mean of a batch strays from the mean of all: root of the mean squared distance.

    Args:
        variance: mean squared distance of one example from the mean of all.
    """
    if examples < 2:
        return 0.0
    return sqrt(variance / batch_size * (examples - batch_size) / (examples - 1))


def sizes(examples: int) -> tuple[int, ...]:
    """Batch sizes that are raced: 1, 4, 16, 64 and all."""
    return (*(size for size in (1, 4, 16, 64) if size < examples), examples)


def scaled_rate(rate: float, batch_size: int, size: int) -> float:
    """The learning rate for batches of `size` that the rule "twice the batch, twice the rate" makes of one that suits
    batches of `batch_size`; at most 100."""
    return min(rate * size / batch_size, 100.0)


def network(name: str, own: Experiment) -> Experiment:
    """The experiment behind a name in `NETWORKS`, or "own": the one in hand, with nothing that ends it early."""
    if name == "own":
        train = own.train.replace(schedule="constant", schedule_settings={}, early_stopping=0)
        return own.replace(train=train)
    if name == "spirals":
        experiment = ready("spirals")
        train = TrainSpec(optimizer="sgd", learning_rate=0.1, batch_size=16, epochs=100)
        return experiment.replace(title=NETWORKS[name], train=train)
    return Experiment(
        title=NETWORKS[name],
        data=DataSpec(source="digits"),
        model=ModelSpec(
            layers=(
                LayerSpec(id="flat", kind="Flatten"),
                LayerSpec(id="hidden", kind="Dense", settings={"units": 16, "activation": "relu"}),
                LayerSpec(id="output", kind="Dense", settings={"units": 10, "activation": "softmax"}),
            )
        ),
        train=TrainSpec(optimizer="sgd", learning_rate=0.05, batch_size=32, epochs=20),
    )
