"""A run's network and its loss on some examples, kept by a worker between questions, with the directions in hand."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field

import numpy as np

from nnviz.errors import RunError
from nnviz.inspection.surface.directions import directions, filter_axes
from nnviz.inspection.surface.objective import Objective
from nnviz.inspection.surface.path import principal_plane
from nnviz.inspection.surface.records import CURVED, Path
from nnviz.inspection.surface.sharpness import Lanczos
from nnviz.inspection.surface.slices import line
from nnviz.runs.run import Run
from nnviz.training.given import given
from nnviz.training.warm import warm, weights_key

_EXAMPLES, _FEWEST, _NUMBERS = 512, 64, 1_000_000
_MOST_MOMENTS, _MOST_NUMBERS = 40, 40_000_000
_MOST_KEPT = 3


@dataclass(frozen=True)
class Way:
    """Where (0, …, 0) is (the network itself for None), k directions, and what else is known of them."""

    origin: list | None
    ways: list
    path: Path | None = None
    length: float = 0.0


@dataclass
class Asked:
    """A network, its loss on some examples, and what was found of it already."""

    run: Run
    model: object
    objective: Objective
    ways: OrderedDict[Hashable, Way] = field(default_factory=OrderedDict)
    search: Lanczos | None = None

    def way(self, name: tuple) -> Way:
        """The directions of ("filters", seed, count), ("path",), ("curved",) or ("between", id of another run)."""
        if name not in self.ways:
            self.ways[name] = _FOUND[name[0]](self, *name[1:])
            while len(self.ways) > _MOST_KEPT:
                self.ways.popitem(last=False)
        return self.ways[name]

    def searched(self, products: int) -> Lanczos:
        """The search for the ends of the spectrum, after at least so many products."""
        if self.search is None:
            self.objective.slope()  # a network that cannot be differentiated is refused with a sentence
            self.search = Lanczos(self.objective)
        self.search.go(products - len(self.search.vectors))
        return self.search


_kept: OrderedDict[tuple, Asked] = OrderedDict()


def asked(run_id: str, part: str = "train") -> Asked:
    """The trained network of a run and its loss on up to 512 examples of a part of its data, evenly spread."""
    key = weights_key(Run.open(run_id)), part
    if key not in _kept:
        _kept[key] = _prepared(run_id, part)
    _kept.move_to_end(key)
    while len(_kept) > _MOST_KEPT:
        _kept.popitem(last=False)
    return _kept[key]


def _prepared(run_id: str, part: str) -> Asked:
    from nnviz.training.catalog import resolve
    from nnviz.training.compiling import make_loss
    from nnviz.training.head import meaning_of_model, unit_count

    run, (model, dataset) = Run.open(run_id), warm(run_id)
    train = resolve(run.experiment.train, dataset.schema, unit_count(model))
    meaning = meaning_of_model(model, train, dataset.schema, dataset.target_scaler)
    split = dataset.split(part)
    most = min(len(split), _EXAMPLES, max(_FEWEST, _NUMBERS // max(1, int(np.prod(split.x.shape[1:])))))
    rows = np.unique(np.linspace(0, len(split) - 1, most).astype(int))
    counts = None if part != "train" or dataset.weights is None else dataset.weights[rows]
    examples = given(model, split, rows), meaning.encode(split.y[rows])
    return Asked(run, model, Objective(model, *examples, make_loss(train, meaning, counts), counts))


def _by_filters(own: Asked, seed: int, count: int) -> Way:
    return Way(None, directions(own.objective.weights, seed, count, filter_axes(own.model)))


def _by_curvature(own: Asked) -> Way:
    search = own.searched(CURVED)
    return Way(None, [search.direction(place, CURVED) for place in (0, 1)])


def _to_another(own: Asked, other_id: str) -> Way:
    end = _first_weights(own.run) if other_id == own.run.id else warm(other_id)[0].get_weights()
    start, direction, length = line(own.model, own.objective, own.model.get_weights(), end)
    return Way(start, [direction], None, length)


def _first_weights(run: Run) -> list[np.ndarray]:
    steps = run.weight_ids()
    weights = run.weights(steps[0]) if steps else None
    if weights is None:
        raise RunError("This run has recorded no weights from its beginning.", fix="Choose another run.", where="other")
    return weights


def _along_the_path(own: Asked) -> Way:
    objective, steps = own.objective, _moments(own.run.weight_ids(), own.objective.parameters)
    pairs = [(step, values) for step, values in ((step, own.run.weights(step)) for step in steps) if values is not None]
    steps, rows = [step for step, _ in pairs], [objective.arranged(values) for _, values in pairs]
    count = len(objective.weights)
    flat = [_flat(row[:count]) for row in rows]
    here = _flat(objective.weights)
    if (
        flat and own.run.moment is None and np.abs(flat[-1] - here).max() > 0
    ):  # early stopping went back to earlier weights
        kept = [*objective.weights, *objective.statistics]
        flat, rows, steps = [*flat, here], [*rows, kept], [*steps, steps[-1]]
    snapshots = np.reshape(flat, (len(flat), objective.parameters))
    ways, points, shares, away = principal_plane(snapshots, here)
    losses = np.array([objective.along(np.zeros((1, 1)), [[None] * count], row)[0] for row in rows])
    path = Path(points, _epochs(own.run, steps), losses, shares, away)
    return Way(None, [_split(way, objective.weights) for way in ways], path)


_FOUND = {"filters": _by_filters, "path": _along_the_path, "curved": _by_curvature, "between": _to_another}


def _epochs(run: Run, steps: list[int]) -> np.ndarray:
    _, dataset = warm(run.id)
    return np.asarray(steps, float) / -(-len(dataset.train) // run.experiment.train.batch_size)


def _moments(steps: list[int], parameters: int) -> list[int]:
    """Recorded steps, the first and the last among them, as many as memory holds."""
    count = int(min(_MOST_MOMENTS, max(3, _MOST_NUMBERS // parameters), len(steps)))
    chosen = np.unique(np.linspace(0, len(steps) - 1, count).round().astype(int)) if steps else []
    return [steps[place] for place in chosen]


def _flat(arrays: list) -> np.ndarray:
    return np.concatenate([np.ravel(own) for own in arrays]).astype("float32")


def _split(flat: np.ndarray, weights: list[np.ndarray]) -> list[np.ndarray]:
    edges = np.cumsum([0, *(own.size for own in weights)])
    return [flat[a:b].reshape(own.shape) for a, b, own in zip(edges[:-1], edges[1:], weights, strict=True)]
