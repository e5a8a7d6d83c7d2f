"""What a network has to beat: the simplest answers there are, and two kinds of models that are no networks. Imports no
framework."""

import math
from dataclasses import dataclass

from nnviz.data.catalog import SOURCES
from nnviz.data.catalog.kinds import SERIES
from nnviz.data.schema import Schema
from nnviz.evaluation.comparison_records import Difference
from nnviz.runs.run import Run

MOST_PIXELS, MOST_WORDS = (32, 16), (2_000, 300)
"""Pixels of an image's side and words of a text that a baseline takes at most, and boosted trees do."""
LOGISTIC_STEPS = 200
_WORK = 40_000_000


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
    "last": Kind("Last value", "Always answers the last number of the series that was seen: nothing changes."),
    "logistic": Kind("Logistic regression", "A weighted sum of the inputs: a network without hidden layers."),
    "linear": Kind("Linear regression", "A weighted sum of the inputs: a network without hidden layers."),
    "components": Kind("Principal components", "The best linear way through as few numbers as the network's waist."),
    "trees": Kind("Boosted trees", "Many small decision trees, each mending the errors of those before it."),
}
"""Name → what it is."""


def offered(schema: Schema, source: str = "") -> tuple[str, ...]:
    """The baselines that data can have, the simplest first.

    Args:
        source: of the data: a series of it is forecast from its own last values.
    """
    if schema.reconstructs:
        return ("mean", "components")
    if source in SOURCES and SOURCES[source].group == SERIES:
        return ("mean", "last", "linear", "trees")
    return ("mean", "linear", "trees") if schema.task == "regression" else ("majority", "logistic", "trees")


UNASKED = 3.0
"""Seconds up to which a baseline is fitted without being asked for."""


def seconds(schema: Schema, examples: int, name: str) -> float:
    """About how long a baseline takes to fit on so many training examples."""
    features, answers = sizes(schema, name)
    rows = min(examples, rows_at_most(schema, name))
    if name == "trees":
        return rounds(answers) * answers * features * (40e-6 + 10e-9 * rows)
    steps = {"logistic": 4e-9 * LOGISTIC_STEPS * answers, "components": 20e-9 * features, "linear": 3e-9 * features}
    return rows * features * steps.get(name, 0.0)


def is_kept(run: Run, name: str) -> bool:
    """Whether a run keeps a baseline that was fitted before."""
    return (run.folder / "baselines" / f"{name}.npz").is_file()


def sizes(schema: Schema, name: str) -> tuple[int, int]:
    """(numbers of one example as the baseline takes it at most, answers that each need a model or a part of one)."""
    beside = sum(len(one.feature_names) for one in schema.further if not one.size)
    answers = 1 if schema.task == "binary" else max(1, schema.outputs)
    if schema.kind == "tokens" and not schema.is_table and not schema.reconstructs:
        return min(schema.vocabulary, MOST_WORDS[name == "trees"]) + beside, answers
    if schema.kind == "image" and not schema.reconstructs:
        height, width, channels = schema.input_shape
        block = -(-max(height, width) // MOST_PIXELS[name == "trees"])
        return (height // block) * (width // block) * channels + beside, answers
    return math.prod(schema.input_shape) + beside, answers


def rows_at_most(schema: Schema, name: str) -> int:
    """Training examples that a baseline is fitted on at most, so that it takes no longer than half a minute."""
    features, answers = sizes(schema, name)
    return min(20_000, max(200, _WORK // max(1, features * (answers if name in ("trees", "logistic") else 1))))


def rounds(answers: int) -> int:
    """Rounds of boosting: with many answers fewer, each of which grows a tree for every one."""
    return min(100, max(20, 300 // answers))
