"""What a network has to beat: the simplest answers there are, and two kinds of models that are no networks. Imports no
framework."""

from dataclasses import dataclass

from nnviz.data.schema import Schema
from nnviz.evaluation.comparison_records import Difference


@dataclass(frozen=True)
class Kind:
    """One kind of baseline: its title, and what it does in a sentence."""

    title: str
    help: str


@dataclass(frozen=True)
class AgainstBaseline:
    """What a baseline comes to on some examples, and how a network differs from it there.

    Attributes:
        scores: the baseline's.
        difference: the network's against them.
    """

    scores: dict[str, float]
    difference: Difference


BASELINES = {
    "majority": Kind("Most frequent class", "Always answers what most training examples are."),
    "mean": Kind("Mean", "Always answers the mean of the training examples."),
    "logistic": Kind("Logistic regression", "A weighted sum of the inputs: a network without hidden layers."),
    "linear": Kind("Linear regression", "A weighted sum of the inputs: a network without hidden layers."),
    "components": Kind("Principal components", "The best linear way through as few numbers as the network's waist."),
    "trees": Kind("Boosted trees", "Many small decision trees, each mending the errors of those before it."),
}
"""Name → what it is."""


def offered(schema: Schema) -> tuple[str, ...]:
    """The baselines that data can have, the simplest first."""
    if schema.reconstructs:
        return ("mean", "components")
    return ("mean", "linear", "trees") if schema.task == "regression" else ("majority", "logistic", "trees")
