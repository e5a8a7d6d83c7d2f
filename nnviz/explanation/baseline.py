"""What an example is compared with: nothing, the average, a blur, black, or an input of one's own."""

import keras
import numpy as np
from scipy import ndimage

from nnviz.errors import ExplanationError, unknown_name
from nnviz.explanation.catalog import BASELINES
from nnviz.explanation.problem import Problem

_IMAGES = 4
"""Axes of a batch of images."""


def baseline_points(problem: Problem, baseline, blur_sigma: float = 4.0) -> tuple[list, tuple[str, ...]]:
    """The baseline of each example as points (n, …), and sentences about it.

    Args:
        problem: the examples.
        baseline: "zeros" (0 in the model's own, scaled units, which is the training mean under standard
            scaling; the zero vector for tokens), "mean" (of the background), "blur" (the image, blurred), "black"
            (the smallest value of the background, or of the image where there is none), or an input of the
            example's shape or the batch's.
        blur_sigma: the blur's deviation in pixels.

    Raises:
        ExplanationError: for a baseline that does not fit these examples.
    """
    if not isinstance(baseline, str):
        return _given(problem, baseline), ()
    if baseline not in BASELINES:
        raise unknown_name("baseline", baseline, BASELINES, kind=ExplanationError)
    if baseline == "zeros":
        return [np.zeros_like(points) for points in problem.points], ()
    if baseline == "mean":
        rows = problem.background_rows(1000)
        points = problem.function.points(keras.tree.pack_sequence_as(problem.batch, rows))
        means = [_most_frequent(one) if i in problem.switched else one.mean(0, dtype="float64").astype("float32")
                 for i, one in enumerate(points)]  # fmt: skip
        return _repeated(problem, means), (f"The mean is over {len(rows[0]):,} background examples.",)
    return _image_baseline(problem, baseline, blur_sigma)


def _image_baseline(problem, baseline, blur_sigma):
    images = [points.ndim == _IMAGES for points in problem.points]
    if not any(images):
        shape = problem.flat[0].shape[1:]
        raise ExplanationError(
            f"The baseline {baseline!r} is for images; these examples have the shape {shape}.",
            expected="zeros, mean or an input of your own",
            where="baseline",
        )
    others = () if all(images) else ("What stands beside the image becomes zeros, as the network sees them.",)
    notes = others
    if baseline == "black" and problem.background is None:
        notes = ("Black is the smallest value of the image itself: no background was given.", *others)
    rows = problem.background_rows(1000) if baseline == "black" and problem.background is not None else None
    covered = []
    for (k, _), points, image in zip(problem.function.entries, problem.points, images, strict=True):
        if not image:
            covered.append(np.zeros_like(points))
        elif baseline == "blur":
            covered.append(ndimage.gaussian_filter(points, (0, blur_sigma, blur_sigma, 0), mode="nearest"))
        else:
            low = points.min(axis=(1, 2, 3), keepdims=True) if rows is None else rows[k].min()
            covered.append(np.zeros_like(points) + low)
    return covered, notes


def _given(problem, baseline) -> list:
    flat = keras.tree.flatten(keras.tree.map_structure(np.asarray, baseline))
    wanted = [array.shape[1:] for array in problem.flat]
    full = []
    for array, example, shape in zip(flat, problem.flat, wanted, strict=False):
        if array.shape not in (shape, example.shape, (1, *shape)):
            break
        full.append(np.broadcast_to(array, example.shape).astype(example.dtype))
    if len(full) != len(wanted) or len(flat) != len(wanted):
        received = [array.shape for array in flat]
        raise ExplanationError(
            f"The baseline has the shape {received}.", expected=f"the example's, {wanted}", where="baseline"
        )
    return problem.function.points(keras.tree.pack_sequence_as(problem.batch, full))


def _most_frequent(codes: np.ndarray) -> np.ndarray:
    """Of each code (n, …) the one that most examples have: there is no mean of them."""
    flat = codes.reshape(len(codes), -1).T
    chosen = [values[counts.argmax()] for values, counts in (np.unique(one, return_counts=True) for one in flat)]
    return np.array(chosen, "float32").reshape(codes.shape[1:])


def _repeated(problem, one_each) -> list:
    pairs = zip(one_each, problem.points, strict=True)
    return [np.broadcast_to(one, points.shape).copy() for one, points in pairs]
