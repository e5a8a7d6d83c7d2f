"""The tasks that a worker runs: plain functions, plain arguments, records of arrays in return.

Keras and everything that needs it is imported inside the tasks; the models of the last few runs stay warm.
"""

from collections import OrderedDict
from dataclasses import dataclass

import numpy as np

from nnviz.data.schema import Schema
from nnviz.engine.convolution_work import CONVOLUTION_TASKS
from nnviz.engine.learn_work import LEARN_TASKS
from nnviz.engine.model_work import MODEL_TASKS
from nnviz.errors import RunError
from nnviz.runs.run import Run
from nnviz.specs import DataSpec, ModelSpec, TrainSpec
from nnviz.training.meaning import OutputMeaning

_WARM = 4
_models: OrderedDict[tuple, object] = OrderedDict()


@dataclass(frozen=True)
class Examples:
    """Some examples of a run's data with what its network says of them.

    Attributes:
        schema: of the data.
        split: "train", "validation" or "test".
        indexes: (n,) positions in the split.       rows: (n,) positions in the source.
        inputs: (n, …) in the source's own units.   truth: (n,) classes, or (n, targets) in own units.
        predictions: (n, outputs) as shown to people: probabilities, margins, scores, or targets in their own units.
        meaning: what these are.
    """

    schema: Schema
    split: str
    indexes: np.ndarray
    rows: np.ndarray
    inputs: np.ndarray
    truth: np.ndarray
    predictions: np.ndarray
    meaning: OutputMeaning

    @property
    def predicted_class(self) -> np.ndarray:
        """(n,) the class that each prediction decides for."""
        return self.meaning.decided(self.predictions)


def data_summary(spec: DataSpec, limit: int = 400):
    from nnviz.data.summary import summarise

    return summarise(spec, limit)


def data_schema(spec: DataSpec) -> Schema:
    from nnviz.data.load import schema_of

    return schema_of(spec)


def preview(model: ModelSpec, data: DataSpec, train: TrainSpec | None = None):
    from nnviz.data.load import load
    from nnviz.models.preview import preview as look

    dataset = load(data)
    return look(model, dataset.schema, train, len(dataset.train))


def suggest(data: DataSpec) -> ModelSpec:
    from nnviz.data.load import load
    from nnviz.models.templates import suggest as start

    dataset = load(data)
    return start(dataset.schema, len(dataset.train))


def train(run_id: str, home: str) -> tuple[int, int]:
    """Trains a run; returns the bytes of memory that its process now holds for itself, and that process's id."""
    import os

    import psutil

    from nnviz.training.train import train as go

    run = Run.open(run_id, home)
    asked = run.commanded()
    if asked and asked[0] == "stop":
        run.fail("Stopped before it began.")
    elif run.status().state == "queued":  # Dask may ask again for a result that it lost; a run is trained once
        go(run.experiment, run=run)
    return psutil.Process().memory_full_info().uss, os.getpid()


def examples(run_id: str, split: str = "validation", limit: int = 200) -> Examples:
    """The first `limit` examples of a split; of the training examples where that split is empty."""
    from nnviz.training.head import meaning_of_model

    model, dataset = warm(run_id)
    meaning = meaning_of_model(model, Run.open(run_id).experiment.train, dataset.schema, dataset.target_scaler)
    split = split if len(dataset.split(split)) else "train"
    part = dataset.split(split)
    indexes = np.arange(min(limit, len(part)))
    outputs = np.asarray(model(part.x[indexes], training=False))
    truth = dataset.unscaled_targets(part.y[indexes]) if dataset.schema.task == "regression" else part.y[indexes]
    return Examples(
        dataset.schema,
        split,
        indexes,
        part.rows[indexes],
        dataset.unscaled(part.x[indexes]),
        truth,
        meaning.readable(outputs),
        meaning,
    )


def activations(run_id: str, split: str, index: int):
    """What every layer makes of one example."""
    from nnviz.inspection.activations import activations as look

    model, dataset = warm(run_id)
    return look(model, _example(dataset, split, index))


def attribution(run_id: str, split: str, index: int, target: int | None, method: str, settings: dict):
    """One prediction explained; methods that compare with other examples take them from the training split."""
    from nnviz.explanation.attribute import attribute
    from nnviz.explanation.target import Target
    from nnviz.training.head import meaning_of_model

    model, dataset = warm(run_id)
    meaning = meaning_of_model(model, Run.open(run_id).experiment.train, dataset.schema, dataset.target_scaler)
    return attribute(
        model,
        _example(dataset, split, index)[0],
        Target(target, meaning=meaning, names=dataset.schema.class_names),
        method=method,
        background=dataset.train.x[:200],
        seed=0,
        **settings,
    )


def warm(run_id: str):
    """(model, dataset) of a run: its trained model, or while it trains the newest snapshot of its weights.

    Raises:
        RunError: for a run without weights yet.
    """
    from nnviz.data.load import load

    run = Run.open(run_id)
    steps = run.weight_ids()
    final = run.model_path.stat().st_mtime_ns if run.model_path.is_file() else 0
    key = (run_id, final, None if final and not run.status().active else max(steps, default=None))
    dataset = load(run.experiment.data)
    if key not in _models:
        _models[key] = _snapshot(run, dataset, steps) if key[2] is not None else run.model()
        while len(_models) > _WARM:
            _models.popitem(last=False)
    _models.move_to_end(key)
    return _models[key], dataset


def _snapshot(run: Run, dataset, steps: list[int]):
    from nnviz.models.build import build

    model = build(run.experiment.model, dataset.schema, seed=run.experiment.train.seed)
    for step in reversed(steps):
        values = run.weights(step)
        if values is not None:
            for variable, value in zip(model.variables, values, strict=True):
                variable.assign(value)
            return model
    raise RunError(f"Run {run.id} has recorded no weights yet.", fix="Wait for its first epochs.", where="run")


def _example(dataset, split: str, index: int) -> np.ndarray:
    part = dataset.split(split)
    if not 0 <= index < len(part):
        raise RunError(
            f"There is no example {index} in the {split} split.", expected=f"0 to {len(part) - 1}", where="example"
        )
    return part.x[index : index + 1]


TASKS = {
    task.__name__: task
    for task in (data_summary, data_schema, preview, suggest, train, examples, activations, attribution)
}
TASKS |= LEARN_TASKS
TASKS |= CONVOLUTION_TASKS
TASKS |= MODEL_TASKS
