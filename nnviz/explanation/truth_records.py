"""What decides the examples of a run whose data were made, and how well an explanation agrees. Imports no framework."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

_PARTS = {"image": "picture", "sequence": "sequence", "tokens": "text", "vector": "table"}


@dataclass(frozen=True)
class KnownTruth:
    """What decides n examples of a run whose data were made.

    Attributes:
        words: what decides, in words, with the formula where there is one.
        noun: what the marked parts are called: "the object".
        kind: of the data.
        parts: (n, …) bool, which parts decide: pixels, steps, tokens or columns.
        counted: (n, …) bool, which parts there are at all: a text's end is none.
        answers: (n, labels, …) bool, of data with several labels: which parts decide each of them alone.
        place: which of the network's inputs these are parts of, the first (0) or one of those beside it.
    """

    words: str
    noun: str
    kind: str
    parts: np.ndarray
    counted: np.ndarray
    answers: np.ndarray | None = None
    place: int = 0

    def of(self, answer: int | Sequence[int] | None) -> "KnownTruth":
        """What decides one label, or one label an example, of data with several; of others what decides them."""
        if self.answers is None or answer is None:
            return self
        return replace(self, parts=self.answers[np.arange(len(self.answers)), np.asarray(answer, int)])

    def agreement(self, values) -> "Agreement":
        """How far attributions agree, by their sizes.

        Args:
            values: (n, …) or, for one example, (…): the inputs' shape; channels of a pixel or step are added up. Of
                several inputs a tuple of arrays.
        """
        values = values[self.place] if isinstance(values, tuple) else values
        sizes = np.abs(np.asarray(values, float)).reshape(*self.parts.shape, -1).sum(-1)
        flat, inside, counted = (part.reshape(len(self.parts), -1) for part in (sizes, self.parts, self.counted))
        flat = np.where(counted, flat, 0.0)
        total = flat.sum(1)
        known = (total > 0) & inside.any(1)
        share = np.divide((flat * inside).sum(1), total, out=np.full(len(flat), np.nan), where=known)
        hits = [int(own[_strongest(row, own.sum())].sum()) for row, own in zip(flat, inside, strict=True)]
        deciding = (inside & counted).sum(1)
        first = inside[np.arange(len(flat)), flat.argmax(1)]
        pointing = np.where(known, first.astype(float), np.nan)
        return Agreement(self.noun, self.kind, share, deciding / counted.sum(1), np.array(hits), deciding, pointing)


def _strongest(sizes: np.ndarray, count: int) -> np.ndarray:
    return np.argsort(-sizes, kind="stable")[: int(count)]


def _whole(share: float) -> str:
    """A share in whole per cent; small ones with one figure."""
    return f"{100 * share:.0f} %" if share >= 0.01 or share == 0 else f"{100 * share:.1g} %"


@dataclass(frozen=True)
class Agreement:
    """How far the attributions of n examples agree with the truth.

    Attributes:
        noun, kind: as in `KnownTruth`.
        share: (n,) of Σ |values|, what lies on the parts that decide; NaN where all values are 0, or no part decides.
        chance: (n,) the share of the parts that decide: what a map that knows nothing would reach.
        hits: (n,) how many of the parts that decide are among as many of the largest values.
        deciding: (n,) how many parts decide.
        pointing: (n,) 1 where the largest value lies on a part that decides, else 0; NaN as `share`.
    """

    noun: str
    kind: str
    share: np.ndarray
    chance: np.ndarray
    hits: np.ndarray
    deciding: np.ndarray
    pointing: np.ndarray

    @property
    def verdict(self) -> str:
        """The agreement in a sentence."""
        defined = self.share[np.isfinite(self.share)]
        if not self.deciding.any():
            return "What is explained is not there, so that there is nothing that the map should lie on."
        if not len(defined):
            return "The map is 0 everywhere, so that there is nothing to hold against the truth."
        share, chance = float(defined.mean()), float(self.chance[np.isfinite(self.share)].mean())
        many = f" on average over {len(defined):,} examples" if len(self.share) > 1 else ""
        told = (
            f"{_whole(share)} of the map lies on {self.noun}{many}; that is {_whole(chance)} of the {_PARTS[self.kind]}"
        )
        if self.kind == "vector":
            told = f"{self._columns}, and {told[0].lower()}{told[1:]}"
        if share >= 2 * chance:
            return f"{told}, so the map points at what decides."
        if share > 1.2 * chance:
            return f"{told}, so the map points there a little."
        return f"{told}, so the map does no better than chance."

    @property
    def _columns(self) -> str:
        found, deciding = int(self.hits.sum()), int(self.deciding.sum())
        if len(self.hits) > 1:
            return f"{_whole(found / deciding)} of the strongest columns are right ones"
        strongest = "strongest column is" if deciding == 1 else f"{deciding} strongest columns"
        if deciding == 1:
            return f"The {strongest} {'the right one' if found else 'another one'}"
        return f"Of the {strongest}, {found} {'is' if found == 1 else 'are'} right"

    @staticmethod
    def joined(parts: Sequence["Agreement"]) -> "Agreement":
        """The examples of several records of one question, one after the other."""
        arrays = ("share", "chance", "hits", "deciding", "pointing")
        return replace(parts[0], **{name: np.concatenate([getattr(one, name) for one in parts]) for name in arrays})
