"""Texts by class: lengths, frequent words, telling words. Only NumPy."""

import numpy as np

from nnviz.data.column import Column
from nnviz.data.profiling.kinds import TextProfile, Word
from nnviz.data.profiling.statistics import column_profile
from nnviz.data.profiling.table import Table

_FREQUENT, _TELLING, _MUCH = 30, 12, 10
_PRIOR, _SHARE = 500.0, 0.02
"""Words that the prior of `typical` counts as having been seen, in the proportions of all texts; of few texts fewer."""


def text_profile(table: Table) -> TextProfile:
    """Lengths and words of all texts, by class."""
    groups = np.zeros(len(table), int) if table.groups is None else table.groups
    names = ("all texts",) if table.groups is None else table.classes
    lengths = column_profile(text_lengths(table), Column("words"), table.groups, len(names))
    counts = word_counts(table.x, groups, len(names))
    totals = counts.sum(axis=0)
    order = _worth_telling([k for k in np.argsort(-totals, kind="stable") if totals[k]], table)
    telling = ()
    if len(names) > 1:
        z = typical(counts)
        telling = tuple(
            tuple((_word(k, counts, table), float(z[c, k])) for k in np.argsort(-z[c], kind="stable")[:_TELLING]
                  if z[c, k] > 2)
            for c in range(len(names))
        )  # fmt: skip
    return TextProfile(
        names, lengths.spread, lengths.statistics, int((totals > 0).sum()), int((totals == 1).sum()),
        tuple(_word(k, counts, table) for k in order), telling,
    )  # fmt: skip


def _worth_telling(order: list[int], table: Table) -> list[int]:
    """The first words of those in `order`: without commas and full stops, where there is much else."""
    said = [k for k in order if k >= len(table.words) or any(letter.isalnum() for letter in table.words[k])]
    return (said if len(said) >= _MUCH else order)[:_FREQUENT]


def text_lengths(table: Table) -> np.ndarray:
    """(n,) words of each text, up to its end."""
    return np.count_nonzero(table.x, axis=1).astype(float)


def word_counts(x: np.ndarray, groups: np.ndarray, count: int) -> np.ndarray:
    """(classes, words) how often each word stands in the texts x (n, steps), places in a list of words; the padding, 0,
    counts as none."""
    x = x.astype(np.int64)
    width = int(x.max()) + 1
    counts = np.zeros((count, width), np.int64)
    for k in range(count):
        counts[k] = np.bincount(x[groups == k].reshape(-1), minlength=width)
    counts[:, 0] = 0
    return counts


def typical(counts: np.ndarray) -> np.ndarray:
    """(classes, words) z values of the log-odds of each word in a class against all others, with a prior in the
    proportions of all texts: large for words that are typical of the class beyond chance.

    Monroe, Colaresi and Quinn, Fightin' words (2008), equations 16, 20 and 22.
    """
    totals = counts.sum(axis=0)
    weight = min(_PRIOR, _SHARE * float(totals.sum()))
    prior = np.where(totals > 0, weight * totals / max(totals.sum(), 1), np.nan)
    z = np.full(counts.shape, -np.inf)
    for k in range(len(counts)):
        own, other = counts[k], totals - counts[k]
        odds = [np.log((c + prior) / (c.sum() + weight - c - prior)) for c in (own, other)]
        z[k] = np.nan_to_num((odds[0] - odds[1]) / np.sqrt(1 / (own + prior) + 1 / (other + prior)), nan=-np.inf)
    return z


def _word(k: int, counts: np.ndarray, table: Table) -> Word:
    shares = counts[:, k] / np.maximum(counts.sum(axis=1), 1)
    return Word(table.words[k] if k < len(table.words) else str(k), int(counts[:, k].sum()), tuple(map(float, shares)))
