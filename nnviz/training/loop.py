"""The compiled training loop: Keras's own `train_step`, many steps to a call.

`fit` returns to Python after every batch; here a `tf.while_loop` holds the steps, the resets, the last
short batch and the validation pass, so that a call costs its arithmetic. Losses, metrics, regularizers
and any overridden `train_step` or `test_step` are the model's own, and with shuffling off the weights
equal `fit`'s.

Each single step equals one of `fit`'s to rounding (about 2e-6). Over many steps a deep network magnifies rounding, so
that after an epoch its weights differ from those of `fit` about as much as those of `fit` differ from its own with
`run_eagerly=True`: neither is nearer to the truth.
"""

import keras
import numpy as np
import tensorflow as tf

from nnviz.errors import TrainingError
from nnviz.keras_internals import flat_layers
from nnviz.training.augment import Augmenter
from nnviz.training.compiled import WARM_STEPS, Compiled
from nnviz.training.steps import is_own, packed, test_step, train_step

_DENSE_ENOUGH = {
    "InputLayer", "Dense", "Activation", "Dropout", "BatchNormalization", "LayerNormalization", "UnitNormalization",
    "GroupNormalization", "Flatten", "Reshape", "Permute", "RepeatVector", "Add", "Multiply", "Average", "Maximum",
    "Minimum", "Subtract", "Concatenate", "Dot", "GaussianNoise", "GaussianDropout", "Rescaling", "Normalization",
    "LeakyReLU", "PReLU", "ELU", "ReLU", "Softmax", "ActivityRegularization",
}  # fmt: skip
_VALIDATION_BATCH = 1024
_ORDERS_IN_ONE_CALL = 40_000


def pays_xla(model: keras.Model) -> bool:
    """Whether XLA makes this model's CPU training faster: dense layers gain many times, convolutions and recurrences
    lose."""
    return all(type(layer).__name__ in _DENSE_ENOUGH for layer in flat_layers(model, include_self=False))


class ArrayLoop:
    """Trains a compiled model on arrays held in memory.

    Args:
        model: compiled and built.
        x, y: arrays, or structures of arrays, with n rows each; y may be None for a model that learns from x alone.
        validation: (x, y) or None.
        weights: (n,) how much each row counts in the loss; None for all alike.
        batch_size: rows a step; the last step of an epoch takes what is left.
        shuffle, seed: the order of epoch e is a permutation drawn from (seed, e).
        epochs: how many will be asked for; too few are not worth compiling for.
        xla: None decides by `pays_xla` and by the number of steps.
        augment: what changes the inputs of every training batch, and mixes its labels, in the graph; validation is left
            as it is.
    """

    def __init__(
        self,
        model,
        x,
        y,
        *,
        validation=None,
        weights=None,
        batch_size=32,
        shuffle=True,
        seed=0,
        epochs=10_000,
        xla=None,
        augment: Augmenter | None = None,
    ):
        self.model, self.batch_size, self.shuffle, self.seed = model, batch_size, shuffle, seed
        self.rows = len(keras.tree.flatten(x)[0])
        if not self.rows:
            raise TrainingError(
                "There are no training examples.", fix="Hold out a smaller share of the data.", where="data"
            )
        self._data, self._validation = packed(x, y, weights), None
        if validation is not None and len(keras.tree.flatten(validation[0])[0]):
            self._validation = packed(*validation)
        self.steps_per_epoch = -(-self.rows // batch_size)
        self.step, self._since = 0, (0, 0)
        self._orders = max(1, min(64, _ORDERS_IN_ONE_CALL // self.rows))
        worth = epochs * self.steps_per_epoch > 2 * WARM_STEPS
        self._augment = augment
        gains = pays_xla(model) and not model.run_eagerly and (augment is None or augment.pays_xla)
        self.xla = gains and worth if xla is None else xla
        self.trains = train_step(model, _first(self._data, batch_size))
        self._tests = None if self._validation is None else test_step(model, _first(self._validation, self._test_rows))
        self.names = _all_names(self.trains, self._tests)
        self._call = Compiled(self._advance, self.xla, eager=model.run_eagerly)

    @property
    def epoch(self) -> int:
        """Epochs completed."""
        epoch, step = self._since
        return epoch + (self.step - step) // self.steps_per_epoch

    @property
    def in_epoch(self) -> int:
        """Steps taken of the epoch under way."""
        return (self.step - self._since[1]) % self.steps_per_epoch

    def steps_to(self, epoch: int) -> int:
        """Steps that are left until so many epochs are completed."""
        return (epoch - self._since[0]) * self.steps_per_epoch - (self.step - self._since[1])

    def take_batches_of(self, rows: int) -> None:
        """Takes so many rows a step from now on, which is to be the beginning of an epoch."""
        self._since = (self.epoch, self.step)
        self.batch_size, self.steps_per_epoch = rows, -(-self.rows // rows)
        self.renew()

    def renew(self) -> None:
        """Makes the graph anew, after something was changed that it holds as a constant."""
        self._call = Compiled(self._advance, self.xla, WARM_STEPS + self.step, eager=self.model.run_eagerly)

    def begin_at(self, epoch: int) -> None:
        """Counts on from `epoch`, which the weights have already seen: the examples come in the orders of the epochs
        after it."""
        self.step = epoch * self.steps_per_epoch
        self._call.warm_steps += self.step

    def advance(self, steps: int) -> list[dict[str, float]]:
        """Takes up to `steps` steps and returns the logs of every epoch completed on the way, as `fit` reports them."""
        first_epoch = self.epoch
        offset = self.in_epoch
        stop = min(offset + max(1, steps), self._orders * self.steps_per_epoch)
        if self.xla and self.step < self._call.warm_steps:
            stop = min(stop, offset + self._call.warm_steps - self.step)
        order = tf.constant(self._order(first_epoch, -(-stop // self.steps_per_epoch)))
        logs = self._call(self.step, order, tf.constant(offset), tf.constant(stop)).numpy()
        self.step += stop - offset
        return [dict(zip(self.names, map(float, row), strict=True)) for row in logs[: self.epoch - first_epoch]]

    def order(self, epoch: int) -> np.ndarray:
        """(rows,) the places of the examples in the order in which an epoch, from 0, takes them."""
        if not self.shuffle:
            return np.arange(self.rows, dtype="int32")
        return np.random.default_rng((self.seed, epoch)).permutation(self.rows)

    def _order(self, epoch: int, count: int) -> np.ndarray:
        orders = np.tile(np.arange(self.rows, dtype="int32"), (self._orders, 1))
        if self.shuffle:
            for i in range(count):
                orders[i] = self.order(epoch + i)
        return orders

    def _advance(self, order, start, stop):
        per_epoch = self.steps_per_epoch

        def body(position, logs):
            epoch, step = position // per_epoch, position % per_epoch
            tf.cond(step == 0, self._reset, _nothing)
            last = self._train(order, epoch, step)
            logs = tf.cond(step == per_epoch - 1, lambda: self._finish(epoch, logs, last), lambda: logs)
            return position + 1, logs

        logs = tf.zeros((self._orders, len(self.names)))
        return tf.while_loop(lambda position, _: position < stop, body, (start, logs))[1]

    def _train(self, order, epoch, step):
        def take(rows):
            def run():
                index = tf.reshape(tf.slice(order, [epoch, step * self.batch_size], [1, rows]), [rows])
                return self.trains.take(self.rows_of(index))

            return run

        rest = self.rows % self.batch_size
        if not rest:
            return take(self.batch_size)()
        if self.rows < self.batch_size:
            return take(rest)()
        return tf.cond(step == self.steps_per_epoch - 1, take(rest), take(self.batch_size))

    def rows_of(self, index):
        """The batch of the examples at `index` (k,) int32, augmented."""
        batch = keras.tree.map_structure(lambda a: tf.gather(a, index), self._data)
        return batch if self._augment is None else self._augmented(*batch)

    def _augmented(self, inputs, targets, *weights):
        """The first input changed, targets and weights with it; what stands beside it stays as it is."""
        several = isinstance(inputs, list | tuple)
        changed, *along = self._augment.pair(inputs[0] if several else inputs, targets, *weights)
        return ([changed, *inputs[1:]] if several else changed), *along

    def _finish(self, epoch, logs, last):
        values = self.trains.report(last)
        if self._tests is not None:
            values += self._validate()
        return tf.tensor_scatter_nd_update(logs, [[epoch]], [tf.stack(values)])

    @property
    def _test_rows(self) -> int:
        """Rows of a validation batch: as many as in training where the model tests in its own way."""
        return self.batch_size if is_own(self.model, "test_step") else _VALIDATION_BATCH

    def _validate(self):
        self._reset()
        rows = keras.tree.flatten(self._validation)[0].shape[0]
        size = min(rows, self._test_rows)

        def test(start, count):
            return self._tests.take(
                keras.tree.map_structure(
                    lambda a: tf.slice(a, [start] + [0] * (len(a.shape) - 1), [count, *a.shape[1:]]), self._validation
                )
            )

        if rows == size:
            return self._tests.report(test(0, size))

        def body(i, _):
            return i + 1, test(i * size, size)

        last = tf.while_loop(lambda i, _: i < rows // size, body, (tf.constant(0), self._tests.silence))[1]
        if rows % size:
            last = test(rows - rows % size, rows % size)
        return self._tests.report(last)

    def _reset(self):
        for metric in self.model.metrics:
            metric.reset_state()
        return tf.constant(0)


class StreamLoop:
    """Trains a compiled model on a `tf.data.Dataset` of (x, y) batches: data too large for memory.

    The same interface as `ArrayLoop`; an epoch is one pass over the data set.
    """

    def __init__(self, model, batches: tf.data.Dataset, *, validation: tf.data.Dataset | None = None):
        self.model, self._batches, self._validation = model, batches.prefetch(tf.data.AUTOTUNE), validation
        self.xla, self.step, self.epoch, self.in_epoch = False, 0, 0, 0
        try:
            first = next(iter(batches.take(1)))
        except StopIteration:
            raise TrainingError("The tf.data.Dataset yields no batch.", where="data") from None
        self._trains = train_step(model, first)
        self._tests = None if validation is None else test_step(model, next(iter(validation.take(1))))
        size = int(batches.cardinality())
        self.steps_per_epoch = size if size > 0 else 1
        self.names = _all_names(self._trains, self._tests)
        self._iterator, self._last = None, self._trains.silence
        self.renew()

    def renew(self) -> None:
        """Makes the graph anew, after something was changed that it holds as a constant."""
        self._call = self._steps
        if not self.model.run_eagerly:
            self._call = tf.function(self._steps, autograph=False, reduce_retracing=True)

    def steps_to(self, epoch: int) -> int:
        """Steps that are left until so many epochs are completed: nobody knows, with a stream."""
        return 10**9

    def advance(self, steps: int) -> list[dict[str, float]]:
        """Takes up to `steps` steps, at most to the end of the epoch, and returns the logs of an epoch completed."""
        if self._iterator is None:
            self._iterator, self.in_epoch = iter(self._batches), 0
            self.model.reset_metrics()
        taken, more, self._last = self._call(self._iterator, tf.constant(max(1, steps)), self._last)
        self.step += int(taken)
        self.in_epoch += int(taken)
        if more:
            return []
        self._iterator = None
        self.epoch += 1
        self.steps_per_epoch, self.in_epoch = max(1, self.in_epoch), 0
        values = [float(value) for value in self._trains.report(self._last)]
        if self._tests is not None:
            self.model.reset_metrics()
            for batch in self._validation:
                last = self._test(batch)
            values += [float(value) for value in self._tests.report(last)]
        return [dict(zip(self.names, values, strict=True))]

    def _steps(self, iterator, steps, last):
        def body(taken, _, last):
            batch = iterator.get_next_as_optional()
            has = batch.has_value()
            last = tf.cond(has, lambda: self._trains.take(batch.get_value()), lambda: last)
            return taken + tf.cast(has, tf.int32), has, last

        begin = (tf.constant(0), tf.constant(True), last)
        return tf.while_loop(lambda taken, more, _: more & (taken < steps), body, begin)

    @tf.function(autograph=False, reduce_retracing=True)
    def _test(self, batch):
        return self._tests.take(batch)


def _first(batch, rows: int):
    return keras.tree.map_structure(lambda tensor: tensor[:rows], batch)


def _all_names(trains, tests) -> list[str]:
    return trains.names + [f"val_{name}" for name in tests.names] if tests is not None else trains.names


def _nothing():
    return tf.constant(0)
