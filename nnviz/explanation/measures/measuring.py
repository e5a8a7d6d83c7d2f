"""Measures methods: what a worker does for one row of the scoreboard, and `nnviz.scoreboard` for scripts."""

import time
from collections.abc import Sequence

import keras
import numpy as np

from nnviz import paths, progress
from nnviz.errors import NnvizError
from nnviz.explanation.catalog import METHODS
from nnviz.explanation.measures.board import Board, joined
from nnviz.explanation.measures.catalog import MEASURES, measure_named
from nnviz.explanation.measures.chance import by_chance
from nnviz.explanation.measures.records import Row
from nnviz.explanation.measures.subject import Bench, Subject

_KINDS = {4: "image", 3: "sequence", 2: "vector"}


def scoreboard(
    model,
    x,
    methods: Sequence | None = None,
    target=None,
    *,
    background=None,
    baseline="zeros",
    measures: Sequence[str] | None = None,
    seed: int = 0,
    shuffled=None,
    truth=None,
) -> Board:
    """Attribution methods measured on the same examples of a network, and the order that this puts them in.

    Args:
        model: any Keras 3 model; it is left as found.
        x: examples (n, …), best ten or more; a list or dict for several inputs.
        methods: names in `nnviz.explanation.catalog.METHODS`, or functions of (model, examples) that return values;
            None for all that fit the data.
        target: as in `nnviz.attribute`.
        background: examples (m, …), for methods and baselines that need them.
        baseline: what covered parts become: "zeros", "mean", "blur", "black", or an input.
        measures: names in `nnviz.explanation.measures.catalog.MEASURES`; None for all.
        seed: of everything random.
        shuffled: the same network trained on shuffled answers, for the measure of random labels.
        truth: a `KnownTruth` of these examples, where there is one.

    Returns:
        A `Board`; what a method or a measure refuses stands in its row as a sentence.

    Raises:
        NnvizError: for examples or targets that do not fit the model, or an unknown name.
    """
    bench = Bench(model, x, target, background=background, baseline=baseline, seed=seed, truth=truth, shuffled=shuffled)
    names = list(MEASURES) if measures is None else [measure_named(name).name for name in measures]
    asked = _fitting(bench) if methods is None else list(methods)
    return joined([measured(bench, method, names) for method in asked])


def measured(bench: Bench, method, names: Sequence[str], settings: dict | None = None) -> Row:
    """One method's row. What it or a measure refuses is a sentence in it.

    Args:
        names: of the measures.
    """
    begin, scores, reasons, nulls = time.perf_counter(), {}, {}, {}
    name = method if isinstance(method, str) else getattr(method, "__name__", "a function")
    try:
        with progress.part(0, 1 + len(names)):
            subject = Subject(bench, method, settings or {})
    except NnvizError as error:
        return Row(name, refused=str(error), seconds=time.perf_counter() - begin)
    refused = _nothing_in(subject)
    if refused:
        return Row(name, refused=refused, seconds=time.perf_counter() - begin)
    for place, measure in enumerate(names, start=1):
        try:
            with progress.part(place, 1 + len(names)):
                progress.tell(0.0)
                scores[measure] = np.asarray(paths.resolve(MEASURES[measure].function)(subject), "float64")
                known_nothing = by_chance(subject, measure)
            if known_nothing is not None:
                nulls[measure] = known_nothing
        except NnvizError as error:
            reasons[measure] = str(error)
    seconds = time.perf_counter() - begin
    return Row(name, scores, reasons, "", seconds, _chances(bench), bench.parts, nulls)


def _nothing_in(subject: Subject) -> str:
    """Why there is nothing to measure, in a sentence; "" where there is."""
    if not np.isfinite(subject.flat).all():
        return "Its values are not finite numbers for these examples, so there is nothing to measure."
    if not subject.flat.any():
        return (
            "Its map is 0 everywhere on these examples, as where the answer changes in jumps and so has no slope. "
            "Methods that only ask for answers, such as occlusion, fit such a network."
        )
    return ""


def _chances(bench: Bench) -> dict[str, float]:
    """What a map that knows nothing would reach, of each measure where that is known."""
    chances = {name: own.chance for name, own in MEASURES.items() if own.chance is not None}
    if bench.truth is not None:
        known = bench.truth.of(bench.target.index)
        inside = (known.parts & known.counted).reshape(len(known.parts), -1).sum(1)
        share = inside / np.maximum(known.counted.reshape(len(known.parts), -1).sum(1), 1)
        share = share[inside > 0]
        if len(share):
            chances |= {name: float(share.mean()) for name in ("pointing", "mass", "rank")}
    return chances


def _fitting(bench: Bench) -> list[str]:
    """The methods for the first input's kind of data."""
    tokens = bench.problem.has_tokens
    kind = "tokens" if tokens else _KINDS.get(keras.tree.flatten(bench.batch)[0].ndim, "vector")
    return [name for name, method in METHODS.items() if kind in method.kinds]
