"""One pass of a model, kept so that any number in it can be asked for and followed back to where it came from."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from nnviz.errors import ModelError, unknown_name
from nnviz.inspection.activations import to_array
from nnviz.inspection.arithmetic.records import Origin
from nnviz.inspection.arithmetic.story import Asked, Numbers, call_tensors
from nnviz.inspection.attention import attention
from nnviz.inspection.capture import Call, capture
from nnviz.inspection.hidden_states import hidden_states
from nnviz.inspection.inputs import as_batch, input_names


@dataclass(frozen=True)
class Trace:
    """A model's calls on one batch.

    Attributes:
        model: the model.      batch: what went in, with its batch axis.
        calls: every layer call, in the order in which they ended.
        training: the mode.
    """

    model: Any
    batch: Any
    calls: tuple[Call, ...]
    training: bool

    @cached_property
    def outputs(self) -> dict[str, tuple[Call, int]]:
        """Every output's title, as in `Activations`, and the call that made it."""
        return {_title(call, k): (call, k) for call in self.calls for k in range(len(call.outputs))}

    @cached_property
    def _made_by(self) -> dict[int, str]:
        """The first call that returned a tensor: inner layers come before those that hold them."""
        makers: dict[int, str] = {}
        for title, (call, k) in self.outputs.items():
            makers.setdefault(id(call.outputs[k]), title)
        return makers

    @cached_property
    def inputs(self) -> dict[str, np.ndarray]:
        """The network's inputs by their names, those of the whole batch; one that is alone is called "input"."""
        flat = keras.tree.flatten(self.batch)
        names = ("input",) if len(flat) == 1 else input_names(self.model, self.batch)
        taken = {
            f"{name} (input)" if name in self.outputs else name: array for name, array in zip(names, flat, strict=True)
        }
        return taken

    @cached_property
    def bytes(self) -> int:
        """What the outputs weigh together."""
        each = {id(tensor): tensor for call in self.calls for tensor in call.outputs}
        return sum(int(np.prod(tensor.shape)) * tensor.dtype.size for tensor in each.values())

    @cached_property
    def attention(self) -> dict[tuple[str, int], np.ndarray]:
        """The attention weights of every attention layer's calls."""
        return {(one.path, one.call_index): one.weights for one in attention(self.model, self.batch)}

    @cached_property
    def states(self) -> dict[tuple[str, int], Any]:
        """What recurrent layers remember after each step."""
        return {(one.path, one.call_index): one for one in hidden_states(self.model, self.batch)}

    def origin(self, tensor) -> Origin | None:
        """Where a tensor came from; None where it was made between layers, in a model's own code."""
        shape = tuple(int(size) for size in tensor.shape[1:])
        if id(tensor) in self._made_by:
            return Origin(self._made_by[id(tensor)], shape)
        values = to_array(tensor)[0]
        for name, array in self.inputs.items():
            if array.shape == values.shape and np.array_equal(array.astype(values.dtype), values):
                return Origin(name, shape, is_input=True)
        for title, (call, k) in reversed(self.outputs.items()):
            made = call.outputs[k]
            if tuple(made.shape) == tuple(tensor.shape) and np.array_equal(
                to_array(made)[0].astype(values.dtype), values
            ):
                return Origin(title, shape)
        return None

    def find(self, layer: str) -> str:
        """The title of the output that `layer` (a title, a path or a name) stands for, and for a model inside the model
        that of the layer in it which made its output. Raises ModelError for one that is not there."""
        matching = [title for title in self.outputs if title == layer]
        matching += [title for title, (call, _) in self.outputs.items() if layer in (call.path, call.layer.name)]
        if not matching:
            raise unknown_name("layer", layer, self.outputs, kind=ModelError)
        call, k = self.outputs[matching[0]]
        maker = self._made_by.get(id(call.outputs[k]), "")
        return maker if maker.startswith(f"{call.path}/") else matching[0]

    def asked(self, title: str, index: tuple[int, ...], example: int) -> Asked:
        """The question about one number of an output."""
        call, k = self.outputs[title]
        tensors = call_tensors(call.args, call.kwargs)
        numbers = tuple(self._numbers(tensor, example) for tensor in tensors)
        output = to_array(call.outputs[k])[0][example].astype(np.float64)
        weights = lambda: self.attention[call.path, call.index][example]  # noqa: E731
        return Asked(
            call.layer, numbers, index, output, call.args, call.kwargs, k, example, self.training, title, weights
        )

    def _numbers(self, tensor, example: int) -> Numbers:
        values = to_array(tensor)[0]
        if values.ndim == 0 or values.shape[0] <= example:
            return Numbers.of(values)
        return Numbers.of(values[example], self.origin(tensor))


def trace(model, x, training: bool = False) -> Trace:
    """Runs `model` on `x` (a batch, or one example) and keeps what every layer was given and returned.

    Raises:
        ModelError: for an input that the model refuses.
    """
    batch, _ = as_batch(model, x)
    calls, _ = capture(model, batch, training)
    return Trace(model, batch, tuple(call for call in calls if any(map(tf.is_tensor, call.outputs))), training)


def _title(call: Call, k: int) -> str:
    again = f" (call {call.index + 1})" if call.index else ""
    return call.path + again + (f" [{k}]" if k else "")
