"""What a test with a concept found. Plain arrays and words, no framework."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnviz import words

SURE = 0.05
_FOUND = 0.6
"""From this share of unseen examples told rightly on, a layer is said to know a concept."""


@dataclass(frozen=True)
class Group:
    """Examples that show a concept: where they come from.

    Attributes:
        kind: "class", "column" (a number within `low` and `high`), "name" (a column has one of `names`), "word",
            "examples" of the training part, or "own" images that were uploaded.
        title: what a person calls it.
        place: of the class, or of the column.
        low, high: the ends, both included.
        names: places of names, of examples, or (in `own`) the parts of own images; the word.
    """

    kind: str
    title: str
    place: int = 0
    low: float = 0.0
    high: float = 0.0
    names: tuple = ()


@dataclass(frozen=True)
class ConceptTest:
    """A concept at one layer, for one class or number.

    Attributes:
        concept, layer, target: in words; `layer` is a path.
        scores: (sets,) of each set of random counterparts: the share of examples whose answer rises in the concept's
            direction.
        random: (sets,) the same of directions between two random groups.
        p: of a two-sided t-test (Welch, 1947) that both have the same mean.
        accuracy: mean share of unseen examples that the concept's directions tell from random ones.
        shown, asked: how many examples showed the concept, and how many the answer was looked at for.
        tests: how many tests are made together: so many times smaller has p to be.
    """

    concept: str
    layer: str
    target: str
    scores: np.ndarray
    random: np.ndarray
    p: float
    accuracy: float
    shown: int
    asked: int
    tests: int = 1

    @property
    def score(self) -> float:
        """The mean share."""
        return float(self.scores.mean())

    @property
    def significant(self) -> bool:
        """Whether p stays below 5 % when it is multiplied by the number of tests (Bonferroni)."""
        return bool(self.p * self.tests < SURE)

    @property
    def known(self) -> bool:
        """Whether the layer tells the concept from random examples that it has not seen."""
        return self.accuracy >= _FOUND

    @property
    def sentence(self) -> str:
        """What it says, in a sentence."""
        name, layer, target = self.concept, self.layer, self.target
        if not self.known:
            return (
                f"{layer} does not tell {name} from random examples ({words.percent(self.accuracy)} right on unseen "
                f"ones), so its direction there means nothing."
            )
        told = (
            f"At {layer}, {words.percent(self.score)} of the examples would rise towards {target} with more of {name}; "
            f"for random groups {words.percent(float(self.random.mean()))}."
        )
        if not self.significant:
            return f"{told} That may be chance (p = {words.plain(min(1.0, self.p * self.tests), 2)})."
        way = "speaks for" if self.score > self.random.mean() else "speaks against"
        return f"{told} So {name} {way} {target} (p {_bound(self.p * self.tests)})."


def verdict(tests: Sequence[ConceptTest]) -> str:
    """What several layers say of one concept and one target."""
    known = [one for one in tests if one.known]
    counting = [one for one in known if one.significant]
    name, target = tests[0].concept, tests[0].target
    if not known:
        return f"No layer that was looked at tells {name} from random examples: the network does not know it."
    if not counting:
        return f"The network knows {name}, and nothing shows that it uses it for {target}."
    last, name = counting[-1], f"{name[0].upper()}{name[1:]}"
    way = "for" if last.score > last.random.mean() else "against"
    return (
        f"{name} speaks {way} {target}: at {last.layer}, {words.percent(last.score)} of the examples would rise with "
        f"more of it, and {words.percent(float(last.random.mean()))} with random directions."
    )


def _bound(p: float) -> str:
    return "< 0.001" if p < 0.001 else f"= {words.plain(p, 2)}"
