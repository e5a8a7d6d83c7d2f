"""What sets of revealed parts are worth, mixed and answered inside one traced function: no example is copied in Python.

An embedding's points are mixed as its tokens would be, for each token has points of its own.
"""

import keras
import numpy as np
import tensorflow as tf

from nnviz.explanation.problem import Problem
from nnviz.inspection.cache import LOCK, remembered
from nnviz.inspection.state import preserved, uncompiled_calls

_ROWS_A_CALL = 2**14
_NUMBERS_A_CALL = 2**22
_BYTES_A_CALL = 2**28
"""What the layers of one call may hold together."""


class TracedGame:
    """F of one example with some parts hidden by rows: `worth(example, revealed)` as in `Coalitions`.

    Args:
        of: as in `Coalitions`.
        rows: (m, …) of each input what hides, or one covered copy of each example where `own` is true.
        own: whether row i hides parts of example i alone.
    """

    def __init__(self, problem: Problem, of: list[np.ndarray], rows: list[np.ndarray], own: bool):
        self.problem, self.of, self.own = problem, [np.asarray(one, "int32") for one in of], own
        self.rows = rows
        self.row_points = problem.function.points(keras.tree.pack_sequence_as(problem.batch, list(rows)))
        self.copies = 1 if own else len(rows[0])
        numbers = sum(max(1, int(np.prod(one.shape[1:]))) for one in problem.points)
        bytes_a_row = max(1, problem.function.probe.bytes)
        most = min(_ROWS_A_CALL, _NUMBERS_A_CALL // numbers, _BYTES_A_CALL // bytes_a_row)
        self.block = max(1, most // self.copies)
        self.function = remembered(problem.model, self._key(), self._traced)
        self._hiding = [tf.convert_to_tensor(one) for one in (*self.row_points, *self.rows)]
        self._players = [tf.convert_to_tensor(one) for one in self.of]

    def worth(self, example: int, revealed: np.ndarray) -> np.ndarray:
        """(sets,) float64 of at most `block` sets `revealed` (sets, players)."""
        arrays = [one[example : example + 1] for one in (*self.problem.points, *self.problem.flat)]
        hiding = [one[example : example + 1] for one in self._hiding] if self.own else self._hiding
        tensors = [tf.convert_to_tensor(one) for one in (*arrays, *hiding)]
        weights = tf.convert_to_tensor(np.asarray(self.problem.weights[example], "float32"))
        values = self.function(*tensors, *self._players, tf.convert_to_tensor(revealed), weights)
        return np.asarray(values, "float64") + self.problem.constant[example]

    def _key(self) -> tuple:
        problem = self.problem
        arrays = (*problem.points, *problem.flat, *self.of)
        shapes = tuple((array.shape[1:], array.dtype.name) for array in arrays)
        return ("game", *problem.function.identity, shapes, problem.weights.shape[1:])

    def _traced(self):
        """A function of points, inputs, the rows' points and inputs, players, sets and weights."""
        problem = self.problem
        many = [tf.TensorSpec([None, *one.shape[1:]], one.dtype) for one in (*problem.points, *problem.flat)]
        players = [tf.TensorSpec(one.shape, "int32") for one in self.of]
        known, weights = tf.TensorSpec([None, None], "bool"), tf.TensorSpec(problem.weights.shape[1:], "float32")
        body = _body(problem.function)
        with LOCK, preserved(problem.model), uncompiled_calls():
            return tf.function(
                body, input_signature=[*many, *many, *players, known, weights], autograph=False
            ).get_concrete_function()


def _body(function):
    points, inputs, entries = len(function.entries), len(function.names), function.entries

    def body(*tensors):
        own, rows = tensors[: points + inputs], tensors[points + inputs : 2 * (points + inputs)]
        of, (revealed, weights) = tensors[2 * (points + inputs) : -2], tensors[-2:]
        known = [tf.gather(revealed, players, axis=1) for players in of]
        masks = [known[k] for k, _ in entries] + known
        mixed = [_mixed(x, row, mask) for x, row, mask in zip(own, rows, masks, strict=True)]
        outputs = function.run(mixed[:points], mixed[points:])
        values = tf.reduce_sum(outputs * weights, axis=list(range(1, len(outputs.shape))))
        return tf.reduce_mean(tf.reshape(tf.cast(values, tf.float64), [tf.shape(revealed)[0], -1]), axis=1)

    return body


def _mixed(x, rows, known):
    """(sets · m, …) x (1, …) where `known` (sets, …) is true, elsewhere each of `rows` (m, …)."""
    extra = len(x.shape) - len(known.shape)  # an embedding's points have one axis more than its tokens
    known = tf.reshape(known, tf.concat([tf.shape(known)[:1], [1], tf.shape(known)[1:], [1] * extra], 0))
    mixed = tf.where(known, x[None], rows[None])
    return tf.ensure_shape(tf.reshape(mixed, tf.concat([[-1], tf.shape(x)[1:]], 0)), [None, *x.shape[1:]])
