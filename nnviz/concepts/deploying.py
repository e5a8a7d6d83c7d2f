"""The networks of the lesson on deploying: they predict the tip of a restaurant's guests, from the bill and the table.

Half of the 244 bills are kept back: no version learns from them; they are what is sent to the networks in use. Imports
no framework.
"""

from collections.abc import Mapping, Sequence
from math import ceil

import numpy as np

from nnviz.specs import DataSpec, Experiment, LayerSpec, ModelSpec, TrainSpec

BILL, TIP, PEOPLE, DAY = "bill (dollars)", "tip (dollars)", "people", "day"
CLOSE = 1.0
"""An answer is off where it misses the tip by more than so many dollars."""
DEAR = 25.0
"""Bills above so many dollars are a group that is looked at by itself."""
SMALL = 20.0
"""One version 2 has learnt from bills up to so many dollars only."""
STREAM = DataSpec(source="tips", validation_fraction=0.05, test_fraction=0.5, seed=59)
VERSIONS = {
    "better": "Trained on 110 bills instead of 28",
    "small": "Trained on the 68 bills up to $20 only",
    "cents": "Trained on a table whose bills are in cents",
    "same": "Version 1 once more",
}
"""What version 2 may be: name → what people are told."""
_FIRST = 28


def network(data: DataSpec | None = None, title: str = "Tips") -> Experiment:
    """One hidden layer of tanh units, trained on a table of tips."""
    hidden = LayerSpec(id="hidden", kind="Dense", settings={"units": 8, "activation": "tanh"})
    return Experiment(
        title=title,
        data=data or STREAM,
        model=ModelSpec(layers=(hidden, LayerSpec(id="output", kind="Dense", settings={"units": 1}))),
        train=TrainSpec(optimizer="adam", learning_rate=0.01, batch_size=16, epochs=60),
    )


def first_version() -> Experiment:
    """Version 1: the same network, when there were 28 bills to learn from."""
    return network(STREAM.replace(training_examples=_FIRST), "Tips, version 1")


def small_bills(kept_back: Sequence[int], others: Sequence[int]) -> Experiment:
    """Version 2 that has learnt from small bills only.

    Args:
        kept_back: positions in the source of the bills that no version learns from.
        others: those of larger bills.
    """
    left_out = tuple(sorted({*map(int, kept_back), *map(int, others)}))
    return network(STREAM.replace(test_fraction=0.0, left_out=left_out), "Tips, version 2")


def in_cents(recipe: Mapping) -> dict:
    """A recipe as training on a table in cents would have fitted it: the bill's mean and spread are a hundredfold, and
    the network, which sees scaled numbers, is the same."""
    steps = []
    for step in recipe["steps"]:
        columns = dict(step["columns"])
        if step["name"] == "scale" and BILL in columns:
            own = columns[BILL]
            columns[BILL] = {**own, "offset": 100 * own["offset"], "scale": 100 * own["scale"]}
        steps.append({**step, "columns": columns})
    return {**recipe, "steps": steps}


def off(predicted: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """(n,) whether each answer misses by more than a dollar."""
    return np.abs(np.asarray(predicted) - truth) > CLOSE


def needed(share: float, difference: float) -> int:
    """Requests of each version until a difference between two shares around `share` is seen in four of five trials, by
    a test at 5 %: n = 16 p (1 − p) / δ². Lehr, Sixteen S-squared over D-squared (1992)."""
    return ceil(16 * share * (1 - share) / difference**2)
