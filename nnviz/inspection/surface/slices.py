"""Slices through the loss around a network's weights, and between two networks."""

import numpy as np

from nnviz.errors import ModelError
from nnviz.inspection.surface.directions import directions, filter_axes
from nnviz.inspection.surface.objective import Objective
from nnviz.inspection.surface.records import Between, Lines, Plane
from nnviz.words import counted

FROM, TO = -0.25, 1.25
"""The straight line between two networks goes a little beyond both."""


def loss_surface(
    model, x, y, loss, *, reach: float = 1.0, cells: int = 41, seed: int = 0, sample_weights: np.ndarray | None = None
) -> Plane:
    """The loss over a plane of two random, filter-normalized directions (Li et al., 2018); the model stays as it is.

    Args:
        model: any Keras 3 model with one output.
        x, y, loss, sample_weights: as for `Objective`.
        reach: how far the plane goes each way, in lengths of the filters.
        cells: rows and columns.
        seed: of the directions.

    Raises:
        ModelError: as `Objective`; for fewer than 2 cells or a reach that is not positive.
    """
    if cells < 2 or not (np.isfinite(reach) and reach > 0):
        raise ModelError(f"Received cells={cells}, reach={reach:g}.", expected="2 or more cells, a positive reach")
    objective = Objective(model, x, y, loss, sample_weights)
    ways = directions(objective.weights, seed, 2, filter_axes(model))
    places = np.linspace(-reach, reach, cells)
    here = float(objective.along(np.zeros((1, 2)), ways)[0])
    empty = np.full((cells, cells), np.nan, "float32")
    plane = Plane(places, places, empty, "filters", here, objective.examples)
    return plane.filled(objective.along(plane.points, ways))


def loss_lines(model, x, y, loss, *, reach: float = 1.0, cells: int = 41, count: int = 3, seed: int = 0) -> Lines:
    """The loss along `count` random, filter-normalized lines through the network; arguments as for `loss_surface`."""
    objective = Objective(model, x, y, loss)
    ways = directions(objective.weights, seed, count, filter_axes(model))
    places = np.linspace(-reach, reach, cells)
    empty = Lines(places, {"train": np.full((count, cells), np.nan, "float32")}, {"train": objective.examples})
    return empty.filled({"train": objective.along(empty.points, ways)})


def loss_between(model, first: list, second: list, x, y, loss, *, cells: int = 61) -> Between:
    """The loss on the straight line between two networks of the form of `model`, whose own weights do not matter.

    Args:
        first, second: weights of the two, in the order of `model.weights`.

    Raises:
        ModelError: when they do not fit the model.
    """
    objective = Objective(model, x, y, loss)
    start, way, distance = line(model, objective, first, second)
    places = np.linspace(FROM, TO, cells)
    values = objective.along(places[:, None], [way], start)
    return Between(places, {"train": values}, distance, ("first", "second"))


def line(model, objective: Objective, first: list, second: list) -> tuple[list, list, float]:
    """(origin, direction, length over the trainable weights) of the line between two lists of `model.weights`; running
    statistics move along with them."""
    shapes = [tuple(variable.shape) for variable in model.weights]
    for own in (first, second):
        if [np.shape(value) for value in own] != shapes:
            raise ModelError(
                "The two networks differ: there is no straight line between their weights.",
                expected=f"{counted(len(shapes), 'array')} of the same shapes in both",
                fix="Choose a run of the same network.",
                where="other",
            )
    start, end = (objective.arranged(own) for own in (first, second))
    way = [np.asarray(b, "float32") - np.asarray(a, "float32") for a, b in zip(start, end, strict=True)]
    length = np.sqrt(sum(float((own.astype("float64") ** 2).sum()) for own in way[: len(objective.weights)]))
    return start, way, float(length)
