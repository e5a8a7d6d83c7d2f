"""What goes into a model: one array or several, one example or a batch."""

import keras
import numpy as np
import tensorflow as tf

from nnviz.errors import ModelError
from nnviz.keras_internals import build_shapes, flat_layers


def as_tensors(x):
    """`x` with every array as a tensor, in the same structure."""
    return keras.tree.map_structure(tf.convert_to_tensor, x)


def as_arrays(model, x):
    """`x` as NumPy arrays in the structure that `model` takes: float64 becomes float32.

    A list is several inputs where the model has several, and numbers of one array otherwise.

    Raises:
        ModelError: for an empty or ragged input, or one that holds something else than numbers.
    """
    if any(np.asarray(own).dtype.kind in "USO" and _has_text(own) for own in _parts_of(x)):
        raise ModelError(
            "The input holds text.",
            expected="numbers",
            fix="nnviz.numeric_part(model, x) gives the part of the network that computes with numbers, and these.",
            where="x",
        )
    several = isinstance(x, dict) or (isinstance(x, list | tuple) and _takes_several(model, x))
    try:
        if isinstance(x, dict):
            arrays = {name: _array(value) for name, value in x.items()}
        else:
            arrays = [_array(value) for value in x] if several else _array(x)
    except ValueError as error:
        raise ModelError(f"The input is no regular array ({error}).", expected="numbers", where="x") from None
    flat = keras.tree.flatten(arrays)
    if not flat or any(array.size == 0 for array in flat):
        raise ModelError("The input is empty.", expected="at least one example", where="x")
    return arrays


def _parts_of(x) -> list:
    """What may hold text, one by one; numbers are not looked through."""
    if isinstance(x, dict):
        return list(x.values())
    if isinstance(x, list | tuple) and any(isinstance(own, np.ndarray) for own in x):
        return list(x)
    return [x] if isinstance(x, np.ndarray) or _has_text(x) else []


def _has_text(values) -> bool:
    first = values
    while isinstance(first, list | tuple | np.ndarray) and np.ndim(first) != 0 and len(first):
        first = first[0]
    return isinstance(first, str | bytes)


def input_names(model, x) -> tuple[str, ...]:
    """One name an input: the dict's keys, the model's own input names, or `input_1`, …"""
    if isinstance(x, dict):
        return tuple(str(name) for name in _sorted_like_tree(x))
    count = len(keras.tree.flatten(x))
    known = [tensor.name for tensor in known_inputs(model)]
    return tuple(known) if len(known) == count else tuple(f"input_{i + 1}" for i in range(count))


def known_inputs(model) -> list:
    """The symbolic inputs of a model, or [] where it has none (subclassed models)."""
    try:
        return list(keras.tree.flatten(model.inputs or []))
    except (AttributeError, ValueError):
        return []


def fixed_batch(model) -> int | None:
    """The batch size that a model insists on because a layer keeps a state for each example, or None."""
    if not any(getattr(layer, "stateful", False) for layer in flat_layers(model)):
        return None
    sizes = [tensor.shape[0] for tensor in known_inputs(model)]
    return sizes[0] if sizes else None


def whole_number_inputs(model) -> set[int]:
    """Positions of the inputs that the model itself declares as whole numbers."""
    known = known_inputs(model)
    return {k for k, tensor in enumerate(known) if not keras.backend.is_float_dtype(tensor.dtype)}


def precision(model) -> float:
    """The relative step of the coarsest numbers that a layer computes in: 1.2e-7 for float32."""
    steps = {"bfloat16": 2.0**-7, "float16": 2.0**-10}
    used = {getattr(layer, "compute_dtype", "") for layer in flat_layers(model)}
    return max([steps[dtype] for dtype in used & set(steps)], default=2.0**-23)


def example_shapes(model) -> list[tuple] | None:
    """Shapes of one example of each input, without the batch, or None where the model does not know."""
    known = known_inputs(model)
    if known:
        return [tuple(tensor.shape[1:]) for tensor in known]
    built = build_shapes(model).values()
    return [shape[1:] for shape in built if isinstance(shape, tuple) and all(map(_is_size, shape))] or None


def as_batch(model, x) -> tuple[object, bool]:
    """Arrays of `x` with a batch axis, and whether it was added because `x` is one example.

    Raises:
        ModelError: when the inputs disagree on the number of examples, or on whether they are a batch.
    """
    arrays = as_arrays(model, x)
    flat = keras.tree.flatten(arrays)
    shapes = example_shapes(model)
    single = (
        bool(shapes)
        and len(shapes) == len(flat)
        and all(array.ndim == len(shape) for array, shape in zip(flat, shapes, strict=True))
    )
    if single:
        arrays = keras.tree.map_structure(lambda array: array[None], arrays)
    sizes = {array.shape[0] if array.ndim else 0 for array in keras.tree.flatten(arrays)}
    if len(sizes) != 1 or 0 in sizes:
        raise ModelError(
            f"The inputs hold {sorted(sizes)} examples.", expected="the same number in each input", where="x"
        )
    return arrays, single


def _sorted_like_tree(x: dict) -> list:
    marks = keras.tree.flatten({name: np.array(i) for i, name in enumerate(x)})
    names = list(x)
    return [names[int(mark)] for mark in marks]


def _takes_several(model, x) -> bool:
    known = known_inputs(model)
    if known:
        return len(known) > 1 or (len(x) == 1 and isinstance(x[0], np.ndarray))
    return all(isinstance(value, np.ndarray) and value.ndim > 0 for value in x)


def _array(value) -> np.ndarray:
    array = np.asarray(value)
    if array.dtype == np.float64:
        return array.astype("float32")
    if array.dtype.kind not in "fiub" and array.dtype.name != "bfloat16":
        raise ValueError(f"type {array.dtype}")
    return array


def _is_size(n) -> bool:
    return n is None or isinstance(n, int)
