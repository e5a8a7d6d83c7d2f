"""What a run begins with: the weights of another run, put into its network before the first step."""

import json
from pathlib import Path

import keras
import numpy as np

from nnviz.errors import TrainingError
from nnviz.keras_internals import settle
from nnviz.models.whole import whole_model
from nnviz.runs import moments
from nnviz.runs.run import Run
from nnviz.training.taken import take


def kept_network(run: Run) -> keras.Model | None:
    """The network that a run begins with, where that is one whole model of a file: it may hold more than weights, such
    as a vocabulary. None for a network of layers, and for a run with new weights."""
    path = moments.beginning(run.folder)
    if path is None or path.name != moments.MODEL or whole_model(run.experiment.model) is None:
        return None
    return keras.saving.load_model(path, compile=False, safe_mode=True)


def begin(model: keras.Model, run: Run) -> None:
    """Gives `model` the weights that its run was made to begin with, all or those of layers that were taken; without
    any it keeps its own.

    Raises:
        TrainingError: when they do not fit this network.
    """
    path = moments.beginning(run.folder)
    if path is None:
        if (run.folder / moments.TAKEN).is_file():
            told = take(model, run.experiment.model, run.folder / moments.TAKEN)
            run.write("taken.json", json.dumps({"told": told}))
        return
    variables, values = model.variables, _values(path)
    if path.name == moments.MODEL and len(values) != len(variables):
        variables, values = model.weights, _values(path, seeds=False)
    shapes = [tuple(variable.shape) for variable in variables]
    if [np.shape(value) for value in values] != shapes:
        raise TrainingError(
            f"The weights of run {run.record.begins_with} do not fit this network: they are {len(values):,} arrays "
            f"of {sum(map(np.size, values)):,} numbers.",
            expected=f"{len(shapes):,} arrays of {sum(int(np.prod(shape)) for shape in shapes):,} numbers",
            fix="Take the network of that run.",
            where="model",
        )
    for variable, value in zip(variables, values, strict=True):
        variable.assign(value)
    settle(model)


def _values(path: Path, seeds: bool = True) -> list[np.ndarray]:
    """All variables in the file, in the order of `model.variables`.

    Args:
        seeds: with those that layers draw by. A layer whose dropout was set to 0 in mid-run has none in its file.
    """
    if path.name == moments.MODEL:
        model = keras.saving.load_model(path, compile=False, safe_mode=True)
        return [variable.numpy() for variable in (model.variables if seeds else model.weights)]
    with np.load(path, allow_pickle=False) as arrays:
        return [arrays[f"v{i}"] for i in range(len(arrays.files))]
