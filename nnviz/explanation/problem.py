"""What every attribution method is given: examples, the function to explain, something to compare with."""

import copy
from dataclasses import dataclass, field

import keras
import numpy as np

from nnviz.errors import ExplanationError
from nnviz.explanation.background import Background
from nnviz.explanation.records import Trouble
from nnviz.inspection.inputs import as_batch
from nnviz.inspection.output_function import OutputFunction


@dataclass(frozen=True)
class Outcome:
    """What a method returns: values for each input (n, …), what it compared with, and sentences about it.

    `baseline` holds one array an input, or None; `baseline_output` is (n,), or None.
    """

    values: list[np.ndarray]
    baseline: list[np.ndarray] | None = None
    baseline_output: np.ndarray | None = None
    notes: tuple[str, ...] = ()
    troubles: tuple[Trouble, ...] = ()


@dataclass
class Problem:
    """Examples to explain, as inputs (`flat`) and as points that can be moved continuously (`points`).

    F(points)[row] = constant[row] + Σ weights[row] · output(points). `background` is a batch in the model's
    own structure, or None; `random` is the only source of randomness. `switched` are the points that cannot be moved by
    degrees, and `troubles` what was seen of the model. `columns` says for some inputs (numbers,) which column each
    number comes from, None where each is its own.
    """

    model: object
    function: OutputFunction
    batch: object
    weights: np.ndarray
    constant: np.ndarray
    background: object = None
    seed: int = 0
    baseline: object = None
    troubles: tuple[Trouble, ...] = ()
    columns: tuple = ()
    flat: list = field(init=False)
    points: list = field(init=False)

    def __post_init__(self):
        if isinstance(self.background, Background):
            self.columns, self.background = self.background.columns, self.background.rows
        self.flat = keras.tree.flatten(self.batch)
        self.points = self.function.points(self.batch)
        self.switched = self.function.switched(self.points, self.flat)
        self.random = np.random.default_rng(self.seed)

    def __len__(self) -> int:
        return len(self.flat[0])

    def draws(self) -> np.random.Generator:
        """A source of randomness for one example: each is given the same, whichever others go with it."""
        return copy.deepcopy(self.random)

    def values(self, points, rows) -> np.ndarray:
        """F (m,) at `points` (m, …), as seen by the examples `rows` (m,): their target, their masks."""
        flat = [array[rows] for array in self.flat]
        return self.constant[rows] + self.function.values(points, flat, self.weights[rows])

    def gradients(self, points, rows) -> tuple[np.ndarray, list[np.ndarray]]:
        """F and ∂F/∂points at `points` (m, …), as seen by the examples `rows`."""
        flat = [array[rows] for array in self.flat]
        values, gradients = self.function.gradients(points, flat, self.weights[rows])
        return self.constant[rows] + values, gradients

    def some(self, most: int) -> int:
        """How many evaluations to make between two looks at the clock: `most`, or fewer where the network is large."""
        return max(1, min(most, 2 * self.function.rows_a_call(self.points, False)))

    def input_values(self, flat, rows) -> np.ndarray:
        """F (m,) at whole inputs, tokens included, with the targets of the examples `rows`."""
        points = self.function.points(keras.tree.pack_sequence_as(self.batch, list(flat)))
        return self.constant[rows] + self.function.values(points, list(flat), self.weights[rows])

    def background_rows(self, count: int) -> list[np.ndarray]:
        """`count` background examples drawn without repetition (at most all), one array an input.

        Raises:
            ExplanationError: when no background was given, or one of another shape.
        """
        if self.background is None:
            raise ExplanationError(
                "This method compares with background examples, and none were given.",
                expected="`background`, examples such as the training data",
                where="background",
            )
        flat = keras.tree.flatten(as_batch(self.model, self.background)[0])
        shapes, wanted = [[array.shape[1:] for array in arrays] for arrays in (flat, self.flat)]
        if shapes != wanted:
            message = f"The background's examples have the shape {shapes}."
            raise ExplanationError(message, expected=f"{wanted}", where="background")
        size = len(flat[0])
        rows = np.sort(self.random.permutation(size)[:count])
        return [array[rows] for array in flat]

    def per_input(self, per_point, how: str = "sum") -> list[np.ndarray]:
        """Values of points as values of inputs: an embedding's become one number a token, by sum or norm."""
        totals: list = [None] * len(self.flat)
        for (k, embedding), values in zip(self.function.entries, per_point, strict=True):
            if embedding is not None:
                values = np.linalg.norm(values, axis=-1) if how == "norm" else values.sum(-1)
            totals[k] = values if totals[k] is None else totals[k] + values
        return totals

    @property
    def switched_names(self) -> str:
        """The inputs that hold codes, in words."""
        names = dict.fromkeys(self.function.names[self.function.entries[i][0]] for i in self.switched)
        return " and ".join(repr(name) for name in names)

    @property
    def has_tokens(self) -> bool:
        return any(embedding is not None for _, embedding in self.function.entries)
