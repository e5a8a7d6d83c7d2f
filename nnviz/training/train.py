"""`train`: an experiment, or a model and arrays, trained under a person's control and recorded as a `Run`."""

import dataclasses
import json
import time
from collections.abc import Iterable
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from nnviz import settings, words
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
from nnviz.training.midway import Midway
from nnviz.training.mixing import for_mixed
from nnviz.training.own_parts import as_compiled
from nnviz.training.pace import Pace
from nnviz.training.parts import in_sentences, parts
from nnviz.training.probe import Probe
from nnviz.training.rates import rates
from nnviz.training.recorder import Recorder
from nnviz.training.saving import keep_model
from nnviz.training.schedules import LIVE
from nnviz.training.steps import build, is_own
from nnviz.training.stops import best_epoch, callbacks_of, why
from nnviz.training.taken import check_learns
from nnviz.training.untrained import scores
from nnviz.training.verdict import verdict
from nnviz.words import article

_CHUNK_SECONDS = 0.1
_POLL = 0.05
PREPARING = "Reading the data and building the network."
_FULL_SPEED = "After {:g} minutes of waiting it goes on at full speed, so that others get their turn."
_EARLY_FRAMES = (1, 2, 4, 8, 16, 32)
"""Epochs recorded however fast they pass: most of what is worth replaying happens in them."""


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


class Session:
    """One training under way: advances the loop in short calls, and between them records, obeys and watches the
    loss."""

    def __init__(
        self,
        model,
        loop,
        spec: TrainSpec,
        recorder: Recorder,
        callbacks=(),
        guess: float | None = None,
        measured: Measured | None = None,
    ):
        self.model, self.loop, self.spec, self.recorder, self.run_ = model, loop, spec, recorder, recorder.run
        self.guess = guess
        self.measured, names = measured, [*loop.names, *(measured.added(loop.names) if measured else ())]
        self.watchers = callbacks_of(spec, names, self.run_.folder)
        callbacks = [*callbacks, *self.watchers]
        self.callbacks = keras.callbacks.CallbackList(callbacks, model=model, epochs=spec.epochs) if callbacks else None
        self.status = Status("running", self._epoch(), spec.epochs, process=this_process())
        self._until_pause, self._token, self._paused_since = None, None, 0.0
        self.seconds, self._first_step = self.run_.last_epoch().get("seconds") or 0.0, loop.step
        self._good, self._good_epoch, self._steps, self._running = None, 0, 1, True
        self._pace, self._per_epoch = Pace(self.run_), loop.steps_per_epoch
        self.midway = Midway(self.run_, model, loop, recorder.gradients)

    def run(self) -> None:
        """Trains until the epochs are done, a person or a callback stops it, or the loss is no longer a number."""
        self.model.stop_training = False
        self._keep_good()
        self.recorder.frame(self.loop.step, self._epoch())
        self._write("running")
        if self.callbacks:
            self.callbacks.on_train_begin()
        ending = self._nothing_left()
        while ending is None:
            self._change()
            ending = self._obey() or self._go_on()
        if ending[0] != "failed":
            self._average()
        if self.callbacks:
            self.callbacks.on_train_end()
            self._note_best()
        self._end(*ending)

    def change_before_the_first_step(self) -> None:
        """Makes the changes that were asked for before the run began, such as weights that a person typed."""
        self.midway.look(self._epoch())

    def _change(self) -> None:
        """Makes what a person asks to change, and shows it at once."""
        if self.midway.look(self._epoch()):
            self.recorder.frame(self.loop.step, self._epoch())
            if not self._running:
                self._save()
            self._write("running" if self._running else "paused")

    def _note_best(self) -> None:
        """Notes which epoch's weights were put back, for whoever asks how far the network is trained."""
        best = best_epoch(self.watchers)
        if best is not None:
            self.run_.write("facts.json", json.dumps({**self.run_.facts, "model_epoch": best}))

    def _average(self) -> None:
        """Puts averaged weights in place where the optimizer kept them, as `fit` does at its end."""
        optimizer = getattr(self.model, "optimizer", None)
        if getattr(optimizer, "use_ema", False) and optimizer.built:
            optimizer.finalize_variable_values(self.model.trainable_variables)

    def _nothing_left(self):
        """How a run ends that begins with weights and trains them no further."""
        if self.loop.epoch < self.spec.epochs:
            return None
        record = self.run_.record
        return "finished", f"The network as it was after epoch {record.begins_at:,} of run {record.begins_with}."

    def _go_on(self):
        if not self._running:
            return self._wait()
        expired = self._pace.expired
        if not self._pace.rest():
            return self._advance()
        if self._pace.expired and not expired:
            self._write("running")
        return None

    def _advance(self):
        in_epoch = self.loop.in_epoch
        if self.callbacks and in_epoch == 0:
            self.callbacks.on_epoch_begin(self.loop.epoch)
        left = self.loop.steps_to(self.spec.epochs)
        steps = self._whole(min(self._steps, left), in_epoch)
        mark = next((mark for mark in _EARLY_FRAMES if mark > self.loop.epoch), None)
        if mark is not None:
            steps = min(steps, self.loop.steps_to(mark))
        if self.callbacks or self.measured or self._until_pause is not None:
            steps = min(steps, self.loop.steps_per_epoch - in_epoch)
        paced = self._pace.steps(in_epoch, self.loop.steps_per_epoch)
        if paced is not None:
            steps = min(paced, left)
        begun = time.perf_counter()
        epoch, first_call = self.loop.epoch, self.loop.step == self._first_step
        logs = self.loop.advance(steps)
        seconds = time.perf_counter() - begun
        self.seconds += seconds
        if not first_call and paced is None:
            self._steps = int(np.clip(self._steps * _CHUNK_SECONDS / max(seconds, 1e-4), 1, 4 * self._steps + 16))
        return self._after(epoch, logs)

    def _whole(self, steps: int, in_epoch: int) -> int:
        """As many steps as end with an epoch, where `steps` reach that far: recorded weights then have scores."""
        over = (in_epoch + steps) % self.loop.steps_per_epoch
        return steps - over if isinstance(self.loop, ArrayLoop) and over < steps else steps

    def _after(self, epoch, logs):
        if self.measured and logs:
            logs[-1].update(self.measured.take(self.model))
        self._add_rates(logs)
        self.recorder.epochs([{"epoch": epoch + i + 1, **row, "seconds": self.seconds} for i, row in enumerate(logs)])
        broken = next((i for i, row in enumerate(logs) if not all(map(np.isfinite, _losses(row)))), None)
        if broken is not None:
            return "failed", self._restore_good(epoch + broken + 1)
        if self.callbacks:
            for i, row in enumerate(logs):
                self.callbacks.on_epoch_end(epoch + i, row)
        done = self.loop.epoch >= self.spec.epochs
        shown = self._pace.shows_every_call or self.recorder.due()
        if not done and (shown or (self.loop.epoch in _EARLY_FRAMES and epoch < self.loop.epoch)):
            self._keep_good()
            self.recorder.frame(self.loop.step, self._epoch())
            self._write("running")
        if done:
            return "finished", ""
        if self.model.stop_training:
            return "finished", f"Ended early after epoch {self.loop.epoch:,}: {why(self.watchers)}"
        if self._until_pause is not None and self.loop.epoch >= self._until_pause:
            self._pause()
        return None

    def _add_rates(self, logs: list[dict]) -> None:
        """Adds to each epoch the learning rate that its last step took, where that is not the same throughout."""
        if self.spec.schedule in LIVE or self.midway.rate_changed:
            for row in logs:
                row["learning_rate"] = float(self.model.optimizer.learning_rate)
        elif self.spec.schedule != "constant" and logs:
            back = self.loop.steps_per_epoch * np.arange(len(logs))[::-1]
            last = self.loop.step - self.loop.in_epoch - back - 1 - self._first_step
            for row, rate in zip(logs, rates(self.spec, self._per_epoch, last), strict=True):
                row["learning_rate"] = float(rate)

    def _obey(self):
        asked = self.run_.commanded()
        if asked is None or asked[1] == self._token:
            return None
        command, self._token = asked
        if command == "stop":
            return (
                "stopped",
                f"Stopped at epoch {words.setting(round(self._epoch(), 1))} of {self.spec.epochs:,}; the model and its "
                "history are kept.",
            )
        self._until_pause = self.loop.epoch + 1 if command == "step" else None
        if command == "pause":
            self._pause()
        elif not self._running:
            self._running = True
            self._write("running")
        return None

    def _pause(self):
        self._running, self._until_pause, self._paused_since = False, None, time.monotonic()
        self._keep_good()
        self.recorder.frame(self.loop.step, self._epoch())
        self._save()
        self._write("paused")

    def _wait(self):
        time.sleep(_POLL)
        minutes = settings.get().pause_minutes
        if time.monotonic() - self._paused_since > 60 * minutes:
            return "stopped", f"Stopped after a pause of {minutes:g} minutes; the model and its history are kept."
        return None

    def _end(self, state: str, message: str) -> None:
        self.recorder.frame(self.loop.step, self._epoch(), last=True)
        unsaved = self._save()
        if state == "finished" and not message:
            message = verdict(self.run_.history(), self.guess)
        self._write(state, " ".join(part for part in (message, unsaved) if part))

    def _keep_good(self) -> None:
        values = [variable.numpy() for variable in self.model.variables]
        if all(np.isfinite(np.sum(value)) for value in values if value.dtype.kind == "f"):
            self._good, self._good_epoch = values, self.loop.epoch

    def _restore_good(self, epoch: int) -> str:
        for variable, value in zip(self.model.variables, self._good or (), strict=bool(self._good)):
            variable.assign(value)
        self.run_.write("facts.json", json.dumps({**self.run_.facts, "model_epoch": self._good_epoch}))
        kept = f"the last good model, of epoch {self._good_epoch:,}, is kept"
        if not self._good_epoch:
            kept = "the network as it was before training is kept"
        return (
            f"The loss was no longer a number in epoch {epoch:,}; {kept}. The learning rate "
            f"{words.setting(self.spec.learning_rate)} is probably too large for this network: try "
            f"{words.plain(self.spec.learning_rate / 10, 2)}."
        )

    def _save(self) -> str:
        """Keeps the network as it is; says what could not be kept."""
        return keep_model(self.model, self.run_.folder)

    def _epoch(self) -> float:
        return (
            self.loop.epoch + self.loop.in_epoch / self.loop.steps_per_epoch
            if isinstance(self.loop, ArrayLoop)
            else float(self.loop.epoch)
        )

    def _write(self, state: str, message: str = "") -> None:
        if state == "running" and self._pace.expired:
            message = _FULL_SPEED.format(settings.get().pace_minutes)
        self.status = dataclasses.replace(
            self.status, state=state, epoch=self._epoch(), message=message, seconds=self.seconds
        )
        self.run_.write_status(self.status)


def _losses(row: dict[str, float]) -> list[float]:
    """The loss of an epoch, or all its losses where the model's own step tells several."""
    return [row["loss"]] if "loss" in row else [value for name, value in row.items() if name.endswith("loss")]


def _guess(dataset: Dataset) -> float | None:
    """The accuracy of always naming the most frequent class of the training examples, or answer of each label."""
    if dataset.schema.has_labels and len(dataset.train):
        share = dataset.train.y.mean(axis=0)
        return float(np.maximum(share, 1 - share).mean())
    if dataset.schema.task == "regression" or not len(dataset.train):
        return None
    _, counts = np.unique(dataset.train.y, return_counts=True)
    return float(counts.max() / counts.sum())
