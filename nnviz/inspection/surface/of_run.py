"""What the Surface page asks about a run. Slices come without their values: those are asked for in parts, so that the
page can tell how far it is, and be told to stop."""

import time

import numpy as np

from nnviz.inspection.surface.asked import Way, asked
from nnviz.inspection.surface.objective import Objective
from nnviz.inspection.surface.path import extent
from nnviz.inspection.surface.price import Price
from nnviz.inspection.surface.records import BEFORE, CURVED, Between, Lines, Plane, Sharpness
from nnviz.inspection.surface.slices import FROM, TO
from nnviz.models.layer_paths import layer_paths
from nnviz.runs.run import Run
from nnviz.training.judging import judged_part
from nnviz.training.warm import warm

_TELLING = 0.1
"""Seconds from which on a measurement says what an evaluation costs; shorter ones are mostly what every call costs."""


def surface_price(run_id: str) -> Price:
    """What one evaluation costs on this machine, measured."""
    begun, own = time.perf_counter(), asked(run_id)
    way = own.way(("filters", 0, 2))
    own.objective.along(np.zeros((1, 2)), way.ways)
    start, count = time.perf_counter() - begun, 4
    seconds = _timed(own.objective, way, count)
    if seconds < _TELLING:
        seconds, count = _timed(own.objective, way, 64), 64
    normalized = sum(type(layer).__name__ == "BatchNormalization" for layer in layer_paths(own.model).values())
    return Price(seconds / count, start, own.objective.examples, own.objective.parameters, normalized)


def surface_plane(run_id: str, kind: str, seed: int, reach: float, cells: int) -> Plane:
    """A plane of the kind "filters", "path" or "curved" through the network, without its values."""
    own = asked(run_id)
    way = own.way(plane_way(kind, seed))
    x = y = np.linspace(-reach, reach, cells)
    if way.path is not None:
        x, y = extent(way.path.points, cells)
    curvature = own.searched(CURVED).eigen(CURVED)[0][:2] if kind == "curved" else None
    here = float(own.objective.along(np.zeros((1, 2)), way.ways)[0])
    empty = np.full((cells, cells), np.nan, "float32")
    return Plane(x, y, empty, kind, here, own.objective.examples, way.path, curvature)


def plane_way(kind: str, seed: int) -> tuple:
    """What `surface_values` calls the directions of such a plane."""
    return ("filters", seed, 2) if kind == "filters" else (kind,)


def plane_of_run(run_id: str, kind: str, seed: int, reach: float, cells: int) -> Plane:
    """`surface_plane` with its values."""
    plane = surface_plane(run_id, kind, seed, reach, cells)
    return plane.filled(surface_values(run_id, "train", plane_way(kind, seed), plane.points))


def surface_lines(run_id: str, reach: float, cells: int, count: int) -> Lines:
    """Random lines through the network, without their values."""
    parts = _parts(run_id)
    examples = {part: asked(run_id, part).objective.examples for part in parts}
    empty = np.full((count, cells), np.nan, "float32")
    return Lines(np.linspace(-reach, reach, cells), dict.fromkeys(parts, empty), examples)


def lines_of_run(run_id: str, reach: float, cells: int, count: int) -> Lines:
    """`surface_lines` with its values."""
    lines, way = surface_lines(run_id, reach, cells, count), ("filters", 0, count)
    return lines.filled({part: surface_values(run_id, part, way, lines.points) for part in lines.values})


def between_of_run(run_id: str, other_id: str, cells: int) -> Between:
    """`surface_between` with its values."""
    line, way = surface_between(run_id, other_id, cells), ("between", other_id)
    return line.filled({part: surface_values(run_id, part, way, line.points) for part in line.values})


def surface_between(run_id: str, other_id: str, cells: int) -> Between:
    """The line to another run's network, or for its own id to the run's first weights; without its values.

    Raises:
        NnvizError: for networks of another form, or a run that has recorded no first weights.
    """
    way = asked(run_id).way(("between", other_id))
    empty = np.full(cells, np.nan, "float32")
    names = ("trained", BEFORE if other_id == run_id else "the other run")
    return Between(np.linspace(FROM, TO, cells), dict.fromkeys(_parts(run_id), empty), way.length, names)


def surface_values(run_id: str, part: str, way: tuple, points: np.ndarray) -> np.ndarray:
    """(m,) losses at some points (m, k) along k directions, named as `nnviz.inspection.surface.asked` does."""
    own = asked(run_id, part)
    found = own.way(way)
    return own.objective.along(points, found.ways, found.origin)


def surface_sharpness(run_id: str, products: int) -> Sharpness:
    """The curvature after so many products of the Hessian with a vector; goes on where this worker was before."""
    train = Run.open(run_id).experiment.train
    plain = train.optimizer == "sgd" and not train.optimizer_settings.get("momentum")
    return asked(run_id).searched(products).sharpness(3, train.learning_rate, "sgd" if plain else train.optimizer)


def _timed(objective: Objective, way: Way, count: int) -> float:
    begun = time.perf_counter()
    objective.along(np.zeros((count, 2)), way.ways)
    return time.perf_counter() - begun


def _parts(run_id: str) -> tuple[str, ...]:
    _, dataset = warm(run_id)
    held_out = judged_part(dataset)
    return ("train",) if held_out == "train" else ("train", held_out)
