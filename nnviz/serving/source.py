"""What is put to use: a network, how rows become its inputs, and what its predictions must be."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnviz.data.schema import Dataset
from nnviz.errors import ServingError
from nnviz.runs.run import Run
from nnviz.serving import recipe as recipes
from nnviz.serving.raw_rows import raw_rows
from nnviz.specs import DataSpec, Experiment
from nnviz.training.given import batch, first, given, names_of, together
from nnviz.training.thresholds import label_thresholds


@dataclass(frozen=True)
class Source:
    """What is exported, and what its predictions must be.

    Attributes:
        recipe: as `nnviz.serving.recipe` writes it.
        rows: the examples as they are in the data; `expected` (n, units): the app's predictions for them.
        part: what these examples are.
        is_share: whether predictions are probabilities.
    """

    model: Any
    recipe: dict
    rows: Any
    expected: np.ndarray
    part: str
    is_share: bool


def source_of_run(run: Run | str) -> Source:
    """A run's network with its data. Raises RunError while it has no trained model."""
    from nnviz.data.load import load

    run = Run.open(run) if isinstance(run, str) else run
    experiment = run.experiment
    return source_of_network(run.model(), experiment, load(experiment.data), label_thresholds(run))


def source_of_network(model, experiment: Experiment, dataset: Dataset, thresholds: Sequence[float] = ()) -> Source:
    """The same of a network that is no run's: trained as `experiment` says, on `dataset`."""
    from nnviz.training.head import meaning_of_model

    recipes.check_one_output(model)
    meaning = meaning_of_model(model, experiment.train, dataset.schema, dataset.target_scaler)
    part, taken = held_out(experiment.data), names_of(model)
    expected = meaning.readable(outputs(model, given(model, dataset.split(part))))
    recipe = recipes.recipe_of(dataset, meaning, taken, thresholds)
    rows = raw_rows(experiment.data, part, taken=taken)
    return Source(model, recipe, rows, expected, part, meaning.shown == "probability")


def source_of_model(model, examples: Any) -> Source:
    """Any Keras model with examples of what it takes. Raises ServingError without them."""
    import keras

    from nnviz.inspection.inputs import as_batch, input_names
    from nnviz.training.meaning import assumed

    recipes.check_one_output(model)
    if examples is None or not len(examples):
        raise ServingError(
            "A model alone says nothing of what it will be asked.",
            expected="`examples`, an array of inputs on which its predictions are compared, or one an input",
            where="examples",
        )
    arrays, _ = as_batch(model, examples)
    flat = keras.tree.flatten(arrays)
    said = outputs(model, together(flat))
    meaning = assumed("", said.reshape(len(said), -1).shape[1], "regression")
    named = dict(zip(input_names(model, arrays), flat, strict=True))
    recipe = recipes.recipe_of_model(meaning, named)
    rows = named if len(named) > 1 else flat[0]
    return Source(model, recipe, rows, meaning.readable(said), "given", False)


def held_out(spec: DataSpec) -> str:
    """The part of the data that training saw least of: "test", else "validation", else "train"."""
    from nnviz.data.load import load

    return next(name for name in ("test", "validation", "train") if len(load(spec).split(name)))


def outputs(model, x: Any, size: int = 256) -> np.ndarray:
    """(n, …) what a model returns for inputs x (n, …), or a list of such arrays."""
    starts = range(0, len(first(x)), size)
    return np.concatenate([np.asarray(model(batch(x, start, size), training=False)) for start in starts])
