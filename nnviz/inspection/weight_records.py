"""What is known of weights: spectra, the law they began with, how they moved, and how two models differ. NumPy only."""

import math
from dataclasses import dataclass

import numpy as np

from nnviz import words
from nnviz.inspection.records import Summary

_STEEP = 4e10
"""Multiplications up to which singular values are computed: a matrix of 4,096 × 2,048 takes some seconds."""


@dataclass(frozen=True)
class Spectrum:
    """The singular values of a weight taken as a matrix, from inputs (rows) to units (columns).

    Attributes:
        rows, columns: of the matrix; a kernel (…, inputs, filters) has a row for each number of a patch.
        values: (min(rows, columns),) float64, the largest first; empty where the matrix is too large or holds values
            that are not finite.
        norm: Frobenius norm, the root of the sum of all squares; NaN likewise.
    """

    rows: int
    columns: int
    values: np.ndarray
    norm: float

    @property
    def largest(self) -> float:
        """The spectral norm: by how much the matrix can lengthen a vector."""
        return float(self.values[0]) if self.values.size else math.nan

    @property
    def stable_rank(self) -> float:
        """‖W‖²_F / σ₁²: how many directions carry as much as the strongest (Rudelson and Vershynin, 2007)."""
        return float((self.values**2).sum() / self.largest**2) if self.values.size and self.largest else math.nan

    @property
    def effective_rank(self) -> float:
        """exp of the entropy of the singular values' shares, from 1 to their number (Roy and Vetterli, 2007)."""
        total = self.values.sum()
        if not self.values.size or not total:
            return math.nan
        shares = self.values[self.values > 0] / total
        return float(np.exp(-(shares * np.log(shares)).sum()))

    @property
    def rank(self) -> int:
        """Singular values above rounding: max(rows, columns) · ε(float32) · σ₁."""
        least = max(self.rows, self.columns) * np.finfo("float32").eps * self.largest
        return int((self.values > least).sum()) if self.values.size else 0

    def figure(self, dark: bool = False):
        """The singular values in order, on a scale of powers of ten."""
        from nnviz.plots import spectra as plots

        return plots.spectrum(self.values, dark)


def spectrum(values: np.ndarray, kind: str = "") -> Spectrum | None:
    """The `Spectrum` of a weight; None for a vector or a number.

    Args:
        values: a matrix (inputs, units), a kernel (…, inputs, filters), or any other array whose last axis counts
            units.
        kind: the layer's class: a transposed convolution's kernel has its filters before its inputs.

    >>> spectrum(np.diag([3.0, 4.0])).values.tolist()
    [4.0, 3.0]
    """
    values = np.asarray(values, "float64")
    if values.ndim < 2:
        return None
    if "Transpose" in kind:
        values = np.swapaxes(values, -1, -2)
    if "Depthwise" in kind and values.ndim > 2:
        matrix = values.reshape(math.prod(values.shape[:-2]), -1)
    else:
        matrix = values.reshape(-1, values.shape[-1])
    rows, columns = matrix.shape
    finite = bool(np.isfinite(matrix).all())
    if not finite or not matrix.size or rows * columns * min(rows, columns) > _STEEP:
        return Spectrum(rows, columns, np.zeros(0), float(np.linalg.norm(matrix)) if finite else math.nan)
    return Spectrum(rows, columns, np.linalg.svd(matrix, compute_uv=False), float(np.linalg.norm(matrix)))


@dataclass(frozen=True)
class InitialLaw:
    """The law that a weight's first values were drawn from.

    Attributes:
        name: of Keras's initializer: "GlorotUniform".
        shape: "uniform", "normal", "truncated" (at two of the normal's own deviations), "constant", or "" for one
            without a density of single values, such as an orthogonal matrix.
        mean, std: of the values; NaN where they are not known.
        low, high: the ends of what can be drawn.
    """

    name: str
    shape: str
    mean: float
    std: float
    low: float = -math.inf
    high: float = math.inf

    def density(self, values: np.ndarray) -> np.ndarray | None:
        """Of each of some values; None for a law without a density."""
        values = np.asarray(values, "float64")
        if self.shape == "uniform":
            inside = (values >= self.low) & (values <= self.high)
            return np.where(inside, 1 / max(self.high - self.low, 1e-300), 0.0)
        if self.shape not in ("normal", "truncated") or not self.std > 0:
            return None
        own = (self.high - self.mean) / 2 if self.shape == "truncated" else self.std
        density = np.exp(-(((values - self.mean) / own) ** 2) / 2) / (own * math.sqrt(2 * math.pi))
        if self.shape == "normal":
            return density
        inside = (values >= self.low) & (values <= self.high)
        return np.where(inside, density / math.erf(math.sqrt(2)), 0.0)


@dataclass(frozen=True)
class WeightPicture:
    """One weight of a layer with all that is told of it.

    Attributes:
        path, name, layer_kind: the weight's place, its own name, and the class of its layer.
        shape: of all of it.        values: as they are at the moment shown; of a very large one the first inputs and
            units alone, as of `first`.
        dtype: as the model holds them.
        trainable: whether training changes them.     summary: in a few numbers.
        spectrum: of it as a matrix; None for vectors.
        first, first_spectrum: what the run began with, where that was recorded, and its spectrum.
        law: what its first values were drawn from; None where that is not known.
        alike: groups of units whose incoming weights point the same way (cosine of 0.999 or more).
        silent: units whose incoming weights are all zero.
    """

    path: str
    name: str
    layer_kind: str
    shape: tuple[int, ...]
    values: np.ndarray
    dtype: str
    trainable: bool
    summary: Summary
    spectrum: Spectrum | None
    first: np.ndarray | None
    first_spectrum: Spectrum | None
    law: InitialLaw | None
    alike: tuple[tuple[int, ...], ...] = ()
    silent: tuple[int, ...] = ()

    @property
    def is_part(self) -> bool:
        """Whether `values` are only some of all."""
        return self.values.shape != self.shape

    @property
    def moved(self) -> float:
        """‖W − W₀‖ / ‖W₀‖ from the recorded first values; NaN where there are none or they are zero."""
        if self.first is None:
            return math.nan
        began = float(np.linalg.norm(self.first.astype("float64")))
        return float(np.linalg.norm(self.values.astype("float64") - self.first)) / began if began else math.nan

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is wrong with units by their incoming weights alone; () where nothing is."""
        told = []
        if self.silent:
            told.append(
                f"{_numbered(self.silent)} incoming weights that are all zero: no input reaches beyond the bias."
            )
        for group in self.alike:
            told.append(f"{_numbered(group)} incoming weights that point the same way (cosine of 0.999 or more).")
        return tuple(told)


def _numbered(units: tuple[int, ...]) -> str:
    numbers = words.few([f"{unit + 1:,}" for unit in units], 8)
    return f"Unit {numbers} has" if len(units) == 1 else f"Units {numbers} have"


@dataclass(frozen=True)
class WeightHistory:
    """All weights of a run at the moments that it recorded.

    Attributes:
        epochs: (t,).
        paths: (w,) names of the weights, those that training changes.
        norms: (w, t) Frobenius norms divided by the root of the number of values: root mean squares.
        distances: (w, t) ‖W − W₀‖ / ‖W₀‖ from the first recorded ones; NaN where those are zero.
        ranks: (w, t) effective ranks; NaN for vectors and where they take too long.
    """

    epochs: np.ndarray
    paths: tuple[str, ...]
    norms: np.ndarray
    distances: np.ndarray
    ranks: np.ndarray

    def of(self, path: str) -> int | None:
        """Which row is that weight; None for one that training does not change."""
        return self.paths.index(path) if path in self.paths else None


@dataclass(frozen=True)
class TensorRow:
    """One tensor of a model as a row of a table."""

    path: str
    layer_kind: str
    shape: tuple[int, ...]
    dtype: str
    trainable: bool
    bytes: int
    summary: Summary

    @property
    def count(self) -> int:
        return math.prod(self.shape)


@dataclass(frozen=True)
class TensorPage:
    """A part of a tensor's values, taken as a matrix whose columns are the last axis.

    Attributes:
        path, shape: of the tensor.
        values: (rows, columns) of this page.       row, column: where it begins in the matrix.
        page, pages: which it is, from 0, and how many there are.
    """

    path: str
    shape: tuple[int, ...]
    values: np.ndarray
    row: int
    column: int
    page: int
    pages: int

    @property
    def place(self) -> str:
        """The part in NumPy's words: "[0:64, :]" of `values.reshape(-1, columns)`."""
        rows, columns = self.values.shape
        return f"[{self.row}:{self.row + rows}, {self.column}:{self.column + columns}]"


@dataclass(frozen=True)
class TensorPair:
    """Two tensors of the same shape, one of each model.

    Attributes:
        path, other: their names in the first and the second model.
        shape: of both.
        norms: (‖a‖, ‖b‖).        distance: ‖a − b‖.
        cosine: of both as vectors; NaN where one is zero.
        largest: the largest |a − b|.
    """

    path: str
    other: str
    shape: tuple[int, ...]
    norms: tuple[float, float]
    distance: float
    cosine: float
    largest: float

    @property
    def relative(self) -> float:
        """‖a − b‖ / ‖a‖; NaN for a tensor of zeros."""
        return self.distance / self.norms[0] if self.norms[0] else (0.0 if not self.distance else math.nan)

    @property
    def equal(self) -> bool:
        """Whether both are the same, bit for bit."""
        return self.largest == 0


@dataclass(frozen=True)
class WeightComparison:
    """Two models' tensors side by side.

    Attributes:
        pairs: those of the same name and shape, then those of the same shape in their order.
        alone, alone_there: names and shapes of those that only the first, or only the second, has.
    """

    pairs: tuple[TensorPair, ...]
    alone: tuple[tuple[str, tuple[int, ...]], ...]
    alone_there: tuple[tuple[str, tuple[int, ...]], ...]

    @property
    def sentence(self) -> str:
        """How alike both are, in a line."""
        if not self.pairs:
            return "They have no tensor of the same shape."
        same = sum(pair.equal for pair in self.pairs)
        total = len(self.pairs) + len(self.alone)
        if same == total and not self.alone_there:
            return f"All {total:,} tensors are the same, bit for bit."
        there = f"{len(self.pairs):,} have a counterpart there, {same:,} of them bit for bit the same"
        return f"Of {total:,} tensors, {there}."

    def figure(self, dark: bool = False):
        """How far each pair is apart, as a share of the first one's norm."""
        from nnviz.plots import spectra as plots

        return plots.distances([pair.path for pair in self.pairs], np.array([p.relative for p in self.pairs]), dark)
