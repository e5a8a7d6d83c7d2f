"""Every tensor of a model as a table, and two models' tensors side by side."""

import math

import numpy as np

from nnviz.errors import ModelError
from nnviz.inspection.activations import to_array
from nnviz.inspection.summary import summarize
from nnviz.inspection.weight_records import TensorPage, TensorPair, TensorRow, WeightComparison
from nnviz.inspection.weights import owners

_SIDE = 128
_MOST = 20_000
"""Tensors of one model that are listed."""


def tensor_table(model) -> tuple[TensorRow, ...]:
    """Every variable of a built model, one at a time in memory: its name, shape, type and statistics.

    Raises:
        ModelError: when the model was never built.
    """
    return tuple(_row(path, kind, variable, trained) for path, kind, variable, trained in named_variables(model))


def tensor(model, path: str) -> np.ndarray:
    """The values of the tensor of that name in `tensor_table`. Raises ModelError where there is none."""
    for own, _, variable, _ in named_variables(model):
        if own == path:
            return to_array(variable.value)[0]
    raise ModelError(f"The model has no tensor {path!r}.", expected="a name that `tensor_table` lists", where="tensor")


def tensor_page(model, path: str, page: int = 0) -> TensorPage:
    """A part of a tensor's values: of a matrix of many rows and columns 128 of each at most.

    Raises:
        ModelError: for a name or a page that is not there.
    """
    values = tensor(model, path)
    matrix = values.reshape(-1, values.shape[-1]) if values.ndim else values.reshape(1, 1)
    down, across = (max(1, -(-size // _SIDE)) for size in matrix.shape)
    if not 0 <= page < down * across:
        raise ModelError(
            f"There is no page {page + 1:,} of {path!r}.", expected=f"1 to {down * across:,}", where="page"
        )
    row, column = page // across * _SIDE, page % across * _SIDE
    part = matrix[row : row + _SIDE, column : column + _SIDE]
    return TensorPage(path, values.shape, np.array(part), row, column, page, down * across)


def compare_weights(model, other) -> WeightComparison:
    """The tensors of two models: those of the same name and shape, and of what is left those of the same shape in their
    order. Both are left as they are.

    Raises:
        ModelError: when one was never built.
    """
    here, there = (_without_seeds(own) for own in (model, other))
    matched = {path: path for path, variable in here.items() if _same_shape(variable, there.get(path))}
    left = [path for path in there if path not in matched]
    for path, variable in here.items():
        if path in matched:
            continue
        fitting = next((own for own in left if _same_shape(variable, there[own])), None)
        if fitting is not None:
            matched[path] = fitting
            left.remove(fitting)
    pairs = tuple(_pair(path, matched[path], here[path], there[matched[path]]) for path in here if path in matched)
    alone = tuple((path, tuple(own.shape)) for path, own in here.items() if path not in matched)
    return WeightComparison(pairs, alone, tuple((path, tuple(there[path].shape)) for path in left))


def named_variables(model):
    """(path, class of its layer, variable, whether training changes it) of every variable, in the model's order.

    Raises:
        ModelError: when the model was never built.
    """
    if not model.built:
        raise ModelError(
            f"The model {model.name!r} has no weights yet: it was never built.",
            fix="Run it on one example, or call its `build` with an input shape.",
        )
    belonging, taken = owners(model), set()
    trained = {id(variable) for variable in model.trainable_weights}
    for variable in model.variables[:_MOST]:
        path, layer = belonging.get(id(variable), ("", None))
        name, number = f"{path}/{variable.name}" if path else variable.name, 2
        while name in taken:
            name, number = f"{path}/{variable.name}#{number}".lstrip("/"), number + 1
        taken.add(name)
        yield name, type(layer).__name__ if layer is not None else "", variable, id(variable) in trained


def _without_seeds(model) -> dict:
    """Name → variable of all but the states of random generators, which say nothing of what a model has learnt."""
    weights = {id(own) for own in model.weights}
    return {path: variable for path, _, variable, _ in named_variables(model) if id(variable) in weights}


def _row(path: str, kind: str, variable, trained: bool) -> TensorRow:
    values, dtype = to_array(variable.value)
    size = math.prod(values.shape) * (2 if dtype == "bfloat16" else values.dtype.itemsize)
    return TensorRow(path, kind, values.shape, dtype, trained, size, summarize(values))


def _same_shape(variable, other) -> bool:
    return other is not None and tuple(variable.shape) == tuple(other.shape)


def _pair(path: str, other: str, variable, second) -> TensorPair:
    a, b = (to_array(own.value)[0].astype("float64").ravel() for own in (variable, second))
    norms = float(np.linalg.norm(a)), float(np.linalg.norm(b))
    difference = a - b
    cosine = float(a @ b / (norms[0] * norms[1])) if all(norms) else math.nan
    largest = float(np.abs(difference).max()) if difference.size else 0.0
    return TensorPair(path, other, tuple(variable.shape), norms, float(np.linalg.norm(difference)), cosine, largest)
