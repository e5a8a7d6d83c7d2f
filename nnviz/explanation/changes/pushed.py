"""Images and sequences of a run, pushed along the gradient until the answer flips, in the data's own units."""

import time
from dataclasses import replace

import numpy as np

from nnviz import progress
from nnviz.data.load import load
from nnviz.errors import ExplanationError, unknown_name
from nnviz.explanation import kept
from nnviz.explanation.changed import Changed, given_as_changed, input_called
from nnviz.explanation.changes.attacks import Attacker, attacker_of
from nnviz.explanation.changes.goal import Wanted
from nnviz.explanation.changes.of_run import wanted_words
from nnviz.explanation.changes.records import ATTACKS, NORMS, Pushed, Withstood
from nnviz.explanation.of_run import meaning_in
from nnviz.explanation.what_if_image import place_of
from nnviz.runs.run import Run
from nnviz.specs import DataSpec
from nnviz.training.given import apart, given
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
    changed: Changed | None = None,
    wanted: Wanted = None,
    method: str = "pgd",
    norm: str = "linf",
    strength: float | None = None,
    name: str = "",
) -> Pushed:
    """One image or sequence of a run's data, changed so that its network answers otherwise.

    Args:
        changed: what somebody changed of the example before, such as pixels that were painted; see
            `nnviz.explanation.changed.Changed`.
        wanted: see `nnviz.explanation.changes.goal.Wanted`.
        method: a key of `ATTACKS`.
        norm: a key of `NORMS`.
        strength: as a share of the data's range; the smallest that flips when None.
        name: of the image or sequence that is pushed, where it stands beside the first input; "" for the first input.
            All other inputs stay as they are.

    Raises:
        NnvizError: for data that are neither, a goal that cannot be, or a network without a gradient.
    """
    begin = time.perf_counter()
    model, dataset = warm(run_id)
    _check(dataset, method, norm, name)
    batch = given_as_changed(model, dataset, run_id, split, index, changed)
    meaning, ends = meaning_in(model, dataset, run_id), ends_of(run_id, name)
    attacker = _attacker(model, dataset, batch, meaning, ends, name=name)
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
    own = [np.asarray(input_called(dataset, name).unscaled(one))[0] for one in (attacker.x, x)]
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


def ends_of(run_id: str, name: str = "") -> tuple[np.ndarray, np.ndarray]:
    """The smallest and the largest value of the first training examples, in the data's own units: one for images, one a
    channel for sequences, ready to be broadcast; of the input called `name`, "" for the first."""
    data = Run.open(run_id).experiment.data
    dataset = load(DataSpec.from_json(data.to_json()))
    form, part = input_called(dataset, name), dataset.train
    first = np.asarray(form.unscaled((part.further[name] if name else part.x)[:_FIRST]), float)
    axes = tuple(range(first.ndim)) if _kind(dataset, name) == "image" else (0, 1)
    return np.nanmin(first, axes), np.nanmax(first, axes)


def _attacker(model, dataset, batch, meaning, ends, y=None, name: str = "") -> Attacker:
    form, place = input_called(dataset, name), place_of(model, name)
    shape, scales = apart(batch)[place].shape[1:], form.pipeline.scales if name else form.scaler
    low, high = (scales.apply(np.broadcast_to(end, shape)[None].astype(float))[0] for end in ends)
    low, high = np.minimum(low, high), np.maximum(low, high)
    box = {"low": low, "high": high, "unit": np.maximum(high - low, 1e-9), "place": place}
    return attacker_of(model, batch, y, meaning=meaning, **box)


def _kind(dataset, name: str) -> str:
    """What kind of input the one called `name` is; "" is the first."""
    return input_called(dataset, name).form.kind if name else dataset.schema.kind


def _check(dataset, method: str, norm: str, name: str = "") -> None:
    if _kind(dataset, name) not in ("image", "sequence"):
        raise ExplanationError("These examples are neither images nor sequences.", expected="numbers side by side")
    if method not in ATTACKS:
        raise unknown_name("attack", method, ATTACKS, kind=ExplanationError)
    if norm not in NORMS:
        raise unknown_name("norm", norm, NORMS, kind=ExplanationError)
