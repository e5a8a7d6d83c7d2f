"""What the lesson on batches has workers do: the examples to count, their gradients, trainings that are compared."""

import time
from functools import lru_cache

import numpy as np

from nnviz.concepts.batches import MOST_EXAMPLES, MOST_PARAMETERS, SAMPLE, scaled_rate, sizes
from nnviz.concepts.measured_once import measured_once
from nnviz.errors import RunError
from nnviz.specs import Experiment, TrainSpec

_ORDERS = 5
_STAGES = (0, 2, 20)
"""Epochs after which gradients are measured."""
_MOST_UPDATES, _LEAST_UPDATES, _EPOCHS, _POINTS, _TRACE = 10_000, 2_000, 40, 80, 240
_LARGE = 3_000
"""Weights from which on a single gradient takes long."""
_FORM = 2
"""Counts up when what is kept changes its form."""


@lru_cache(maxsize=4)
def learn_batch_examples(experiment: Experiment) -> dict:
    """The training examples, and the orders in which training goes through them.

    Returns {"kind": "plane" | "image" | "other", "x": (n, 2), or (n, h, w) from 0 to 255, or None, "labels": (n,) class
    numbers (0 for all of a regression), "classes": names, "orders": (5, n) positions}.
    """
    model, dataset = _parts(experiment)
    part, schema = dataset.train, dataset.schema
    kind, x = "other", None
    if schema.is_plane:
        kind, x = "plane", np.asarray(part.x[:, :2], "float32")
    elif part.x.ndim in (3, 4) and part.x.shape[1] <= 32 and part.x.shape[2] <= 32:
        kind, x = "image", _grey(part.x)
    names = list(schema.class_names or ())
    labels = np.asarray(part.y).ravel().astype("int32") if names else np.zeros(len(part), "int32")
    seed = experiment.train.seed
    orders = [np.random.default_rng((seed, epoch)).permutation(len(part)) for epoch in range(_ORDERS)]
    return {
        "kind": kind,
        "x": x,
        "labels": labels,
        "classes": names,
        "orders": np.array(orders),
        "parameters": int(model.count_params()),
    }


def _grey(images: np.ndarray) -> np.ndarray:
    grey = images.reshape(*images.shape[:3], -1).mean(-1)
    low, high = float(grey.min()), float(grey.max())
    return np.rint(255 * (grey - low) / ((high - low) or 1)).astype("uint8")


@lru_cache(maxsize=4)
def learn_batch_gradients(experiment: Experiment) -> list[dict]:
    """The gradients of up to 512 single examples, before training, after 2 epochs and after 20.

    Returns for each the fields of `nnviz.concepts.batch_gradients.GradientCloud` and "epochs".
    """
    from nnviz.concepts.batch_gradients import cloud
    from nnviz.inspection.example_gradients import example_gradients
    from nnviz.training.compiling import make_loss
    from nnviz.training.train import array_loop

    model, dataset = _parts(experiment)
    train = experiment.train.replace(
        batch_size=min(experiment.train.batch_size, len(dataset.train)), epochs=_STAGES[-1]
    )
    loop, spec, meaning = array_loop(model, dataset, train)
    chosen = np.random.default_rng(0).permutation(len(dataset.train))[: _sample(model)]
    x, y = dataset.train.x[chosen], meaning.encode(dataset.train.y)[chosen]
    stages = []
    for epochs in _STAGES:
        while loop.epoch < epochs:
            loop.advance((epochs - loop.epoch) * loop.steps_per_epoch)
        rows, losses = example_gradients(model, x, y, make_loss(spec, meaning))
        own = cloud(rows, float(losses.mean()), sizes(len(chosen)))
        stages.append({**vars(own), "strays": {str(size): far for size, far in own.strays.items()}, "epochs": epochs})
    return stages


def _sample(model) -> int:
    """How many examples are measured one by one: half as many where each takes long."""
    return SAMPLE if model.count_params() < _LARGE else SAMPLE // 2


def learn_batch_runs(experiment: Experiment, compared: str) -> dict:
    """The same network trained with batches of several sizes, or on examples in random order and sorted by class.

    Trained once on a machine; later it is read.

    Args:
        compared: "sizes", "scaled" (sizes, with rates in proportion to them) or "order".

    Returns {"examples", "runs": [{"label", "batch_size", "rate", "steps_per_epoch", "microseconds": of one update,
    "epochs", "loss" and "accuracy": of all training examples after so many epochs, "trace": the loss of each of the
    first updates' own batches}]}, numbers that are not finite as None.
    """
    name = f"{_FORM} {compared} {experiment.key}"
    return measured_once("batches", name, lambda: _runs(experiment, compared))


def _runs(experiment: Experiment, compared: str) -> dict:
    model, dataset = _parts(experiment)
    rows = len(dataset.train)
    own = experiment.train
    if compared == "order":
        size = min(own.batch_size, rows)
        what = "class" if dataset.schema.class_names else "target"
        asked = [
            ("shuffled every epoch", own.replace(batch_size=size), dataset),
            (f"sorted by {what}, never shuffled", own.replace(batch_size=size, shuffle=False), _sorted(dataset)),
        ]
    else:
        asked = []
        for size in sizes(rows):
            rate = own.learning_rate if compared == "sizes" else scaled_rate(own.learning_rate, own.batch_size, size)
            label = f"{size:,}" if size < rows else f"all {rows:,}"
            asked.append((label, own.replace(batch_size=size, learning_rate=rate), dataset))
    return {"examples": rows, "runs": [_run(experiment, *one) for one in asked]}


def _run(experiment: Experiment, label: str, train: TrainSpec, dataset) -> dict:
    """One training, measured between calls of the compiled loop."""
    from nnviz.models.build import build
    from nnviz.training.train import array_loop

    steps = -(-len(dataset.train) // train.batch_size)
    epochs = max(min(_EPOCHS, max(1, _MOST_UPDATES // steps)), -(-_LEAST_UPDATES // steps))
    train = train.replace(epochs=epochs)
    model, other = (build(experiment.model, dataset.schema, seed=train.seed) for _ in range(2))
    # Plain graphs for all: XLA would take over in the middle of some trainings, and their times could not be compared.
    loop, _, meaning = array_loop(model, dataset, train.replace(epochs=1))
    judge = _judge(model, dataset.train.x, meaning.encode(dataset.train.y))
    at = sorted({int(round(v)) for v in np.geomspace(1, epochs, _POINTS)})
    points, seconds = [(0, *judge())], []
    for epoch in at:
        before, step = time.perf_counter(), loop.step
        while loop.epoch < epoch:
            loop.advance((epoch - loop.epoch) * loop.steps_per_epoch)
        seconds.append((time.perf_counter() - before) / max(loop.step - step, 1))
        points.append((epoch, *judge()))
    numbers = np.array(points, float)
    return {
        "label": label,
        "batch_size": train.batch_size,
        "rate": train.learning_rate,
        "steps_per_epoch": steps,
        "microseconds": 1e6 * float(np.quantile(seconds[len(seconds) // 2 :], 0.25)),
        "epochs": numbers[:, 0].tolist(),
        "loss": _finite(numbers[:, 1]),
        "accuracy": _finite(numbers[:, 2]),
        "trace": _finite(_trace(other, dataset, train)),
    }


def _sorted(dataset):
    """The same training examples, sorted by their targets."""
    import dataclasses

    part = dataset.train
    order = np.argsort(np.asarray(part.y).reshape(len(part), -1)[:, 0], kind="stable")
    return dataclasses.replace(
        dataset, train=dataclasses.replace(part, x=part.x[order], y=part.y[order], rows=part.rows[order])
    )


def _judge(model, x, y):
    """A function that gives (loss, accuracy or NaN) of the model as it is, on all training examples."""
    import tensorflow as tf

    def judge():
        for metric in model.metrics:
            metric.reset_state()
        told = model.test_step((x, y))
        return told["loss"], told.get("accuracy", tf.constant(np.nan))

    compiled = tf.function(judge, autograph=False)
    return lambda: tuple(float(value) for value in compiled())


def _trace(model, dataset, train) -> list[float]:
    """The loss of each of the first batches, before the update that it leads to, in the order of the training."""
    import tensorflow as tf

    from nnviz.training.train import array_loop

    loop, _, meaning = array_loop(model, dataset, train)
    x, y = dataset.train.x, meaning.encode(dataset.train.y)
    rows, size = len(x), train.batch_size

    def step(*batch):
        for metric in model.metrics:
            metric.reset_state()
        return model.train_step(batch)["loss"]

    compiled = tf.function(step, autograph=False, reduce_retracing=True)
    losses = []
    for epoch in range(-(-_TRACE // loop.steps_per_epoch)):
        order = np.random.default_rng((train.seed, epoch)).permutation(rows) if train.shuffle else np.arange(rows)
        for start in range(0, rows, size):
            chosen = order[start : start + size]
            losses.append(float(compiled(tf.constant(x[chosen]), tf.constant(y[chosen]))))
    return losses[:_TRACE]


def _finite(values) -> list[float | None]:
    return [float(value) if np.isfinite(value) else None for value in values]


def _parts(experiment: Experiment):
    """(network with its first weights, data) of an experiment that is small enough to be trained while one waits."""
    from nnviz.training.parts import parts

    model, dataset = parts(experiment, None, None)
    for count, most, noun in (
        (model.count_params(), MOST_PARAMETERS, "parameters"),
        (len(dataset.train), MOST_EXAMPLES, "training examples"),
    ):
        if count > most:
            raise RunError(
                f"There are {count:,} {noun}.",
                expected=f"at most {most:,} for what is measured while you wait",
                fix="Choose one of the other data here.",
                where="network",
            )
    return model, dataset
