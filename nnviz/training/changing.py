"""`Changes`: what a person changed while a run trained, made again by `fit` at the same steps."""

from collections.abc import Mapping, Sequence
from typing import Any

import keras

from nnviz.training.midway import MAKERS


class Changes(keras.callbacks.Callback):
    """Changes a training at its steps: learning rate, dropout, what learns, single weights.

    The size of a batch is changed between two calls of `fit`, through which the same object counts on.

    Args:
        changes: after how many steps → (kind, values) each: names and values in `nnviz.runs.changes.CHANGES`.

    >>> Changes({100: [("learning_rate", {"value": 0.001})]}).steps
    0
    """

    def __init__(self, changes: Mapping[int, Sequence[tuple[str, Mapping[str, Any]]]]):
        super().__init__()
        self.changes, self.steps = dict(changes), 0
        self.rate_changed, self.gradients = False, None

    @property
    def loop(self) -> "Changes":
        """What is told that the graph holds something else now."""
        return self

    def renew(self) -> None:
        self.model.make_train_function(force=True)

    def on_train_batch_begin(self, batch, logs=None):
        for kind, values in self.changes.get(self.steps, ()):
            MAKERS[kind](self, **values)
        self.steps += 1
