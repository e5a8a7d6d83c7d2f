"""The classes' numbers of a model for many examples, and the slope of a goal's lead."""

import keras
import numpy as np

from nnviz.errors import ExplanationError
from nnviz.explanation.changes.goal import Goal, Wanted, goal_of
from nnviz.inspection.output_function import OutputFunction
from nnviz.models.heads import INVERTIBLE
from nnviz.training.meaning import OutputMeaning, assumed


class Leads:
    """One number for each class, label or output: logits where there are any, else what people are shown.

    Args:
        model: any Keras 3 model with one output, a number for each class; it is left as found.
        batch: examples such as will be asked about, with a batch axis.
        meaning: what the outputs mean; what their end suggests when None.

    Raises:
        ExplanationError: for a model with several outputs, or one that answers at several places.
    """

    def __init__(self, model, batch, meaning: OutputMeaning | None = None):
        function = OutputFunction(model, batch)
        output = function.probe.outputs[0]
        if len(function.probe.outputs) > 1 or len(output.shape) > 1:
            raise ExplanationError(
                "This network gives several answers for an example, and a change is sought for one.",
                expected="a network with one output, a number for each class",
            )
        self.model, self.meaning = model, meaning or assumed(output.activation, output.shape[-1])
        self.raw = bool(output.activation) and (bool(self.meaning.squash) or output.activation in INVERTIBLE)
        self.function = OutputFunction(model, batch, 0, self.raw, "" if self.raw else self.meaning.squash)
        self.units = output.shape[-1]
        classes = self.meaning.classes if self.meaning.classes and self.units == 1 else self.units
        self.parts = [self.meaning.part(k, self.raw) for k in range(classes)]

    @property
    def bounds(self) -> np.ndarray:
        """(classes,) the number above which a label is there, wherever somebody moved it."""
        meaning, places = self.meaning, range(len(self.parts))
        cuts = np.array([meaning.cut(k) if meaning.has_labels else meaning.threshold for k in places])
        if not self.raw:
            return cuts
        share = np.clip((cuts - meaning.offset[0]) / meaning.scale[0], 1e-9, 1 - 1e-9)
        return np.log(share / (1 - share))

    def entry(self, place: int) -> int | None:
        """Which of the model's points the input at `place` is; None for tokens, whose points are their vectors."""
        places = [k for k, (own, embedding) in enumerate(self.function.entries) if own == place and embedding is None]
        return places[0] if places else None

    def numbers(self, batch) -> np.ndarray:
        """(n, classes) float64."""
        flat, points = keras.tree.flatten(batch), self.function.points(batch)
        outputs = self.function.outputs(points, flat)
        return np.stack([constant + weight * outputs[:, unit] for unit, weight, constant in self.parts], 1)

    def goal(self, wanted: Wanted, batch) -> Goal:
        """What is wanted of the first example of a batch. Raises as `goal_of`."""
        return goal_of(wanted, self.meaning, self.numbers(batch)[0], self.bounds)

    def lead(self, batch, goal: Goal) -> np.ndarray:
        """(n,) above 0 where an example reaches the goal."""
        return goal.lead(self.numbers(batch))[0]

    def slopes(self, batch, goal: Goal) -> tuple[np.ndarray, list[np.ndarray]]:
        """(n,) leads, and ∂lead/∂point of the model's points, (n, …) each."""
        lead, up, down = goal.lead(self.numbers(batch))
        weights = self.weights(up, np.full(len(up), goal.sign))
        if goal.kind == "class":
            weights += self.weights(down, np.full(len(down), -1.0))
        return lead, self.gradients(batch, weights)

    def weights(self, index: np.ndarray, size: np.ndarray) -> np.ndarray:
        """(n, units) that make the numbers of the classes `index` (n,), times `size` (n,), of an output."""
        weights = np.zeros((len(index), self.units))
        unit = np.array([part[0] for part in self.parts])[index]
        weights[np.arange(len(index)), unit] = size * np.array([part[1] for part in self.parts])[index]
        return weights

    def gradients(self, batch, weights: np.ndarray) -> list[np.ndarray]:
        """∂(weights · output)/∂point, (n, …) each."""
        flat, points = keras.tree.flatten(batch), self.function.points(batch)
        return self.function.gradients(points, flat, weights)[1]

    def reached(self, batch, goal: Goal) -> tuple[np.ndarray, np.ndarray]:
        """(n,) whether the model itself, asked once more, gives the wanted answer; and what it answers, (n, units) as
        people read it."""
        outputs = np.asarray(self.model(batch, training=False))
        shown = self.meaning.readable(outputs)
        if goal.kind == "label":
            return (self.meaning.decided(shown)[:, goal.index] == 1) == (goal.sign > 0), shown
        if goal.kind == "number":
            return goal.sign * (shown[:, goal.index] - goal.bound) > 0, shown
        decided = self.meaning.decided(shown)
        return (decided != goal.present) if goal.index < 0 else (decided == goal.index), shown
