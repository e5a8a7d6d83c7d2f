"""Which tensors only let others through: gates of recurrent layers, attention weights, the spread that is divided by.

Arras et al., "Explaining Recurrent Neural Network Predictions in Sentiment Analysis" (2017), give a gate no relevance;
Ali et al., "XAI for Transformers: Better Explanations through Conservative Propagation" (2022), do so with attention
weights and with the divisor of a layer normalization.
"""

import tensorflow as tf

from nnviz.explanation.backward.kinds import MOVED
from nnviz.explanation.backward.record import Record

_GATES = ("Sigmoid", "Softmax", "Rsqrt", "Reciprocal", "Inv", "Relu6", "LogicalNot")
_WAVES = ("Erf", "Tanh")
_DEEPEST = 8


def is_gate(record: Record, tensor: tf.Tensor, deepest: int = _DEEPEST) -> bool:
    """Whether a tensor is a gate, whatever was done to its shape and scale since."""
    operation = tensor.op
    if operation.type in _GATES:
        return True
    moving = record.moving_inputs(operation)
    if not deepest or len(moving) != 1 or not record.moves(tensor):
        return False
    before = operation.inputs[moving[0]]
    if operation.type in ("Add", "AddV2") and before.op.type in _WAVES:  # 1 + erf(x), as GELU has it
        return True
    if operation.type in MOVED or operation.type in ("Mul", "RealDiv", "SelectV2"):
        return is_gate(record, before, deepest - 1)
    return False


def reads_a_point(record: Record, tensor: tf.Tensor, deepest: int = _DEEPEST) -> bool:
    """Whether a tensor is an input, at most moved to other places."""
    points = {point.ref() for point in record.points}
    while tensor.ref() not in points and deepest:
        if tensor.op.type not in MOVED or not record.moving_inputs(tensor.op):
            return False
        tensor, deepest = tensor.op.inputs[record.moving_inputs(tensor.op)[0]], deepest - 1
    return tensor.ref() in points
