"""What pages ask about the units of a run's network: what excites them, what is lost without them, and what a network
would see in its dreams of them."""

import time
from collections import OrderedDict
from dataclasses import replace

import numpy as np

from nnviz.inspection.ablation import clamped, each_ablated, held_outputs, unit_count
from nnviz.inspection.state import preserved
from nnviz.inspection.unit_parts import input_parts, many_parts
from nnviz.inspection.unit_records import (
    ClampedUnit,
    InputParts,
    NeededUnits,
    OptimizedInputs,
    UnitResponses,
    UnitScores,
)
from nnviz.inspection.unit_responses import UnitPass, units
from nnviz.models.layer_paths import find_layer
from nnviz.runs.run import Run
from nnviz.training import judging
from nnviz.training.given import given
from nnviz.training.warm import warm, weights_key

_CLAMPS = 41
_A_STEP, _MOST_PASSES = 1.0, 2
_passes: OrderedDict[tuple, UnitPass] = OrderedDict()
"""Passes over examples that somebody waits for."""
_NEEDED_EXAMPLES = 500


class _Asked:
    """A run's network with the examples that it is judged by."""

    def __init__(self, run_id: str, split: str, most: int | None = None):
        from nnviz.training.run_meaning import meaning_of_run

        self.model, dataset = warm(run_id)
        self.schema = dataset.schema
        self.split = split if split in ("train", "validation", "test") else judging.judged_part(dataset)
        self.part = dataset.split(self.split)
        count = judging.judged_count(len(self.part), self.schema.input_shape)
        self.indexes = np.arange(count if most is None else min(count, most))
        self.inputs = given(self.model, self.part, self.indexes)
        self.dataset = dataset
        self.meaning = meaning_of_run(run_id, self.model, dataset)

    @property
    def truth(self) -> np.ndarray:
        own = self.part.y[self.indexes]
        return self.dataset.unscaled_targets(own) if self.schema.task == "regression" else own

    @property
    def classes(self) -> np.ndarray | None:
        return self.truth if self.schema.has_classes else None


def unit_responses(run_id: str, split: str, path: str) -> UnitResponses:
    """How every unit of the layer at `path` responds to the examples that the run is judged by."""
    asked = _Asked(run_id, split)
    return units(asked.model, asked.inputs, path, asked.classes, k=12)


def unit_responses_so_far(run_id: str, split: str, path: str) -> UnitResponses | tuple[float, float]:
    """The same in steps of about a second: the responses once all examples are done, before that the share of them
    that is and the seconds that the rest takes about. The pass stays in this worker's memory meanwhile."""
    key = (*weights_key(Run.open(run_id)), split, path)
    if key not in _passes:
        asked = _Asked(run_id, split)
        _passes[key] = UnitPass(asked.model, asked.inputs, path, asked.classes, k=12)
    own = _passes.pop(key)
    begun, first = time.perf_counter(), own.done
    while own.done < own.total:
        own.advance()
        passed = time.perf_counter() - begun
        if passed > _A_STEP and own.done < own.total:
            _passes[key] = own
            while len(_passes) > _MOST_PASSES:
                _passes.popitem(last=False)
            return own.done / own.total, passed * (own.total - own.done) / (own.done - first)
    return own.record()


def unit_crops(
    run_id: str, split: str, path: str, chosen: tuple[int, ...], examples: tuple[int, ...], places: tuple[int, ...]
) -> InputParts:
    """The part of one example that each of some units sees at a place of its map; one row a unit.

    Args:
        examples: positions among those that `unit_responses` looked at.
    """
    asked = _Asked(run_id, split)
    inputs = given(asked.model, asked.part, asked.indexes[list(examples)])
    return many_parts(asked.model, inputs, path, chosen, places)


def unit_parts(
    run_id: str, split: str, path: str, unit: int, examples: tuple[int, ...], places: tuple[int, ...]
) -> tuple[InputParts, ...]:
    """The parts of some examples that a unit sees at its place in each, one record an input; for a first input that is
    a table, effects count from the mean row."""
    asked = _Asked(run_id, split)
    mean = np.asarray(asked.part.x, "float32").mean(0) if asked.schema.kind == "vector" else None
    inputs = given(asked.model, asked.part, asked.indexes[list(examples)])
    return input_parts(asked.model, inputs, path, unit, np.asarray(places), mean)


def unit_scores(run_id: str, split: str, path: str, chosen: tuple[int, ...], value: float) -> UnitScores:
    """How the run's network is judged with some units of a layer held at a value, beside how it is judged as it is."""
    asked = _Asked(run_id, split)
    with preserved(asked.model):
        count = unit_count(asked.model, asked.inputs, path)
        held = np.zeros(count, bool)
        held[list(chosen)] = True
        outputs = [held_outputs(asked.model, asked.inputs, path, own, value) for own in (held & False, held)]
    return _scored(asked, chosen, value, *outputs)


def _scored(asked: _Asked, chosen, value, before, after) -> UnitScores:
    shown = [asked.meaning.readable(outputs) for outputs in (before, after)]
    errors = [judging.errors(asked.schema, asked.meaning, own, asked.truth) for own in shown]
    if asked.schema.task == "regression":
        means = [float(np.mean(own)) for own in errors]
        return UnitScores(chosen, value, len(asked.indexes), False, *means, None, None, ())
    right = [own == 0 for own in errors]
    changed = np.flatnonzero(right[0] & ~right[1])
    shares = [None, None]
    if asked.schema.has_classes:
        truth = asked.truth.astype(int)
        kinds = range(len(asked.schema.class_names))
        shares = [np.array([own[truth == k].mean() if (truth == k).any() else np.nan for k in kinds]) for own in right]
    lost = tuple(int(k) for k in asked.indexes[changed])
    return UnitScores(chosen, value, len(asked.indexes), True, *(float(own.mean()) for own in right), *shares, lost)


def units_needed(run_id: str, split: str, path: str, chosen: tuple[int, ...]) -> NeededUnits:
    """What the network loses without each of some units alone, on up to 500 examples."""
    asked = _Asked(run_id, split, _NEEDED_EXAMPLES)
    with preserved(asked.model):
        count = unit_count(asked.model, asked.inputs, path)
        before = held_outputs(asked.model, asked.inputs, path, np.zeros(count, bool), 0.0)
        after = each_ablated(asked.model, asked.inputs, path, chosen)
    scores = [_scored(asked, (unit,), 0.0, before, own) for unit, own in zip(chosen, after, strict=True)]
    by_class = None
    if scores and scores[0].class_after is not None:
        by_class = np.stack([own.class_before - own.class_after for own in scores])
    losses = np.array([own.before - own.after if own.is_accuracy else own.after - own.before for own in scores])
    return NeededUnits(tuple(chosen), losses, by_class, scores[0].is_accuracy, len(asked.indexes))


def unit_clamped(run_id: str, split: str, index: int, path: str, unit: int, low: float, high: float) -> ClampedUnit:
    """The network's answer for one example while a unit is held at each of 41 values from `low` to `high`."""
    model, dataset = warm(run_id)
    from nnviz.training.run_meaning import meaning_of_run

    meaning = meaning_of_run(run_id, model, dataset)
    example = given(model, dataset.split(split), slice(index, index + 1))
    values = np.linspace(low, high, _CLAMPS) if high > low else np.linspace(low - 1, low + 1, _CLAMPS)
    outputs = clamped(model, example, path, unit, values)
    actual = units(model, example, path, k=1, compare=False)
    shown = meaning.by_class(meaning.readable(outputs)) if meaning.classes else meaning.readable(outputs)
    return ClampedUnit(unit, values, shown, float(actual.most_values[unit, 0]), len(actual.shape) > 1)


def unit_optimized(run_id: str, path: str, unit: int, seeds: tuple[int, ...], place: str, robust: bool,
                   steps: int, which: str = "") -> OptimizedInputs:  # fmt: skip
    """Inputs that excite a unit most (`nnviz.inspection.optimized.optimized_input`), in the data's own units.

    Args:
        which: the name of the input beside the first one that is changed; "" changes the first one.
    """
    from nnviz.inspection.optimized import optimized_input
    from nnviz.training.given import names_of

    model, dataset = warm(run_id)
    find_layer(model, path)
    rows = np.arange(judging.judged_count(len(dataset.train), dataset.schema.input_shape))
    number = 1 + names_of(model).index(which) if which else 0
    record = optimized_input(model, path, unit, given(model, dataset.train, rows), steps, seeds, place, robust, number)
    if dataset.schema.kind == "tokens" and not which:
        return record
    further = next((one for one in dataset.further if one.form.name == which), None)
    unscaled = dataset.unscaled if further is None else further.unscaled
    ends = [np.broadcast_to(own, record.inputs.shape[1:])[None] for own in (record.low, record.high)]
    low, high = (np.asarray(unscaled(own.astype("float32")))[0] for own in ends)
    return replace(record, inputs=np.asarray(unscaled(record.inputs), "float32"), low=low, high=high)
