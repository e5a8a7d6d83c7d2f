"""The arithmetic of one number of a layer: what went in, step by step, and what came out. Imports no framework."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

PRECISION = 1e-5
"""By how much the recomputed number may differ from the network's own, for numbers up to 1; relative above."""


@dataclass(frozen=True)
class Origin:
    """A tensor that numbers were taken from.

    Attributes:
        title: the layer output's title (`nnviz.inspection.records.LayerActivation.title`), or an input's name.
        shape: of one example.
        is_input: whether it is an input of the network, where the way back ends.
    """

    title: str
    shape: tuple[int, ...]
    is_input: bool = False


@dataclass(frozen=True)
class Block:
    """Numbers that enter a step together.

    Attributes:
        values: float64, of any shape; () for a single number.
        origin: the tensor they were taken from; None for weights, and for what is made inside the layer.
        places: whole numbers in the shape of `values`: where each stands in the flattened `origin`, -1 for padding and
            what has no place there. None where there is no origin.
    """

    values: np.ndarray
    origin: Origin | None = None
    places: np.ndarray | None = None


@dataclass(frozen=True)
class Step:
    """One step of the calculation.

    Attributes:
        symbol: what the result is called in the steps after it: a Python name.
        title: the step in a few words.
        kind: how it is drawn: "products" (a sum of products), "function", "softmax", "largest", "mean", "sum",
            "lookup", "same" (taken over as it is), "project" (a matrix product),
            "scores", "weights", "note" (only its words say something) or "formula".
        blocks, numbers: what enters beside earlier results, by Python names.
        code: the Python expression of the result: of the names above, of symbols of earlier steps, NumPy and math.
        result: float64 number or array: what `code` evaluates to.
        words: what is worth saying of it, "" for nothing.
        group: of a step that exists several times side by side, which one ("head 2"), "" otherwise.
        curve: (2, n) of a function: places and values around the one in question; None otherwise.
    """

    symbol: str
    title: str
    kind: str
    blocks: Mapping[str, Block]
    numbers: Mapping[str, float]
    code: str
    result: float | np.ndarray
    words: str = ""
    group: str = ""
    curve: np.ndarray | None = None


@dataclass(frozen=True)
class Arithmetic:
    """How one number of a layer's output came about.

    Attributes:
        title, kind: the layer output's title and the layer's class.
        index: of the number in the output of one example.
        shape: of the output of one example.
        value: the number that the network computed.
        steps: the calculation; the last one's result is the number again, recomputed in float64.
        exact: whether `steps` are the layer's own arithmetic. Otherwise they are its linear approximation at this
            input, by the gradient, and agree by construction.
        note: a sentence where something is to be said of the whole, "" otherwise.
        mode: "inference" or "training".
        dtype: the type in which the network computed.
    """

    title: str
    kind: str
    index: tuple[int, ...]
    shape: tuple[int, ...]
    value: float
    steps: tuple[Step, ...]
    exact: bool = True
    note: str = ""
    mode: str = "inference"
    dtype: str = "float32"

    def __getitem__(self, symbol: str) -> Step:
        """The step of that symbol. Raises KeyError when there is none."""
        return {step.symbol: step for step in self.steps}[symbol]

    @property
    def computed(self) -> float:
        """The number, recomputed step by step."""
        return float(self.steps[-1].result)

    @property
    def difference(self) -> float:
        """Between the recomputed number and the network's own; 0 where both are the same infinity or NaN."""
        if np.isnan(self.computed) and np.isnan(self.value) or self.computed == self.value:
            return 0.0
        return abs(self.computed - self.value)

    @property
    def tolerance(self) -> float:
        """The difference up to which both are called equal: 1e-5, relative for numbers over 1, and for half precision
        its own step."""
        step = {"bfloat16": 2.0**-7, "float16": 2.0**-9}.get(self.dtype, PRECISION)
        return step * max(1.0, abs(self.value))

    @property
    def within(self) -> str:
        """How far both agree, in words; where they do not, by how much they differ."""
        if not np.isfinite(self.value) and self.agrees:
            return "both are no finite number, from a weight or an input that is none"
        if not self.agrees:
            return f"a difference of {self.difference:.3g}"
        if self.dtype in ("bfloat16", "float16"):
            return f"equal as far as {self.dtype} goes"
        return "equal to 0.00001" if abs(self.value) <= 1 else "equal to 1 part in 100,000"

    @property
    def agrees(self) -> bool:
        return self.difference <= self.tolerance

    @property
    def code(self) -> str:
        """Lines of Python that compute the number from the very numbers that went in."""
        from nnviz.inspection.arithmetic.python import lines_of

        return lines_of(self)

    def figure(self, dark: bool = False):
        """The summands of the last sum of products as bars, the largest first; a plotly figure."""
        from nnviz.plots.arithmetic import summands

        sums = [step for step in self.steps if step.kind == "products" and np.ndim(step.result) == 0]
        products, rest = products_of(sums[-1]) if sums else (np.array([self.computed]), 0.0)
        return summands(products, rest, self.title, dark)


def pairs_of(step: Step) -> list[tuple[Block, Block]]:
    """The (operands, weights) that a sum of products multiplies, in the order of its blocks."""
    blocks = list(step.blocks.values())
    return list(zip(blocks[::2], blocks[1::2], strict=True))


def products_of(step: Step) -> tuple[np.ndarray, float]:
    """(n,) the products of a sum, flattened, and what is added beside them (the bias)."""
    products = np.concatenate([np.ravel(x.values * w.values) for x, w in pairs_of(step)])
    return products, float(step.result) - float(products.sum())


def operand_rows(number: Arithmetic) -> list[dict]:
    """Everything that went in, a row a number: the step, what it is called, its value, the weight that it was
    multiplied by and the product (NaN where there are none), and where it came from, counted from 1."""
    rows = []
    for step in number.steps:
        if step.kind == "products" and np.ndim(step.result) == 0:
            names = list(step.blocks)[::2]
            rows += [row for name, (x, w) in zip(names, pairs_of(step), strict=True) for row in _rows(step, name, x, w)]
        else:
            rows += [row for name, block in step.blocks.items() for row in _rows(step, name, block, None)]
        rows += [_row(step, name, value) for name, value in step.numbers.items()]
    return rows


def _rows(step: Step, name: str, block: Block, weights: Block | None) -> list[dict]:
    places = np.full(block.values.shape, -1) if block.places is None else block.places
    each = np.full(block.values.shape, np.nan) if weights is None else weights.values
    flat = zip(np.ravel(block.values), np.ravel(each), np.ravel(places), strict=True)
    return [_row(step, name, value, weight, block.origin, int(place)) for value, weight, place in flat]


def _row(
    step: Step, name: str, value: float, weight: float = np.nan, origin: Origin | None = None, place: int = -1
) -> dict:
    known = origin is not None and place >= 0
    index = [int(at) + 1 for at in np.unravel_index(place, origin.shape)] if known else []
    return {
        "step": f"{step.group}: {step.title}" if step.group else step.title,
        "name": name,
        "value": float(value),
        "weight": float(weight),
        "product": float(value * weight),
        "from": origin.title if known else "",
        "place": "-".join(map(str, index)),
    }


@dataclass(frozen=True)
class ShownTensor:
    """A tensor as it is pictured.

    Attributes:
        values: float32, of one example; of a large one only some channels.
        shape: of the whole.        channels: those on the last axis that are there; None for all.
        limit: the largest size of a finite value in the whole, what the ends of the colours stand for.
        signed: whether any value of the whole is below zero.
        is_input: whether it is an input of the network.
    """

    values: np.ndarray
    shape: tuple[int, ...]
    limit: float
    signed: bool
    channels: tuple[int, ...] | None = None
    is_input: bool = False


@dataclass(frozen=True)
class ShownNumber:
    """A number of a run's network, with the tensors around it.

    Attributes:
        arithmetic: how it came about.
        place: of the number in the tensor of its title.
        tensors: by their titles, the output that it stands in, and all that went in. Of a recurrent layer that returns
            its last state only, its state after each step.
    """

    arithmetic: Arithmetic
    place: tuple[int, ...]
    tensors: Mapping[str, ShownTensor]
