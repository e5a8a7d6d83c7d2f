"""Several methods' explanations of one prediction side by side: on one scale, and how far they agree. Imports no
framework."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from nnviz import words
from nnviz.explanation.catalog import METHODS, Method
from nnviz.explanation.records import Attribution

_CLOSE, _FAR = 0.8, 0.4
"""Rank correlations from which on two methods say nearly the same, and below which they say something else."""
_TWO = 2
_NAMES = ("Shapley",)
_SHARE = 0.1
"""The most important parts that are compared, as a share of all."""


@dataclass(frozen=True)
class Compared:
    """Explanations by m methods of one example's k parts: pixels, columns, steps or tokens.

    Attributes:
        methods: their names.
        shares: (m, …) float64, each method's values as shares of the sum of its absolute values; colour channels and
            channels of a series are added up.
        correlation: (m, m) Spearman's rank correlation; of absolute values where either method has no sign.
        overlap: (m, m) how many of the `most` most important parts two methods have in common, as a share.
        most: how many parts these are.
    """

    methods: tuple[str, ...]
    shares: np.ndarray
    correlation: np.ndarray
    overlap: np.ndarray
    most: int

    @property
    def titles(self) -> list[str]:
        return [METHODS[name].short for name in self.methods]

    @property
    def stretched(self) -> np.ndarray:
        """(m, …) each method's values as shares of its own largest, so that a map that is spread thin is seen too."""
        axes = tuple(range(1, self.shares.ndim))
        most = np.abs(self.shares).max(axes, keepdims=True)
        return np.where(most > 0, self.shares / np.maximum(most, 1e-300), 0.0)

    @property
    def agreeing(self) -> tuple[int, int]:
        """The two that agree most."""
        return self._pair(np.argmax)

    @property
    def differing(self) -> tuple[int, int]:
        """The two that differ most."""
        return self._pair(np.argmin)

    def _pair(self, choose) -> tuple[int, int]:
        places = np.triu_indices(len(self.methods), 1)
        k = int(choose(self.correlation[places]))
        return int(places[0][k]), int(places[1][k])

    @property
    def verdict(self) -> str:
        """How far they agree, and why those that differ most do, in a few sentences."""
        if len(self.methods) < _TWO:
            return ""
        if not np.any(self.shares):
            return "No method finds a part that counts: what is explained does not change with the input here."
        mean = float(self.correlation[np.triu_indices(len(self.methods), 1)].mean())
        level = "largely agree" if mean >= _CLOSE else "agree in part" if mean >= _FAR else "disagree"
        who = "Both methods" if len(self.methods) == _TWO else f"These {words.counted(len(self.methods), 'method')}"
        sentence = f"{who} {level} on what counts: their rank correlation is {_two_digits(mean)}"
        if len(self.methods) == _TWO:
            return f"{sentence}. {self._why(0, 1) if mean < _CLOSE else ''}".strip()
        (a, b), (c, d) = self.agreeing, self.differing
        best, worst = self.correlation[a, b], self.correlation[c, d]
        sentence += f" on average. {self.titles[a]} and {_low(self.titles[b])} agree most ({_two_digits(best)})"
        if worst >= _CLOSE:
            return f"{sentence}, and no two differ much."
        apart = f"{_low(self.titles[c])} and {_low(self.titles[d])} differ most ({_two_digits(worst)})"
        return f"{sentence}; {apart}. {self._why(c, d)}"

    def _why(self, a: int, b: int) -> str:
        return why(METHODS[self.methods[a]], METHODS[self.methods[b]])


def compare(results: Mapping[str, Attribution], place: int = 0) -> Compared:
    """Explanations of one example on one scale.

    Args:
        results: of each method, by its name; of one example each.
        place: which of several inputs.
    """
    values = [_by_part(one.values[place] if isinstance(one.values, tuple) else one.values) for one in results.values()]
    flat = np.stack([np.nan_to_num(one.ravel(), posinf=0.0, neginf=0.0) for one in values])
    whole = np.abs(flat).sum(1, keepdims=True)
    signed = [METHODS[name].signed for name in results]
    count = len(flat)
    ranks = {True: [_ranks(one) for one in flat], False: [_ranks(np.abs(one)) for one in flat]}
    most = max(1, min(flat.shape[1] // 2, max(3, round(_SHARE * flat.shape[1]))))
    top = [set(np.argsort(-np.abs(one), kind="stable")[:most].tolist()) for one in flat]
    correlation, overlap = np.eye(count), np.eye(count)
    for i in range(count):
        for j in range(i):
            kind = signed[i] and signed[j]
            correlation[i, j] = correlation[j, i] = _correlation(ranks[kind][i], ranks[kind][j])
            overlap[i, j] = overlap[j, i] = len(top[i] & top[j]) / most
    shares = np.where(whole > 0, flat / np.maximum(whole, 1e-300), 0.0).reshape(count, *values[0].shape)
    return Compared(tuple(results), shares, correlation, overlap, most)


def why(one: Method, two: Method) -> str:
    """Why two methods may differ, in a sentence: the first reason of those that weigh most."""
    first, second = one.short, _low(two.short)
    if one.signed != two.signed:
        without, other = (one, two) if two.signed else (two, one)
        return f"{without.short} shows where something counts, not whether it speaks for or against; " \
               f"{_low(other.short)} does."  # fmt: skip
    if {one.unit, two.unit} == {"slope", "output"}:
        slope, share = (one, two) if one.unit == "slope" else (two, one)
        return (
            f"{slope.short} says how fast the answer would change, {_low(share.short)} how much each part has changed "
            "it: a steep part may have moved little."
        )
    if one.needs_background != two.needs_background:
        many, single = (one, two) if one.needs_background else (two, one)
        compared = "a single baseline" if single.uses_baseline else "nothing"
        return f"{many.short} compares with other examples, {_low(single.short)} with {compared}."
    if one.uses_baseline != two.uses_baseline:
        with_one, without = (one, two) if one.uses_baseline else (two, one)
        return f"{with_one.short} compares with a baseline, {_low(without.short)} with nothing."
    if one.completeness != two.completeness:
        adds, free = (one, two) if one.completeness else (two, one)
        return f"The values of {_low(adds.short)} have to add up to the answer, those of {_low(free.short)} need not."
    return f"{first} and {second} share out what several parts do together by different rules."


def _two_digits(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def _low(title: str) -> str:
    """A title inside a sentence: a name that is written with capitals keeps them."""
    first = title.split()[0]
    return title if first in _NAMES or any(letter.isupper() for letter in first[1:]) else title[0].lower() + title[1:]


def _by_part(values) -> np.ndarray:
    """One number a part: channels, the last axis of images and series, are added up."""
    values = np.asarray(values, "float64")
    return values.sum(-1) if values.ndim > 1 else values


def _ranks(values: np.ndarray) -> np.ndarray:
    """Ranks of (k,) numbers; equal ones share the mean of theirs."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return (ends - (counts - 1) / 2)[inverse]


def _correlation(one: np.ndarray, two: np.ndarray) -> float:
    one, two = one - one.mean(), two - two.mean()
    size = np.sqrt((one**2).sum() * (two**2).sum())
    return float((one * two).sum() / size) if size > 0 else 0.0
