"""What measuring explanations came to: a row a method, with its verdict. Imports no framework."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from nnviz import words
from nnviz.explanation.catalog import METHODS
from nnviz.explanation.measures.catalog import MEASURES, TRUTH, Measure

FEW = 5
"""Examples below which next to nothing can be told of a method."""
GOOD, MIDDLING, BAD = "good", "middling", "bad"


@dataclass(frozen=True)
class Row:
    """One method, measured.

    Attributes:
        method: a name in `nnviz.explanation.catalog.METHODS`, or what a function is called.
        scores: measure → (n,) one number an example; NaN where it has none.
        reasons: measure → why it was not measured, in a sentence.
        refused: why the method explains nothing here, in a sentence; "" where it does.
        seconds: that its explanations and measures took.
        chances: measure → what a map that knows nothing would reach on these examples.
        parts: what an example has of them.
    """

    method: str
    scores: dict[str, np.ndarray] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    refused: str = ""
    seconds: float = 0.0
    chances: dict[str, float] = field(default_factory=dict)
    parts: int = 0

    @staticmethod
    def joined(parts: Sequence["Row"]) -> "Row":
        """The examples of several rows of one method, one after the other; a measure that one of them lacks is NaN
        there."""
        names = [name for name in MEASURES if any(name in own.scores for own in parts)]
        scores = {
            name: np.concatenate([own.scores.get(name, np.full(own.examples, np.nan)) for own in parts])
            for name in names
        }
        reasons = {name: why for own in parts for name, why in own.reasons.items() if name not in scores}
        chances = {name: mean([own.chances.get(name, np.nan) for own in parts]) for name in parts[0].chances}
        refused = "" if scores else next((own.refused for own in parts if own.refused), "")
        seconds = sum(own.seconds for own in parts)
        return replace(parts[0], scores=scores, reasons=reasons, refused=refused, seconds=seconds, chances=chances)

    @property
    def title(self) -> str:
        return METHODS[self.method].title if self.method in METHODS else self.method

    @property
    def examples(self) -> int:
        return max((len(own) for own in self.scores.values()), default=0)

    def mean(self, measure: str) -> float:
        """Over the examples that have a number; NaN where none has."""
        return mean(self.scores.get(measure, np.array([])))

    def level(self, measure: str) -> str:
        """ "good", "middling", "bad", or "" where that cannot be said."""
        return level(MEASURES[measure], self.mean(measure), self.chances.get(measure), self.parts, self.examples)

    def said(self, measure: str) -> str:
        """What the number says, in a sentence; or why there is none."""
        if measure not in self.scores:
            return self.reasons.get(measure, "This was not measured.")
        own, value = MEASURES[measure], self.mean(measure)
        if np.isnan(value):
            return _NONE.get(own.group, "There is nothing to measure: the map is 0 everywhere.")
        if measure in _COMPARED and luck(self.parts, self.examples) >= own.bad:
            return (
                f"Maps of {words.counted(self.parts, 'part')} are too small to compare on so few examples: two that "
                "have nothing to do with each other may well be alike. Take more examples."
            )
        return own.said[{GOOD: 0, BAD: 2}.get(self.level(measure), 1)]

    @property
    def fails(self) -> bool:
        """Whether its maps stay much the same when the network forgets what it learned."""
        return any(self.level(name) == BAD for name in _COMPARED)

    @property
    def verdict(self) -> str:
        """Whether to believe it, in a sentence with its reason."""
        if self.refused:
            return self.refused
        return f"{self.answer} {self.reason}"

    @property
    def answer(self) -> str:
        """ "You can believe it.", "Believe it with care." and so on."""
        return _BELIEF[self.belief]

    @property
    def belief(self) -> str:
        """ "yes", "partly", "no", or "unknown"."""
        levels = {name: self.level(name) for name in self.scores}
        deciding = [own for name, own in levels.items() if MEASURES[name].group in ("faithful", "true") and own]
        if self.fails:
            return "no"
        if not deciding:
            return "unknown"
        if deciding.count(BAD) > len(deciding) / 2 or GOOD not in deciding:
            return "no"
        doubtful = BAD in deciding or BAD in levels.values() or deciding.count(GOOD) <= len(deciding) / 2
        return "partly" if doubtful else "yes"

    @property
    def reason(self) -> str:
        """What speaks for that answer, in a sentence or two."""
        belief, levels = self.belief, {name: self.level(name) for name in MEASURES if name in self.scores}
        if belief == "unknown":
            return next((self.said(name) for name in levels), "Nothing could be measured.")
        failed = [name for name in _ORDER if levels.get(name) == BAD]
        passed = [name for name in _ORDER if levels.get(name) == GOOD and MEASURES[name].group]
        if belief == "yes":
            return self._two(passed)
        if belief == "partly":
            doubts = failed or [name for name in _ORDER if levels.get(name) == MIDDLING]
            return f"{self.said(passed[0])} But: {_lower(self.said(doubts[0]))}"
        first = [name for name in failed if name in _COMPARED] or failed
        return self.said(first[0]) if first else self.said(next(name for name in _ORDER if levels.get(name)))

    def _two(self, names: list[str]) -> str:
        """The first reason of two groups."""
        groups = {MEASURES[name].group: name for name in reversed(names)}
        return " ".join(self.said(name) for name in [name for name in names if name in groups.values()][:2])


_COMPARED = ("randomization", "random_labels")
_ORDER = (*TRUTH[1:], "deletion", "insertion", "infidelity", *_COMPARED, "pointing", "completeness", "sensitivity")
_BELIEF = {
    "yes": "You can believe it.",
    "partly": "Believe it with care.",
    "no": "Do not believe it.",
    "unknown": "That cannot be said here.",
}
_NONE = {
    "faithful": "The number is about the same whatever is covered, so this says nothing.",
    "true": "What is explained is not there, so that there is nothing that the map should lie on.",
    "learned": "A map is the same everywhere, so that there is nothing to compare.",
}


def level(measure: Measure, value: float, chance: float | None = None, parts: int = 0, examples: int = 1) -> str:
    """Whether a mean is good, bad or between; "" where that cannot be said.

    Args:
        chance: what a map that knows nothing would reach; a measure of truth counts from there on.
        parts, examples: by which chance alone makes maps alike.
    """
    if np.isnan(value) or np.isnan(measure.good):
        return ""
    good = measure.good
    if measure.name in _COMPARED:
        lucky = luck(parts, examples)
        if lucky >= measure.bad:
            return ""
        good = max(good, lucky)
    if measure.group == "true" and chance is not None:
        value = (value - chance) / max(1 - chance, 1e-9)
    sign = 1 if measure.better == "high" else -1
    if sign * value >= sign * good:
        return GOOD
    return BAD if sign * value <= sign * measure.bad else MIDDLING


def luck(parts: int, examples: int) -> float:
    """Two standard deviations of the mean rank correlation of unrelated maps: 2 / √((parts − 1) · n)."""
    return 2 / np.sqrt(max(1, parts - 1) * max(1, examples))


def mean(values) -> float:
    """Over the finite ones; NaN where there is none."""
    values = np.asarray(values, "float64")
    finite = values[np.isfinite(values)]
    return float(finite.mean()) if len(finite) else float("nan")


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
