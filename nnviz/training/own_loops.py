"""`Recorder`: a training that somebody else's code does, written down as a run that the app shows live."""

import json
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np

from nnviz.errors import TrainingError
from nnviz.runs.run import Run, Status, this_process
from nnviz.runs.stored import schema_json
from nnviz.specs import DataSpec
from nnviz.training import own_parts
from nnviz.training.head import meaning_of_model
from nnviz.training.heartbeat import heartbeat
from nnviz.training.probe import Probe
from nnviz.training.recorder import Recorder as RunWriter
from nnviz.training.saving import keep_model

_LOOK_SECONDS = 0.1
_POLL_SECONDS = 0.05
_BATCHES = 100


class Recorder(keras.callbacks.Callback):
    """Writes a run while a model is trained by code that is not nnviz's.

    As a callback of `fit`:

        recorder = nnviz.Recorder((x, y), validation_data=(x_held, y_held), title="My model")
        model.fit(x, y, validation_data=(x_held, y_held), epochs=20, callbacks=[recorder])

    Around a loop of one's own:

        with nnviz.Recorder((x, y), model=model, epochs=20) as recorder:
            for epoch in range(20):
                for batch in batches:
                    recorder.batch({"loss": train_step(batch)})
                recorder.epoch({"val_loss": validate()})

    The app, started on the same `NNVIZ_HOME`, shows the run live and takes its model like any other. Its Pause, Step
    and Stop are obeyed. The training itself is left as it is.

    Args:
        examples: (x, y) as the model is given them, or a `DataSpec`: what pictures, Layers, Attribution and the others
            are about. Of more than 2,000, that many are drawn evenly. None: curves and weights alone.
        validation_data: (x, y) that training does not see, judged while it goes on.
        model: needed for a loop of one's own; `fit` tells it.
        title: what people call the run.
        class_names: of whole-number targets.
        epochs: how many there will be, where that is known; `fit` tells it.
        steps_per_epoch: of a loop of one's own that never calls `.epoch(…)`: after how many batches a point of the
            curves is written.
        home: the folder that holds `runs`; by default the settings' home.

    Attributes:
        run: the `nnviz.Run`, once training has begun.
        stopping: whether somebody has pressed Stop in the app.

    Raises:
        NnvizError: for examples that do not fit the model.
    """

    def __init__(
        self,
        examples: tuple[Any, Any] | DataSpec | None = None,
        *,
        validation_data: tuple[Any, Any] | None = None,
        model: keras.Model | None = None,
        title: str = "",
        class_names: Sequence[str] = (),
        epochs: int | None = None,
        steps_per_epoch: int = _BATCHES,
        home: str | Path | None = None,
    ):
        super().__init__()
        self.data = own_parts.kept(examples, validation_data, title, class_names)
        self.title, self.epochs, self.steps_per_epoch, self.home = title, epochs, int(steps_per_epoch), home
        self.run: Run | None = None
        self.stopping = False
        self._given, self._sums, self._counts = model, {}, {}
        self._step = self._epochs = self._in_epoch = 0
        self._token, self._looked, self._until, self._beat = None, 0.0, None, None

    # A loop of one's own

    def __enter__(self) -> "Recorder":
        if self._given is None:
            raise TrainingError(
                "The recorder knows no model.", fix="Write nnviz.Recorder(…, model=model).", where="model"
            )
        self._begin(self._given)
        return self

    def __exit__(self, kind, error, trace) -> None:
        if error is None and self._counts:
            self.epoch()
        self._finish(error)

    def batch(self, logs: Mapping[str, Any] | None = None) -> bool:
        """Notes one step of the optimizer and what was measured in it; False once somebody wants it to stop."""
        self._note(logs or {})
        if self._in_epoch >= self.steps_per_epoch > 0 and self._by_batches:
            self._close({})
        self._obey()
        return not self.stopping

    def epoch(self, logs: Mapping[str, Any] | None = None) -> bool:
        """Ends an epoch: the means of its batches' numbers, and whatever else was measured, become a point of the
        curves; False once somebody wants it to stop."""
        self._by_batches = False
        self._close(logs or {})
        self._obey()
        return not self.stopping

    # A callback of `fit`

    def on_train_begin(self, logs=None):
        self.epochs = self.epochs or (self.params or {}).get("epochs")
        self._begin(self.model)

    def on_train_batch_end(self, batch, logs=None):
        self._note({})
        self._obey()
        if self.stopping:
            self.model.stop_training = True

    def on_epoch_end(self, epoch, logs=None):
        self.epoch(logs)

    def on_train_end(self, logs=None):
        self._finish(None)

    # What both share

    def _begin(self, model) -> None:
        experiment, dataset = own_parts.described(model, self.data, self.title, self.epochs)
        self._trained, self._by_batches, self._started = model, True, time.perf_counter()
        self.run = run = Run.create(experiment, self.home, title=self.title or model.name)
        self._beat = heartbeat(run)
        self._beat.__enter__()
        try:
            probe = None
            if dataset is not None:
                meaning = meaning_of_model(model, experiment.train, dataset.schema, dataset.target_scaler)
                run.write("schema.json", schema_json(dataset.schema))
                probe = Probe(model, dataset, meaning)
            facts = {"examples": dataset.size if dataset else 0, "parameters": model.count_params()}
            run.write("facts.json", json.dumps(facts))
            self._writer = RunWriter(run, probe, model)
            self._writer.frame(0, 0.0)
            self._write("running")
        except Exception as error:
            self._beat.__exit__(None, None, None)
            run.fail(str(error))
            raise

    def _note(self, logs: Mapping[str, Any]) -> None:
        self._step += 1
        self._in_epoch += 1
        for name, value in logs.items():
            self._sums[name] = self._sums.get(name, 0.0) + float(np.mean(np.asarray(value)))
            self._counts[name] = self._counts.get(name, 0) + 1

    def _close(self, logs: Mapping[str, Any]) -> None:
        means = {name: total / self._counts[name] for name, total in self._sums.items()}
        measured = {name: float(np.mean(np.asarray(value))) for name, value in logs.items()}
        self._sums, self._counts, self._in_epoch = {}, {}, 0
        self._epochs += 1
        seconds = time.perf_counter() - self._started
        self._writer.epochs([{"epoch": self._epochs, **means, **measured, "seconds": seconds}])
        if self._writer.due():
            self._writer.frame(self._step, float(self._epochs))
        self._write("running")
        if self._until is not None and self._epochs >= self._until:
            self._pause()

    def _obey(self) -> None:
        """Looks now and then whether somebody has pressed Pause, Step or Stop; waits while it is paused."""
        now = time.monotonic()
        if now - self._looked < _LOOK_SECONDS:
            return
        self._looked = now
        self._take()

    def _take(self) -> str | None:
        asked = self.run.commanded()
        if asked is None or asked[1] == self._token:
            return None
        command, self._token = asked
        self.stopping = self.stopping or command == "stop"
        self._until = self._epochs + 1 if command == "step" else None
        if command == "pause":
            self._pause()
        return command

    def _pause(self) -> None:
        self._until = None
        self._writer.frame(self._step, float(self._epochs))
        self._write("paused")
        while self._take() is None:
            time.sleep(_POLL_SECONDS)
        if not self.stopping and self.run.status().state == "paused":
            self._write("running")

    def _finish(self, error: BaseException | None) -> None:
        try:
            self._writer.frame(self._step, float(self._epochs), last=True)
            unsaved = keep_model(self._trained, self.run.folder)
            state, said = _ending(error, self.stopping, self._epochs)
            self._write(state, " ".join(part for part in (said, unsaved) if part))
        finally:
            self._beat.__exit__(None, None, None)

    def _write(self, state: str, message: str = "") -> None:
        seconds = time.perf_counter() - self._started
        known = max(self._epochs, int(self.epochs or 0))
        self.run.write_status(Status(state, float(self._epochs), known, message, seconds, process=this_process()))


def _ending(error: BaseException | None, stopped: bool, epochs: int) -> tuple[str, str]:
    if error is None:
        return ("stopped", f"Stopped after epoch {epochs:,}.") if stopped else ("finished", "")
    if isinstance(error, KeyboardInterrupt):
        return "stopped", f"Interrupted after epoch {epochs:,}."
    return (
        "failed",
        f"The script ended with an error after epoch {epochs:,}: {type(error).__name__}: {str(error)[:200]}",
    )
