"""What a layer makes of an image, the slope of the explained number in it, and such maps enlarged to the image."""

from dataclasses import dataclass

import numpy as np
import tensorflow as tf

from nnviz.errors import ExplanationError
from nnviz.explanation.problem import Outcome, Problem
from nnviz.inspection.at_layer import at_layer
from nnviz.models.layer_paths import find_layer, layer_paths

_MAPS = 4
"""Axes of a batch of maps: examples, height, width, channels."""


@dataclass(frozen=True)
class LayerMaps:
    """What the layer at `path` returns for each example, (n, height, width, channels) float32, and ∂F/∂that.

    `place` says which of the problem's points is the image.
    """

    path: str
    place: int
    maps: np.ndarray
    gradients: np.ndarray


def layer_maps(problem: Problem, layer: str | None = None) -> LayerMaps:
    """The maps of a layer, and the gradient in them.

    Args:
        layer: its path or name; None for the last convolution.

    Raises:
        ExplanationError: for inputs that are no images, a network without a convolution, and a layer without maps.
        ModelError: for a layer that is not there.
    """
    place = image_place(problem)
    path = layer_path(problem.model, layer) if layer else last_convolution(problem.model)
    parts = [_part(problem, path, *rows) for rows in _blocks(problem)]
    maps, gradients = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    if maps.ndim != _MAPS:
        shape = " × ".join(f"{size:,}" for size in maps.shape[1:])
        some = [name for name, one in layer_paths(problem.model).items() if type(one).__name__.endswith("Conv2D")]
        raise ExplanationError(
            f"The layer {path} returns {shape} numbers, and no maps of height and width.",
            expected="a layer such as " + " or ".join(some[-2:]) if some else "",
            fix="" if some else "Choose another method.",
            where="layer",
        )
    return LayerMaps(path, place, maps, gradients)


def _blocks(problem: Problem):
    """(rows of the examples, how many of them count): what goes through the network together."""
    fixed = problem.function.fixed_batch
    size = fixed or problem.function.rows_a_call(problem.points, True)
    for first in range(0, len(problem), size):
        rows = np.arange(first, min(first + size, len(problem)))
        yield np.resize(rows, fixed or len(rows)), len(rows)


def _part(problem: Problem, path: str, rows: np.ndarray, count: int):
    points, flat = ([array[rows] for array in arrays] for arrays in (problem.points, problem.flat))
    both = at_layer(problem.function, path, points, flat, problem.weights[rows])
    return [array[:count] for array in both]


def image_place(problem: Problem) -> int:
    """Which of the points is the image. Raises ExplanationError where none is, or more than one."""
    images = [k for k, points in enumerate(problem.points) if points.ndim == _MAPS]
    if len(images) == 1:
        return images[0]
    many = f": {len(images)} of these inputs are" if images else ""
    raise ExplanationError(
        f"This method explains images, one for an example{many}.",
        fix="Choose another method, such as integrated gradients.",
        where="method",
    )


def layer_path(model, name: str) -> str:
    """The path of the layer with that path or name. Raises ModelError that names the nearest right spelling."""
    layer = find_layer(model, name)
    return next(path for path, one in layer_paths(model).items() if one is layer)


def last_convolution(model) -> str:
    """The path of a model's last convolution of two dimensions. Raises ExplanationError where there is none."""
    found = [path for path, layer in layer_paths(model).items() if type(layer).__name__.endswith("Conv2D")]
    if not found:
        raise ExplanationError(
            "This network has no convolution to look at.", fix="Choose a method for any network, such as gradients."
        )
    return found[-1]


def resized(maps: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """(n, height, width, channels) enlarged to `size` by bilinear interpolation."""
    return np.asarray(tf.image.resize(maps, size, "bilinear"))


def enlarged(problem: Problem, at: LayerMaps, heat: np.ndarray, notes: tuple[str, ...] = ()) -> Outcome:
    """What is positive of `heat` (n, height, width), enlarged to the image; a pixel's channels share it evenly."""
    points = problem.points[at.place]
    height, width, channels = points.shape[1:]
    large = resized(np.maximum(heat, 0.0)[..., None], (height, width))
    note = (
        f"Maps of {at.path}, {heat.shape[1]} by {heat.shape[2]}, enlarged to the image; what speaks against is not "
        "shown."
    )
    empty = int(np.sum(large.reshape(len(large), -1).max(1) <= 0))
    nothing = () if not empty else ("Nothing in these maps speaks for the answer: the picture is empty.",)
    alone = () if len(problem.points) == 1 else ("It looks at the image alone; all else is shown as 0.",)
    totals = [np.zeros(one.shape, "float32") for one in problem.points]
    totals[at.place] = np.array(np.broadcast_to(large / channels, points.shape), "float32")
    return Outcome(problem.per_input(totals), notes=(note, *nothing, *notes, *alone))
