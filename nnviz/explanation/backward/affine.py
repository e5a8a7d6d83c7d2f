"""Layers with weights as relevance propagation sees them: z = s · (W a) + t, bias and batch normalization in it."""

from dataclasses import dataclass

import tensorflow as tf

from nnviz import keras_internals
from nnviz.explanation.backward.kinds import WEIGHTED
from nnviz.explanation.backward.record import Record, own_gradient
from nnviz.explanation.backward.shapes import stable

_RESHAPED = ("Reshape", "Squeeze", "ExpandDims", "Identity")
_SHIFTS, _SCALES = ("Add", "AddV2", "Sub", "BiasAdd"), ("Mul", "RealDiv")
_LEAST = 1e-9


@dataclass(frozen=True)
class Affine:
    """One such layer.

    Attributes:
        operation: that multiplies by the weights.
        place, weights: which of its inputs is a, and which W.
        scale, shift: s and t, of the shape of its output.
    """

    operation: tf.Operation
    place: int
    weights: int
    scale: tf.Tensor
    shift: tf.Tensor

    @property
    def tensor(self) -> tf.Tensor:
        """a, what it reads."""
        return self.operation.inputs[self.place]

    @property
    def result(self) -> tf.Tensor:
        """z."""
        return self.operation.outputs[0] * self.scale + self.shift

    def epsilon(self, out: tf.Tensor, epsilon: float) -> tf.Tensor:
        """R_j = Σ_k a_j w_jk R_k / (z_k + ε)."""
        return self.tensor * self._back(self.scale * out / stable(self.result, epsilon))

    def gamma(self, out: tf.Tensor, gamma: float, epsilon: float) -> tf.Tensor:
        """As `epsilon`, but what has the sign of z_k counts 1 + γ."""
        pro, contra = self._parts()
        z, positive = self.result, self.result >= 0
        favoured = tf.where(positive, pro + tf.nn.relu(self.shift), contra - tf.nn.relu(-self.shift))
        share = out / stable(z + gamma * favoured, epsilon)
        of_pro = tf.where(positive, gamma * share, tf.zeros_like(share))
        of_contra = tf.where(positive, tf.zeros_like(share), gamma * share)
        return self.tensor * (self._back(self.scale * share) + self._back_by_sign(of_pro, of_contra))

    def alpha_beta(self, out: tf.Tensor, alpha: float) -> tf.Tensor:
        """α times what speaks for z_k by its share, less α − 1 times what speaks against it by its share."""
        pro, contra = self._parts()
        for_it, against = pro + tf.nn.relu(self.shift), contra - tf.nn.relu(-self.shift)
        of_pro = tf.where(for_it > _LEAST, alpha * out / tf.maximum(for_it, _LEAST), tf.zeros_like(out))
        of_contra = tf.where(against < -_LEAST, (1 - alpha) * out / tf.minimum(against, -_LEAST), tf.zeros_like(out))
        return self.tensor * self._back_by_sign(of_pro, of_contra)

    def in_box(self, out: tf.Tensor, low: float, high: float) -> tf.Tensor:
        """For a layer that reads numbers from `low` to `high`: their distance from where they speak least for z_k.

        Montavon et al., "Explaining NonLinear Classification Decisions with Deep Taylor Decomposition" (2017).
        """
        lowest, highest = (tf.fill(tf.shape(self.tensor), tf.cast(end, self.tensor.dtype)) for end in (low, high))
        weights = self.operation.inputs[self.weights]
        above, below = tf.nn.relu(weights), -tf.nn.relu(-weights)
        up, down = tf.nn.relu(self.scale), -tf.nn.relu(-self.scale)
        corner = up * (self._forth(lowest, above) + self._forth(highest, below))
        corner += down * (self._forth(lowest, below) + self._forth(highest, above))
        share = out / stable(self.operation.outputs[0] * self.scale - corner, 0.0)
        positive = self._back(up * share, above) + self._back(down * share, below)
        negative = self._back(up * share, below) + self._back(down * share, above)
        return self.tensor * self._back(self.scale * share) - lowest * positive - highest * negative

    def _parts(self) -> tuple[tf.Tensor, tf.Tensor]:
        """What speaks for each z_k and what against it, without t: Σ (s w a)⁺ and Σ (s w a)⁻."""
        weights, tensor = self.operation.inputs[self.weights], self.tensor
        above, below = tf.nn.relu(weights), -tf.nn.relu(-weights)
        plus, minus = tf.nn.relu(tensor), -tf.nn.relu(-tensor)
        pro = self._forth(plus, above) + self._forth(minus, below)
        contra = self._forth(plus, below) + self._forth(minus, above)
        turned = self.scale < 0
        return self.scale * tf.where(turned, contra, pro), self.scale * tf.where(turned, pro, contra)

    def _back_by_sign(self, of_pro: tf.Tensor, of_contra: tf.Tensor) -> tf.Tensor:
        """Σ_k of what a_j adds to z_k, over a_j: `of_pro` times where that is positive, else `of_contra` times."""
        weights = self.operation.inputs[self.weights]
        above, below = tf.nn.relu(weights), -tf.nn.relu(-weights)
        turned = self.scale < 0
        pro, contra = tf.where(turned, of_contra, of_pro) * self.scale, tf.where(turned, of_pro, of_contra) * self.scale
        where_plus = self._back(pro, above) + self._back(contra, below)
        where_minus = self._back(pro, below) + self._back(contra, above)
        return tf.where(self.tensor >= 0, where_plus, where_minus)

    def _with(self, tensor, weights) -> tf.Operation:
        inputs = list(self.operation.inputs)
        inputs[self.place], inputs[self.weights] = tensor, weights
        return keras_internals.copied(self.operation, inputs)

    def _forth(self, tensor, weights) -> tf.Tensor:
        return self._with(tensor, weights).outputs[0]

    def _back(self, arrived: tf.Tensor, weights: tf.Tensor | None = None) -> tf.Tensor:
        operation = self.operation if weights is None else self._with(self.tensor, weights)
        return own_gradient(operation, [arrived])[self.place]


def affine_units(record: Record) -> tuple[dict, set]:
    """The layers with weights by their operation, and the operations that belong to them and come after it."""
    readers: dict = {}
    for operation in record.operations:
        for k in record.moving_inputs(operation):
            readers.setdefault(operation.inputs[k].ref(), []).append(operation)
    units, inside = {}, set()
    for operation in record.operations:
        moving = record.moving_inputs(operation)
        if operation.type in WEIGHTED and len(moving) == 1:
            chain = _chain(record, operation, readers)
            units[operation] = _affine(record, operation, moving[0], chain)
            inside |= set(chain)
    return units, inside


def _chain(record: Record, operation: tf.Operation, readers: dict) -> list[tf.Operation]:
    """What follows an operation and only shifts and scales its result, which nobody else reads."""
    chain, tensor = [], operation.outputs[0]
    while len(after := readers.get(tensor.ref(), [])) == 1:
        following = after[0]
        alone = len(record.moving_inputs(following)) == 1
        known = following.type in (*_RESHAPED, *_SHIFTS, *_SCALES)
        if following.type == "RealDiv" and not record.moves(following.inputs[0]):
            break
        wider = following.type not in _RESHAPED and following.outputs[0].shape.rank != tensor.shape.rank
        if not (alone and known) or wider:
            break
        chain.append(following)
        tensor = following.outputs[0]
    while chain and chain[-1].type in _RESHAPED:
        chain.pop()
    return chain


def _affine(record: Record, operation: tf.Operation, place: int, chain: list[tf.Operation]) -> Affine:
    result = operation.outputs[0]
    ends = []
    for start in (tf.zeros_like(result), tf.ones_like(result)):
        tensor = start
        for following in chain:
            inputs = list(following.inputs)
            inputs[record.moving_inputs(following)[0]] = tensor
            tensor = keras_internals.copied(following, inputs).outputs[0]
        ends.append(tf.reshape(tensor, tf.shape(result)))
    weights = 1 if place != 1 else 0
    return Affine(operation, place, weights, ends[1] - ends[0], ends[0])
