"""See every call of every layer while a model runs, on any Keras 3 model.

Each layer's `call` is wrapped while the model runs eagerly. Rebuilding a model around a layer's output,
the usual way, fails on subclassed, lazily built and shared layers; this does not.
"""

import contextlib
import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from nnviz.errors import ModelError, NnvizError
from nnviz.inspection.inputs import as_tensors
from nnviz.inspection.state import preserved, replaced_calls, uncompiled_calls
from nnviz.keras_internals import functional_graph
from nnviz.models.layer_paths import layer_paths
from nnviz.models.shapes_taken import wrong_shapes
from nnviz.models.symbolic import plain


@dataclass(frozen=True)
class Call:
    """One call of one layer: its path, which call of that layer it was, and its tensors, flattened; `args` and `kwargs`
    are what it was called with, as they were."""

    path: str
    layer: object
    index: int
    inputs: tuple
    outputs: tuple
    args: tuple = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)


def ensure_built(model, x) -> None:
    """Build a model that has not seen data yet, by one forward pass on the first example of `x`."""
    if model.built and (not isinstance(model, keras.Sequential) or functional_graph(model) is not None):
        return
    if isinstance(model, keras.Sequential) and isinstance(x, np.ndarray):
        with contextlib.suppress(Exception):  # a layer may need real values; the run below says what is wrong
            model.build((None, *x.shape[1:]))
    _run(model, keras.tree.map_structure(lambda array: array[:1], x), training=False)


def capture(model, x, training: bool = False, choose=None) -> tuple[list[Call], object]:
    """Run `model` on `x`; return every layer call, in the order in which calls ended, and the output.

    Args:
        model: any Keras 3 model. One that was never built is built by this.
        x: an array (batch, …), or a list, tuple or dict of them for a model with several inputs.
        training: the mode. In training mode, dropout acts, and statistics and seeds are put back afterwards.
        choose: `choose(path, layer)` says whether a layer is recorded; None records all.

    Raises:
        ModelError: when the model cannot run on `x`; the message carries Keras's own words.
    """
    ensure_built(model, x)
    try:
        with uncompiled_calls():
            return _captured(model, x, training, choose)
    except ModelError:  # TensorFlow runs some operations compiled only, such as a three-dimensional grouped convolution
        return _captured(model, x, training, choose)


def _captured(model, x, training, choose):
    calls, counts = [], {}

    def recording(path, layer, function):
        @functools.wraps(function)
        def call(*args, **kwargs):
            result = function(*args, **kwargs)
            outputs = _tensors(result)
            if any(tf.is_symbolic_tensor(tensor) for tensor in outputs):  # inside a loop of a layer's own
                return result
            index = counts.get(path, 0)
            counts[path] = index + 1
            calls.append(Call(path, layer, index, _tensors((args, kwargs)), outputs, args, kwargs))
            return result

        return call

    every = layer_paths(model).items()
    wanted = [(path, layer) for path, layer in every if not choose or choose(path, layer)]
    wrapped = [(layer, recording(path, layer, layer.call)) for path, layer in wanted]
    with preserved(model), replaced_calls(wrapped):
        output = _run(model, x, training)
    return calls, output


def _run(model, x, training):
    try:
        return model(as_tensors(x), training=training)
    except NnvizError:
        raise
    except NotImplementedError as error:
        parts = [f"model.{name}" for name, part in vars(model).items() if isinstance(part, keras.Model)]
        raise ModelError(
            f"The model {model.name!r} cannot be asked as a whole: its class has no `call`.",
            fix=f"Look into its parts, such as {' or '.join(parts[:2])}." if parts else "Give it one.",
            where="model",
        ) from error
    except Exception as error:  # whatever a stranger's layer raises becomes a sentence
        told = wrong_shapes(model, x)
        if told:
            raise ModelError(told, fix="Give it examples of that shape.", where="x") from error
        raise ModelError(
            f"The model {model.name!r} cannot run on this input: {first_line(error)}",
            fix="Check the input's shape and type against the model's first layer.",
            where="x",
        ) from error


def first_line(error: Exception) -> str:
    """An exception's message without Keras's frame, with its end mark."""
    text = plain(error)
    return text if text.endswith((".", "!", "?")) else text + "."


def _tensors(structure) -> tuple:
    return tuple(item for item in keras.tree.flatten(structure) if tf.is_tensor(item))
