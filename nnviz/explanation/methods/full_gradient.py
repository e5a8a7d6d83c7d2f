"""FullGrad: the gradient times the input, and what every bias on the way adds, at the place where it adds it."""

import numpy as np
import tensorflow as tf

from nnviz import words
from nnviz.errors import ExplanationError
from nnviz.explanation.backward.kinds import OF_ONE
from nnviz.explanation.backward.record import Record, own_gradient
from nnviz.explanation.backward.run import walked
from nnviz.explanation.problem import Outcome, Problem

_IMAGES = 4
"""Axes of a batch of maps: examples, height, width, channels."""
_SHIFTS = ("Add", "AddV2", "Sub", "BiasAdd")


def full_gradient(problem: Problem) -> Outcome:
    """ψ(x · ∂F/∂x) + Σ_layers Σ_channels ψ(b · ∂F/∂z), where ψ is the size, stretched from 0 to 1 and to the image.

    Srinivas and Fleuret, "Full-Gradient Representation for Neural Network Visualization" (2019).

    Raises:
        ExplanationError: for inputs that are no images.
    """
    image, maps, of_input, of_biases = full_gradient_parts(problem)
    values = [np.zeros(points.shape, "float32") for points in problem.points]
    channels = values[image].shape[-1]
    values[image] = np.repeat(maps[..., None] / channels, channels, axis=-1).astype("float32")
    note = "Every layer counts alike: each map was stretched from 0 to 1 before it was added."
    share = np.abs(of_biases) / np.maximum(np.abs(of_input) + np.abs(of_biases), 1e-12)
    notes = (note, f"Biases, not the input, make {words.percent(float(share.mean()))} of what is explained.")
    if len(problem.points) > 1:
        notes += ("It looks at the image alone; all else is shown as 0.",)
    return Outcome(problem.per_input(values), notes=notes)


def full_gradient_parts(problem: Problem) -> tuple[int, np.ndarray, np.ndarray, np.ndarray]:
    """Which point is the image; the map (n, height, width); Σ x · ∂F/∂x and Σ b · ∂F/∂z, (n,) each.

    Where a network is made of weights, biases and functions of single numbers, the two sums make F.
    """
    images = [k for k, points in enumerate(problem.points) if points.ndim == _IMAGES]
    if len(images) != 1:
        raise ExplanationError(
            "FullGrad explains images, one for an example.",
            fix="Choose gradient × input or DeepLIFT, which fit any network.",
            where="method",
        )
    (image,) = images
    size = problem.points[image].shape[1:3]

    def walk(record: Record, seed, _):
        biases: list[tf.Tensor] = []
        gradients = record.walk_back(seed, own_gradient, lambda op, outs: biases.extend(_bias(record, op, outs)))
        products = [g * p for g, p in zip(gradients, record.points, strict=True)]
        maps = [products[image], *(one for one in biases if one.shape.rank == _IMAGES)]
        full = sum(tf.reduce_sum(tf.image.resize(_stretched(one), size), -1) for one in maps)
        return [full, _total(products), _total(biases) if biases else tf.zeros_like(seed)]

    return image, *walked(problem, ("full_gradient",), walk)


def _bias(record: Record, operation: tf.Operation, outs) -> list[tf.Tensor]:
    """What an operation adds that does not come from the input: a bias, or a curve's own height."""
    moving = record.moving_inputs(operation)
    if len(moving) != 1 or operation.outputs[0].shape.rank is None:
        return []
    before, after = operation.inputs[moving[0]], operation.outputs[0]
    if operation.type in _SHIFTS:
        return [(after + before if operation.type == "Sub" and moving == [1] else after - before) * outs[0]]
    if operation.type in OF_ONE and operation.type not in ("Relu", "LeakyRelu", "RealDiv"):
        slope = own_gradient(operation, outs)[moving[0]]
        return [after * outs[0] - (0.0 if slope is None else slope * before)]
    return []


def _stretched(maps: tf.Tensor) -> tf.Tensor:
    """The sizes of each example's numbers, from 0 to 1."""
    sizes, axes = tf.abs(maps), list(range(1, maps.shape.rank))
    least = tf.reduce_min(sizes, axes, keepdims=True)
    most = tf.reduce_max(sizes - least, axes, keepdims=True)
    return (sizes - least) / tf.maximum(most, 1e-12)


def _total(parts: list[tf.Tensor]) -> tf.Tensor:
    return tf.add_n([tf.reduce_sum(one, list(range(1, one.shape.rank))) for one in parts])
