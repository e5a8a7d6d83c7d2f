"""Runs that are made to have something, and runs that have nothing: experiments, and what is done to their data."""

import dataclasses

import numpy as np

from nnviz.data.load import load
from nnviz.data.schema import Dataset, Split
from nnviz.gallery import ready
from nnviz.specs import DataSpec, Experiment, LayerSpec, ModelSpec, TrainSpec

WIDE = {"class_name": "RandomNormal", "config": {"stddev": 3.0}}


def dense(*units: int, activation: str = "relu", outputs: int = 1, end: str = "sigmoid", **settings) -> ModelSpec:
    """Dense layers and an output."""
    hidden = [
        LayerSpec(id=f"dense_{k}", kind="Dense", settings={"units": size, "activation": activation, **settings})
        for k, size in enumerate(units, 1)
    ]
    output = LayerSpec(id="output", kind="Dense", settings={"units": outputs, "activation": end})
    return ModelSpec(layers=(*hidden, output))


def normalized() -> ModelSpec:
    """A hidden layer with batch normalization."""
    return ModelSpec(
        layers=(
            LayerSpec(id="dense_1", kind="Dense", settings={"units": 8}),
            LayerSpec(id="norm", kind="BatchNormalization"),
            LayerSpec(id="relu", kind="Activation", settings={"activation": "relu"}),
            LayerSpec(id="output", kind="Dense", settings={"units": 1, "activation": "sigmoid"}),
        )
    )


def made_to_have(seed: int) -> list[tuple[str, Experiment, object]]:
    """(diagnosis, experiment, what changes its data set or None)."""

    def case(name: str, data: DataSpec | str, model: ModelSpec, change=None, **train):
        data = DataSpec(source=data) if isinstance(data, str) else data
        train = TrainSpec(**{"epochs": 20, "seed": seed, **train})
        return name, Experiment(data=data.replace(seed=seed), model=model, train=train), change

    raw = DataSpec(source="breast_cancer", scaling="none")
    noisy = DataSpec(source="moons", settings={"noise": 0.35, "points": 150})
    return [
        case("divergence", "surface", dense(16, 16, end="linear"), optimizer="sgd", learning_rate=3.0),
        case("rate_too_high", "moons", dense(16, 16), learning_rate=3.0, epochs=60),
        case("rate_too_low", "moons", dense(16, 16), learning_rate=1e-5, epochs=60),
        case("plateau", "spirals", dense(16, 16, activation="tanh"), optimizer="sgd", learning_rate=0.05, epochs=100),
        case("overfitting", noisy, dense(64, 64), learning_rate=0.01, epochs=300),
        case("underfitting", "circles", dense(), learning_rate=0.02, epochs=60),
        case("too_few_epochs", "spirals", dense(16, 16), learning_rate=0.01, epochs=25),
        case("stopped_too_early", "spirals", dense(16, 16), learning_rate=0.01, epochs=400, early_stopping=1),
        case("vanishing_gradients", "moons", dense(*[8] * 12, activation="sigmoid"), epochs=30),
        case("exploding_gradients", "surface", _wide_and_straight(), epochs=10, learning_rate=1e-4),
        case("dead_relus", "moons", dense(16, 16), optimizer="sgd", learning_rate=10.0),
        case("saturation", raw, dense(16, 16, activation="tanh"), learning_rate=0.001),
        case("wrong_output", "diabetes", dense(16, end="sigmoid")),
        case("unscaled_inputs", raw, dense(16)),
        case("class_imbalance", _clouds(), dense(8), _rare, epochs=10, learning_rate=0.003),
        case("validation_too_small", DataSpec(source="moons", validation_fraction=0.03), dense(8)),
        case("validation_unlike", "moons", dense(8), _moved),
        case("leakage_suspected", "breast_cancer", dense(8), _told),
        case("tiny_batch_norm", "moons", normalized(), epochs=5, batch_size=2),
        case("unsuitable_initializer", "moons", dense(8, 8, kernel_initializer="zeros")),
        case("unsuitable_initializer", "moons", dense(8, 8, kernel_initializer=WIDE)),
        case("label_noise", "moons", dense(8, 8), _mislabelled, epochs=30),
    ]


def healthy() -> dict[str, Experiment]:
    """Ten runs of which nothing bad can be said."""
    cases = {name: _shorter(ready(name), epochs) for name, epochs in (("spirals", 300), ("digits", 30))}
    made = {
        "moons": ("moons", dense(8, 8), 60, 0.01),
        "circles": ("circles", dense(8, 8, activation="tanh"), 80, 0.01),
        "blobs": ("blobs", dense(4), 60, 0.01),
        "xor": ("xor", dense(8, activation="tanh"), 100, 0.02),
        "rings": ("rings", dense(16, 16, outputs=3, end="softmax"), 100, 0.01),
        "iris": ("iris", dense(8, outputs=3, end="softmax"), 150, 0.01),
        "wine": ("wine", dense(8, outputs=3, end="softmax"), 60, 0.01),
        "surface": ("surface", dense(16, 16, end="linear"), 100, 0.01),
    }
    for name, (source, model, epochs, rate) in made.items():
        train = TrainSpec(epochs=epochs, learning_rate=rate, batch_size=16)
        cases[name] = Experiment(data=DataSpec(source=source), model=model, train=train)
    return cases


def _shorter(experiment: Experiment, epochs: int) -> Experiment:
    return experiment.replace(train=experiment.train.replace(epochs=epochs))


def _wide_and_straight() -> ModelSpec:
    initializer = {"class_name": "RandomNormal", "config": {"stddev": 1.0}}
    return dense(*[16] * 8, activation="linear", end="linear", kernel_initializer=initializer)


def _clouds() -> DataSpec:
    return DataSpec(source="blobs", settings={"noise": 1.5})


def changed(dataset: Dataset, change, parts=("train", "validation")) -> Dataset:
    """With other (x, y) in some parts."""
    splits = {}
    for name in parts:
        part = dataset.split(name)
        x, y, rows = change(part.x, part.y, part.rows)
        splits[name] = Split(x, y, rows)
    return dataclasses.replace(dataset, **splits)


def _mislabelled(experiment: Experiment) -> Dataset:
    rng = np.random.default_rng(experiment.data.seed)
    return changed(load(experiment.data), lambda x, y, rows: (x, np.where(rng.random(len(y)) < 0.25, 1 - y, y), rows))


def _moved(experiment: Experiment) -> Dataset:
    return changed(load(experiment.data), lambda x, y, rows: (x + 1.5, y, rows), ("validation",))


def _told(experiment: Experiment) -> Dataset:
    def tell(x, y, rows):
        x = x.copy()
        x[:, 3] = y
        return x, y, rows

    return changed(load(experiment.data), tell)


def _rare(experiment: Experiment) -> Dataset:
    def thin(x, y, rows):
        few = np.flatnonzero(y == 1)[: max(3, (y == 1).sum() // 12)]
        kept = np.sort(np.concatenate([np.flatnonzero(y == 0), few]))
        return x[kept], y[kept], rows[kept]

    return changed(load(experiment.data), thin)
