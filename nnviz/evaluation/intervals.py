"""How far scores would move with other examples: bootstrap intervals. Only NumPy.

Efron and Tibshirani, An Introduction to the Bootstrap (1993): the examples are drawn again from themselves, with
replacement, and scored; the middle 95 % of these scores is the interval.
"""

from collections.abc import Callable

import numpy as np

from nnviz.evaluation.records import Evaluation

RESAMPLES = 1000
_FEWEST = 200
_WORK = 5_000_000
"""Numbers that the ranks of all classes may go through, over all resamples."""
_TOGETHER = 2_000_000
"""Weights that are held at once."""
_ROUNDING = 1e-12
Scores = dict[str, np.ndarray]


def intervals(
    evaluation: Evaluation, level: float = 0.95, resamples: int = RESAMPLES, seed: int = 0
) -> dict[str, tuple[float, float]]:
    """Between which two numbers each score lies in the middle `level` of resamples: {score: (low, high)}.

    Scores that are not numbers have none, and no score has one where there are fewer than two examples.
    """
    names = [name for name, value in evaluation.scores.items() if np.isfinite(value)]
    if evaluation.size < 2 or not names:
        return {}
    of = scorer(evaluation)
    count = min(resamples, max(_FEWEST, _WORK // (evaluation.size * max(1, len(evaluation.roc)))))
    drawn = [of(weights) for weights in drawn_weights(evaluation.size, count, seed)]
    tails = (100 * (1 - level) / 2, 100 * (1 + level) / 2)
    columns = {name: np.concatenate([one[name] for one in drawn]) for name in names if name in drawn[0]}
    finite = {name: values[np.isfinite(values)] for name, values in columns.items()}
    return {name: tuple(map(float, np.percentile(own, tails))) for name, own in finite.items() if len(own)}


def drawn_weights(size: int, resamples: int, seed: int):
    """Parts of (resamples, size) float32: how often each example is in each resample."""
    random, together = np.random.default_rng(seed), max(1, _TOGETHER // size)
    for start in range(0, resamples, together):
        rows = min(together, resamples - start)
        places = random.integers(size, size=(rows, size)) + size * np.arange(rows)[:, None]
        yield np.bincount(places.reshape(-1), minlength=rows * size).reshape(rows, size).astype("float32")


def scorer(evaluation: Evaluation) -> Callable[[np.ndarray], Scores]:
    """What gives the scores of an evaluation for weights (resamples, n) of its examples: {score: (resamples,)}."""
    if evaluation.schema.task == "regression":
        return _of_numbers(evaluation)
    of = _of_labels(evaluation) if evaluation.schema.has_labels else _of_classes(evaluation)
    ranks = [_auc(*pair) for pair in _pairs(evaluation)]
    if not ranks:
        return of
    return lambda weights: of(weights) | {"auc": np.mean([rank(weights) for rank in ranks], axis=0)}


def _of_classes(evaluation: Evaluation) -> Callable[[np.ndarray], Scores]:
    classes = np.arange(len(evaluation.schema.class_names))
    is_so, called = np.asarray(evaluation.truth)[:, None] == classes, evaluation.decided[:, None] == classes
    of_each = {"log_loss": evaluation.losses, "brier": evaluation.squares, "top_3": evaluation.among(3)}
    means = {name: values for name, values in of_each.items() if values is not None}
    sums = _sums(is_so & called, is_so, called, *(values[:, None] for values in means.values()))

    def of(weights: np.ndarray) -> Scores:
        both, true, said, *rest = sums(weights)
        total = weights.sum(axis=1)
        recall = np.where(true > 0, both / np.maximum(true, 1), np.nan)
        return {
            "accuracy": both.sum(axis=1) / total,
            "balanced_accuracy": np.nanmean(recall, axis=1),
            "f1": (2 * both / np.maximum(true + said, 1)).mean(axis=1),
            **_beyond_chance(both.sum(axis=1) / total, true / total[:, None], said / total[:, None]),
            **{name: own[:, 0] / total for name, own in zip(means, rest, strict=True)},
        }

    return of


def _beyond_chance(right: np.ndarray, true: np.ndarray, said: np.ndarray) -> Scores:
    """Matthews correlation (Gorodkin, 2004) and Cohen's kappa (1960) from shares: of right answers (resamples,), and of
    each class among the true and the said ones, (resamples, classes)."""
    chance = (true * said).sum(axis=1)
    spread = (1 - (true**2).sum(axis=1)) * (1 - (said**2).sum(axis=1))
    varied, open_ = spread > _ROUNDING, 1 - chance > _ROUNDING
    return {
        "mcc": np.where(varied, (right - chance) / np.sqrt(np.where(varied, spread, 1.0)), 0.0),
        "kappa": np.where(open_, (right - chance) / np.where(open_, 1 - chance, 1.0), np.nan),
    }


def _of_labels(evaluation: Evaluation) -> Callable[[np.ndarray], Scores]:
    is_so, called = np.asarray(evaluation.truth, bool), np.asarray(evaluation.decided, bool)
    right = is_so == called
    sums = _sums(is_so & called, is_so, called, right.all(axis=1, keepdims=True), (~right).mean(axis=1, keepdims=True))

    def of(weights: np.ndarray) -> Scores:
        both, true, said, exact, wrong = sums(weights)
        total = weights.sum(axis=1)
        return {
            "exact_match": exact[:, 0] / total,
            "hamming": wrong[:, 0] / total,
            "micro_f1": 2 * both.sum(axis=1) / np.maximum((true + said).sum(axis=1), 1),
            "macro_f1": (2 * both / np.maximum(true + said, 1)).mean(axis=1),
        }

    return of


def _of_numbers(evaluation: Evaluation) -> Callable[[np.ndarray], Scores]:
    shown = np.asarray(evaluation.shown, float)
    truth = np.reshape(np.asarray(evaluation.truth, float), shown.shape)
    spread = truth.std(axis=0)
    scaled = np.where(spread > 0, spread, 1.0)
    centred, errors = (truth - truth.mean(axis=0)) / scaled, (shown - truth) / scaled
    sums = _sums(np.abs(shown - truth), (shown - truth) ** 2, errors**2, centred, centred**2)

    def of(weights: np.ndarray) -> Scores:
        total = weights.sum(axis=1, keepdims=True)
        absolute, squares, own, first, second = (part / total for part in sums(weights))
        scatter = second - first**2
        varied = scatter > _ROUNDING  # a target that never changes is explained by nobody, as scikit-learn has it
        r2 = np.where(varied, 1 - own / np.where(varied, scatter, 1.0), own <= _ROUNDING).mean(axis=1)
        return {
            "mae": absolute.mean(axis=1),
            "rmse": np.sqrt(squares).mean(axis=1),
            "r2": r2,
            "r2_mean": r2,
            "rmse_scaled": np.sqrt(own.mean(axis=1)),
        }

    return of


def _sums(*features: np.ndarray) -> Callable[[np.ndarray], list[np.ndarray]]:
    """What gives the weighted sums of features, (n, k) each, for weights (resamples, n): (resamples, k) each."""
    rows = max(len(one) for one in features)
    columns = [np.broadcast_to(one, (rows, one.shape[-1])) for one in features]
    ends = np.cumsum([one.shape[1] for one in columns])[:-1]
    together = np.concatenate(columns, axis=1).astype("float64")
    return lambda weights: np.split(weights.astype("float64") @ together, ends, axis=1)


def _pairs(evaluation: Evaluation):
    """(who is of it, their numbers) for each class or label that has a ROC curve."""
    names, numbers = evaluation.schema.class_names, evaluation.meaning.by_class(evaluation.shown)
    there = {curve.name for curve in evaluation.roc}
    for k, name in enumerate(names):
        if name in there:
            truth = np.asarray(evaluation.truth)
            yield (truth[:, k] == 1 if evaluation.schema.has_labels else truth == k), numbers[:, k]
        if len(names) == 2 and evaluation.schema.has_classes and name in there:
            return  # the other side of two has the same area


def _auc(is_so: np.ndarray, numbers: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """The area under a ROC curve for weights: of all pairs, the share in the right order, ties counting half."""
    positive, negative = np.flatnonzero(is_so), np.flatnonzero(~is_so)
    negative = negative[np.argsort(numbers[negative], kind="stable")]
    below = np.searchsorted(numbers[negative], numbers[positive], side="left")
    not_above = np.searchsorted(numbers[negative], numbers[positive], side="right")

    def of(weights: np.ndarray) -> np.ndarray:
        counts = np.zeros((len(weights), len(negative) + 1), "float32")  # whole numbers, exact up to 16 million
        np.cumsum(weights[:, negative], axis=1, out=counts[:, 1:])
        ours = weights[:, positive]
        better = np.einsum("rp,rp->r", ours, counts[:, below] + counts[:, not_above], dtype="float64") / 2
        total = ours.sum(axis=1, dtype="float64") * counts[:, -1]
        return np.where(total > 0, better / np.where(total > 0, total, 1.0), np.nan)

    return of
