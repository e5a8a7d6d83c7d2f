"""Trainings that go wrong in a way worth knowing, each beside one that goes right: small enough to see at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from nnviz.data.catalog import known_schema
from nnviz.models.architectures import chain, dense, output_layer
from nnviz.models.templates import suggest
from nnviz.params import lookup
from nnviz.specs import DataSpec, Experiment, LayerSpec, ModelSpec, TrainSpec


@dataclass(frozen=True, kw_only=True)
class Case:
    """One fault, to be seen and to be put right.

    Attributes:
        title: what it is called.
        sentence: what goes wrong, and where it shows.
        remedy: what is different where it goes right.
        wrong, right: the two experiments.
    """

    title: str
    sentence: str
    remedy: str
    wrong: Experiment
    right: Experiment


def _case(title: str, sentence: str, remedy: str, wrong: Experiment, right: Experiment) -> Case:
    titled = wrong.replace(title=f"{title}: wrong"), right.replace(title=f"{title}: right")
    return Case(title=title, sentence=sentence, remedy=remedy, wrong=titled[0], right=titled[1])


def _network(data: DataSpec, units: Sequence[int], activation: str = "relu", **settings) -> ModelSpec:
    layers: list[LayerSpec] = []
    for number, count in enumerate(units, 1):
        layer = dense(f"dense_{number}", count, activation)
        layers.append(layer.replace(settings={**layer.settings, **settings}))
    return chain(*layers, output_layer(known_schema(data)))


def _learning_rate() -> Case:
    data = DataSpec(source="moons")
    model = _network(data, (8, 8), "tanh")
    train = TrainSpec(optimizer="sgd", learning_rate=20.0, batch_size=20, epochs=60)
    return _case(
        "Learning rate too high",
        "Each step is so long that it jumps over the valley: the loss leaps up and down and settles nowhere.",
        "The same network with steps a hundred times shorter.",
        Experiment(data=data, model=model, train=train),
        Experiment(data=data, model=model, train=train.replace(learning_rate=0.2)),
    )


def _dead() -> Case:
    data = DataSpec(source="circles")
    train = TrainSpec(learning_rate=0.01, batch_size=20, epochs=60)
    return _case(
        "Dead ReLUs",
        "All weights begin at zero, so every ReLU gives 0 and passes no gradient back: nothing is ever learned.",
        "The same network whose weights begin at random.",
        Experiment(data=data, model=_network(data, (8, 8), kernel_initializer="zeros"), train=train),
        Experiment(data=data, model=_network(data, (8, 8)), train=train),
    )


def _overfitting() -> Case:
    data = DataSpec(source="moons", settings={"points": 80, "noise": 0.35}, validation_fraction=0.5)
    train = TrainSpec(learning_rate=0.01, batch_size=10, epochs=300)
    return _case(
        "Overfitting",
        "A large network learns 40 noisy points by heart: training gets perfect, validation gets worse and worse.",
        "A small network that stops once validation no longer improves.",
        Experiment(data=data, model=_network(data, (64, 64)), train=train),
        Experiment(data=data, model=_network(data, (4,), "tanh"), train=train.replace(early_stopping=30)),
    )


def _leakage() -> Case:
    wrong = DataSpec(source="loans", settings={"leak": True})
    right = DataSpec(source="loans", settings={"leak": False})
    train = TrainSpec(learning_rate=0.005, epochs=60)
    return _case(
        "Leakage",
        "Nearly every loan is judged right, thanks to a column that is only known afterwards. SHAP shows which one.",
        "The same loans without that column: what can really be known beforehand.",
        Experiment(data=wrong, model=_network(wrong, (16,)), train=train),
        Experiment(data=right, model=_network(right, (16,)), train=train),
    )


def _shortcut() -> Case:
    wrong = DataSpec(source="marked_shapes", settings={"telling": True})
    right = DataSpec(source="marked_shapes", settings={"telling": False})
    train = TrainSpec(learning_rate=0.003, epochs=12)
    return _case(
        "Shortcut",
        "Validation looks perfect and the test fails: the network reads a mark in the corner and not the shape. "
        "Attribution shows it.",
        "The same shapes with a mark that says nothing.",
        Experiment(data=wrong, model=suggest(known_schema(wrong), 500), train=train),
        Experiment(data=right, model=suggest(known_schema(right), 500), train=train.replace(epochs=20)),
    )


_MAKERS = {
    "learning_rate": _learning_rate,
    "dead_relus": _dead,
    "overfitting": _overfitting,
    "leakage": _leakage,
    "shortcut": _shortcut,
}
NAMES = tuple(_MAKERS)


def case(name: str) -> Case:
    """The case of that name. Raises SpecError with the nearest spelling for another."""
    return lookup(_MAKERS, name, "case")()
