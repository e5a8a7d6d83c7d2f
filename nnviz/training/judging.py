"""Which held-out examples a network gets wrong, and which of them are worth showing. Imports no framework."""

import math

import numpy as np

from nnviz.data.schema import Dataset, Schema
from nnviz.training.meaning import OutputMeaning

MOST = 2000
"""Examples that are judged at most, the first ones of their part."""
_NUMBERS = 2_000_000
"""Numbers that their inputs hold together at most."""
CHOICES = ("given", "errors", "sureness")


def judged_part(dataset: Dataset) -> str:
    """The part of the data whose examples are judged: "validation", else "test", else "train" where nothing is
    held out."""
    return next((name for name in ("validation", "test") if len(dataset.split(name))), "train")


def judged_count(examples: int, input_shape: tuple[int, ...]) -> int:
    """How many of a part's `examples` are judged: all, or as many as cost little to predict and to keep."""
    return min(examples, MOST, max(24, _NUMBERS // max(1, math.prod(input_shape))))


def errors(schema: Schema, meaning: OutputMeaning, shown: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """(n,) how wrong each prediction is, 0 for one that is right.

    Classes: by how much the class decided for leads the true one, in shown numbers. Labels: the largest lead of a wrong
    answer over the right one. Numbers: the largest |difference| of an example's targets; for a network that redraws its
    input the mean |difference|. All in the data's own units, but for several named targets: those have units of their
    own, and are divided by their deviations among these examples.

    Args:
        shown: (n, units), as `OutputMeaning.readable` gives them.
        truth: (n,) classes, (n, labels) 0 and 1, or (n, targets) in their own units.
    """
    if schema.has_labels:
        wrong = meaning.decided(shown) != np.asarray(truth)
        lead = np.nan_to_num(np.abs(meaning.leads(shown)), nan=np.inf)
        return np.where(wrong, np.maximum(lead, np.finfo("float32").tiny), 0.0).max(axis=1)
    if schema.task != "regression":
        numbers, true_class = meaning.by_class(shown), np.asarray(truth, int)
        lead = numbers.max(1) - np.take_along_axis(numbers, true_class[:, None], 1)[:, 0]
        wrong = meaning.decided(shown) != true_class
        return np.where(wrong, np.maximum(np.nan_to_num(lead, nan=np.inf), np.finfo("float32").tiny), 0.0)
    differences = np.abs(shown - np.reshape(truth, np.shape(shown)))
    if schema.target_names and schema.outputs > 1:
        spread = np.std(np.reshape(truth, np.shape(shown)), axis=0)
        differences = differences / np.where(spread > 0, spread, 1.0)
    return differences.mean(1) if schema.reconstructs else differences.max(1)


def order(by: str, wrongness: np.ndarray, schema: Schema, meaning: OutputMeaning, shown: np.ndarray) -> np.ndarray:
    """(n,) all positions: as they are ("given"), the most wrong first ("errors") or the least sure ("sureness").

    Regression has no sureness: there, both of the last are by the error. Equal ones stay in their order, and what is
    not a number counts as most wrong.
    """
    if by == "given":
        return np.arange(len(wrongness))
    if by == "sureness" and schema.task != "regression":
        return np.argsort(meaning.sureness(shown), kind="stable")
    return np.argsort(-np.nan_to_num(wrongness, nan=np.inf), kind="stable")
