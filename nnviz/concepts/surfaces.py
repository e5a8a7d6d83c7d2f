"""Loss surfaces of two weights to roll on: closed forms, a line fitted to real data, a slice of a real network's loss.

Every surface answers `value(w)` and `gradient(w)` for `w` of shape (..., 2). Surfaces that stand for data also take
`batch`, the examples (or mini-batches) of which the loss is the mean: the gradient is then that of a mini-batch,
with the noise that the data give it. Imports no framework; `nnviz/web/lessons/gradient_descent/loss_surfaces.js`
computes the same in the browser.
"""

from dataclasses import dataclass

import numpy as np

from nnviz.params import lookup

RAVINE = 20.0
"""How many times steeper the ravine's walls are than its floor: the condition number of its Hessian."""
TILT = 0.3
"""What the double well's two minima differ by: without it both would be equally deep."""


@dataclass(frozen=True)
class Surface:
    """One surface.

    Attributes:
        name, title, sentence: what it is called, and what it is there to show.
        formula: the loss in LaTeX; "" where it comes from data.
        x, y: the ranges of the two weights that are shown.
        start: where a ball is put down first.
        rate: a learning rate with which plain gradient descent does well.
    """

    name: str
    title: str
    sentence: str
    formula: str
    x: tuple[float, float]
    y: tuple[float, float]
    start: tuple[float, float]
    rate: float

    @property
    def examples(self) -> int:
        """None: a formula needs no data."""
        return 0

    def value(self, w, batch=None) -> np.ndarray:
        """(...) loss at w (..., 2)."""
        u, v = _parts(w)
        return np.asarray(_VALUES[self.name](u, v))

    def gradient(self, w, batch=None) -> np.ndarray:
        """(..., 2) slope of the loss in each weight."""
        u, v = _parts(w)
        return np.stack(np.broadcast_arrays(*_GRADIENTS[self.name](u, v)), axis=-1)


def _parts(w):
    w = np.asarray(w, float)
    return w[..., 0], w[..., 1]


_VALUES = {
    "bowl": lambda u, v: (u**2 + v**2) / 2,
    "ravine": lambda u, v: (u**2 + RAVINE * v**2) / 2,
    "saddle": lambda u, v: u**2 / 2 - v**2 / 2 + v**4 / 4,
    "two_minima": lambda u, v: (u**2 - 1) ** 2 / 4 + TILT * u / 2 + v**2 / 2,
    "plateau": lambda u, v: 1 - np.exp(-(u**2 + v**2) / 2),
}
_GRADIENTS = {
    "bowl": lambda u, v: (u, v),
    "ravine": lambda u, v: (u, RAVINE * v),
    "saddle": lambda u, v: (u, v**3 - v),
    "two_minima": lambda u, v: (u * (u**2 - 1) + TILT / 2, v),
    "plateau": lambda u, v: (u * np.exp(-(u**2 + v**2) / 2), v * np.exp(-(u**2 + v**2) / 2)),
}

SURFACES: dict[str, Surface] = {
    surface.name: surface
    for surface in (
        Surface(
            "bowl",
            "Bowl",
            "Equally steep on all sides: downhill points straight at the minimum.",
            r"\tfrac12 w_1^2 + \tfrac12 w_2^2",
            (-3, 3),
            (-2.4, 2.4),
            (-2.4, 1.7),
            0.3,
        ),
        Surface(
            "ravine",
            "Ravine",
            "Twenty times steeper across than along: downhill points at the other wall.",
            r"\tfrac12 w_1^2 + 10\,w_2^2",
            (-3, 3),
            (-2.4, 2.4),
            (-2.6, 1.3),
            0.03,
        ),
        Surface(
            "saddle",
            "Saddle",
            "Flat in the middle, where it goes up one way and down the other.",
            r"\tfrac12 w_1^2 - \tfrac12 w_2^2 + \tfrac14 w_2^4",
            (-2.2, 2.2),
            (-1.76, 1.76),
            (-1.9, 0.02),
            0.2,
        ),
        Surface(
            "two_minima",
            "Two minima",
            "A shallow valley and a deeper one: where one ends depends on the start.",
            r"\tfrac14 (w_1^2-1)^2 + 0.15\,w_1 + \tfrac12 w_2^2",
            (-1.9, 1.9),
            (-1.52, 1.52),
            (1.7, 1.1),
            0.2,
        ),
        Surface(
            "plateau",
            "Plateau",
            "Almost flat far from the minimum: there is hardly a slope to follow.",
            r"1 - e^{-(w_1^2+w_2^2)/2}",
            (-4, 4),
            (-3.2, 3.2),
            (-2.6, 1.5),
            0.3,
        ),
    )
}


def surface(name: str) -> Surface:
    """The closed-form surface of that name. Raises SpecError with the nearest spelling for another."""
    return lookup(SURFACES, name, "surface")


@dataclass(frozen=True)
class LineFit:
    """Mean squared error of a line `w₁·x + w₂` over real examples: one neuron without activation.

    Attributes:
        inputs, targets: (n,) float64, standardised.
    """

    inputs: np.ndarray
    targets: np.ndarray

    @property
    def examples(self) -> int:
        return len(self.inputs)

    def errors(self, w, batch=None) -> np.ndarray:
        """(..., rows) prediction minus target."""
        u, v = _parts(w)
        x, y = self._rows(batch)
        return u[..., None] * x + v[..., None] - y

    def value(self, w, batch=None) -> np.ndarray:
        """(...) mean of the squared errors over `batch` (indices of examples), or over all."""
        return (self.errors(w, batch) ** 2).mean(-1)

    def gradient(self, w, batch=None) -> np.ndarray:
        """(..., 2): 2·mean(error·x) and 2·mean(error)."""
        errors = self.errors(w, batch)
        x, _ = self._rows(batch)
        return np.stack([2 * (errors * x).mean(-1), 2 * errors.mean(-1)], axis=-1)

    def minimum(self) -> np.ndarray:
        """(2,) the least-squares line."""
        design = np.stack([self.inputs, np.ones_like(self.inputs)], axis=1)
        return np.linalg.lstsq(design, self.targets, rcond=None)[0]

    def _rows(self, batch):
        return (self.inputs, self.targets) if batch is None else (self.inputs[batch], self.targets[batch])


@dataclass(frozen=True)
class GridSurface:
    """A surface measured on a grid, between whose nodes Catmull-Rom splines run: a slice of a network's loss.

    Attributes:
        values: (batches, rows, cols) the loss of each mini-batch; row 0 is the smallest y. Their mean is the loss.
        x, y: the ranges that the columns and rows span.

    Keys, "Cubic convolution interpolation for digital image processing" (1981). Beyond the grid the surface goes on
    as a straight line does, so that a ball that leaves is still told which way is down.
    """

    values: np.ndarray
    x: tuple[float, float]
    y: tuple[float, float]

    @property
    def examples(self) -> int:
        """What a batch counts here: mini-batches."""
        return len(self.values)

    def value(self, w, batch=None) -> np.ndarray:
        """(...) loss at w (..., 2): the mean over `batch` (indices of mini-batches), or over all."""
        return self._spline(w, batch)[0]

    def gradient(self, w, batch=None) -> np.ndarray:
        """(..., 2) the spline's own derivatives."""
        return self._spline(w, batch)[1]

    def _spline(self, w, batch):
        w = np.asarray(w, float)
        grid = (self.values if batch is None else self.values[batch]).mean(0)
        values, slopes = zip(*(_catmull_rom(grid, self.x, self.y, point) for point in w.reshape(-1, 2)), strict=True)
        return np.reshape(values, w.shape[:-1]), np.reshape(slopes, w.shape)


def _catmull_rom(grid, xs, ys, point):
    """(value, (2,) slope) of one point."""
    rows, cols = grid.shape
    scale_x, scale_y = (cols - 1) / (xs[1] - xs[0]), (rows - 1) / (ys[1] - ys[0])
    at_x, at_y = (point[0] - xs[0]) * scale_x, (point[1] - ys[0]) * scale_y
    inside_x, inside_y = float(np.clip(at_x, 0, cols - 1)), float(np.clip(at_y, 0, rows - 1))
    col, row = min(int(inside_x), cols - 2), min(int(inside_y), rows - 2)
    patch = grid[
        np.ix_(np.clip(np.arange(row - 1, row + 3), 0, rows - 1), np.clip(np.arange(col - 1, col + 3), 0, cols - 1))
    ]
    (bx, dx), (by, dy) = _weights(inside_x - col), _weights(inside_y - row)
    slope = np.array([by @ patch @ dx * scale_x, dy @ patch @ bx * scale_y])
    beyond = np.array([(at_x - inside_x) / scale_x, (at_y - inside_y) / scale_y])
    return by @ patch @ bx + slope @ beyond, slope


def _weights(t):
    """Weights (4,) of the neighbouring nodes at fraction t, and their derivatives."""
    value = np.array([-(t**3) + 2 * t**2 - t, 3 * t**3 - 5 * t**2 + 2, -3 * t**3 + 4 * t**2 + t, t**3 - t**2]) / 2
    slope = np.array([-3 * t**2 + 4 * t - 1, 9 * t**2 - 10 * t, -9 * t**2 + 8 * t + 1, 3 * t**2 - 2 * t]) / 2
    return value, slope


def batches(examples: int, size: int, step: int) -> np.ndarray | None:
    """The examples of mini-batch `step` (0 first), taken in turn: (size,) indices; None when one batch holds
    them all."""
    if size >= examples:
        return None
    return (step * size + np.arange(size)) % examples
