"""`train`: an experiment, or a model and arrays, trained under a person's control and recorded as a `Run`."""

import json
from collections.abc import Iterable
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from nnviz.data.augmentations import mixes
from nnviz.data.fitted import fitted_json
from nnviz.data.schema import Dataset
from nnviz.errors import NnvizError, TrainingError
from nnviz.runs.moments import Moment
from nnviz.runs.run import Run, Status, this_process
from nnviz.runs.stored import schema_json
from nnviz.specs import AugmentationSpec, Experiment, TrainSpec
from nnviz.training.augment import augmenter
from nnviz.training.begin import begin, kept_network
from nnviz.training.coach.facts import NAME as FACTS
from nnviz.training.coach.facts import data_facts
from nnviz.training.compiling import check_targets, compile_model, compiled_by_others
from nnviz.training.given import given
from nnviz.training.gradient_record import gradient_record
from nnviz.training.head import unit_count
from nnviz.training.heartbeat import heartbeat
from nnviz.training.loop import ArrayLoop, StreamLoop
from nnviz.training.meaning import OutputMeaning, measures
from nnviz.training.measured import Measured
from nnviz.training.mixing import for_mixed
from nnviz.training.own_parts import as_compiled
from nnviz.training.parts import in_sentences, parts
from nnviz.training.probe import Probe
from nnviz.training.recorder import Recorder
from nnviz.training.session import Session
from nnviz.training.steps import build, is_own
from nnviz.training.taken import check_learns
from nnviz.training.untrained import scores
from nnviz.words import article

PREPARING = "Reading the data and building the network."


def train(
    experiment: Experiment,
    *,
    model: keras.Model | None = None,
    dataset: Dataset | None = None,
    run: Run | None = None,
    start_from: Run | Moment | None = None,
    home: str | Path | None = None,
    callbacks: Iterable[keras.callbacks.Callback] = (),
) -> Run:
    """Trains an experiment in this process and returns its finished run.

    Args:
        experiment: data, network and training.
        model: trained instead of the network of `experiment.model`; it is changed in place. One that came compiled
            keeps its loss, optimizer and metrics.
        dataset: used instead of loading `experiment.data`.
        run: where to record; a new one under `home` (default: the settings' home) when None.
        start_from: another run, or a moment of one (`run.at(26)`), whose weights a new run begins with. On the same
            data and network with the same loss it counts on: `experiment.train.epochs` includes that run's. The
            optimizer starts fresh, since its state is not kept.
        callbacks: any Keras callbacks; their hooks for training and for epochs are called, batch hooks are not.

    Raises:
        NnvizError: with a sentence, also written into the run's status.
    """
    if run is not None and start_from is not None:
        raise TrainingError("A run that was made before begins as it was made to.", fix="Leave out run or start_from.")
    if model is not None and compiled_by_others(model):
        experiment = experiment.replace(train=as_compiled(model, experiment.train))
    run = run or Run.create(experiment, home, start_from=start_from)
    try:
        with in_sentences(), heartbeat(run):
            run.write_status(Status(epochs=experiment.train.epochs, message=PREPARING, process=this_process()))
            kept = kept_network(run) if model is None else None
            model, dataset = parts(experiment, model or kept, dataset)
            build(model, given(model, dataset.train, slice(1)))
            if kept is None:
                begin(model, run)
            check_learns(model)
            run.write("schema.json", schema_json(dataset.schema))
            run.write("preparation.json", fitted_json(dataset))
            run.write("facts.json", json.dumps({"examples": dataset.size, "parameters": model.count_params()}))
            if (facts := data_facts(dataset)) is not None:
                run.write(FACTS, facts.to_json())
            loop, spec, meaning = array_loop(model, dataset, experiment.train, experiment.data.augmentations)
            shown = not is_own(model, "train_step") and isinstance(dataset.train.x, np.ndarray)
            gradients = gradient_record(run, model, dataset, meaning) if shown else None
            recorder = Recorder(run, Probe(model, dataset, meaning) if shown else None, model, gradients)
            loop.begin_at(run.record.counts_from)
            measured = Measured(dataset, spec, meaning) if measures(spec, meaning) else None
            session = Session(model, loop, spec, recorder, callbacks, _guess(dataset), measured)
            session.change_before_the_first_step()
            if shown and not run.record.counts_from:
                run.write("untrained.json", json.dumps(scores(model, dataset, meaning)))
            session.run()
    except NnvizError as error:
        run.fail(str(error))
        raise
    return run


def train_stream(
    model: keras.Model,
    batches: tf.data.Dataset,
    *,
    validation: tf.data.Dataset | None = None,
    epochs: int = 10,
    home: str | Path | None = None,
    experiment: Experiment | None = None,
    callbacks: Iterable[keras.callbacks.Callback] = (),
) -> Run:
    """Trains a compiled model on a `tf.data.Dataset` of (x, y) batches, for data that memory cannot hold.

    The same recorder and controls as `train`; frames hold weights and history, no pictures of examples.
    """
    spec = (experiment.train if experiment else TrainSpec()).replace(epochs=epochs)
    run = Run.create((experiment or Experiment(title=model.name)).replace(train=spec), home)
    try:
        with in_sentences(), heartbeat(run):
            _check_stream(model, batches)
            loop = StreamLoop(model, batches, validation=validation)
            Session(model, loop, spec, Recorder(run, None, model), callbacks).run()
    except NnvizError as error:
        run.fail(str(error))
        raise
    return run


def _check_stream(model, batches) -> None:
    if not model.compiled:
        raise TrainingError("The model is not compiled.", fix="Call model.compile(…) first.", where="model")
    if not isinstance(batches, tf.data.Dataset):
        raise TrainingError(
            f"Received {article(type(batches).__name__)} to train on.",
            expected="a tf.data.Dataset of batches",
            fix="Give arrays to nnviz.train_arrays(model, x, y).",
            where="data",
        )


def array_loop(
    model: keras.Model, dataset: Dataset, train_spec: TrainSpec, augmentations: tuple[AugmentationSpec, ...] = ()
) -> tuple[ArrayLoop, TrainSpec, OutputMeaning]:
    """`model` compiled as the spec says, its loop over the data set's splits, and what its outputs mean."""
    rows = len(dataset.train)
    if train_spec.batch_size > rows > 0:
        raise TrainingError(
            f"Batch size: received {train_spec.batch_size:,}, and there are {rows:,} training examples.",
            expected=f"at most {rows:,}",
            fix="Choose a smaller batch.",
            where="batch_size",
        )
    steps = -(-rows // train_spec.batch_size)
    train_spec = for_mixed(train_spec, dataset.schema, unit_count(model), augmentations)
    mixed = mixes(augmentations)
    scaler, weights = dataset.target_scaler, dataset.weights
    spec, meaning = compile_model(model, train_spec, dataset.schema, steps, scaler, mixed, weights)
    targets = [meaning.encode(part.y) for part in (dataset.train, dataset.validation)]
    check_targets(spec, targets[0])
    loop = ArrayLoop(
        model,
        given(model, dataset.train),
        targets[0],
        validation=(given(model, dataset.validation), targets[1]),
        weights=dataset.weights,
        batch_size=spec.batch_size,
        shuffle=spec.shuffle,
        seed=spec.seed,
        epochs=spec.epochs,
        augment=augmenter(augmentations, dataset, spec.seed),
    )
    return loop, spec, meaning


def _guess(dataset: Dataset) -> float | None:
    """The accuracy of always naming the most frequent class of the training examples, or answer of each label."""
    if dataset.schema.has_labels and len(dataset.train):
        share = dataset.train.y.mean(axis=0)
        return float(np.maximum(share, 1 - share).mean())
    if dataset.schema.task == "regression" or not len(dataset.train):
        return None
    _, counts = np.unique(dataset.train.y, return_counts=True)
    return float(counts.max() / counts.sum())
