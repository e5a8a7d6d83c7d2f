"""Images and sequences of a run, pushed along the gradient until the answer flips, in the data's own units."""

import time
from dataclasses import replace

import numpy as np

from nnviz import progress
from nnviz.data.load import load
from nnviz.errors import ExplanationError, unknown_name
from nnviz.explanation import kept
from nnviz.explanation.beside import Tables
from nnviz.explanation.changes.attacks import Attacker, attacker_of
from nnviz.explanation.changes.goal import Wanted
from nnviz.explanation.changes.of_run import wanted_words
from nnviz.explanation.changes.records import ATTACKS, NORMS, Pushed, Withstood
from nnviz.explanation.of_run import meaning_in
from nnviz.explanation.what_if_image import given_as_painted
from nnviz.inspection.of_run import all_inputs
from nnviz.runs.run import Run
from nnviz.specs import DataSpec
from nnviz.training.given import given
from nnviz.training.warm import warm

_STEPS = {"pgd": 20, "fgsm": 1}
_CURVE_STEPS = {"pgd": 10, "fgsm": 1}
_MOST = 1.0
_FIRST = 1_000


@kept.with_run("pushed")
def pushed_of_run(
    run_id: str,
    split: str,
    index: int,
    pixels: tuple[int, ...] = (),
    shades: tuple[int, ...] = (),
    wanted: Wanted = None,
    method: str = "pgd",
    norm: str = "linf",
    strength: float | None = None,
    tables: Tables | None = None,
) -> Pushed:
    """One image or sequence of a run's data, changed so that its network answers otherwise.

    Args:
        pixels, shades: what was painted on an image before, as in `painted_of_run`.
        wanted: see `nnviz.explanation.changes.goal.Wanted`.
        method: a key of `ATTACKS`.
        norm: a key of `NORMS`.
        strength: as a share of the data's range; the smallest that flips when None.
        tables: what stands beside an image: name → codes.

    Raises:
        NnvizError: for data that are neither, a goal that cannot be, or a network without a gradient.
    """
    begin = time.perf_counter()
    model, dataset = warm(run_id)
    _check(dataset, method, norm)
    batch = (
        given_as_painted(model, dataset, run_id, split, index, pixels, shades, tables)
        if dataset.schema.kind == "image"
        else all_inputs(model, dataset, split, index)
    )
    meaning, ends = meaning_in(model, dataset, run_id), ends_of(run_id)
    attacker = _attacker(model, dataset, batch, meaning, ends)
    goal = attacker.leads.goal(wanted, attacker.batch)
    toward = np.array([goal.index]) if goal.kind == "class" and goal.index >= 0 else None
    attacker = replace(attacker, goal=goal, toward=toward)
    steps, whole = _STEPS[method], norm == "l2"
    if strength is None:
        most = _MOST * (np.sqrt(attacker.x[0].size) if whole else 1.0)
        x, sizes = attacker.least(most, norm, steps)
        size = float(sizes[0]) if np.isfinite(sizes[0]) else 0.0
    else:
        size = float(strength)
        x = attacker.pushed(size, norm, steps)
    result = attacker.result(x, norm)
    _, before = attacker.leads.reached(attacker.batch, goal)
    own = [np.asarray(dataset.unscaled(one))[0] for one in (attacker.x, x)]
    said, after = (meaning.words(shown[0], dataset.schema.answers) for shown in (before, result.shown))
    told = wanted_words(goal, dataset.schema, meaning)
    return Pushed(*own, *ends, said, after, told, bool(result.flips[0]), size, norm, method, strength is None,
                  time.perf_counter() - begin)  # fmt: skip


@kept.with_run("withstood")
def withstood_of_run(
    run_id: str, split: str, indexes: tuple[int, ...], strengths: tuple[float, ...], method: str, norm: str
) -> Withstood:
    """Which examples keep the right answer when they are pushed away from it, for several strengths.

    Raises:
        NnvizError: as `pushed_of_run`; for data without classes.
    """
    model, dataset = warm(run_id)
    _check(dataset, method, norm)
    if not dataset.schema.has_classes:
        raise ExplanationError("These examples have no classes to be right about.", expected="one class an example")
    part, rows = dataset.split(split), np.asarray(indexes, int)
    batch = given(model, part, rows)
    attacker = _attacker(model, dataset, batch, meaning_in(model, dataset, run_id), ends_of(run_id), part.y[rows])
    times = np.sqrt(attacker.x[0].size) if norm == "l2" else 1.0

    right = []
    for done, strength in enumerate(strengths):
        progress.tell(done / len(strengths))
        x = attacker.pushed(strength * times, norm, _CURVE_STEPS[method]) if strength else attacker.x
        right.append(~attacker.result(x, norm).flips)
    return Withstood(np.asarray(strengths, float), np.array(right), norm, method)


def ends_of(run_id: str) -> tuple[np.ndarray, np.ndarray]:
    """The smallest and the largest value of the first training examples, in the data's own units: one for images, one a
    channel for sequences, ready to be broadcast."""
    data = Run.open(run_id).experiment.data
    dataset = load(DataSpec.from_json(data.to_json()))
    first = np.asarray(dataset.unscaled(dataset.train.x[:_FIRST]), float)
    axes = tuple(range(first.ndim)) if dataset.schema.kind == "image" else (0, 1)
    return np.nanmin(first, axes), np.nanmax(first, axes)


def _attacker(model, dataset, batch, meaning, ends, y=None) -> Attacker:
    shape = dataset.schema.input_shape
    low, high = (dataset.scaler.apply(np.broadcast_to(end, shape)[None].astype(float))[0] for end in ends)
    low, high = np.minimum(low, high), np.maximum(low, high)
    return attacker_of(model, batch, y, meaning=meaning, low=low, high=high, unit=np.maximum(high - low, 1e-9))


def _check(dataset, method: str, norm: str) -> None:
    if dataset.schema.kind not in ("image", "sequence"):
        raise ExplanationError("These examples are neither images nor sequences.", expected="numbers side by side")
    if method not in ATTACKS:
        raise unknown_name("attack", method, ATTACKS, kind=ExplanationError)
    if norm not in NORMS:
        raise unknown_name("norm", norm, NORMS, kind=ExplanationError)
