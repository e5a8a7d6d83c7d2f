"""What measures are given: an explanation of some examples, and the bench on which all methods are measured alike."""

from dataclasses import dataclass, field, replace
from functools import cached_property

import keras
import numpy as np

from nnviz.errors import ExplanationError
from nnviz.explanation.attribute import attribute, problem_of
from nnviz.explanation.baseline import baseline_points
from nnviz.explanation.faithfulness import arrays, by_position, is_slope, order_curves, positions_of, worths
from nnviz.explanation.measures.catalog import NEAR, ORDERS, SETS, STAGES
from nnviz.explanation.randomization import end_to_end, forgetful
from nnviz.explanation.target import as_target
from nnviz.explanation.truth_records import KnownTruth
from nnviz.inspection.inputs import as_batch
from nnviz.inspection.state import preserved

_RADIUS = 0.02
"""How far an input moves, as a share of its example's range."""
_STEPS = 20


class Bench:
    """Examples of one network on which methods are measured; what they share is worked out once, when first needed.

    Args:
        model: any Keras 3 model; it is left as found.
        x: one example or a batch (n, …); a list or dict for several inputs.
        target: as in `nnviz.attribute`.
        background: examples (m, …), for methods and baselines that need them.
        baseline: what covered parts become: "zeros", "mean", "blur", "black", or an input.
        seed: of everything random.
        truth: what decides these examples, where that is known.
        shuffled: the same network trained on shuffled answers, where there is one.
    """

    def __init__(self, model, x, target=None, *, background=None, baseline="zeros", seed=0, truth=None, shuffled=None):
        self.model, self.background, self.seed = model, background, seed
        self.truth: KnownTruth | None = truth
        self.shuffled = shuffled
        self.batch, _ = as_batch(model, x)
        with preserved(model):
            self.problem, weights = problem_of(model, self.batch, as_target(target), background, seed)
            self.covered, self.notes = baseline_points(self.problem, baseline)
        self.target = weights.target

    def __len__(self) -> int:
        return len(self.problem)

    @property
    def parts(self) -> int:
        """What an example has of them: features, tokens, steps or pixels; all inputs together."""
        return sum(int(np.prod(positions_of(self.problem, k))) for k in range(len(self.problem.flat)))

    @property
    def steps(self) -> int:
        """Into how many steps the parts are divided when they are covered one after the other."""
        return min(_STEPS, self.parts)

    @property
    def fractions(self) -> np.ndarray:
        return np.linspace(0, 1, self.steps + 1)

    @cached_property
    def random_curves(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """Deletion and insertion (n, steps + 1) in each of some random orders."""
        random = np.random.default_rng(self.seed)
        rows = np.tile(np.arange(self.parts), (len(self), 1))
        with preserved(self.model):
            return [
                order_curves(self.problem, self.covered, random.permuted(rows, axis=1), self.steps)
                for _ in range(ORDERS)
            ]

    @cached_property
    def covers(self) -> tuple[np.ndarray, np.ndarray]:
        """Random sets of parts that are covered (k, n, parts) bool, and how far the number falls (k, n)."""
        random, count = np.random.default_rng(self.seed + 1), len(self)
        shapes = [positions_of(self.problem, k) for k in range(len(self.problem.flat))]
        sets = np.stack([np.stack([_some(shapes, random) for _ in range(count)]) for _ in range(SETS)])
        rows = np.tile(np.arange(count), SETS)
        with preserved(self.model):
            left = worths(self.problem, self.covered, ~sets.reshape(-1, sets.shape[-1]), rows)
            whole = self.problem.values(self.problem.points, np.arange(count))
        return sets, whole[None] - left.reshape(SETS, count)

    @cached_property
    def near(self) -> list:
        """Some batches near the examples: every number of an input moved by at most 2 % of its example's range. Raises
        ExplanationError for tokens."""
        if self.problem.has_tokens:
            raise ExplanationError(
                "Words cannot be moved a little, so this is not measured for texts.", where="measure"
            )
        random = np.random.default_rng(self.seed + 2)
        moved = [[_moved(own, random) for own in self.problem.flat] for _ in range(NEAR)]
        return [keras.tree.pack_sequence_as(self.batch, flat) for flat in moved]

    @cached_property
    def forgetful(self) -> list:
        """Copies of the network that have forgotten more and more. Raises ExplanationError where it cannot be copied or
        has no weights."""
        return forgetful(self.model, self.batch, STAGES, self.seed)


@dataclass
class Subject:
    """A method's explanation of the examples on a bench.

    Attributes:
        bench: what it is measured on.
        method, settings: as in `nnviz.attribute`, or a function of (model, examples) that returns values.
        values: the attributions, one array (n, …) an input.
        relative_residual: (n,) as in `Attribution`; None where the method promises nothing.
    """

    bench: Bench
    method: object
    settings: dict = field(default_factory=dict)
    values: list[np.ndarray] = field(init=False)
    relative_residual: np.ndarray | None = field(init=False, default=None)
    own_curves: tuple | None = field(init=False, default=None)

    def __post_init__(self):
        self.values = self._explain(self.bench.model, self.bench.batch, self.bench.target, keep=True)

    @property
    def flat(self) -> np.ndarray:
        """(n, numbers) the values of all inputs, one after the other."""
        return end_to_end(self.values)

    @property
    def is_slope(self) -> bool:
        """Whether the values say how fast the number changes, and not how much each part adds to it."""
        return is_slope(self.method)

    @cached_property
    def importance(self) -> np.ndarray:
        """(n, parts) by which parts are put in order: the values, or of slopes their sizes."""
        with preserved(self.bench.model):
            own = [np.abs(one) for one in self.values] if self.is_slope else self.values
            return by_position(self.bench.problem, own)

    @cached_property
    def shares(self) -> np.ndarray:
        """(n, parts) what the map says that covering each part takes away: the values, or of slopes their products with
        how far each input moves."""
        bench = self.bench
        if not self.is_slope:
            return by_position(bench.problem, self.values)
        own = [np.array(one, "float64") for one in self.values]
        for place, (k, embedding) in enumerate(bench.problem.function.entries):
            if embedding is None:
                own[k] = own[k] * (bench.problem.points[place] - bench.covered[place])
        return by_position(bench.problem, own)

    def at(self, batches: list) -> list[np.ndarray]:
        """The values (n, numbers) at other batches of as many examples, with the same targets; asked for in one go."""
        times = len(batches)
        together = keras.tree.map_structure(lambda *arrays: np.concatenate(arrays), *batches)
        target = self.bench.target
        if isinstance(target.index, tuple):
            target = replace(target, index=target.index * times)
        values = self._explain(self.bench.model, together, target)
        return np.split(end_to_end(values), times)

    def flat_on(self, model) -> np.ndarray:
        """(n, numbers) the values that the method gives for the same examples and targets on another network."""
        return end_to_end(self._explain(model, self.bench.batch, self.bench.target))

    def _explain(self, model, batch, target, keep: bool = False) -> list[np.ndarray]:
        if callable(self.method):
            with preserved(model):
                return arrays(self.method(model, batch))
        background = {} if self.bench.background is None else {"background": self.bench.background}
        result = attribute(model, batch, target, self.method, seed=self.bench.seed, **background, **self.settings)
        if keep:
            self.relative_residual = result.relative_residual
        return arrays(result.values)


def _some(shapes: list[tuple[int, ...]], random) -> np.ndarray:
    """(parts,) bool: a random part of each input: a rectangle, a stretch, or columns."""
    return np.concatenate([_piece(shape, random).ravel() for shape in shapes])


def _piece(shape: tuple[int, ...], random) -> np.ndarray:
    """A random piece of one input, never all of it where it has several parts: of an image a rectangle, of steps or
    tokens or columns each one with the same chance."""
    inside = np.zeros(shape, bool)
    if len(shape) == 1:
        chosen = random.random(shape[0]) < random.uniform(0.1, 0.9)
        chosen[random.integers(shape[0])] = True
        return chosen
    sides = [int(random.integers(1, max(2, size // 2 + 1))) for size in shape]
    corner = [int(random.integers(0, size - side + 1)) for size, side in zip(shape, sides, strict=True)]
    inside[tuple(slice(at, at + side) for at, side in zip(corner, sides, strict=True))] = True
    return inside


def _moved(own: np.ndarray, random) -> np.ndarray:
    """An input (n, …) with every number moved by at most 2 % of its example's range."""
    flat = np.asarray(own, "float32")
    axes = tuple(range(1, flat.ndim))
    radius = _RADIUS * (flat.max(axes, keepdims=True) - flat.min(axes, keepdims=True))
    radius = np.where(radius > 0, radius, _RADIUS)
    return (flat + radius * random.uniform(-1, 1, flat.shape)).astype("float32")
