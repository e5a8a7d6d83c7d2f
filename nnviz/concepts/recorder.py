"""Trains a lesson's own small network and writes down moments of it, each with all weights."""

import base64
import fcntl
import json
from collections.abc import Callable, Iterable, Iterator

import keras
import numpy as np
import tensorflow as tf

from nnviz.concepts.recordings import Recording
from nnviz.studies.race import record_of, sweep


def recorded(recording: Recording, moments: Callable[[], Iterable[dict]]) -> None:
    """Writes the lines that `moments` yields as they come; returns at once where they are there already, and waits
    while another process is at it."""
    path = record_of(recording.key)
    path.parent.mkdir(parents=True, exist_ok=True)
    sweep()
    with open(path.parent / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if path.is_file() and b'"ended"' in path.read_bytes()[-400:]:
            return
        try:
            with path.open("w") as record:
                for line in moments():
                    _write(record, line)
                _write(record, {"ended": True})
        except BaseException:
            path.unlink(missing_ok=True)
            raise


def _write(record, line: dict) -> None:
    record.write(json.dumps(line, separators=(",", ":")) + "\n")
    record.flush()


def trained(
    model: keras.Model, loss: Callable, x: np.ndarray, y: np.ndarray, *, rate: float, moments: Iterable[int]
) -> Iterator[tuple[int, float]]:
    """Trains a model with Adam, its gradients clipped to length 1; yields (steps so far, loss of the last batch) at
    each of `moments`, the first of which is 0 (NaN for a loss).

    Args:
        loss: (targets, outputs) → losses, whose mean counts.
        x, y: (batches, examples, …); after the last batch the first comes again.
        moments: numbers of steps, rising.
    """
    optimizer = keras.optimizers.Adam(rate, clipnorm=1.0)
    weights = model.trainable_variables
    optimizer.build(weights)
    batches = len(x)
    inputs, targets = tf.constant(x), tf.constant(y)

    def step(at, _):
        with tf.GradientTape() as tape:
            outputs = model(inputs[at % batches], training=True)
            value = tf.reduce_mean(loss(targets[at % batches], outputs))
        optimizer.apply(tape.gradient(value, [weight.value for weight in weights]), weights)
        return at + 1, value

    @tf.function(autograph=False)
    def advance(start, end):
        return tf.while_loop(lambda at, _: at < end, step, [start, tf.constant(0.0)])[1]

    at, value = 0, float("nan")
    for moment in moments:
        if moment > at:
            value = float(advance(tf.constant(at), tf.constant(moment)))
        at = moment
        yield at, value


def packed(weight: np.ndarray) -> dict:
    """An array exact to float32, as `nnviz/web/base/unpack.js` reads it."""
    values = np.ascontiguousarray(weight, dtype="<f4")
    data = base64.b64encode(values.tobytes()).decode("ascii")
    return {"shape": list(weight.shape), "dtype": "f4", "scale": 1.0, "data": data}
