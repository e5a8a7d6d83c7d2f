"""Run a walk back over many examples: traced once for a network, in pieces that fit memory."""

import contextlib
from collections.abc import Callable

import numpy as np
import tensorflow as tf

from nnviz import keras_internals
from nnviz.errors import ExplanationError, NnvizError
from nnviz.explanation.backward.record import Record, recorded
from nnviz.explanation.problem import Problem
from nnviz.inspection.cache import LOCK, remembered
from nnviz.inspection.capture import first_line
from nnviz.inspection.state import preserved, uncompiled_calls

Walk = Callable[[Record, tf.Tensor, list[tf.Tensor]], list[tf.Tensor]]
"""Given what a network did, the seed (n,) and the other arrays: tensors (n, …)."""


def walked(
    problem: Problem, key: tuple, walk: Walk, rows: np.ndarray | None = None, others=(), points=None
) -> list[np.ndarray]:
    """What a walk back through F returns for the examples `rows`, by default all.

    Args:
        key: names the walk and its settings: one that was traced is used again.
        walk: builds the walk while F is traced; returns tensors with an axis of examples.
        others: arrays (m, …) that the walk is given besides, one row an example.
        points: (m, …) where the walk begins; the examples' own when None.

    Raises:
        ExplanationError: where F cannot be traced or walked back.
    """
    function, rows = problem.function, np.arange(len(problem)) if rows is None else rows
    points = [one[rows] for one in problem.points] if points is None else points
    flat = [one[rows] for one in problem.flat]
    arrays = [*points, *flat, np.asarray(problem.weights[rows], "float32"), *others]
    shapes = tuple((array.shape[1:], array.dtype.name) for array in arrays)
    key = ("walk", key, function.identity, shapes)
    traced = remembered(problem.model, key, lambda: _traced(problem, walk, arrays, len(others)))
    size = function.fixed_batch or max(1, function.rows_a_call(points, True) // 2)
    parts = [_piece(problem, traced, [one[k : k + size] for one in arrays], size) for k in range(0, len(rows), size)]
    return [np.concatenate(one) for one in zip(*parts, strict=True)]


def _piece(problem, traced, arrays, size) -> list[np.ndarray]:
    count, fixed = len(arrays[0]), problem.function.fixed_batch
    if fixed and count < size:
        arrays = [np.resize(array, (size, *array.shape[1:])) for array in arrays]
    with preserved(problem.model) if fixed else contextlib.nullcontext():
        return [np.asarray(one)[:count] for one in traced(*[tf.convert_to_tensor(array) for array in arrays])]


def _traced(problem: Problem, walk: Walk, arrays, others: int):
    function = problem.function
    count, inputs = len(function.entries), len(function.names)
    signature = [tf.TensorSpec([function.fixed_batch, *array.shape[1:]], array.dtype) for array in arrays]

    def body(*tensors):
        points, flat = [tf.identity(one) for one in tensors[:count]], list(tensors[count : count + inputs])
        weights = tensors[count + inputs]

        def value():
            outputs = function.run(points, flat)
            return tf.reduce_sum(outputs * weights, axis=list(range(1, len(outputs.shape))))

        record = recorded(points, value)
        return walk(record, tf.ones_like(record.value), list(tensors[len(tensors) - others :]) if others else [])

    model = problem.model
    try:
        with LOCK, preserved(model), uncompiled_calls(), keras_internals.unrolled(keras_internals.flat_layers(model)):
            return tf.function(body, input_signature=signature, autograph=False).get_concrete_function()
    except NnvizError:
        raise
    except Exception as error:
        raise ExplanationError(
            f"The network {model.name!r} cannot be walked back step by step: {first_line(error)}",
            fix="Choose integrated gradients, or a method that looks at answers alone, such as occlusion.",
            where="method",
        ) from error
