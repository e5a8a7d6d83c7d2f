"""A team that decides together, which is a network of two layers. Imports no framework.

    voices  h = σ(x W + b)      each member looks at the facts with weights of their own
    answer  y = σ(h · v + c)    the chair weighs the voices

It learns from a record of cases by gradient descent on the mean binary cross-entropy, as Keras's SGD does.
Source: Goodfellow, Bengio and Courville, Deep Learning (2016), section 6.1 (XOR and the hidden layer that solves it).
"""

from dataclasses import dataclass

import numpy as np

from nnviz.concepts.neuron import sigmoid
from nnviz.errors import SpecError

FACTS = ("loud", "friends", "exam")
"""From 0 to 1: how loud the band is, how many friends come, how near the next exam is."""
MEMBERS = ("Ana", "Ben", "Chi")


@dataclass(frozen=True)
class Team:
    """All numbers of a team of m members who look at k facts.

    Attributes:
        weights: (k, m) what each fact counts for each member.
        biases: (m,) how easily each is convinced.
        voices: (m,) what each member's voice counts for the chair.
        bias: how easily the chair is convinced.
    """

    weights: np.ndarray
    biases: np.ndarray
    voices: np.ndarray
    bias: float

    def first(self, members: int) -> "Team":
        """The same team with only its first members."""
        return Team(self.weights[:, :members], self.biases[:members], self.voices[:members], self.bias)


BEGINNING = Team(4.0 * np.eye(3), np.full(3, -2.0), np.array([3.0, 3.0, -4.0]), -2.0)
"""Ana likes loud music, Ben likes company, Chi thinks of the exam, and the chair minds what Chi says."""

EVENINGS = np.array(
    [
        (1.0, 1.0, 0.0),
        (0.0, 0.0, 0.0),
        (1.0, 0.0, 0.0),
        (0.0, 1.0, 0.0),
        (0.9, 0.8, 0.2),
        (0.1, 0.2, 0.1),
        (0.8, 0.1, 0.3),
        (0.2, 0.9, 0.1),
        (0.9, 0.9, 1.0),
        (0.1, 0.0, 0.9),
    ]
)
GOOD = np.array([1.0, 1.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0])
"""Loud bands were good with friends, quiet ones alone (friends talk), and none on the day before an exam."""


@dataclass(frozen=True)
class Decision:
    """What a team makes of n cases.

    Attributes:
        sums: (n, m) each member's weighted sum.        voices: (n, m) how convinced each is, 0 to 1.
        total: (n,) the chair's weighted sum.           answer: (n,) how sure the team is of yes, 0 to 1.
    """

    sums: np.ndarray
    voices: np.ndarray
    total: np.ndarray
    answer: np.ndarray


def decide(team: Team, facts) -> Decision:
    """The team's answer to cases (n, k), or to one (k,).

    Raises:
        SpecError: there are more or fewer facts than the members look at.
    """
    facts = np.atleast_2d(np.asarray(facts, dtype=float))
    if facts.shape[1] != len(team.weights):
        raise SpecError(f"{facts.shape[1]} facts were given.", expected=f"{len(team.weights)}", where="facts")
    sums = facts @ team.weights + team.biases
    voices = sigmoid(sums)
    total = voices @ team.voices + team.bias
    return Decision(sums, voices, total, sigmoid(total))


def loss(team: Team, facts, wanted) -> float:
    """The mean binary cross-entropy over a record, in nats."""
    total, wanted = decide(team, facts).total, np.asarray(wanted, dtype=float)
    return float(np.mean(np.logaddexp(0.0, total) - wanted * total))


def learn(team: Team, facts, wanted, rate: float) -> Team:
    """One step of gradient descent on the whole record.

    Args:
        facts: (n, k).      wanted: (n,) 0 or 1.      rate: the learning rate.
    """
    facts, wanted = np.asarray(facts, dtype=float), np.asarray(wanted, dtype=float)
    decision = decide(team, facts)
    blame = (decision.answer - wanted) / len(facts)
    passed_on = np.outer(blame, team.voices) * decision.voices * (1 - decision.voices)
    return Team(
        team.weights - rate * facts.T @ passed_on,
        team.biases - rate * passed_on.sum(0),
        team.voices - rate * decision.voices.T @ blame,
        float(team.bias - rate * blame.sum()),
    )


def right(team: Team, facts, wanted) -> int:
    """How many cases of a record the team decides as they were."""
    return int(((decide(team, facts).total > 0) == (np.asarray(wanted) > 0.5)).sum())
