"""`evaluate`: any Keras model on examples whose truth is known; the numbers are scikit-learn's."""

import warnings
from collections.abc import Sequence

import keras
import numpy as np
from sklearn import metrics

from nnviz.data.schema import Schema
from nnviz.errors import DataError
from nnviz.evaluation.labels import label_scores
from nnviz.evaluation.records import ClassScores, Evaluation, Roc, TargetScores
from nnviz.specs import TrainSpec
from nnviz.training.given import batch, first
from nnviz.training.head import meaning_of_model, unit_count
from nnviz.training.meaning import OutputMeaning

_BATCH = 256
_ROC_POINTS = 400
_KINDS = {2: "vector", 3: "sequence", 4: "image"}


_TOP = 3


def evaluate(
    model: keras.Model, x: np.ndarray, y: np.ndarray, *, class_names: Sequence[str] = (), loss: str = "auto"
) -> Evaluation:
    """Scores of a model on examples.

    Args:
        x: (n, …) as the model takes it.
        y: (n,) whole numbers from 0 for classes; (n, labels) whole numbers 0 and 1 for labels; (n,) or (n, targets)
            real numbers for regression.
        class_names: one a class or label; "class 0", "class 1", … when empty.
        loss: the name of the loss that it was trained with, which tells probabilities from logits; guessed by "auto".

    Raises:
        DataError: for arrays that do not fit each other or the model.

    The scores: accuracy, balanced accuracy, macro F1, Matthews correlation, Cohen's kappa, top 3 of more than three
    classes, ROC AUC, and where the outputs are shares log loss and Brier score; for
    labels exact match, Hamming loss, micro and macro F1 and ROC AUC; for regression MAE, RMSE and R², with several
    named targets for each of them (`Evaluation.targets`).
    """
    schema = _schema(model, x, y, tuple(class_names))
    meaning = meaning_of_model(model, TrainSpec(loss=loss), schema)
    return evaluation(model, x, y, schema, meaning, "test", len(x))


def evaluation(model, x, truth, schema: Schema, meaning: OutputMeaning, part: str, total: int) -> Evaluation:
    """The `Evaluation` of a model on examples x, an array or a list of arrays; their `truth` is in its own units."""
    starts = range(0, len(first(x)), _BATCH)
    outputs = np.concatenate([np.asarray(model(batch(x, start, _BATCH), training=False)) for start in starts])
    return scored(meaning.readable(outputs), truth, schema, meaning, part, total)


def scored(shown, truth, schema: Schema, meaning: OutputMeaning, part: str = "test", total: int = 0) -> Evaluation:
    """The `Evaluation` of predictions (n, units) as `meaning` shows them, whoever made them."""
    total = total or len(shown)
    if schema.task == "regression":
        truth = np.reshape(truth, np.shape(shown))
        targets = _of_targets(schema, truth, shown)
        scores = _together(targets, truth, shown) if targets else _regression_scores(truth, shown)
        return Evaluation(schema, meaning, part, total, truth, shown, scores, targets=targets)
    truth = np.asarray(truth, int)
    if schema.has_labels:
        return Evaluation(schema, meaning, part, total, truth, shown, *_label_scores(schema, meaning, truth, shown))
    scores, classes, roc = _class_scores(schema, meaning, truth, shown)
    return Evaluation(schema, meaning, part, total, truth, shown, scores, classes, roc)


def _regression_scores(truth: np.ndarray, shown: np.ndarray) -> dict[str, float]:
    if not np.isfinite(shown).all():
        return dict.fromkeys(("mae", "rmse", "r2"), float("nan"))
    r2 = metrics.r2_score(truth, shown) if len(truth) > 1 else float("nan")
    return {
        "mae": float(metrics.mean_absolute_error(truth, shown)),
        "rmse": float(metrics.root_mean_squared_error(truth, shown)),
        "r2": float(r2),
    }


def _of_targets(schema: Schema, truth: np.ndarray, shown: np.ndarray) -> tuple[TargetScores, ...]:
    """The scores of each target that has a name of its own: numbers of different units have no common error."""
    if not schema.target_names or schema.outputs < 2:
        return ()
    pairs = zip(schema.answers, truth.T, shown.T, strict=True)
    each = [(name, _regression_scores(own[:, None], said[:, None])) for name, own, said in pairs]
    return tuple(TargetScores(name, schema.unit(k), **scores) for k, (name, scores) in enumerate(each))


def _together(targets: tuple[TargetScores, ...], truth: np.ndarray, shown: np.ndarray) -> dict[str, float]:
    """Scores over all targets: the mean R², and the root mean squared error in each target's own deviations."""
    spread = truth.std(axis=0)
    squares = ((shown - truth) / np.where(spread > 0, spread, 1.0)) ** 2
    return {"r2_mean": float(np.mean([own.r2 for own in targets])), "rmse_scaled": float(np.sqrt(squares.mean()))}


def _class_scores(schema: Schema, meaning: OutputMeaning, truth: np.ndarray, shown: np.ndarray):
    names = schema.class_names
    labels, decided, numbers = range(len(names)), meaning.decided(shown), meaning.by_class(shown)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # classes that no example is of, which the table shows
        precision, recall, f1, support = metrics.precision_recall_fscore_support(
            truth, decided, labels=labels, zero_division=0.0
        )
        scores = {
            "accuracy": float(metrics.accuracy_score(truth, decided)),
            "balanced_accuracy": float(metrics.balanced_accuracy_score(truth, decided)),
            "f1": float(np.mean(f1)),
            "mcc": float(metrics.matthews_corrcoef(truth, decided)),
            "kappa": float(metrics.cohen_kappa_score(truth, decided, labels=list(labels))),
        }
        roc = tuple(filter(None, (_roc(names[k], truth == k, numbers[:, k]) for k in labels)))
        if meaning.shares and np.isfinite(numbers).all():
            shares = np.asarray(numbers, "float64")
            shares = shares / shares.sum(axis=1, keepdims=True)
            scores["log_loss"] = float(metrics.log_loss(truth, shares, labels=list(labels)))
            scores["brier"] = float(metrics.brier_score_loss(truth, shares, labels=list(labels)))
        if len(names) > _TOP:
            scores["top_3"] = float(metrics.top_k_accuracy_score(truth, numbers, k=_TOP, labels=list(labels)))
    if np.isnan(scores["kappa"]):
        del scores["kappa"]  # all are of one class, and called it
    if roc:
        scores["auc"] = float(np.mean([curve.auc for curve in roc]))
    classes = tuple(
        ClassScores(*each)
        for each in zip(
            names, map(float, precision), map(float, recall), map(float, f1), map(int, support), strict=True
        )
    )
    return scores, classes, roc


def _label_scores(schema: Schema, meaning: OutputMeaning, truth: np.ndarray, shown: np.ndarray):
    """As `_class_scores`, every label against its absence at the threshold."""
    together = label_scores(truth, meaning.decided(shown))
    labels = range(len(schema.class_names))
    roc = tuple(filter(None, (_roc(schema.class_names[k], truth[:, k] == 1, shown[:, k]) for k in labels)))
    scores = together.scores | ({"auc": float(np.mean([curve.auc for curve in roc]))} if roc else {})
    each = zip(schema.class_names, together.outcomes, truth.sum(axis=0), strict=True)
    classes = tuple(
        ClassScores(name, *map(_or_zero, (own.precision, own.recall, own.f1)), int(count)) for name, own, count in each
    )
    return scores, classes, roc


def _or_zero(share: float) -> float:
    """A share of nothing counts as 0, as scikit-learn has it."""
    return 0.0 if np.isnan(share) else share


def _roc(name: str, is_so: np.ndarray, numbers: np.ndarray) -> Roc | None:
    if is_so.all() or not is_so.any() or not np.isfinite(numbers).all():
        return None
    false_positive, true_positive, thresholds = metrics.roc_curve(is_so, numbers)
    chosen = np.unique(np.linspace(0, len(thresholds) - 1, min(_ROC_POINTS, len(thresholds))).round().astype(int))
    auc = float(metrics.roc_auc_score(is_so, numbers))
    return Roc(name, false_positive[chosen], true_positive[chosen], thresholds[chosen], auc)


def _schema(model: keras.Model, x: np.ndarray, y: np.ndarray, names: tuple[str, ...]) -> Schema:
    x, y = np.asarray(x), np.asarray(y)
    if len(x) != len(y) or not len(x):
        raise DataError(f"Received {len(x):,} examples and {len(y):,} targets.", expected="one target each", where="y")
    units = unit_count(model)
    if units is None:
        raise DataError(
            "The model has several outputs, or none that is flat.", expected="one flat output", where="model"
        )
    kind = _KINDS.get(x.ndim, "vector")
    columns = tuple(f"feature {k + 1}" for k in range(x.shape[1])) if x.ndim == 2 else ()
    if y.dtype.kind not in "iub" and not names:
        return Schema(kind, "regression", tuple(x.shape[1:]), columns, outputs=units)
    if y.ndim == 2 and y.shape[1] > 1:
        return _labels(kind, x, y, columns, names, units)
    count = max(2, units, int(y.max()) + 1, len(names))
    names = names or tuple(f"class {k}" for k in range(count))
    if len(names) != count:
        raise DataError(f"{len(names)} names were given for {count} classes.", where="class_names")
    return Schema(kind, "binary" if count == 2 else "multiclass", tuple(x.shape[1:]), columns, names, outputs=units)


def _labels(kind, x, y: np.ndarray, columns, names: tuple[str, ...], units: int) -> Schema:
    count = y.shape[1]
    if not np.isin(y, (0, 1)).all() or count != units or len(names) not in (0, count):
        raise DataError(
            f"Received targets of shape {y.shape} for {units} outputs{f' and {len(names)} names' if names else ''}.",
            expected="for labels 0 and 1, one for each output; for classes one whole number an example",
            where="y",
        )
    names = names or tuple(f"label {k + 1}" for k in range(count))
    return Schema(kind, "multilabel", tuple(x.shape[1:]), columns, names, outputs=units)
