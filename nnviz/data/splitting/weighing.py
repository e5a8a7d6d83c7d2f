"""How much each training example counts: by numbers of one's own for the classes, and by a column."""

import numpy as np

from nnviz import words
from nnviz.data.raw import Raw
from nnviz.errors import SpecError
from nnviz.specs import DataSpec


def own_weights(rows: np.ndarray, raw: Raw, spec: DataSpec) -> tuple[np.ndarray | None, tuple[str, ...]]:
    """(k,) float32 what each of the examples at `rows` (k,) in `raw` counts for, and what was done, in sentences; None
    where all count alike.

    Raises:
        SpecError: for a class, or a column of numbers, that the data do not have.
    """
    weights, told = None, ()
    if spec.class_weights:
        by_class = _by_class(raw, spec.class_weights)
        weights = by_class[np.asarray(raw.y)[rows].astype(int)]
        named = [f"{name} {words.setting(weight)}" for name, weight in spec.class_weights.items()]
        told += (f"In training, examples count by their class: {words.listed(named)}; all others 1.",)
    if spec.weight_column:
        own = _of_column(rows, raw, spec.weight_column)
        weights = own if weights is None else weights * own
        told += (f"In training, each example counts as much as its {spec.weight_column} says.",)
    return None if weights is None else weights.astype("float32"), told


def _by_class(raw: Raw, own: dict[str, float]) -> np.ndarray:
    names = list(raw.schema.class_names) if raw.schema.has_classes else []
    for name in own:
        if name not in names:
            raise SpecError(
                f"Class weights: there is no class {name!r}.",
                expected=f"one of {', '.join(names[:12])}" if names else "data with classes",
                fix="Take its weight away.",
                where="class_weights",
            )
    return np.array([own.get(name, 1.0) for name in names])


def _of_column(rows: np.ndarray, raw: Raw, name: str) -> np.ndarray:
    numbers = weight_columns(raw)
    if name not in numbers:
        raise SpecError(
            f"There is no input column {name!r} of numbers to weigh examples by.",
            expected=f"one of {', '.join(list(numbers)[:12])}" if numbers else "a table with columns of numbers",
            fix="Choose another column, or none.",
            where="weight_column",
        )
    values = np.asarray(raw.x, float)[rows, numbers[name]]
    if not (np.isfinite(values).all() and (values >= 0).all() and values.any()):
        raise SpecError(
            f"The column {name!r} cannot say how much examples count: it has gaps, negative numbers, or only zeros.",
            expected="a number of at least 0 in every row",
            fix="Choose another column, or none.",
            where="weight_column",
        )
    return values


def weight_columns(raw: Raw) -> dict[str, int]:
    """The input columns of numbers → their places in x."""
    if np.ndim(raw.x) != 2:
        return {}
    if raw.columns:
        return {column.name: place for place, column in enumerate(raw.columns) if column.kind == "number"}
    return {name: place for place, name in enumerate(raw.schema.feature_names)}
