"""DeepLIFT's rules: every operation shares the change of its output among the changes of its inputs, and loses none.

What arrives at a tensor is a multiplier: what one unit of its change counts for the change of F. So the change of F is
Σ multiplier · (x − b) at the points, whatever the operations between were, up to rounding.
"""

import numpy as np
import tensorflow as tf

from nnviz import keras_internals
from nnviz.explanation.backward.kinds import COMPARISONS, CONVOLUTIONS, LINEAR, OF_ONE, PRODUCTS
from nnviz.explanation.backward.record import Record, own_gradient
from nnviz.explanation.backward.shapes import as_shape, same_shape

_LARGEST = {"Max": tf.maximum, "MaxPool": tf.maximum, "MaxPool3D": tf.maximum, "Min": tf.minimum}
_NODES = 16
"""Slopes along the change of an operation that no rule above names."""


class DeepLift:
    """The rules for one record and the same computation from the baseline.

    Shrikumar, Greenside and Kundaje, "Learning Important Features Through Propagating Activation Differences" (2017),
    with products and attention shared as Shapley values of two players would be.
    """

    def __init__(self, record: Record, baseline_points):
        self.record, self.stand_ins = record, record.again(baseline_points)

    def baseline(self, tensor: tf.Tensor) -> tf.Tensor:
        """What stood in a tensor's place when the baseline was computed."""
        return self.stand_ins.get(tensor.ref(), tensor)

    def __call__(self, operation: tf.Operation, outs: list[tf.Tensor]) -> list:
        kind, moving = operation.type, self.record.moving_inputs(operation)
        if kind == "StopGradient":
            return outs
        if kind in COMPARISONS or (kind in OF_ONE and (len(moving) == 1 or kind in ("Maximum", "Minimum"))):
            return self._of_one(operation, outs[0], moving)
        if kind in _LARGEST:
            return self._largest(operation, outs)
        for kinds, rule in (
            (("Softmax",), self._softmax),
            (("LogSoftmax",), self._log_softmax),
            (("Select", "SelectV2"), self._select),
            (("RealDiv",), self._quotient),
        ):
            if kind in kinds:
                return rule(operation, outs[0])
        if kind in LINEAR and (len(moving) == 1 or kind not in CONVOLUTIONS):
            return own_gradient(operation, outs)
        return self._along(operation, outs, moving, 1 if kind in PRODUCTS else _NODES)

    def _of_one(self, operation, out, moving) -> list:
        """Δout / Δin; of two inputs that both change, what their difference counts for their larger (or smaller)."""
        given: list = [None] * len(operation.inputs)
        result = operation.outputs[0]
        if len(moving) == 1:
            tensor = operation.inputs[moving[0]]
            slope = None if operation.type in COMPARISONS else _slope(operation, moving[0])
            share = _quotient(_change(result, self.baseline(result)), tensor, self.baseline(tensor), slope)
            given[moving[0]] = as_shape(out * share, tensor)
            return given
        one, two = operation.inputs
        ahead, before = one - two, self.baseline(one) - self.baseline(two)
        if operation.type in COMPARISONS:
            share = _quotient(_change(result, self.baseline(result)), ahead, before, None)
            return [as_shape(out * share, one), as_shape(-out * share, two)]
        sign = 1.0 if operation.type == "Maximum" else -1.0
        change = sign * (tf.nn.relu(sign * ahead) - tf.nn.relu(sign * before))
        middle = tf.cast(sign * (ahead + before) > 0, ahead.dtype)
        share = _quotient(change, ahead, before, middle)
        return [as_shape(out * share, one), as_shape(out * (1 - share), two)]

    def _largest(self, operation, outs) -> list:
        """All to where the largest number stands now, and all from where it stood at the baseline."""
        tensor, result = operation.inputs[0], operation.outputs[0]
        copy = self._copy(operation, [0], 0.0)
        cross = _LARGEST[operation.type](result, copy.outputs[0])
        ones = own_gradient(operation, [outs[0] * (cross - copy.outputs[0])])[0]
        others = own_gradient(copy, [outs[0] * (result - cross)])[0]
        share = _quotient(ones + others, tensor, self.baseline(tensor), tf.zeros_like(tensor))
        return [share, *[None] * (len(operation.inputs) - 1)]

    def _softmax(self, operation, out) -> list:
        """exp, sum and quotient, one after the other: e_i · (1 / Σ e)."""
        scaled, before, share = self._exponentials(operation)
        ones, others = (1 / tf.reduce_sum(e, -1, keepdims=True) for e in (scaled, before))
        of_sum = tf.reduce_sum(out * (scaled + before) / 2, -1, keepdims=True) * -ones * others
        return [(out * (ones + others) / 2 + of_sum) * share]

    def _log_softmax(self, operation, out) -> list:
        """x − log Σ e."""
        scaled, before, share = self._exponentials(operation)
        ones, others = (tf.reduce_sum(e, -1, keepdims=True) for e in (scaled, before))
        of_sum = _quotient(tf.math.log(ones) - tf.math.log(others), ones, others, 2 / (ones + others))
        return [out - tf.reduce_sum(out, -1, keepdims=True) * of_sum * share]

    def _exponentials(self, operation):
        tensor = operation.inputs[0]
        before = self.baseline(tensor)
        top = tf.reduce_max(tf.maximum(tensor, before), -1, keepdims=True)
        one, two = tf.exp(tensor - top), tf.exp(before - top)
        return one, two, _quotient(one - two, tensor, before, tf.exp((tensor + before) / 2 - top))

    def _select(self, operation, out) -> list:
        """c · a + (1 − c) · b, where c may change with the rest."""
        chosen, one, two = operation.inputs
        c, before = (_number(chosen, one), _number(self.baseline(chosen), one))
        share = (c + before) / 2
        middle = [(tensor + self.baseline(tensor)) / 2 for tensor in (one, two)]
        of_choice = as_shape(out * (middle[0] - middle[1]), chosen) if self.record.moves(chosen) else None
        nothing = tf.zeros_like(out)
        ones, others = tf.where(share > 0, out * share, nothing), tf.where(share < 1, out * (1 - share), nothing)
        return [of_choice, as_shape(ones, one), as_shape(others, two)]

    def _quotient(self, operation, out) -> list:
        """a · (1 / b)."""
        above, below = operation.inputs
        a, b = self.baseline(above), self.baseline(below)
        return [
            as_shape(out * (1 / below + 1 / b) / 2, above),
            as_shape(out * (above + a) / 2 * (-1 / (below * b)), below),
        ]

    def _along(self, operation, outs, moving, nodes) -> list:
        """Slopes along the straight way from the baseline's inputs to the example's."""
        places, weights = np.polynomial.legendre.leggauss(nodes)
        total: list = [None] * len(operation.inputs)
        for place, weight in zip((places + 1) / 2, weights / 2, strict=True):
            given = own_gradient(self._copy(operation, moving, float(place)), outs)
            for k in moving:
                if k < len(given) and given[k] is not None:
                    part = tf.convert_to_tensor(given[k]) * float(weight)
                    total[k] = part if total[k] is None else total[k] + part
        return total

    def _copy(self, operation, moving, place: float) -> tf.Operation:
        """The operation at `place` (0 to 1) of the way from the baseline's inputs to its own."""
        inputs = list(operation.inputs)
        for k in moving:
            before = self.baseline(inputs[k])
            inputs[k] = before if not place else before + place * (inputs[k] - before)
        return keras_internals.copied(operation, inputs)


def _slope(operation, k) -> tf.Tensor | None:
    """The derivative of an operation that works number by number, where its input is as large as its output."""
    if not same_shape(operation.inputs[k], operation.outputs[0]):
        return None
    return own_gradient(operation, [tf.ones_like(operation.outputs[0])])[k]


def _number(tensor: tf.Tensor, like: tf.Tensor) -> tf.Tensor:
    return tensor if tensor.dtype.is_floating else tf.cast(tensor, like.dtype)


def _change(one: tf.Tensor, two: tf.Tensor) -> tf.Tensor:
    kind = one if one.dtype.is_floating else tf.zeros((), tf.float32)
    return _number(one, kind) - _number(two, kind)


def _quotient(change, one, two, slope) -> tf.Tensor:
    """change ÷ (one − two), and `slope` (or 0) where these two are the same up to rounding."""
    apart = one - two
    same = tf.abs(apart) <= 1e-5 * (tf.abs(one) + tf.abs(two)) + 1e-9
    share = change / tf.where(same, tf.ones_like(apart), apart)
    if slope is None:
        return tf.where(same, tf.zeros_like(share), share)
    return tf.where(same, tf.where(tf.math.is_finite(slope), slope, tf.zeros_like(slope)) + tf.zeros_like(share), share)
