"""`curves`: precision over recall, and gain, of every class or label; scikit-learn's numbers."""

import numpy as np
from sklearn import metrics

from nnviz.evaluation.curve_records import Curve
from nnviz.evaluation.depth import remembered
from nnviz.evaluation.records import Evaluation
from nnviz.evaluation.sweep import sweep
from nnviz.runs.run import Run

_POINTS = 400


def curves(evaluation: Evaluation) -> tuple[Curve, ...]:
    """One for each class or label that some examples have and others have not; none where a prediction is not a number.

    Davis and Goadrich, The relationship between Precision-Recall and ROC curves (2006).
    """
    if evaluation.schema.task == "regression" or not np.isfinite(evaluation.shown).all():
        return ()
    numbers, truth = evaluation.meaning.by_class(evaluation.shown), np.asarray(evaluation.truth)
    own = [truth[:, k] == 1 if truth.ndim == 2 else truth == k for k in range(numbers.shape[1])]
    names = evaluation.schema.class_names
    return tuple(
        _curve(names[k], k, is_so, numbers[:, k]) for k, is_so in enumerate(own) if is_so.any() and not is_so.all()
    )


def curves_of_run(run: Run | str, part: str = "test") -> tuple[Curve, ...]:
    """The curves of a run's network on a part of its data."""
    return curves(remembered(run, part))


def _curve(name: str, place: int, is_so: np.ndarray, numbers: np.ndarray) -> Curve:
    precision, recall, thresholds = metrics.precision_recall_curve(is_so, numbers)
    some = _some(len(thresholds))
    whole = sweep(is_so, numbers)
    few = _some(len(whole.thresholds))
    return Curve(
        name,
        place,
        recall[np.append(some, len(recall) - 1)],
        precision[np.append(some, len(recall) - 1)],
        thresholds[some],
        float(metrics.average_precision_score(is_so, numbers)),
        whole.called[few],
        whole.recall[few],
        whole.lift[few],
        float(is_so.mean()),
    )


def _some(count: int) -> np.ndarray:
    """Places of at most so many points, evenly, the first and the last among them."""
    return np.unique(np.linspace(0, count - 1, min(_POINTS, count)).round().astype(int))
