"""What measuring explanations came to: a row a method, with its verdict. Imports no framework."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from nnviz import words
from nnviz.explanation.catalog import METHODS
from nnviz.explanation.measures.catalog import MEASURES, TRUTH
from nnviz.explanation.measures.levels import BAD, COMPARED, GOOD, MIDDLING, level, mean, rank_of

FEW = 5
"""Examples below which next to nothing can be told of a method."""


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
        nulls: measure → (copies, n) what maps that know nothing reached on these examples; see
            `nnviz.explanation.measures.chance`.
        ranks: measure → the same in two numbers where they are not kept: the share of such maps that it outdoes, and
            the number that 95 of 100 of them do not reach.
    """

    method: str
    scores: dict[str, np.ndarray] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    refused: str = ""
    seconds: float = 0.0
    chances: dict[str, float] = field(default_factory=dict)
    parts: int = 0
    nulls: dict[str, np.ndarray] = field(default_factory=dict)
    ranks: dict[str, tuple[float, float]] = field(default_factory=dict)

    def __post_init__(self):
        found = {name: rank_of(self.scores[name], own, MEASURES[name]) for name, own in self.nulls.items()}
        object.__setattr__(self, "ranks", {**self.ranks, **found})

    @property
    def in_short(self) -> "Row":
        """The same without what each map that knows nothing reached."""
        return replace(self, nulls={})

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
        nulls = {
            name: np.concatenate([own.nulls[name] for own in parts], axis=1)
            for name in names
            if all(name in own.nulls and len(own.nulls[name]) == len(parts[0].nulls.get(name, ())) for own in parts)
        }
        others = {"chances": chances, "nulls": nulls, "ranks": {}}
        return replace(parts[0], scores=scores, reasons=reasons, refused=refused, seconds=seconds, **others)

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
        own, rank = MEASURES[measure], self.ranks.get(measure)
        return level(own, self.mean(measure), self.chances.get(measure), self.parts, self.examples, rank)

    def said(self, measure: str) -> str:
        """What the number says, in a sentence; or why there is none."""
        if measure not in self.scores:
            return self.reasons.get(measure, "This was not measured.")
        own, value = MEASURES[measure], self.mean(measure)
        if np.isnan(value):
            return _NONE.get(own.group, "There is nothing to measure: the map is 0 everywhere.")
        if measure in COMPARED and not self.level(measure):
            return (
                f"Maps of {words.counted(self.parts, 'part')} are too small to compare on so few examples: two that "
                "have nothing to do with each other may well be alike. Take more examples."
            )
        if measure in self.ranks and own.outdoes:
            return own.outdoes.format(share=_share(self.ranks[measure][0]))
        return own.said[{GOOD: 0, BAD: 2}.get(self.level(measure), 1)]

    @property
    def fails(self) -> bool:
        """Whether its maps stay much the same when the network forgets what it learned."""
        return any(self.level(name) == BAD for name in COMPARED)

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
        first = [name for name in failed if name in COMPARED] or failed
        return self.said(first[0]) if first else self.said(next(name for name in _ORDER if levels.get(name)))

    def _two(self, names: list[str]) -> str:
        """The first reason of two groups."""
        groups = {MEASURES[name].group: name for name in reversed(names)}
        return " ".join(self.said(name) for name in [name for name in names if name in groups.values()][:2])


_ORDER = (*TRUTH[1:], "deletion", "insertion", "infidelity", *COMPARED, "pointing", "completeness", "sensitivity")
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


def _share(outdone: float) -> str:
    """ "all", "98 %", "none"."""
    return "all" if outdone >= 1 else "none" if outdone <= 0 else f"{int(100 * outdone + 1e-9)} %"


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
