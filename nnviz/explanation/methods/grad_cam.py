"""Grad-CAM: where in an image the last convolution finds what speaks for the explained number."""

import numpy as np
import tensorflow as tf

from nnviz.errors import ExplanationError
from nnviz.explanation.problem import Outcome, Problem
from nnviz.models.layer_paths import layer_paths

_MAPS = 4
"""Axes of a batch of maps: examples, height, width, channels."""


def grad_cam(problem: Problem) -> Outcome:
    """max(0, Σ_c α_c · A_c), where A_c are the maps of the last convolution and α_c the mean of ∂F/∂A_c.

    The map is enlarged to the image by bilinear interpolation; its value is shared out evenly among a pixel's channels.
    Selvaraju et al., "Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization" (2017).

    Raises:
        ExplanationError: for a network without a convolution of two dimensions, or inputs that are no images.
    """
    place = _image(problem)
    path = last_convolution(problem.model)
    maps, gradients = problem.function.at_layer(path, problem.points, problem.flat, problem.weights)
    if maps.ndim != _MAPS:
        raise ExplanationError(
            f"The last convolution, {path}, returns no maps of height and width.", fix="Choose another method."
        )
    weights = gradients.mean(axis=(1, 2), keepdims=True)
    cam = np.maximum((weights * maps).sum(axis=-1, keepdims=True), 0.0)
    height, width, channels = problem.points[place].shape[1:]
    large = np.asarray(tf.image.resize(cam, (height, width), "bilinear"))
    values = np.broadcast_to(large / channels, problem.points[place].shape)
    note = (
        f"Maps of {path}, {maps.shape[1]} by {maps.shape[2]}, enlarged to the image; what speaks against is not shown."
    )
    notes = (note,) if len(problem.points) == 1 else (note, "It looks at the image alone; all else is shown as 0.")
    totals = [np.zeros(points.shape, "float32") for points in problem.points]
    totals[place] = np.array(values, "float32")
    return Outcome(problem.per_input(totals), notes=notes)


def _image(problem: Problem) -> int:
    """Which of the inputs is the image. Raises ExplanationError where none is, or more than one."""
    images = [k for k, points in enumerate(problem.points) if points.ndim == _MAPS]
    if len(images) == 1:
        return images[0]
    many = f": {len(images)} of these inputs are" if images else ""
    raise ExplanationError(
        f"Grad-CAM explains images, one for an example{many}.", fix="Choose another method.", where="method"
    )


def last_convolution(model) -> str:
    """The path of a model's last convolution of two dimensions. Raises ExplanationError where there is none."""
    found = [path for path, layer in layer_paths(model).items() if type(layer).__name__.endswith("Conv2D")]
    if not found:
        raise ExplanationError(
            "This network has no convolution to look at.", fix="Choose a method for any network, such as gradients."
        )
    return found[-1]
