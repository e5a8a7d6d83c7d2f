"""`train_arrays`: somebody's compiled model trained on arrays as `fit` trains it, under control and recorded."""

import contextlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np

from nnviz.errors import NnvizError, TrainingError
from nnviz.models.shapes_taken import wrong_shapes
from nnviz.models.states import preserved
from nnviz.runs.moments import Moment
from nnviz.runs.run import Run, Status, this_process
from nnviz.runs.stored import schema_json
from nnviz.specs import TrainSpec
from nnviz.training import own_parts
from nnviz.training.begin import begin
from nnviz.training.head import meaning_of_model
from nnviz.training.heartbeat import heartbeat
from nnviz.training.loop import ArrayLoop
from nnviz.training.parts import in_sentences
from nnviz.training.probe import Probe
from nnviz.training.recorder import Recorder
from nnviz.training.session import Session
from nnviz.training.steps import build
from nnviz.training.train import PREPARING


def train_arrays(
    model: keras.Model,
    x: Any,
    y: Any = None,
    *,
    validation_data: tuple | None = None,
    sample_weight: np.ndarray | None = None,
    epochs: int = 10,
    batch_size: int = 32,
    shuffle: bool = True,
    seed: int = 0,
    title: str = "",
    class_names: Sequence[str] = (),
    start_from: Run | Moment | None = None,
    home: str | Path | None = None,
    callbacks: Iterable[keras.callbacks.Callback] = (),
) -> Run:
    """Trains a compiled model in this process, as `model.fit` would, and returns its finished run.

    Any Keras model: subclassed, with several inputs or outputs, with a `train_step` of its own. The same steps are
    taken on the same batches, so that without shuffling the weights are those of `fit`; loss, optimizer and metrics
    are those that it was compiled with. Of a deep network see `nnviz.training.loop` on rounding.

    Args:
        model: compiled; changed in place.
        x, y: arrays, or structures of arrays, as `fit` takes them; y is None for a model that learns from x alone.
        validation_data: (x, y), or x alone, which training does not see.
        sample_weight: (n,) how much each example counts in the loss.
        epochs, batch_size, shuffle: as `fit` takes them.
        seed: of the examples' order, which is another than that of `fit`.
        title: what people call the run.
        class_names: of whole-number targets.
        start_from: another run, or a moment of one, whose weights it begins with.
        home: the folder that holds `runs`; by default the settings' home.
        callbacks: their hooks for training and for epochs are called, batch hooks are not.

    Raises:
        NnvizError: with a sentence, also written into the run's status.
    """
    if not getattr(model, "compiled", False):
        raise TrainingError("The model is not compiled.", fix="Call model.compile(…) first.", where="model")
    count = _count(x, y, sample_weight)
    held = None if validation_data is None else keras.utils.unpack_x_y_sample_weight(validation_data)
    train = TrainSpec(epochs=epochs, batch_size=batch_size, shuffle=shuffle, seed=seed)
    with in_sentences():
        build(model, keras.tree.map_structure(lambda array: array[:1], x))
        with preserved(model):
            experiment, dataset = _described(model, x, y, held, title, class_names, train)
    run = Run.create(experiment, home, title=title or model.name, start_from=start_from)
    try:
        with in_sentences(), heartbeat(run):
            run.write_status(Status(epochs=epochs, message=PREPARING, process=this_process()))
            loop = _loop(model, x, y, validation=held, weights=sample_weight, batch_size=batch_size, shuffle=shuffle,
                         seed=seed, epochs=epochs)  # fmt: skip
            begin(model, run)
            run.write("facts.json", json.dumps({"examples": count, "parameters": _parameters(model)}))
            recorder = Recorder(run, _probe(model, dataset, experiment, run), model)
            if run.record.counts_from:
                loop.begin_at(run.record.counts_from)
            Session(model, loop, experiment.train, recorder, callbacks).run()
    except NnvizError as error:
        run.fail(str(error))
        raise
    return run


def _loop(model, x, y, **settings) -> ArrayLoop:
    """Raises TrainingError for inputs of other shapes than the model takes."""
    try:
        return ArrayLoop(model, x, y, **settings)
    except Exception as error:
        told = wrong_shapes(model, x)
        if told:
            raise TrainingError(told, fix="Give it examples of that shape.", where="x") from error
        raise


def _count(*parts) -> int:
    """How many examples there are. Raises TrainingError where parts disagree."""
    arrays = [array for array in keras.tree.flatten(parts) if array is not None]
    sizes = {len(array) if np.ndim(array) else 0 for array in arrays}
    if len(sizes) != 1 or 0 in sizes:
        shapes = " and ".join(str(tuple(np.shape(array))) for array in arrays[:4])
        raise TrainingError(
            f"Received arrays of the shapes {shapes}.",
            expected="as many rows in each, at least one",
            fix="Give inputs and targets of the same examples, the examples along the first axis.",
            where="data",
        )
    return sizes.pop()


def _described(model, x, y, held, title, class_names, train: TrainSpec):
    """What the run is said to train, with its examples where a data set can hold them."""
    data = None
    if _plain(x) and _plain(y) and (held is None or (_plain(held[0]) and _plain(held[1]))):
        with contextlib.suppress(NnvizError):
            data = own_parts.kept((x, y), held and held[:2], title, class_names)
    try:
        experiment, dataset = own_parts.described(model, data, title, train.epochs)
    except NnvizError:  # examples that no data set holds: curves and weights alone
        experiment, dataset = own_parts.described(model, None, title, train.epochs)
    own = experiment.train
    train = train.replace(loss=own.loss, optimizer=own.optimizer, learning_rate=own.learning_rate)
    return experiment.replace(train=train), dataset


def _plain(value) -> bool:
    return isinstance(value, np.ndarray) and value.dtype.kind in "fiub"


def _probe(model, dataset, experiment, run: Run) -> Probe | None:
    """What shows the model at work, where it can be asked about the examples."""
    if dataset is None:
        return None
    try:
        meaning = meaning_of_model(model, experiment.train, dataset.schema, dataset.target_scaler)
        with preserved(model):
            probe = Probe(model, dataset, meaning)
            probe.frame()
    except Exception:  # answers that are no class and no value, or no `call` at all: curves and weights alone
        return None
    run.write("schema.json", schema_json(dataset.schema))
    return probe


def _parameters(model) -> int:
    return sum(int(np.prod(variable.shape)) for variable in model.weights)
