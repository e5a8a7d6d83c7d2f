"""`Session`: one training under way, under a person's control."""

import dataclasses
import json
import time

import keras
import numpy as np

from nnviz import settings, words
from nnviz.runs.run import Status, this_process
from nnviz.specs import TrainSpec
from nnviz.training.loop import ArrayLoop
from nnviz.training.measured import Measured
from nnviz.training.midway import Midway
from nnviz.training.pace import Pace
from nnviz.training.rates import rates
from nnviz.training.recorder import Recorder
from nnviz.training.saving import keep_model
from nnviz.training.schedules import LIVE
from nnviz.training.stops import best_epoch, callbacks_of, why
from nnviz.training.verdict import verdict

_CHUNK_SECONDS = 0.1
_POLL = 0.05
_FULL_SPEED = "After {:g} minutes of waiting it goes on at full speed, so that others get their turn."
_EARLY_FRAMES = (1, 2, 4, 8, 16, 32)
"""Epochs recorded however fast they pass: most of what is worth replaying happens in them."""


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
