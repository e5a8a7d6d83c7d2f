"""Evaluating 10,000 examples once they are predicted, beside scikit-learn's own calls for the same scores."""

import numpy as np
from sklearn import metrics

from benchmarks.report import figure, in_turn, ratios, repeats, seconds, told
from nnviz.data.schema import Schema
from nnviz.evaluation.curves import curves
from nnviz.evaluation.evaluate import scored
from nnviz.evaluation.intervals import intervals
from nnviz.evaluation.slices import Attribute, Slices
from nnviz.training.meaning import OutputMeaning

_EXAMPLES, _COLUMNS = 10_000, 20


def _predictions(classes: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(0)
    truth = random.integers(classes, size=_EXAMPLES)
    powers = np.exp(random.normal(size=(_EXAMPLES, classes)) + 2 * np.eye(classes)[truth])
    return (powers / powers.sum(axis=1, keepdims=True)).astype("float32"), truth


def _plain(shown: np.ndarray, truth: np.ndarray) -> None:
    """The scores of the page's opening, curve by curve, as scikit-learn gives them."""
    decided, shares = shown.argmax(axis=1), shown.astype("float64")
    metrics.accuracy_score(truth, decided)
    metrics.balanced_accuracy_score(truth, decided)
    metrics.precision_recall_fscore_support(truth, decided, zero_division=0.0)
    metrics.confusion_matrix(truth, decided)
    metrics.log_loss(truth, shares / shares.sum(axis=1, keepdims=True))
    for k in range(shown.shape[1]):
        metrics.roc_curve(truth == k, shown[:, k])
        metrics.roc_auc_score(truth == k, shown[:, k])


def evaluate() -> None:
    for classes in (2, 10):
        shown, truth = _predictions(classes)
        names = tuple(f"class {k}" for k in range(classes))
        schema = Schema("vector", "binary" if classes == 2 else "multiclass", (1,), ("x",), names, outputs=classes)
        meaning = OutputMeaning(schema.task, classes, classes, "probability", "index", shares=True)
        what = f"{_EXAMPLES:,} examples of {classes} classes"

        def opened(shown=shown, truth=truth, schema=schema, meaning=meaning):
            evaluation = scored(shown, truth, schema, meaning)
            intervals(evaluation)
            return evaluation

        sides = {
            "ours": lambda opened=opened: seconds(opened),
            "theirs": lambda shown=shown, truth=truth: seconds(lambda: _plain(shown, truth)),
        }
        in_turn(sides, 1)
        times = in_turn(sides, repeats(7, 2))
        figure(f"{what}: scores, intervals and matrix", told(times["ours"], " s"), "1 s")
        figure("÷ scikit-learn's calls without intervals", told(ratios(times["ours"], times["theirs"]), "×"))
        evaluation = opened()
        times = [seconds(lambda evaluation=evaluation: curves(evaluation)) for _ in range(repeats(5, 2))]
        figure(f"{what}: precision, recall and gain", told(times, " s"), "1 s")
    random = np.random.default_rng(1)
    columns = tuple(Attribute(f"c{k}", tuple("abcd"), random.integers(4, size=_EXAMPLES)) for k in range(_COLUMNS))
    found = Slices(columns, (random.random(_EXAMPLES) < 0.1).astype(float))
    found.worst()
    times = [seconds(found.worst) for _ in range(repeats(5, 2))]
    figure(f"{_EXAMPLES:,} examples, the worst parts of {_COLUMNS} columns and their pairs", told(times, " s"), "1 s")


if __name__ == "__main__":
    evaluate()
