"""Deletion and insertion: whether what a method calls important is what the network's answer depends on."""

import math
import time

import keras
import numpy as np

from nnviz import progress
from nnviz.errors import ExplanationError
from nnviz.explanation.attribute import attribute, problem_of
from nnviz.explanation.baseline import baseline_points
from nnviz.explanation.catalog import METHODS
from nnviz.explanation.target import Target, as_target
from nnviz.explanation.trust_records import Faithfulness
from nnviz.inspection.inputs import as_batch
from nnviz.inspection.state import preserved

_ELEMENTS_A_BLOCK = 2**23


def deletion_insertion(
    model,
    x,
    target=None,
    method="integrated_gradients",
    *,
    baseline="zeros",
    background=None,
    steps: int = 20,
    orders: int = 10,
    seed: int = 0,
    settings: dict | None = None,
) -> Faithfulness:
    """The explained number while parts of the input are covered, or uncovered, in the order that a method gives them.

    Deletion covers the parts that speak most for the number first: it should fall at once, so that the area under its
    curve is small. Insertion begins with everything covered and uncovers these parts first: its area should be large.
    Random orders say what can be had without any explanation.
    Petsiuk, Das and Saenko, "RISE: Randomized Input Sampling for Explanation of Black-box Models" (2018).

    Args:
        model: any Keras 3 model; it is left as found.
        x: one example or a batch (n, …); a list or dict for several inputs, whose parts are covered in one order.
        target: as in `nnviz.attribute`.
        method: a name in `nnviz.explanation.catalog.METHODS`, or a function of (model, examples) that returns values
            shaped like the examples (one a token; a list of arrays for several inputs).
        baseline: what covered parts become: "zeros", "mean" (of the background), "blur" or "black", or an input.
        background: examples (m, …), for methods and baselines that need them.
        steps: into how many steps all parts are divided.
        orders: random orders to compare with.
        seed: of the random orders and of the method.
        settings: the method's own ones.

    Returns:
        A `Faithfulness`: curves (n, steps + 1) from nothing to everything changed, and their areas.

    Raises:
        NnvizError: as `nnviz.attribute` does.
    """
    begin = time.perf_counter()
    batch, _ = as_batch(model, x)
    values, chosen = explained(model, batch, target, method, background, seed, settings or {})
    with preserved(model):
        problem, _ = problem_of(model, batch, chosen, background, seed)
        covered, notes = baseline_points(problem, baseline)
        importance = by_position(problem, [np.abs(one) for one in values] if is_slope(method) else values)
        random = np.random.default_rng(seed)
        shuffled = [
            random.permuted(np.tile(np.arange(importance.shape[1]), (len(problem), 1)), axis=1) for _ in range(orders)
        ]
        ranked = np.argsort(-np.nan_to_num(importance, nan=-np.inf), axis=1, kind="stable")
        curves = []
        for place, order in enumerate([ranked, *shuffled]):
            progress.tell(place / (1 + orders))
            curves.append(order_curves(problem, covered, order, steps))
    return Faithfulness(
        fractions=np.linspace(0, 1, steps + 1),
        deletion=curves[0][0],
        insertion=curves[0][1],
        random_deletion=np.stack([own[0] for own in curves[1:]]),
        random_insertion=np.stack([own[1] for own in curves[1:]]),
        target=chosen,
        method=method if isinstance(method, str) else getattr(method, "__name__", "a function"),
        baseline=baseline if isinstance(baseline, str) else "given",
        seed=seed,
        seconds=time.perf_counter() - begin,
        parts=importance.shape[1],
        notes=notes,
    )


def is_slope(method) -> bool:
    """Whether a method's values are slopes: their size says what matters, their sign does not say which way."""
    return isinstance(method, str) and method in METHODS and METHODS[method].unit == "slope"


def explained(model, batch, target, method, background, seed, settings) -> tuple[list[np.ndarray], Target]:
    """The values (n, …) of a method or a function for a batch, one array an input, and the target with each example's
    class found."""
    if callable(method):
        with preserved(model):
            values = method(model, batch)
            chosen = problem_of(model, batch, as_target(target), background, seed)[1].target
        return arrays(values), chosen
    compared = {"background": background} if background is not None else {}
    result = attribute(model, batch, target, method, seed=seed, **compared, **settings)
    return arrays(result.values), result.target


def arrays(values) -> list[np.ndarray]:
    """Values of one input or of several as a list, one array an input."""
    several = isinstance(values, list | tuple | dict)
    return [np.asarray(one, "float64") for one in (keras.tree.flatten(values) if several else [values])]


def by_position(problem, values: list[np.ndarray]) -> np.ndarray:
    """(n, positions) values of what is covered at once: a feature, a token, a step, or a pixel with its channels; the
    inputs one after the other."""
    wanted = [positions_of(problem, k) for k in range(len(problem.flat))]
    if len(values) != len(wanted):
        raise ExplanationError(
            f"There are values for {len(values)} input{'s' * (len(values) != 1)}.",
            expected=f"one array for each of {len(wanted)}",
            where="method",
        )
    summed = [
        own.sum(-1) if own.ndim == len(shape) + 2 else own for own, shape in zip(values, wanted, strict=True)
    ]  # channels are covered together
    shapes = [own.shape[1:] for own in summed]
    if shapes != wanted:
        raise ExplanationError(f"The values have the shapes {shapes}.", expected=f"one a part of each input, {wanted}")
    return np.concatenate([own.reshape(len(own), -1) for own in summed], axis=1)


def positions_of(problem, k: int) -> tuple[int, ...]:
    """The parts of input `k` that are covered at once."""
    shape = problem.flat[k].shape[1:]
    tokens = any(own == k and embedding is not None for own, embedding in problem.function.entries)
    return shape if tokens or len(shape) < 2 else shape[:-1]


def order_curves(problem, covered, order: np.ndarray, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """Deletion and insertion (n, steps + 1) when parts change in that order (n, positions)."""
    count, size = order.shape
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.arange(size)[None].repeat(count, 0), axis=1)
    changed = np.round(np.linspace(0, 1, steps + 1) * size)
    covered_first = np.stack([rank >= many for many in changed], axis=1)
    kept = np.concatenate([covered_first, ~covered_first], axis=1)
    both = worths(problem, covered, kept.reshape(-1, size), np.repeat(np.arange(count), kept.shape[1]))
    both = both.reshape(count, 2, steps + 1)
    return both[:, 0], both[:, 1]


def worths(problem, covered, kept: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """(m,) the explained number of examples `rows` (m,) where only the parts `kept` (m, positions) are uncovered."""
    numbers = sum(int(np.prod(own.shape[1:])) for own in problem.points)
    block = max(1, _ELEMENTS_A_BLOCK // max(1, numbers))
    worths = []
    for first in range(0, len(rows), block):
        these, masks = rows[first : first + block], _masks(problem, kept[first : first + block])
        triples = zip(problem.function.entries, problem.points, covered, strict=True)
        points = [
            np.where(masks[k].reshape(masks[k].shape + (1,) * (own.ndim - masks[k].ndim)), own[these], other[these])
            for (k, _), own, other in triples
        ]
        worths.append(problem.values([one.astype("float32") for one in points], these))
    return np.concatenate(worths)


def _masks(problem, kept: np.ndarray) -> list[np.ndarray]:
    """What is uncovered (m, positions of all inputs) as one mask (m, …) an input."""
    shapes = [positions_of(problem, k) for k in range(len(problem.flat))]
    ends = np.cumsum([math.prod(shape) for shape in shapes])[:-1]
    parts = np.split(kept, ends, axis=1)
    return [part.reshape(len(kept), *shape) for part, shape in zip(parts, shapes, strict=True)]
