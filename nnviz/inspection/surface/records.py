"""What is known of a loss surface: plain numbers, what they mean in a sentence, and their pictures. No framework."""

import math
from dataclasses import dataclass, replace

import numpy as np

from nnviz import words

CURVED = 20
"""Products of the Hessian with a vector behind the two directions that are drawn."""


@dataclass(frozen=True)
class Path:
    """The way that training took, seen in the plane of its two principal directions.

    Attributes:
        points: (t, 2) from the network at (0, 0), as lengths in the space of the weights.
        epochs: (t,) of the recorded moments.
        losses: (t,) of the network at that moment, wherever it lies.
        shares: (2,) of the variance of the recorded weights that the two directions carry.
        away: (t,) how far the network lies from the plane.
    """

    points: np.ndarray
    epochs: np.ndarray
    losses: np.ndarray
    shares: np.ndarray
    away: np.ndarray


@dataclass(frozen=True)
class Plane:
    """The loss over a plane in the space of the weights; the network is at (0, 0).

    Attributes:
        x: (columns,), y: (rows,) places along the two directions.
        values: (rows, columns) losses; NaN where nothing was asked yet.
        kind: "filters" (in lengths of the filters), or "path" and "curved" (in lengths of the space of the weights).
        loss: of the network itself.
        examples: how many the loss is the mean of.
        path: on a plane of that kind.
        curvature: (2,) of the loss along the two directions, on a plane of the kind "curved".
    """

    x: np.ndarray
    y: np.ndarray
    values: np.ndarray
    kind: str
    loss: float
    examples: int
    path: Path | None = None
    curvature: np.ndarray | None = None

    @property
    def points(self) -> np.ndarray:
        """(rows · columns, 2) places that are evaluated, row by row."""
        return np.stack(np.meshgrid(self.x, self.y), axis=-1).reshape(-1, 2)

    def filled(self, values: np.ndarray) -> "Plane":
        """The same plane with the first of its values, row by row."""
        grid = np.full(self.values.size, np.nan, "float32")
        grid[: len(values)] = values
        return replace(self, values=grid.reshape(self.values.shape))

    @property
    def sentence(self) -> str:
        """What the picture shows of the network, as a person would say it."""
        seen = self.values[np.isfinite(self.values)]
        if not seen.size:
            return "The loss is not a number anywhere on this plane."
        low, high = float(seen.min()), float(seen.max())
        rises = f"On this plane the loss runs from {words.number(low)} to {words.number(high)}"
        if self.kind == "path" and self.path is not None:
            carried = words.percent(float(self.path.shares.sum()))
            return f"{rises}. The two directions carry {carried} of what changed while training."
        if low < 0.99 * self.loss - 1e-7:
            return f"{rises}; the network, at {words.number(self.loss)}, does not lie at the lowest point."
        return f"{rises}; the network, at {words.number(self.loss)}, lies at the bottom or close to it."

    def figure(self, dark: bool = False, relief: bool = False):
        """The plane from above, or as a relief that can be turned."""
        from nnviz.plots import surface

        labels = {
            "filters": ("First direction, in filter lengths", "Second direction, in filter lengths"),
            "path": ("First principal direction", "Second principal direction"),
            "curved": ("Most curved direction", "Second most curved direction"),
        }[self.kind]
        way = None if self.path is None else (self.path.points, self.path.losses, self.path.epochs)
        draw = surface.relief if relief else surface.plane
        return draw(self.x, self.y, self.values, labels, self.loss, way, dark)


@dataclass(frozen=True)
class Lines:
    """The loss along several straight lines through the network.

    Attributes:
        places: (m,) how far along each line; 0 is the network.
        values: {"train": (lines, m), …} losses by part of the data.
        examples: {"train": n, …} how many examples each is the mean of.
    """

    places: np.ndarray
    values: dict[str, np.ndarray]
    examples: dict[str, int]

    @property
    def points(self) -> np.ndarray:
        """(lines · m, lines) places that are evaluated, line by line."""
        count = len(next(iter(self.values.values())))
        return np.concatenate([np.outer(self.places, np.eye(count)[k]) for k in range(count)])

    def filled(self, values: dict[str, np.ndarray]) -> "Lines":
        """The same lines with all values of the parts that are there, line by line."""
        shaped = {name: np.reshape(own, (-1, len(self.places))) for name, own in values.items()}
        return replace(self, values={**self.values, **shaped})

    def figure(self, dark: bool = False):
        from nnviz.plots import surface

        return surface.lines(self.places, self.values, "Distance, in filter lengths", dark)


BEFORE = "before training"


@dataclass(frozen=True)
class Between:
    """The loss on the straight line from one network (0) to another one (1).

    Attributes:
        places: (m,).
        values: {"train": (m,), …} losses by part of the data.
        distance: between the two, as a length in the space of the weights.
        names: of the two networks.
    """

    places: np.ndarray
    values: dict[str, np.ndarray]
    distance: float
    names: tuple[str, str]

    @property
    def points(self) -> np.ndarray:
        """(m, 1) places that are evaluated."""
        return self.places[:, None]

    def filled(self, values: dict[str, np.ndarray]) -> "Between":
        """The same line with all values of the parts that are there."""
        return replace(self, values={**self.values, **values})

    @property
    def barrier(self) -> float:
        """How far the training loss rises above the straight line between its two ends (Frankle et al., "Linear mode
        connectivity and the lottery ticket hypothesis", 2020); 0 where it does not rise."""
        own = np.asarray(self.values["train"], float)
        inside = (self.places >= 0) & (self.places <= 1)
        ends = np.interp([0.0, 1.0], self.places, own)
        chord = ends[0] + self.places * (ends[1] - ends[0])
        return float(np.max(own[inside] - chord[inside], initial=0.0))

    @property
    def sentence(self) -> str:
        """Whether the two lie in one valley."""
        own = np.asarray(self.values["train"], float)
        if not np.isfinite(own).all():
            return "Between the two networks the loss is not a number everywhere."
        if self.distance == 0:
            return "Both networks have the same weights."
        ends = np.interp([0.0, 1.0], self.places, own)
        flat = self.barrier <= 0.05 * max(*ends, 1e-3)
        if self.names[1] == BEFORE:
            hill = "without a hill on the way" if flat else f"over a hill of {words.number(self.barrier)}"
            return (
                f"Straight back to where training began, the loss goes from {words.number(ends[0])} to "
                f"{words.number(ends[1])}, {hill}."
            )
        if flat:
            return "There is no barrier between the two: they lie in one valley."
        return (
            f"Between the two the loss rises by {words.number(self.barrier)} above the line that joins "
            f"{words.number(ends[0])} and {words.number(ends[1])}: they lie in different valleys."
        )

    def figure(self, dark: bool = False):
        from nnviz.plots import surface

        return surface.between(self.places, self.values, self.names, dark)


@dataclass(frozen=True)
class Sharpness:
    """How curved the loss is where the network lies: the ends of the spectrum of its Hessian.

    Attributes:
        eigenvalues: (k,) the largest, in falling order.
        residuals: (k,) ‖H v − λ v‖ of each, by which an eigenvalue of the Hessian may be off at most.
        smallest: the smallest eigenvalue; negative where the loss also falls away.
        smallest_residual: the same for it.
        products: of the Hessian with a vector that it took.
        examples, parameters: of the loss.
        learning_rate: that the run was trained with; None where it had none.
        optimizer: name of what trained it.
    """

    eigenvalues: np.ndarray
    residuals: np.ndarray
    smallest: float
    smallest_residual: float
    products: int
    examples: int
    parameters: int
    learning_rate: float | None = None
    optimizer: str = ""

    @property
    def settled(self) -> bool:
        """Whether further products would hardly change the largest eigenvalue."""
        return bool(self.residuals[0] <= 0.01 * abs(self.eigenvalues[0]))

    @property
    def numbers(self) -> dict[str, str]:
        """What is worth telling, in words."""
        limit = "any" if math.isinf(self.limit) else words.number(self.limit)
        return {
            "Largest eigenvalue": words.number(float(self.eigenvalues[0])),
            "Smallest": words.number(self.smallest),
            "Stable learning rates below": limit,
        }

    @property
    def limit(self) -> float:
        """The learning rate from which on plain gradient descent climbs out of here: 2 ÷ the largest eigenvalue."""
        largest = float(self.eigenvalues[0])
        return 2 / largest if largest > 0 else math.inf

    @property
    def sentence(self) -> str:
        """What the curvature says."""
        largest = float(self.eigenvalues[0])
        if not largest > 0:
            return "The loss is not curved upwards in any direction here."
        sentence = (
            f"Along its most curved direction the loss has a curvature of {words.number(largest)}: plain gradient "
            f"descent on these examples would be stable with learning rates below {words.number(self.limit)}"
        )
        if self.learning_rate is None or self.optimizer != "sgd":
            return f"{sentence}."
        word = "below" if self.learning_rate < self.limit else "above"
        return f"{sentence}; the run used {words.setting(self.learning_rate)}, which is {word} it."

    def figure(self, dark: bool = False):
        from nnviz.plots import surface

        return surface.eigenvalues(self.eigenvalues, self.residuals, self.smallest, self.smallest_residual, dark)
