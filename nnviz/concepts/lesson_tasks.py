"""The tasks of the Learn pages: what their pictures ask of Keras and of real data."""

from functools import lru_cache

import numpy as np

from nnviz.concepts.asked import MOST_STEPS
from nnviz.errors import RunError
from nnviz.runs.run import Run
from nnviz.specs import DataSpec

_FARTHEST = 1e4
_MOST_PARAMETERS = 200_000


def learn_line_data() -> dict:
    """One real feature and what follows from it: body-mass index and the progression of diabetes, standardised.

    Returns {"inputs": (n,), "targets": (n,), "names": (input, target)}; the examples are in random order.
    """
    from nnviz.data.load import load

    dataset = load(DataSpec(source="diabetes"))
    column = dataset.schema.feature_names.index("body mass index")
    inputs, targets = dataset.train.x[:, column].astype(float), dataset.train.y.reshape(-1).astype(float)
    return {"inputs": inputs, "targets": targets, "names": ("body mass index", "progression of diabetes")}


def learn_race(
    names: list[str], surface, start, rate: float, steps: int, schedule: str, batch_size: int, settings: dict
) -> dict:
    """{name: (at most steps + 1, 2)} the way of each of Keras's optimizers over a surface of `nnviz.concepts.surfaces`.

    A way ends where it leaves every map for good.
    """
    from nnviz.concepts.keras_race import keras_path

    paths = {
        name: keras_path(
            name,
            surface,
            start,
            rate,
            min(steps, MOST_STEPS),
            schedule=schedule,
            examples=surface.examples,
            batch_size=batch_size,
            settings=settings.get(name),
        )
        for name in names
    }
    return {name: _on_the_map(way) for name, way in paths.items()}


def _on_the_map(way: np.ndarray) -> np.ndarray:
    gone = np.flatnonzero(~(np.abs(way) < _FARTHEST).all(1))
    return way[: max(gone[0], 1)] if len(gone) else way


def learn_plane(run_id: str | None) -> dict:
    """A slice through the loss of a run's network, or of one trained here on two spirals.

    The last four are kept, each with the weights that it was measured at: a run that trains on gets a new slice.

    Returns {"values", "x", "y", "examples", "loss"} as `nnviz.concepts.loss_plane.LossPlane`, "parameters" and "title".
    """
    from nnviz.training.warm import weights_key

    return _plane(run_id, weights_key(Run.open(run_id)) if run_id else None)


@lru_cache(maxsize=4)
def _plane(run_id: str | None, weights: tuple | None) -> dict:
    from nnviz.concepts.loss_plane import loss_plane

    model, dataset, train, title = _of_run(run_id) if run_id else _spirals()
    if model.count_params() > _MOST_PARAMETERS:
        raise RunError(
            f"This network has {model.count_params():,} parameters.",
            where="run",
            fix="Train a smaller one in the Lab.",
            expected=f"at most {_MOST_PARAMETERS:,} for a slice that is measured while you wait",
        )
    loss, meaning = _judging(model, train, dataset)
    plane = loss_plane(model, dataset.train.x[:400], meaning.encode(dataset.train.y[:400]), loss=loss, seed=2)
    return {
        "values": plane.values,
        "x": plane.x,
        "y": plane.y,
        "examples": plane.examples,
        "loss": plane.loss,
        "parameters": int(model.count_params()),
        "title": title,
    }


def _judging(model, train, dataset):
    """The loss of a network, and what its outputs mean."""
    from nnviz.training.catalog import resolve
    from nnviz.training.compiling import make_loss
    from nnviz.training.head import meaning_of_model, unit_count

    meaning = meaning_of_model(model, train, dataset.schema, dataset.target_scaler)
    return make_loss(resolve(train, dataset.schema, unit_count(model)), meaning), meaning


def _of_run(run_id: str):
    from nnviz.training.warm import warm

    experiment = Run.open(run_id).experiment
    return *warm(run_id), experiment.train, experiment.title or "your network"


def _spirals():
    """The two spirals with a network that separates them, trained here once."""
    from nnviz.concepts.own_networks import trained_once
    from nnviz.data.load import load
    from nnviz.gallery import ready

    experiment = ready("spirals")
    experiment = experiment.replace(train=experiment.train.replace(learning_rate=0.03, epochs=200, seed=1))
    dataset = load(experiment.data)
    return trained_once("spirals", experiment, dataset), dataset, experiment.train, experiment.title


def learn_flow(experiment, run_id: str | None, index: int):
    """One training example forward and its loss backward through the network of a run, or of an experiment not trained
    yet.

    Returns (`nnviz.concepts.network_flow.Flow`, index of the example, number of examples, its class or target in words,
    the network's answer in words).
    """
    from nnviz.concepts.network_flow import network_flow
    from nnviz.data.load import load
    from nnviz.models.build import build
    from nnviz.training.warm import warm

    if run_id:
        experiment = Run.open(run_id).experiment
        model, dataset = warm(run_id)
    else:
        dataset = load(experiment.data)
        model = build(experiment.model, dataset.schema, seed=experiment.train.seed)
    loss, meaning = _judging(model, experiment.train, dataset)
    part = dataset.train
    index %= len(part)
    flow = network_flow(model, part.x[index : index + 1], meaning.encode(part.y[index : index + 1]), loss)
    names = dataset.schema.class_names
    truth = dataset.unscaled_targets(part.y[index : index + 1])
    target = names[int(truth[0])] if names else meaning.words(np.ravel(truth))
    return flow, index, len(part), target, meaning.words(meaning.readable(flow.output[None])[0], names)
