"""What the lesson on the learning rate has workers do: a range test, and short trainings at the rates it asks for."""

from functools import lru_cache

import numpy as np

from nnviz.concepts.learning_rate import MOST_EXAMPLES, MOST_PARAMETERS, Shape, epochs_for, training
from nnviz.errors import RunError
from nnviz.specs import Experiment

_STEPS, _SAMPLE = 200, 512


@lru_cache(maxsize=8)
def learn_rate_finder(experiment: Experiment) -> dict:
    """A range test of an experiment's network.

    Returns the fields of `nnviz.training.rate_finder.RateTest` with "fall", "parameters", "examples", "optimizer" and
    "limit": for plain gradient descent, 2 / the largest curvature of the loss before the first step, else None.
    """
    from nnviz.training.catalog import OPTIMIZERS
    from nnviz.training.rate_finder import learning_rate_finder

    model, dataset = _parts(experiment)
    limit = _limit(experiment, model, dataset)
    test = learning_rate_finder(experiment, model=model, dataset=dataset, steps=_STEPS, most_seconds=20)
    return {
        "rates": test.rates,
        "losses": test.losses,
        "smoothed": test.smoothed,
        "start": test.start,
        "suggestion": test.suggestion,
        "lowest": test.lowest,
        "breaks": test.breaks,
        "fall": test.fall,
        "limit": limit,
        "seconds": test.seconds,
        "parameters": int(model.count_params()),
        "examples": len(dataset.train),
        "optimizer": OPTIMIZERS[experiment.train.optimizer].title,
    }


def _limit(experiment: Experiment, model, dataset) -> float | None:
    from nnviz.inspection.surface.sharpness import sharpness
    from nnviz.training.catalog import resolve
    from nnviz.training.compiling import make_loss
    from nnviz.training.head import meaning_of_model, unit_count

    train = experiment.train
    if train.optimizer != "sgd" or train.optimizer_settings.get("momentum"):
        return None
    train = resolve(train, dataset.schema, unit_count(model))
    meaning = meaning_of_model(model, train, dataset.schema, dataset.target_scaler)
    part = dataset.train
    examples = part.x[:_SAMPLE], meaning.encode(part.y)[:_SAMPLE]
    curved = sharpness(model, *examples, make_loss(train, meaning), products=20)
    return curved.limit if curved.eigenvalues[0] > 1e-9 else None


def learn_rate_runs(experiment: Experiment, shapes: tuple[Shape, ...]) -> dict:
    """The same network trained once by each schedule, from the same first weights, in the same order of examples.

    Returns {"epochs", "score": name of the metric, "runs": [{"loss", "val_loss", "score"}]}, lists with an entry an
    epoch, None where a number is not finite.
    """
    trained = [_trained(experiment, shape) for shape in shapes]
    return {"epochs": trained[0]["epochs"], "score": trained[0]["name"], "runs": [own["series"] for own in trained]}


@lru_cache(maxsize=64)
def _trained(experiment: Experiment, shape: Shape) -> dict:
    from nnviz.training.train import array_loop

    model, dataset = _parts(experiment)
    size = min(experiment.train.batch_size, len(dataset.train))
    epochs = epochs_for(len(dataset.train), size)
    train = training(experiment.train.replace(batch_size=size), shape, epochs)
    loop, spec, _ = array_loop(model, dataset, train, experiment.data.augmentations)
    logs = []
    while loop.epoch < epochs:
        logs += loop.advance((epochs - loop.epoch) * loop.steps_per_epoch)
    name = next((name for name in loop.names if name != "loss" and not name.startswith("val_")), "loss")
    return {
        "epochs": epochs,
        "name": name,
        "series": {"loss": _finite(logs, "loss"), "val_loss": _finite(logs, "val_loss"), "score": _finite(logs, name)},
    }


def _finite(logs: list[dict], name: str) -> list[float | None]:
    values = [row.get(name) for row in logs]
    return [float(value) if value is not None and np.isfinite(value) else None for value in values]


def _parts(experiment: Experiment):
    """(network with its first weights, data) of an experiment that is small enough to be trained while one waits."""
    from nnviz.training.parts import parts

    model, dataset = parts(experiment, None, None)
    if model.count_params() > MOST_PARAMETERS:
        raise RunError(
            f"This network has {model.count_params():,} parameters.",
            expected=f"at most {MOST_PARAMETERS:,} for trainings that are run while you wait",
            fix="Choose one of the other networks here, or train yours in the Lab.",
            where="network",
        )
    if len(dataset.train) > MOST_EXAMPLES:
        raise RunError(
            f"There are {len(dataset.train):,} training examples.",
            expected=f"at most {MOST_EXAMPLES:,} for trainings that are run while you wait",
            fix="Choose one of the other networks here, or train yours in the Lab.",
            where="network",
        )
    return model, dataset
