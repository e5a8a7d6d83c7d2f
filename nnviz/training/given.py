"""What a network is given of examples: the first input, and the further ones that it takes. No framework."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from nnviz import words
from nnviz.data.schema import Dataset, Schema, Split
from nnviz.errors import TrainingError
from nnviz.models.wiring import further_inputs
from nnviz.specs import ModelSpec


def given(model, part: Split, rows: Any = slice(None)) -> Any:
    """The inputs of some examples of a part as `model` takes them: an array (k, …), or a list of arrays.

    Args:
        model: a Keras model; the names of its inputs say which further ones it takes.
        rows: positions in the part, or a slice.
    """
    if isinstance(part.x, dict | list | tuple):
        return _rows_of(part.x, rows)
    return together([part.x[rows]] + [part.further[name][rows] for name in names_of(model) if name in part.further])


def _rows_of(structure, rows):
    if isinstance(structure, dict):
        return {name: _rows_of(value, rows) for name, value in structure.items()}
    if isinstance(structure, list | tuple):
        return type(structure)(_rows_of(value, rows) for value in structure)
    return structure[rows]


def names_of(model) -> list[str]:
    """What the inputs of a Keras model after the first are called."""
    return [tensor.name for tensor in list(getattr(model, "inputs", None) or [])[1:]]


def taken_by(spec: ModelSpec, schema: Schema) -> tuple[str, ...]:
    """The further inputs of the data that a network takes, in its order."""
    there = {further.name for further in schema.further}
    return tuple(layer.keras_name for layer in further_inputs(spec) if layer.keras_name in there)


def check_inputs(model, schema: Schema) -> None:
    """Raises TrainingError for an input of a network that the data do not have."""
    there = {further.name: further.shape for further in schema.further}
    told = {further.name: further.words for further in schema.further}
    inputs = list(getattr(model, "inputs", None) or [])[1:]
    for tensor in inputs:
        shape = tuple(tensor.shape[1:])
        if there.get(tensor.name) == shape:
            continue
        had = ", ".join(f"{name!r} of {own}" for name, own in told.items())
        raise TrainingError(
            f"The network has an input {tensor.name!r} of shape {shape}, and the data have "
            f"{f'beside the first one {had}' if had else 'one input'}.",
            expected="an input of that name and shape" if had else "a network with one input",
            fix="Remove that input on the Build page, or give it the name and shape of one that the data have.",
            where="model",
        )


def together(arrays: list[np.ndarray]) -> Any:
    """What a network is given of that many inputs: the only one, or a list."""
    return arrays if len(arrays) > 1 else arrays[0]


def apart(values: Any) -> list[np.ndarray]:
    """The opposite: one array an input, of a tuple, a list or the only array."""
    return list(values) if isinstance(values, list | tuple) else [values]


def inputs_beside(
    model, dataset: Dataset, tables: Mapping[str, Sequence], own: Sequence[np.ndarray] = ()
) -> list[np.ndarray]:
    """(1, …) what a network takes beside its first input, in its order.

    Args:
        tables: name → the codes of one row; of a sequence or an image (part, position) of the example whose it is.
        own: the example's own, in the same order, for what `tables` does not say.

    Raises:
        TrainingError: for an input that is missing, or a table that has another number of columns.
    """
    prepared = {one.form.name: one for one in dataset.further}
    arrays = []
    for place, name in enumerate(names_of(model)):
        if name not in tables and place < len(own):
            arrays.append(own[place])
            continue
        columns = prepared[name].form.columns
        if not columns and name in tables:
            arrays.append(_of_example(dataset, name, *tables[name]))
            continue
        if not columns:
            raise TrainingError(
                f"The network takes the {prepared[name].form.kind} {name} beside the first input, and none was given.",
                fix="Look at this example with Attribution or SHAP, which take all inputs.",
                where=name,
            )
        codes = np.asarray(tables.get(name, ()), float)
        if codes.shape != (len(columns),):
            received = f"{len(codes):,} values for {name}" if name in tables else f"nothing for {name}"
            raise TrainingError(
                f"Received {received}, which stands beside the first input.",
                expected=words.listed([column.name for column in columns]),
                where=name,
            )
        arrays.append(prepared[name].apply(codes[None]))
    return arrays


def _of_example(dataset: Dataset, name: str, part: str, position: int) -> np.ndarray:
    """(1, …) what stands beside an example under that name."""
    beside = dataset.split(part).further[name]
    if not 0 <= position < len(beside):
        raise TrainingError(f"There is no example {position} in the {part} part.", where=name)
    return beside[position : position + 1]


def batch(structure: Any, start: int, size: int) -> Any:
    """Rows `start` to `start + size` of an array, or of each array of a list."""
    rows = slice(start, start + size)
    return [array[rows] for array in structure] if isinstance(structure, list) else structure[rows]


def first(structure: Any) -> np.ndarray:
    """The first input of what `given` returned."""
    return structure[0] if isinstance(structure, list) else structure
