"""Permutation importance: how much worse a network answers when one column is shuffled among the examples."""

from collections.abc import Sequence

import numpy as np

from nnviz import progress
from nnviz.errors import ExplanationError, unknown_name
from nnviz.explanation.columns.answers import Answers, of_arrays
from nnviz.explanation.columns.records import SCORES, Importance
from nnviz.training.meaning import OutputMeaning

_ELEMENTS_A_BLOCK = 2**22
_TINY = 1e-15


def permutation_importance(
    model,
    x,
    y,
    score: str | None = None,
    *,
    groups: Sequence[int] | None = None,
    repeats: int = 10,
    seed: int = 0,
    names: Sequence[str] = (),
    meaning: OutputMeaning | None = None,
) -> Importance:
    """How much worse a network's score gets with the values of one column shuffled among the examples.

    Breiman, "Random Forests" (2001); Fisher, Rudin and Dominici, "All Models are Wrong, but Many are Useful" (2019).
    The shuffles are those of scikit-learn's `permutation_importance` with the same seed; many of them are asked of the
    network at once. A column that says what another one says too counts for little, for the other one still stands.

    Args:
        model: any Keras 3 model of one input; it is left as found.
        x: (n, columns) examples.
        y: (n,) classes, or targets of a regression, (n,) or (n, targets).
        score: a name in `nnviz.explanation.columns.records.SCORES`; None takes accuracy for whole-number targets of a
            network that ends with probabilities, and R² elsewhere.
        groups: the group of each column, from 0: columns of one group are shuffled together.
        repeats: how often each column is shuffled.
        names: of the columns, or of the groups.

    Raises:
        ExplanationError: for examples that are no table, targets that do not fit, or a score that cannot be had.
    """
    answers, table = of_arrays(model, x, meaning)
    y = np.asarray(y)
    if score is None:
        classes = answers.meaning.classes or answers.meaning.shown == "probability"
        score = "accuracy" if classes and y.dtype.kind in "iub" else "r2"
    own = np.arange(table.shape[1]) if groups is None else np.asarray(groups, int)
    if own.shape != table.shape[1:]:
        raise ExplanationError(
            f"Received {own.size:,} groups for {table.shape[1]:,} columns.", expected="one a column", where="groups"
        )
    members = [np.flatnonzero(own == k) for k in range(int(own.max()) + 1)]
    before, falls = falls_of(answers, table, y, score, members, repeats, seed)
    named = tuple(names) or tuple(f"column {k + 1}" for k in range(len(members)))
    return Importance(named, falls, score, before, len(table), seed)


def falls_of(
    answers: Answers, table: np.ndarray, y: np.ndarray, score: str, members: Sequence, repeats: int, seed: int
) -> tuple[float, np.ndarray]:
    """The score as it is, and (groups, repeats) how much worse it is with the columns of each group shuffled.

    Raises:
        ExplanationError: as `permutation_importance`.
    """
    if score not in SCORES:
        raise unknown_name("score", score, SCORES, kind=ExplanationError)
    if len(y) != len(table):
        raise ExplanationError(f"Received {len(y):,} targets for {len(table):,} examples.", where="y")
    count, everything = len(table), np.arange(len(table))
    better = 1.0 if SCORES[score][1] else -1.0
    before = score_of(answers, answers.shown(table, everything), y, score)
    orders = _orders(count, repeats, seed)
    falls = np.zeros((len(members), repeats))
    jobs = [(g, r) for g, own in enumerate(members) if _varies(table[:, own]) for r in range(repeats)]
    block = max(1, _ELEMENTS_A_BLOCK // max(1, table.size))
    for first in range(0, len(jobs), block):
        progress.tell(first / len(jobs))
        some = jobs[first : first + block]
        rows = np.tile(table, (len(some), 1, 1))
        for place, (g, r) in enumerate(some):
            rows[place][:, members[g]] = table[orders[r]][:, members[g]]
        shown = answers.shown(rows.reshape(-1, table.shape[1]), np.tile(everything, len(some)))
        for own, (g, r) in zip(shown.reshape(len(some), count, -1), some, strict=True):
            falls[g, r] = better * (before - score_of(answers, own, y, score))
    return before, falls


def _varies(columns: np.ndarray) -> bool:
    """Whether shuffling can change anything: not where all examples are alike."""
    same = (columns == columns[:1]) | (np.isnan(columns) & np.isnan(columns[:1]))
    return not bool(same.all())


def _orders(count: int, repeats: int, seed: int) -> list[np.ndarray]:
    """The shuffles of scikit-learn: each goes on from the one before."""
    drawn = np.random.RandomState(seed).randint(np.iinfo(np.int32).max + 1)
    random, places, order, orders = np.random.RandomState(drawn), np.arange(count), np.arange(count), []
    for _ in range(repeats):
        random.shuffle(places)
        order = order[places]
        orders.append(order)
    return orders


def score_of(answers: Answers, shown: np.ndarray, y: np.ndarray, score: str) -> float:
    """One score of shown answers (n, numbers). Raises ExplanationError where the answers or targets do not fit it."""
    meaning = answers.meaning
    numbers = meaning.by_class(shown).astype("float64")
    if score == "accuracy":
        decided = numbers.argmax(1) if not meaning.has_labels else meaning.decided(shown)
        return float(np.mean(decided == np.asarray(y).reshape(decided.shape)))
    if score == "log_loss":
        if meaning.shown != "probability" or meaning.has_labels:
            raise ExplanationError("Log loss needs probabilities of classes.", fix="Choose accuracy.", where="score")
        own = numbers[np.arange(len(y)), np.asarray(y, int).ravel()] / numbers.sum(1)
        return float(-np.log(np.clip(own, _TINY, 1.0)).mean())
    truth = np.asarray(y, "float64").reshape(len(y), -1)
    if truth.shape != shown.shape:
        raise ExplanationError(
            f"The targets have {truth.shape[1]} numbers an example, the answers {shown.shape[1]}.", where="y"
        )
    wrong = truth - shown
    if score == "mean_absolute_error":
        return float(np.abs(wrong).mean())
    spread = ((truth - truth.mean(0)) ** 2).sum(0)
    return float(np.mean(1 - (wrong**2).sum(0) / np.where(spread > 0, spread, 1.0)))
