"""What trying a trained file on some data says: a table of predictions for each way to prepare them. No framework."""

from dataclasses import dataclass

import numpy as np


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
