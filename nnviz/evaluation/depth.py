"""What pages ask about an evaluation in depth: calibration, slices, groups; each of a run's network on a part."""

from collections import OrderedDict

import numpy as np

from nnviz.data.load import load
from nnviz.errors import DataError
from nnviz.evaluation.calibration import Calibration, calibrated
from nnviz.evaluation.grouping import attributes_of
from nnviz.evaluation.of_run import evaluation_of_run
from nnviz.evaluation.records import Evaluation
from nnviz.evaluation.slices import Slices
from nnviz.runs.run import Run
from nnviz.training import judging

_MOST = 6
_evaluations: OrderedDict[tuple, Evaluation] = OrderedDict()


def remembered(run: Run | str, part: str) -> Evaluation:
    """As `evaluation_of_run`; the last few are remembered by this process."""
    from nnviz.training.thresholds import label_thresholds
    from nnviz.training.warm import weights_key

    run = Run.open(run) if isinstance(run, str) else run
    key = (*weights_key(run), label_thresholds(run), part)
    if key not in _evaluations:
        _evaluations[key] = evaluation_of_run(run.reference, part)
    _evaluations.move_to_end(key)
    while len(_evaluations) > _MOST:
        _evaluations.popitem(last=False)
    return _evaluations[key]


def calibration_of_run(run: Run | str, part: str = "test", positive: int | None = None) -> Calibration:
    """Whether a run's network is right as often as it says, before and after one temperature that is fitted on the
    validation part (not where that part itself is judged, or is empty).

    Args:
        positive: the label, of several; or the class whose probability is judged by itself. None judges the class that
            is decided for.

    Raises:
        DataError: for a network whose outputs are no probabilities, or not finite.

    >>> import nnviz
    >>> run = nnviz.train(nnviz.ready("digits"))  # doctest: +SKIP
    >>> nnviz.calibration_of_run(run, "test").before.error  # doctest: +SKIP
    """
    judged = remembered(run, part)
    if judged.schema.task == "regression" or judged.meaning.shown != "probability":
        raise DataError(
            "This network's outputs are not probabilities, so that they cannot be too sure or not sure enough.",
            fix="Train with a cross-entropy loss to get probabilities.",
            where="part",
        )
    shares, truth = _of(judged, positive)
    run = Run.open(run) if isinstance(run, str) else run
    if part == "validation" or not len(load(run.experiment.data).validation):
        return calibrated(part, shares, truth)
    return calibrated(part, shares, truth, "validation", *_of(remembered(run, "validation"), positive))


def _of(evaluation: Evaluation, positive: int | None):
    """What `calibrated` takes."""
    if evaluation.schema.has_labels:
        label = positive or 0
        return evaluation.shown[:, label], np.asarray(evaluation.truth)[:, label]
    numbers = np.asarray(evaluation.meaning.by_class(evaluation.shown), float)
    if positive is not None:
        return numbers[:, positive], (np.asarray(evaluation.truth) == positive).astype(int)
    return numbers / numbers.sum(axis=1, keepdims=True), np.asarray(evaluation.truth)


def slices_of_run(run: Run | str, part: str = "test") -> Slices:
    """The errors of a run's network on a part, and everything that its examples can be divided by.

    >>> nnviz.slices_of_run(run).worst()  # doctest: +SKIP
    """
    run = Run.open(run) if isinstance(run, str) else run
    judged, spec = remembered(run, part), run.experiment.data
    attributes = attributes_of(spec, load(spec), part, judged.size)
    wrong = judging.errors(judged.schema, judged.meaning, judged.shown, judged.truth)
    if judged.schema.task != "regression":
        return Slices(attributes, (wrong > 0).astype(float))
    if not np.isfinite(wrong).all():
        raise DataError("Some predictions are not numbers, so that errors have no mean.", where="part")
    several = bool(judged.targets)
    return Slices(attributes, wrong, False, "largest error, in deviations" if several else "mean absolute error")
