"""What trying a trained file on some data says: a table of predictions for each way to prepare them. No framework."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from nnviz.errors import ModelError

_GAIN = 0.3
"""How much more must be right for another order of the classes to be proposed, where most is wrong otherwise."""


@dataclass(frozen=True)
class FormOfModel:
    """What a trained file takes and gives.

    Attributes:
        inputs: what its inputs are called, and their shapes for one example.
        outputs: the same of its outputs.
        layers, parameters: how many it has.
        usual: the name of the candidate (`nnviz.training.opened_candidates`) that its family of `keras.applications`
            wants; "" for others.
        sources: names of the data sources whose examples fit the first input and one of the outputs.
        input_sources: of those that fit the first input alone.
    """

    inputs: tuple[tuple[str, tuple[int | None, ...]], ...]
    outputs: tuple[tuple[str, tuple[int | None, ...]], ...]
    layers: int
    parameters: int
    usual: str = ""
    sources: tuple[str, ...] = ()
    input_sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Way:
    """One way to prepare the data, as people read it: the fields are those of `Tried`."""

    name: str
    title: str
    help: str


@dataclass(frozen=True)
class Tried:
    """One way to prepare the data, tried.

    Attributes:
        name, title, help: as in `nnviz.training.opened_candidates.Candidate`.
        score: of the judged examples: the share that is right; of labels the share of right answers; of numbers R²,
            1 at best, 0 for always saying the mean. NaN where it could not be tried.
        said: what the network says of the shown examples, in words.
        right: for each of them whether that is so; () for numbers.
        problem: why it could not be tried; "" where it could.
    """

    name: str
    title: str
    help: str
    score: float
    said: tuple[str, ...] = ()
    right: tuple[bool, ...] = ()
    problem: str = ""


@dataclass(frozen=True)
class TrialPrice:
    """What trying a trained file takes, measured on one batch.

    Attributes:
        ways: names of the ways to prepare the data.
        examples: that each is judged by.
        seconds: of all of it, about; reading the data comes on top.
    """

    ways: tuple[str, ...]
    examples: int
    seconds: float


@dataclass(frozen=True)
class TrialOfModel:
    """A trained file on a few examples, once for each way in which its inputs may have been prepared.

    Attributes:
        tried: the candidates, in the order of the list of candidates.
        task: of the data.
        truth: of the shown examples, in words.
        shown: of the shown examples, what they are in words; () for images.
        pictures: (k, height, width, channels) uint8; None for what is no image.
        judged: how many examples the scores are of.
        part: which part of the data they are from.
        meaning: what the outputs are taken for, as a sentence.
        loss: the name of the loss behind that, the file's own or the one that suits the data.
        losses: the other names that suit the data.
        outputs: names of the model's outputs.
        why_whole: why its layers cannot be edited; "" where they can.
        layers, parameters: of the model.
        resized: what else is done to the examples to fit, as a sentence.
        order: the classes in the order that the outputs seem to have, where that is another than the data's; else ().
        ordered: the name of the candidate of which that is so.
        usual: as in `FormOfModel`.
        classes: of the data, in their order; () for numbers.
        orders: for each way that was tried on classes, the share that would be right in the best order of the classes,
            that order, and the way's name.
        seen: the way's name → numbers that tell whether two ways give the network the same.
    """

    tried: tuple[Tried, ...]
    task: str
    truth: tuple[str, ...]
    shown: tuple[str, ...]
    pictures: np.ndarray | None
    judged: int
    part: str
    meaning: str
    loss: str
    losses: tuple[str, ...]
    outputs: tuple[str, ...]
    why_whole: str
    layers: int
    parameters: int
    resized: str = ""
    order: tuple[str, ...] = ()
    ordered: str = ""
    usual: str = ""
    classes: tuple[str, ...] = ()
    orders: tuple[tuple[float, tuple[str, ...], str], ...] = ()
    seen: Mapping[str, np.ndarray] = field(default_factory=dict)

    @property
    def best(self) -> str:
        """The name of the candidate with the highest score, of equal ones the usual or the first; "" where none could
        be tried."""
        known = [one for one in self.tried if not one.problem and not np.isnan(one.score)]
        if self.ordered or not known:
            return self.ordered
        most = max(round(one.score, 6) for one in known)
        best = [one.name for one in known if round(one.score, 6) == most]
        return self.usual if self.usual in best else best[0]


def together(parts: Sequence[TrialOfModel | Tried]) -> TrialOfModel:
    """One trial of trials that each tried some ways; a `Tried` is a way that could not be tried.

    Raises:
        ModelError: where none could be tried.
    """
    trials = [own for own in parts if isinstance(own, TrialOfModel)]
    if not trials:
        raise ModelError(parts[0].problem, where="data")
    tried = [one for own in parts for one in (own.tried if isinstance(own, TrialOfModel) else (own,))]
    seen = {name: numbers for own in trials for name, numbers in own.seen.items()}
    orders = tuple(order for own in trials for order in own.orders)
    kept: list[Tried] = []
    for one in tried:
        same = one.name in seen and any(_alike(seen[one.name], seen[k.name]) for k in kept if k.name in seen)
        if not same:
            kept.append(one)
    order, ordered = _another_order(orders, [one.score for one in tried if not one.problem])
    return replace(trials[0], tried=tuple(kept), orders=orders, seen=seen, order=order, ordered=ordered)


def _alike(one: np.ndarray, other: np.ndarray) -> bool:
    return one.shape == other.shape and bool(np.allclose(one, other, atol=1e-6))


def _another_order(orders, scores: list[float]) -> tuple[tuple[str, ...], str]:
    """The classes in the order of the outputs under which clearly more is right, and the candidate for which it is;
    ((), "") where it is the data's."""
    if not orders:
        return (), ""
    share, names, candidate = max(orders, key=lambda own: own[0])
    wrong = max(scores) < 0.5 and share > max(scores) + _GAIN
    return (names, candidate) if wrong else ((), "")
