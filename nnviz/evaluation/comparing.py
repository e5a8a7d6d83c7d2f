"""`compare_runs`: two to eight runs on the examples that none of them learnt from, and whether they differ by more than
chance."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from nnviz.data.load import load, read
from nnviz.errors import DataError, RunError
from nnviz.evaluation.comparison_records import Comparison, Difference
from nnviz.evaluation.depth import remembered
from nnviz.evaluation.evaluate import scored
from nnviz.evaluation.intervals import intervals
from nnviz.evaluation.records import Evaluation
from nnviz.evaluation.significance import holm, mcnemar, paired_bootstrap
from nnviz.runs.run import Run
from nnviz.training import judging

MOST = 8
_FEWEST = 5
_NUMBERS = 1_000_000
"""Predicted numbers that a comparison hands over."""
_COMPARED = {"classes": "accuracy", "labels": "exact_match", "numbers": "mae", "several": "rmse_scaled"}


def compare_runs(runs: Sequence[Run | str], part: str = "test") -> Comparison:
    """The networks of runs on the examples of a part that all of them hold out.

    Of runs with other splits of the same data only the examples that are in this part for every one of them count: an
    example that one of them has learnt from says nothing.

    Args:
        runs: two to eight runs or their ids; the others are compared with the first.
        part: "test" or "validation".

    Raises:
        RunError: for fewer or more runs.
        DataError: for runs of other data, or of which hardly an example is held out by all.

    >>> import nnviz
    >>> slow = nnviz.train(nnviz.ready("digits"))  # doctest: +SKIP
    >>> nnviz.compare_runs([slow, fast], "validation").differences[0].p  # doctest: +SKIP
    """
    opened = [Run.open(run) if isinstance(run, str) else run for run in runs]
    if not 2 <= len(opened) <= MOST:
        raise RunError(f"Received {len(opened)} runs.", expected=f"2 to {MOST}", where="runs")
    _check_same(opened)
    whole = [remembered(run, part) for run in opened]
    rows, positions = shared_rows([one.rows for one in whole])
    if len(rows) < _FEWEST:
        raise DataError(
            f"Only {len(rows)} {part} examples are held out by all {len(opened)} runs.",
            expected=f"at least {_FEWEST}",
            fix="Compare runs that split the same data in the same way (the same seed and shares).",
            where="runs",
        )
    own = [at(one, places) for one, places in zip(whole, positions, strict=True)]
    most = max(1, _NUMBERS // (len(own) * own[0].shown.shape[1]))
    return Comparison(
        tuple(run.id for run in opened),
        part,
        rows,
        np.stack(positions),
        own[0].schema,
        tuple(one.meaning for one in own),
        own[0].truth,
        tuple(one.shown[:most] for one in own),
        np.stack([errors_of(one) for one in own]),
        tuple(one.scores for one in own),
        tuple(intervals(one) for one in own),
        differences(own),
    )


def parts_of_runs(runs: Sequence[Run | str]) -> dict[str, int]:
    """How many examples of "test" and of "validation" all these runs hold out. Raises DataError for runs of other
    data."""
    opened = [Run.open(run) if isinstance(run, str) else run for run in runs]
    _check_same(opened)
    loaded = [load(run.experiment.data) for run in opened]
    return {name: len(shared_rows([data.split(name).rows for data in loaded])[0]) for name in ("test", "validation")}


def differences(own: Sequence[Evaluation]) -> tuple[Difference, ...]:
    """How each evaluation differs from the first one, all of the same examples."""
    first, score = own[0], score_of(own[0])
    told = []
    for one in own[1:]:
        low, high, by_bootstrap = paired_bootstrap(first, one).get(score, (float("nan"),) * 3)
        theirs, ours = _only(first, one)
        p = by_bootstrap if first.schema.task == "regression" else mcnemar(theirs, ours)
        difference = one.scores[score] - first.scores[score]
        told.append(Difference(score, difference, low, high, by_bootstrap, theirs, ours, p))
    adjusted = holm([1.0 if one.p != one.p else one.p for one in told])
    return tuple(replace(one, p=p) for one, p in zip(told, adjusted, strict=True))


def score_of(evaluation: Evaluation) -> str:
    """The score by which networks are compared."""
    if evaluation.schema.has_classes:
        return _COMPARED["classes"]
    return _COMPARED["labels" if evaluation.schema.has_labels else "several" if evaluation.targets else "numbers"]


def at(evaluation: Evaluation, places: np.ndarray) -> Evaluation:
    """The evaluation of some of its examples."""
    truth, shown = np.asarray(evaluation.truth)[places], evaluation.shown[places]
    rows = None if evaluation.rows is None else evaluation.rows[places]
    return replace(scored(shown, truth, evaluation.schema, evaluation.meaning, evaluation.part), rows=rows)


def shared_rows(all_rows: Sequence[np.ndarray]) -> tuple[np.ndarray, list[np.ndarray]]:
    """The rows that are in all of several arrays, and where they are in each."""
    shared = all_rows[0]
    for rows in all_rows[1:]:
        shared = shared[np.isin(shared, rows)]
    orders = [np.argsort(rows, kind="stable") for rows in all_rows]
    pairs = zip(all_rows, orders, strict=True)
    return shared, [order[np.searchsorted(rows[order], shared)] for rows, order in pairs]


def errors_of(evaluation: Evaluation) -> np.ndarray:
    """(n,) how wrong each prediction is, 0 for a right one."""
    return judging.errors(evaluation.schema, evaluation.meaning, evaluation.shown, evaluation.truth)


def _only(first: Evaluation, second: Evaluation) -> tuple[int, int]:
    if first.schema.task == "regression":
        return 0, 0
    ours, theirs = errors_of(first) == 0, errors_of(second) == 0
    return int(np.count_nonzero(ours & ~theirs)), int(np.count_nonzero(theirs & ~ours))


def _check_same(runs: Sequence[Run]) -> None:
    """Raises DataError where the examples of two runs are not the same ones."""
    first = read(runs[0].experiment.data)
    for run in runs[1:]:
        if run.experiment.data.source == runs[0].experiment.data.source:
            other = read(run.experiment.data)
            alike = np.array_equal(first.y, other.y) and _equal(first.x, other.x) and _equal(first.rows, other.rows)
            if alike:
                continue
        raise DataError(
            "These runs were trained on different data, so that no example is the same for all of them.",
            expected="runs of one data set, with the same settings and the same seed where it is made",
            fix="Compare their curves and settings above, or choose runs of the same data.",
            where="runs",
        )


def _equal(a, b) -> bool:
    if a is None or b is None or np.asarray(a).dtype.kind not in "fiub":
        return a is b or np.array_equal(a, b)
    return np.array_equal(a, b, equal_nan=np.asarray(a).dtype.kind == "f")
