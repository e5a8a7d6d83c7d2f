"""What a network that reads step by step attends to and remembers. Plain arrays, no framework."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True)
class AttentionMap:
    """The weights of one call of an attention layer.

    Attributes:
        path, kind: the layer's place in the model and its class.
        call_index: 0 for the layer's first call.
        weights: (n, heads, queries, keys) in [0, 1]; each query's weights add up to 1.
    """

    path: str
    kind: str
    call_index: int
    weights: np.ndarray


@dataclass(frozen=True)
class HiddenStates:
    """What a recurrent layer keeps after every step.

    Attributes:
        path, kind: the layer's place in the model and its class; a bidirectional one has two, "…/forward" and
            "…/backward".
        call_index: 0 for the layer's first call.
        hidden: (n, steps, units), the steps in the order of the input, whichever way they were read.
        cell: (n, steps, units) an LSTM's cell state, which it does not show to the next layer; None for others.
        backwards: whether it reads from the last step to the first.
        residual: the largest difference between these states, stepped one by one, and what the layer itself returned.
        gates: name → (n, steps, units) of an LSTM or GRU: how far each gate was open at a step, and the "candidate"
            that it would write. At a step after a text's end they are those of its last one.
    """

    path: str
    kind: str
    call_index: int
    hidden: np.ndarray
    cell: np.ndarray | None
    backwards: bool
    residual: float
    gates: Mapping[str, np.ndarray] = field(default_factory=dict)


@dataclass(frozen=True)
class Reach:
    """How strongly an output follows what a recurrent layer is given at every step.

    Attributes:
        path: the layer's place in the model.
        norms: (n, steps) the Euclidean norm of ∂ output / ∂ (the layer's input at that step).
    """

    path: str
    norms: np.ndarray


@dataclass(frozen=True)
class HeadsLeftOut:
    """How well a network answers with each head of an attention layer left out.

    Attributes:
        path: the layer's place in the model.
        before, scores: as it is, and (heads,) without each head.
        kind: "right" for the share of answers that are right, "error" for the mean error in the data's units.
        examples: how many were asked.
    """

    path: str
    before: float
    scores: np.ndarray
    kind: str
    examples: int


@dataclass(frozen=True)
class Reading:
    """One example, or one text of a person's own, as a run's network reads it.

    Attributes:
        steps: a name a step of the input: its words, or numbers from 1.
        attention, states, reach: of every layer that has them; how far back the gradient of the answer reaches.
        prediction: (outputs,) as shown to people.
    """

    steps: tuple[str, ...]
    attention: tuple[AttentionMap, ...]
    states: tuple[HiddenStates, ...]
    prediction: np.ndarray
    reach: tuple[Reach, ...] = ()
