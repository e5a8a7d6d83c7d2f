"""What a prediction is to become, as a lead that has to be above 0. Imports no framework."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from nnviz.errors import ExplanationError
from nnviz.training.meaning import OutputMeaning

Wanted = int | None | tuple[int, float]
"""What is wanted as pages and scripts say it: the class that it is to become, None for any other one; of several labels
the one that is to change, None for the least sure one; of numbers (which one, the value that it is to reach)."""


@dataclass(frozen=True)
class Goal:
    """A wanted answer.

    Attributes:
        kind: "class", "label" or "number".
        index: the class it is to become, −1 for any but the present one; the label; the output.
        present: the class that is predicted now, −1 for labels and numbers.
        sign: of a label or number, 1 where it is to rise above `bound` and −1 where it is to fall below.
        bound: the number at which the answer changes.
    """

    kind: Literal["class", "label", "number"]
    index: int
    present: int = -1
    sign: float = 1.0
    bound: float = 0.0

    def lead(self, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """By how much each example (n, classes) is beyond the goal, above 0 where it reaches it; and which class that
        is the lead of, over which one (−1 for none), (n,) each."""
        count = len(numbers)
        if self.kind != "class":
            up = np.full(count, self.index)
            return self.sign * (numbers[:, self.index] - self.bound), up, np.full(count, -1)
        left_out = self.present if self.index < 0 else self.index
        others = np.array(numbers, float)
        others[:, left_out] = -np.inf
        rival, alone = others.argmax(1), np.full(count, left_out)
        up, down = (rival, alone) if self.index < 0 else (alone, rival)
        rows = np.arange(count)
        return numbers[rows, up] - numbers[rows, down], up, down


def goal_of(wanted: Wanted, meaning: OutputMeaning, numbers: np.ndarray, bounds: np.ndarray) -> Goal:
    """What is wanted of an example whose numbers (classes,) are known.

    Args:
        meaning: of the outputs.
        bounds: (classes,) the number above which each label is there.

    Raises:
        ExplanationError: for a class that is predicted already, that does not exist, or a number that cannot be.
    """
    if not np.isfinite(numbers).all():
        raise ExplanationError(
            "The network's answer to this example is not a finite number, so no change can be found from here.",
            fix="Look at an earlier moment of the training.",
        )
    if meaning.has_labels:
        margins = np.abs(numbers - bounds)
        index = int(margins.argmin()) if wanted is None else _checked(wanted, len(numbers))
        return Goal("label", index, -1, -1.0 if numbers[index] > bounds[index] else 1.0, float(bounds[index]))
    if not meaning.classes and len(numbers) > 1 and meaning.shown in ("probability", "score") and _is_class(wanted):
        return _class(wanted, numbers)
    if meaning.classes:
        if not _is_class(wanted):
            raise ExplanationError(f"Received the goal {wanted!r}.", expected="a class, or None", where="wanted")
        return _class(wanted, numbers)
    return _number(wanted, numbers)


def _is_class(wanted) -> bool:
    return wanted is None or isinstance(wanted, int | np.integer)


def _class(wanted, numbers: np.ndarray) -> Goal:
    present = int(numbers.argmax())
    index = -1 if wanted is None else _checked(wanted, len(numbers))
    if index == present:
        raise ExplanationError(
            "The network gives this answer already.", expected="another class, or any other one", where="wanted"
        )
    return Goal("class", index, present)


def _number(wanted, numbers: np.ndarray) -> Goal:
    if not isinstance(wanted, tuple) or len(wanted) != 2 or not np.isfinite(wanted[1]):
        raise ExplanationError(
            f"Received {wanted!r} for a number to be reached.",
            expected="(which output, the value that it is to reach)",
            where="wanted",
        )
    index, value = _checked(wanted[0], len(numbers)), float(wanted[1])
    if value == numbers[index]:
        raise ExplanationError("The network predicts exactly that already.", expected="another value", where="wanted")
    return Goal("number", index, -1, 1.0 if value > numbers[index] else -1.0, value)


def _checked(index, count: int) -> int:
    if not 0 <= int(index) < count:
        raise ExplanationError(f"There is no class or output {index}.", expected=f"0 to {count - 1}", where="wanted")
    return int(index)
