"""What a network computed, operation by operation, so that it can be walked back by any rule.

A changed backward rule is usually set on a network's layers, which asks for a network of a certain make. Here the
network is traced as it is, nested, subclassed or not, and what TensorFlow was asked to do is read off its graph: the
network itself is never touched, and a rule speaks of some dozens of operations and not of any number of layers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import tensorflow as tf

from nnviz import keras_internals
from nnviz.errors import ExplanationError, NoGradientError
from nnviz.explanation.backward.kinds import CALLS, COMPARISONS, LOOPS, OF_SHAPE

Rule = Callable[[tf.Operation, list[tf.Tensor]], Sequence]
"""Given an operation and what arrived at each of its outputs, what each of its inputs gets; None for nothing."""


@dataclass(frozen=True)
class Record:
    """A traced computation inside the graph that is being built.

    Attributes:
        points: the tensors that it started from.
        value: what it came to.
        operations: those that depend on the points, in the order in which they ran.
        moving: references to the real-valued tensors that depend on the points.
    """

    points: list[tf.Tensor]
    value: tf.Tensor
    operations: list[tf.Operation]
    moving: frozenset

    def moves(self, tensor: tf.Tensor) -> bool:
        """Whether a tensor depends on the points, in real numbers."""
        return tensor.ref() in self.moving

    def moving_inputs(self, operation: tf.Operation) -> list[int]:
        """Which inputs of an operation depend on the points."""
        return [k for k, tensor in enumerate(operation.inputs) if self.moves(tensor)]

    def again(self, points: Sequence[tf.Tensor]) -> dict:
        """The same computation from other points: reference of a tensor → the tensor that stands in its place."""
        stand_ins = {one.ref(): other for one, other in zip(self.points, points, strict=True)}
        for operation in self.operations:
            inputs = [stand_ins.get(tensor.ref(), tensor) for tensor in operation.inputs]
            for old, new in zip(operation.outputs, keras_internals.copied(operation, inputs).outputs, strict=True):
                stand_ins[old.ref()] = new
        return stand_ins

    def walk_back(self, seed: tf.Tensor, rule: Rule, met: Callable | None = None) -> list[tf.Tensor]:
        """What arrives at each point where `seed` starts at the value, passed on from operation to operation by `rule`.

        `met(operation, arrived)` is told of every operation on the way, before the rule is asked.
        """
        arrived = {self.value.ref(): [seed]}
        for operation in reversed(self.operations):
            outs = [_sum(arrived.pop(tensor.ref(), [])) for tensor in operation.outputs]
            if all(one is None for one in outs):
                continue
            outs = [_zeros(t) if g is None else g for t, g in zip(operation.outputs, outs, strict=True)]
            if met is not None:
                met(operation, outs)
            for tensor, given in zip(operation.inputs, rule(operation, outs), strict=False):
                if given is not None and self.moves(tensor):
                    arrived.setdefault(tensor.ref(), []).append(tf.convert_to_tensor(given))
        sums = [_sum(arrived.get(point.ref(), [])) for point in self.points]
        return [_zeros(point) if one is None else one for point, one in zip(self.points, sums, strict=True)]


def recorded(points: Sequence[tf.Tensor], compute: Callable[[], tf.Tensor]) -> Record:
    """Runs `compute` while a graph is traced, and says what it did with `points`.

    Raises:
        ExplanationError: for a network with loops or calls that cannot be looked into.
    """
    points, graph = list(points), tf.compat.v1.get_default_graph()
    before = len(graph.get_operations())
    value = compute()
    touched = {point.ref() for point in points}
    moving, operations = set(touched), []
    for operation in graph.get_operations()[before:]:
        if operation.type in OF_SHAPE or not any(tensor.ref() in touched for tensor in operation.inputs):
            continue
        _check(operation)
        operations.append(operation)
        touched |= {tensor.ref() for tensor in operation.outputs}
        if any(tensor.ref() in moving for tensor in operation.inputs):
            moving |= {t.ref() for t in operation.outputs if t.dtype.is_floating or operation.type in COMPARISONS}
    if value.ref() not in moving:
        raise NoGradientError
    return Record(points, value, operations, frozenset(moving))


def own_gradient(operation: tf.Operation, outs: list[tf.Tensor]) -> list:
    """The rule of the gradient: what TensorFlow itself would pass on."""
    if operation.type in ("Identity", "IdentityN"):  # a gradient of one's own hides behind some of them
        return outs
    gradient = keras_internals.gradient_function(operation)
    if gradient is None:
        return [None] * len(operation.inputs)
    given = gradient(operation, *outs)
    return list(given) if isinstance(given, list | tuple) else [given]


def _check(operation: tf.Operation) -> None:
    if operation.type in LOOPS or operation.type in CALLS:
        what = "loop or branch" if operation.type in LOOPS else "compiled function"
        raise ExplanationError(
            f"This network runs a {what} of its own ({operation.name}), which cannot be walked back step by step.",
            fix="Choose integrated gradients, or a method that looks at answers alone, such as occlusion.",
            where="method",
        )


def _sum(parts: list[tf.Tensor]) -> tf.Tensor | None:
    return tf.add_n(parts) if len(parts) > 1 else parts[0] if parts else None


def _zeros(tensor: tf.Tensor) -> tf.Tensor:
    return tf.zeros_like(tensor, tensor.dtype if tensor.dtype.is_floating else tf.float32)
