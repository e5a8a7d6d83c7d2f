"""What was found of changes that flip an answer. Plain arrays, no framework."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from nnviz import words
from nnviz.data.column import Column
from nnviz.explanation.changes.goal import Goal

_FAR = 1e-6
NORMS = {"linf": "every number by at most", "l2": "a total length of"}
"""How the size of a push is measured, in words."""
ATTACKS = {"pgd": "PGD: many small steps", "fgsm": "FGSM: one step"}
SHADES = 255


@dataclass(frozen=True)
class Attack:
    """Examples that were pushed along a gradient.

    Attributes:
        x: (n, …) as they are after it.       before: (n, …) as they were.
        answer: (n,) the class that the model gives then, asked once more.
        flips: (n,) whether that is what the push was for.
        linf, l2: (n,) the largest change of a number, and the length of all changes, in units of the push.
        norm: which of them was bounded.
        shown: (n, units) the answers as people read them.
    """

    x: np.ndarray
    before: np.ndarray
    answer: np.ndarray
    flips: np.ndarray
    linf: np.ndarray
    l2: np.ndarray
    norm: str
    shown: np.ndarray


@dataclass(frozen=True)
class Pushed:
    """One image or sequence of a run that was pushed to another answer.

    Attributes:
        before, after: as it was and is, in the data's own units.
        low, high: the values that the data go from and to; of sequences one a channel.
        said, said_after: the answers, in words.
        wanted: what the answer was to become, in words.
        flips: whether the network, asked once more, gives it.
        strength: of the push, as a share of the range from `low` to `high`; of "l2" the length of all shares.
        norm, method: keys of `NORMS` and `ATTACKS`.
        least: whether the smallest strength was sought.
        seconds: how long it took.
    """

    before: np.ndarray
    after: np.ndarray
    low: np.ndarray
    high: np.ndarray
    said: str
    said_after: str
    wanted: str
    flips: bool
    strength: float
    norm: str
    method: str
    least: bool
    seconds: float

    @property
    def shares(self) -> np.ndarray:
        """The change of every number as a share of the range."""
        return (self.after - self.before) / np.maximum(self.high - self.low, _FAR)

    def size(self, image: bool) -> str:
        """How far it goes, in words: "each pixel by at most 3.1 of 255 shades", "each number by at most 1.2 % of its
        range"."""
        shares = np.abs(self.shares)
        if self.norm == "linf":
            most = float(shares.max())
            if image:
                return f"each pixel by at most {words.plain(most * SHADES, 2)} of {SHADES} shades"
            return f"each number by at most {words.percent(most)} of its range"
        mean = float(np.sqrt((shares**2).mean()))
        if image:
            return f"the pixels by {words.plain(mean * SHADES, 2)} of {SHADES} shades on average (root mean square)"
        return f"the numbers by {words.percent(mean)} of their range on average (root mean square)"

    def sentence(self, image: bool) -> str:
        """What came of it: "Changing each pixel by at most 3.1 of 255 shades turns 8 (99 %) into 3 (51 %)."."""
        if not np.any(self.after != self.before):
            return f"No push that stays within the data's range turned {self.said} into {self.wanted}."
        if self.flips:
            return f"Changing {self.size(image)} turns {self.said} into {self.said_after}."
        return (
            f"Changing {self.size(image)} does not turn it into {self.wanted}: {self.said} becomes {self.said_after}."
        )


@dataclass(frozen=True)
class Withstood:
    """How many of some examples keep the right answer under pushes.

    Attributes:
        strengths: (k,) shares of the data's range.
        right: (k, n) whether each example is answered rightly after a push of that strength.
        norm, method: keys of `NORMS` and `ATTACKS`.
    """

    strengths: np.ndarray
    right: np.ndarray
    norm: str
    method: str

    @property
    def accuracy(self) -> np.ndarray:
        """(k,) shares of the examples."""
        return self.right.mean(1)

    @property
    def interval(self) -> np.ndarray:
        """(2, k) the ends of the 95 % interval of the accuracy (Wilson, "Probable inference", 1927)."""
        share, count, z2 = self.accuracy, self.right.shape[1], 1.96**2
        middle = (share + z2 / (2 * count)) / (1 + z2 / count)
        half = np.sqrt(z2) * np.sqrt(share * (1 - share) / count + z2 / (4 * count**2)) / (1 + z2 / count)
        return np.stack([middle - half, middle + half])

    @staticmethod
    def joined(parts: Sequence["Withstood"]) -> "Withstood":
        """The examples of several records of one question, one after the other."""
        return replace(parts[0], right=np.concatenate([one.right for one in parts], 1))


@dataclass(frozen=True)
class Change:
    """One row that is another answer's.

    Attributes:
        codes: (columns,) its values.
        changed: places of the columns that differ from the row it began with.
        distance: the sum of what differs: of numbers in median absolute deviations, 1 for another name.
        parts: (columns,) its terms.
        shown, said: what the network answers to it, as people read it, and in words.
        flips: whether the network, asked once more, gives the wanted answer.
    """

    codes: np.ndarray
    changed: tuple[int, ...]
    distance: float
    parts: np.ndarray
    shown: np.ndarray
    said: str
    flips: bool


@dataclass(frozen=True)
class Changes:
    """The smallest changes of a row that were found.

    Attributes:
        columns: the row's.
        codes: (columns,) the row itself.
        low, high: (columns,) between which numbers were let.
        said: what the network answers to it, in words.
        wanted: what the answer was to become, in words.
        found: nearest first; each leaves the column alone that the one before it changed most.
        real: the nearest real example that the network answers so; None where it knows of none.
        real_row: its position in the source, −1 for none.
        seconds: how long it took.
        why_none: a sentence where nothing was found; "" otherwise.
    """

    columns: tuple[Column, ...]
    codes: np.ndarray
    low: np.ndarray
    high: np.ndarray
    said: str
    wanted: str
    found: tuple[Change, ...]
    real: Change | None
    real_row: int
    seconds: float
    why_none: str = ""

    def value(self, place: int, code: float) -> str:
        """One value of a column as people write it, with its unit: "12.3 cm", "Rome", "2021-03-04", "missing"."""
        column = self.columns[place]
        (readable,) = column.readable(np.array([code]))
        if readable is None:
            return "missing"
        if isinstance(readable, float):
            unit = column.unit if column.unit and column.unit not in column.name else ""
            return f"{words.plain(readable, 6)} {unit}".strip()
        return str(readable)

    def sentence(self, change: Change) -> str:
        """ "If alcohol were 13.1 instead of 12.3, the network would answer B (63 %) instead of A (88 %)."."""
        parts = [
            f"{self.columns[j].name} were {self.value(j, change.codes[j])} instead of {self.value(j, self.codes[j])}"
            for j in change.changed
        ]
        then = f"the network would answer {change.said} instead of {self.said}"
        if not change.flips:
            return f"With {words.listed([self.columns[j].name for j in change.changed])} changed, {then}."
        return f"If {words.listed(parts)}, {then}."

    def largest_first(self, change: Change) -> list[int]:
        """The places of the columns that differ, those that go farthest first."""
        return sorted(change.changed, key=lambda j: -change.parts[j])

    def shares(self, codes: np.ndarray) -> np.ndarray:
        """(columns,) where values lie between the smallest and the largest of the data, from 0 to 1."""
        return (codes - self.low) / np.maximum(self.high - self.low, _FAR)

    def table(self) -> dict[str, Sequence[str]]:
        """Everything in words: column → the row's value, and that of every change."""
        rows = {"as it is": self.codes}
        rows |= {f"change {k}": one.codes for k, one in enumerate(self.found, 1)}
        if self.real is not None:
            rows["nearest real example"] = self.real.codes
        named = {name: [self.value(j, code) for j, code in enumerate(codes)] for name, codes in rows.items()}
        return {"column": [column.name for column in self.columns], **named}


@dataclass(frozen=True)
class Swaps:
    """A text with some words swapped.

    Attributes:
        before, after: (steps,) token ids, 0 after the text's end.
        shown, shown_after: (units,) the answers, as people read them.
        flips: whether the model, asked once more, gives the wanted answer.
        goal: what was wanted.
        names: what each id stands for; empty where that is not known.
        said, said_after, wanted: the answers and the goal in words, where the names are known.
    """

    before: np.ndarray
    after: np.ndarray
    shown: np.ndarray
    shown_after: np.ndarray
    flips: bool
    goal: Goal
    names: tuple[str, ...] = ()
    said: str = ""
    said_after: str = ""
    wanted: str = ""

    @property
    def places(self) -> list[int]:
        """Where words were swapped."""
        return [int(k) for k in np.flatnonzero(self.before != self.after)]

    def word(self, token: int) -> str:
        return self.names[token] if self.names else str(int(token))

    def text(self) -> str:
        """The changed text, as it may be written again."""
        ids = [token for token in self.after if token]
        joint = "" if self.names and all(len(name) < 2 for name in self.names[2:]) else " "
        return joint.join(self.word(token) for token in ids)

    def sentence(self) -> str:
        """ "Putting “dull” for “great” turns positive (99 %) into negative (73 %)."."""
        pairs = [f"“{self.word(self.after[k])}” for “{self.word(self.before[k])}”" for k in self.places]
        if not pairs:
            return f"No swap of words was found that brings the answer nearer to {self.wanted}."
        if self.flips:
            return f"Putting {words.listed(pairs)} turns {self.said} into {self.said_after}."
        told = f"Putting {words.listed(pairs)} comes nearest to {self.wanted}, and does not reach it"
        return f"{told}: {self.said} becomes {self.said_after}."
