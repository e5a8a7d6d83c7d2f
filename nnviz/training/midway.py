"""Changes of a training under way, without beginning anew: rate, batch, dropout, what learns, a single weight."""

import os
from collections import deque
from collections.abc import Callable
from typing import Any

import keras
import numpy as np

from nnviz import keras_internals, words
from nnviz.errors import NnvizError, TrainingError
from nnviz.keras_internals import flat_layers
from nnviz.runs import changes
from nnviz.runs.run import Run
from nnviz.training.compiling import take_optimizer


class Midway:
    """Makes the changes that a person asks for of a run.

    Args:
        gradients: the run's `GradientRecord`, told when other layers learn; None for none.

    Attributes:
        rate_changed: whether somebody has set the learning rate, so that no schedule tells it any more.
    """

    def __init__(self, run: Run, model: keras.Model, loop, gradients=None):
        self.run, self.model, self.loop, self.gradients = run, model, loop, gradients
        self.rate_changed, self._first = False, loop.step
        self._seen, self._stamp, self._waiting = 0, 0, deque()
        changes.accept(run.folder)

    def look(self, epoch: float) -> bool:
        """Makes what was asked for and can be done at this step; whether anything was."""
        self._read()
        made = False
        for _ in range(len(self._waiting)):
            change = self._waiting.popleft()
            if change.get("kind") == "batch_size" and self.loop.in_epoch:
                self._waiting.append(change)  # the next epoch begins with it
                continue
            made |= self._make(change, epoch)
        return made

    def _read(self) -> None:
        try:
            stamp = os.stat(self.run.folder / changes.ASKED).st_size
        except OSError:
            return
        if stamp != self._stamp:
            self._stamp = stamp
            asked = changes.asked(self.run.folder)
            self._waiting.extend(asked[self._seen :])
            self._seen = len(asked)

    def _make(self, change: dict[str, Any], epoch: float) -> bool:
        if not change:
            return False
        kind, values = change["kind"], {name: value for name, value in change.items() if name != "kind"}
        before, more = self.loop.steps_per_epoch, {}
        try:
            said, done = MAKERS[kind](self, **values), True
        except NnvizError as error:
            said, done = str(error), False
        if done:
            more |= {"values": values, "taken": self.loop.step - self._first}
        if self.loop.steps_per_epoch != before:
            more |= {"steps_before": before, "steps_after": self.loop.steps_per_epoch}
        event = {"epoch": epoch, "step": self.loop.step, "kind": kind, "said": said, "done": done}
        changes.note(self.run.folder, {**event, **more})
        return done


def _learning_rate(way: Midway, value: float) -> str:
    optimizer = way.model.optimizer
    before = float(optimizer.learning_rate)
    try:
        optimizer.learning_rate = value
    except TypeError:  # it follows a schedule
        optimizer.learning_rate = Held(value)
        way.loop.renew()
    way.rate_changed = True
    return f"learning rate {words.plain(before, 3)} → {words.setting(value)}"


def _batch_size(way: Midway, value: int) -> str:
    before = getattr(way.loop, "batch_size", None)
    if before is None:
        raise TrainingError("The batches of a stream have the size that they come in.", where="batch_size")
    if value > way.loop.rows:
        raise TrainingError(
            f"Batch size: received {value:,}, and there are {way.loop.rows:,} training examples.",
            expected=f"at most {way.loop.rows:,}",
            where="batch_size",
        )
    way.loop.take_batches_of(value)
    return f"batch size {before:,} → {value:,}"


def _dropout(way: Midway, layer: str, value: float) -> str:
    own = _layer(way.model, layer)
    if not isinstance(getattr(own, "rate", None), float | int) or getattr(own, "seed_generator", None) is None:
        raise TrainingError(
            f"{layer} drops nothing that could be changed: it is no Dropout, or began with a rate of 0.", where="layer"
        )
    before, own.rate = own.rate, value
    way.loop.renew()
    return f"dropout of {layer} {words.setting(before)} → {words.setting(value)}"


def _trainable(way: Midway, layer: str, value: bool) -> str:
    own = _layer(way.model, layer)
    before, own.trainable = own.trainable, value
    if not way.model.trainable_variables:
        own.trainable = before
        raise TrainingError(f"Without {layer} nothing would learn any more.", where="layer")
    learn_also(way.model)
    way.loop.renew()
    if way.gradients is not None:
        way.gradients.renew()
    return f"{layer} {'learns again' if value else 'frozen'}"


def _weight(way: Midway, layer: str, row: int, unit: int, value: float) -> str:
    return set_weight(way.model, layer, row, unit, value)


def set_weight(model: keras.Model, layer: str, row: int, unit: int, value: float) -> str:
    """Sets one weight of a layer's matrix; returns what was changed, in words. Raises TrainingError where there is no
    such weight."""
    variable = keras_internals.kernel_variable(_layer(model, layer))
    if variable is None or len(variable.shape) != 2 or row >= variable.shape[0] or unit >= variable.shape[1]:
        raise TrainingError(f"{layer} has no single weight there.", where="weight")
    numbers = np.array(variable)
    before, numbers[row, unit] = float(numbers[row, unit]), value
    variable.assign(numbers)
    return f"a weight of {layer} (input {row + 1}, unit {unit + 1}) {words.plain(before, 3)} → {words.setting(value)}"


def set_typed(model: keras.Model, run: Run) -> None:
    """Sets the weights that somebody typed before a run's first step, as the run itself did."""
    for event in run.events():
        if event["done"] and event["kind"] == "weight" and event.get("taken") == 0:
            set_weight(model, **event["values"])


MAKERS: dict[str, Callable[..., str]] = {
    "learning_rate": _learning_rate,
    "batch_size": _batch_size,
    "dropout": _dropout,
    "trainable": _trainable,
    "weight": _weight,
}
"""Kind of change → what makes it: told who changes what (its `model`, `loop`, `gradients`), it returns words."""


@keras.saving.register_keras_serializable(package="nnviz")
class Held(keras.optimizers.schedules.LearningRateSchedule):
    """The same rate from now on, in the place of a schedule."""

    def __init__(self, rate: float):
        super().__init__()
        self.rate = rate

    def __call__(self, step):
        return keras.ops.convert_to_tensor(self.rate, "float32")

    def get_config(self) -> dict:
        return {"rate": self.rate}


def _layer(model: keras.Model, name: str):
    for layer in flat_layers(model, include_self=False):
        if layer.name == name:
            return layer
    raise TrainingError(f"The network has no layer {name!r}.", where="layer")


def learn_also(model: keras.Model) -> None:
    """Lets a model's optimizer know variables that were frozen when it was built: a new one of the same kind takes its
    place, with all that the former one remembers of the others."""
    former, trained = model.optimizer, model.trainable_variables
    known = {id(variable) for variable in keras_internals.optimized(former)}
    if all(id(variable) in known for variable in trained):
        return
    optimizer = type(former).from_config(former.get_config())
    optimizer.build([variable for variable in model.variables if id(variable) in known or variable.trainable])
    remembered = {variable.path: variable for variable in former.variables}
    for variable in optimizer.variables:
        own = remembered.get(variable.path)
        if own is not None and own.shape == variable.shape:
            variable.assign(own)
    take_optimizer(model, optimizer)
