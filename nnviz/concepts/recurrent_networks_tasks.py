"""What the lesson on recurrent networks has workers train: a cell on a task with a visible memory, and three cells in a
race."""

from collections.abc import Iterator

import keras
import numpy as np

from nnviz.concepts.recorder import packed, recorded, trained
from nnviz.concepts.recordings import Recording
from nnviz.concepts.recurrent_networks import CELLS, KINDS, LENGTH, UNITS, added, drawn

_MOMENTS = (*range(0, 60, 10), *range(60, 300, 20), 300, 350, 400, 500, 600)
_BATCHES, _BATCH, _RATE = 400, 64, 0.02
_JUDGED = 200
"""Sequences twice as long as those in training that a network is judged on."""
_ADDING_MOMENTS, _ADDING_BATCHES, _ADDING_UNITS, _ADDING_RATE = range(0, 1501, 50), 500, 16, 0.01


def reader(cell: str, seed: int = 1) -> keras.Model:
    """One recurrent layer that answers with a probability after every character: (n, steps, KINDS) → (n, steps, 1)."""
    answer = keras.layers.Dense(1, activation="sigmoid", kernel_initializer=keras.initializers.GlorotUniform(seed + 2))
    return keras.Sequential([keras.Input((None, KINDS)), _layer(cell, UNITS, seed, return_sequences=True), answer])


def _layer(cell: str, units: int, seed: int, **settings) -> keras.Layer:
    """A recurrent layer as Keras begins it, its draws fixed."""
    return getattr(keras.layers, cell)(
        units,
        kernel_initializer=keras.initializers.GlorotUniform(seed),
        recurrent_initializer=keras.initializers.Orthogonal(seed=seed + 1),
        **settings,
    )


def train_memory(recording: Recording) -> None:
    """Trains a cell on a task and records it: a line for every moment {"step", "loss", "accuracy", "weights"}."""
    wanted = dict(recording.settings)
    recorded(recording, lambda: _memory(wanted["task"], wanted["cell"]))


def _memory(task: str, cell: str) -> Iterator[dict]:
    model = reader(cell)
    x, y = drawn(task, _BATCHES * _BATCH, LENGTH, seed=0)
    x, y = x.reshape(_BATCHES, _BATCH, LENGTH, KINDS), y.reshape(_BATCHES, _BATCH, LENGTH, 1)
    unseen, truth = drawn(task, _JUDGED, 2 * LENGTH, seed=1)
    for step, loss in trained(model, keras.losses.binary_crossentropy, x, y, rate=_RATE, moments=_MOMENTS):
        right = (model.predict_on_batch(unseen) > 0.5) == (truth > 0.5)
        yield {
            "step": step,
            "loss": None if np.isnan(loss) else loss,
            "accuracy": float(right.mean()),
            "weights": [packed(weight) for weight in model.get_weights()],
        }


def train_adding(recording: Recording) -> None:
    """Trains the three cells on the adding problem, one after the other: a line for every moment {"cell", "step",
    "error": the mean squared error on sequences that nobody has seen}."""
    recorded(recording, lambda: _adding(dict(recording.settings)["length"]))


def _adding(length: int) -> Iterator[dict]:
    x, y = added(_ADDING_BATCHES * _BATCH, length, seed=0)
    x, y = x.reshape(_ADDING_BATCHES, _BATCH, length, 2), y.reshape(_ADDING_BATCHES, _BATCH, 1)
    unseen, truth = added(500, length, seed=1)
    for cell in CELLS:
        answer = keras.layers.Dense(1, kernel_initializer=keras.initializers.GlorotUniform(3))
        model = keras.Sequential([keras.Input((length, 2)), _layer(cell, _ADDING_UNITS, 1), answer])
        for step, _ in trained(
            model, keras.losses.mean_squared_error, x, y, rate=_ADDING_RATE, moments=_ADDING_MOMENTS
        ):
            error = float(((model.predict_on_batch(unseen) - truth) ** 2).mean())
            yield {"cell": cell, "step": step, "error": error}
