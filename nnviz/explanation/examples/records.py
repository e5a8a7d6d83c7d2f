"""Training examples that count for an answer. Plain arrays and words, no framework."""

from dataclasses import dataclass

import numpy as np

METHODS = {"tracin": "Over the training (TracIn)", "head": "Last layer, exactly"}
"""How influence is measured."""


@dataclass(frozen=True)
class Seen:
    """What some training examples look like.

    Attributes:
        positions: (k,) places in the training part.     rows: (k,) positions in the source.
        labels: (k,) their targets in words.             said: (k,) what the network answers to them, in words.
        wrong: (k,) whether that is not their target; all False for numbers.
        pictures: (k, height, width, 1 or 3) uint8 of images; None for others.
        texts: (k,) of texts, and of what is neither image nor text its first values in words; () for images.
    """

    positions: np.ndarray
    rows: np.ndarray
    labels: tuple[str, ...]
    said: tuple[str, ...]
    wrong: np.ndarray
    pictures: np.ndarray | None = None
    texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Alike:
    """The training examples nearest to one example in what a layer makes of them.

    Attributes:
        seen: nearest first.
        distances: (k,) Euclidean, as shares of the median distance to all of them.
        layer: its path; "" for the input.
        same: (k,) whether each one's target is what the network answers to the example.
        said: that answer, in words; "" of numbers, where no two targets are the same.
        count: training examples that were looked at.
    """

    seen: Seen
    distances: np.ndarray
    layer: str
    same: np.ndarray
    said: str
    count: int

    @property
    def sentence(self) -> str:
        """ "9 of the 12 nearest are labelled 8, which is what the network answers."."""
        told, count = int(self.same.sum()), len(self.same)
        if not self.said:
            first, last = self.seen.labels[0], self.seen.labels[-1]
            return (
                f"The nearest of the {count} has the true value {first}, the last of them {last}."
                if first
                else (f"These {count} are nearest.")
            )
        if told == count:
            return f"All of the {count} nearest training examples have the label that the network gives: {self.said}."
        if not told:
            return f"None of the {count} nearest training examples has the label that the network gives: {self.said}."
        return f"{told} of the {count} nearest training examples have the label that the network gives: {self.said}."


@dataclass(frozen=True)
class Influence:
    """How much each training example counts for an answer.

    Attributes:
        values: (n,) of all that were looked at: by how much having learnt from it lowers the loss of the answer. Above
            0 it helped, below 0 it worked against it.
        helpful, harmful: what the largest and the smallest look like; each with its value.
        helped, harmed: (k,) these values.
        suspects: training examples whose label the network would not give and that weigh heavily: (k,) what they look
            like; None where that is not known.
        answer: what is explained, in words.
        method: a key of `METHODS`.
        notes: sentences about it.
        seconds: how long it took.
    """

    values: np.ndarray
    helpful: Seen
    harmful: Seen
    helped: np.ndarray
    harmed: np.ndarray
    suspects: Seen | None
    answer: str
    method: str
    notes: tuple[str, ...]
    seconds: float

    @property
    def sentence(self) -> str:
        """How concentrated the influence is: "10 of 1,437 training examples carry 41 % of all that speaks for 8."."""
        helping = np.sort(np.maximum(self.values, 0))[::-1]
        if not helping.sum() > 0:
            return f"No training example speaks for {self.answer}: learning from each of them made it less likely."
        share = helping[:10].sum() / helping.sum()
        most = min(10, int((helping > 0).sum()))
        return (
            f"The {most} that count most carry {100 * share:.0f} % of all that the {len(self.values):,} training "
            f"examples say for {self.answer}."
        )
