"""The last few networks that a worker was asked about, kept in its memory."""

from collections import OrderedDict

import numpy as np

from nnviz.errors import RunError
from nnviz.keras_internals import settle
from nnviz.runs.run import FINAL_WEIGHTS, Run

_MOST, _MOST_BYTES = 4, 800e6
_models: OrderedDict[tuple, object] = OrderedDict()


def warm(run_id: str):
    """(model, dataset) of a run: its trained model, or while it trains the newest snapshot of its weights; at a moment
    (`Run.reference`) with the weights recorded then.

    Raises:
        RunError: for a run without weights yet, or a moment that was not recorded.
    """
    from nnviz.data.load import load

    run = Run.open(run_id)
    key = weights_key(run)
    dataset = load(run.experiment.data)
    if key not in _models:
        if (run.folder / FINAL_WEIGHTS).is_file():
            raise run.code_of_ones_own()
        _models[key] = run.model() if key[2] is None else _snapshot(run, dataset, _steps(run))
    _models.move_to_end(key)
    while len(_models) > 1 and (len(_models) > _MOST or sum(map(_bytes, _models.values())) > _MOST_BYTES):
        _models.popitem(last=False)
    return _models[key], dataset


def weights_key(run: Run) -> tuple[str, int, int | None]:
    """What names a run's present weights: its id, its model file's time, and while it trains its newest snapshot; the
    one that it is looked at with where that is a moment."""
    if run.moment is not None:
        return run.id, 0, run.moment
    final = run.model_path.stat().st_mtime_ns if run.model_path.is_file() else 0
    return run.id, final, None if final and not run.status().active else max(run.weight_ids(), default=None)


def _steps(run: Run) -> list[int]:
    """The snapshots that will do, the best one last. Raises RunError for a moment that was not recorded."""
    steps = run.weight_ids()
    if run.moment is None:
        return steps
    if run.moment not in steps:
        raise RunError(
            f"Run {run.id} recorded no weights after {run.moment:,} steps, or they have made room for others.",
            fix="Choose another moment of the training.",
            where="moment",
        )
    return [run.moment]


def _bytes(model) -> int:
    return 4 * model.count_params()


def _snapshot(run: Run, dataset, steps: list[int]):
    from nnviz.models.build import build
    from nnviz.training.begin import kept_network

    if run.is_imported:
        raise run.curves_only()
    model = kept_network(run) or build(run.experiment.model, dataset.schema, seed=run.experiment.train.seed)
    for step in reversed(steps):
        values = run.weights(step)
        if values is not None:
            if [np.shape(value) for value in values] != [tuple(variable.shape) for variable in model.variables]:
                raise run.code_of_ones_own()
            for variable, value in zip(model.variables, values, strict=True):
                variable.assign(value)
            settle(model)
            return model
    raise RunError(f"Run {run.id} has recorded no weights yet.", fix="Wait for its first epochs.", where="run")
