"""How a layer's arithmetic is told: steps whose code is evaluated as it is written, so that what is shown is what
ran."""

import contextlib
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from nnviz.inspection.arithmetic.records import Block, Origin, Step

_CURVE_POINTS = 81


@dataclass(frozen=True)
class Numbers:
    """A tensor of one example, float64, and where each of its numbers stands in the tensor that it was taken from."""

    values: np.ndarray
    places: np.ndarray
    origin: Origin | None = None

    @staticmethod
    def of(values, origin: Origin | None = None) -> "Numbers":
        values = np.asarray(values, np.float64)
        places = np.arange(values.size).reshape(values.shape) if origin else np.full(values.shape, -1)
        return Numbers(values, places, origin)

    @property
    def shape(self) -> tuple[int, ...]:
        return self.values.shape

    def __getitem__(self, key) -> "Numbers":
        return self.mapped(lambda array: array[key])

    def mapped(self, function: Callable[[np.ndarray], np.ndarray]) -> "Numbers":
        """Both arrays through a function that only moves entries."""
        return Numbers(np.asarray(function(self.values)), np.asarray(function(self.places)), self.origin)

    def window(self, indices: Sequence[np.ndarray], outside: float = 0.0) -> "Numbers":
        """The entries at a grid of indices on the first axes, the later axes whole; `outside` beyond the ends."""
        inside = [(at >= 0) & (at < size) for at, size in zip(indices, self.shape, strict=False)]
        grid = np.ix_(*[np.where(ok, at, 0) for at, ok in zip(indices, inside, strict=True)])
        there = np.ones([len(at) for at in indices], bool)
        for axis, ok in enumerate(inside):
            there &= ok.reshape([-1 if k == axis else 1 for k in range(len(indices))])
        there = there.reshape(there.shape + (1,) * (self.values.ndim - len(indices)))
        return Numbers(np.where(there, self.values[grid], outside), np.where(there, self.places[grid], -1), self.origin)

    def block(self) -> Block:
        return Block(self.values, self.origin, self.places if self.origin else None)


def weights(variable) -> np.ndarray:
    """A layer's variable or tensor, float64."""
    import keras

    value = getattr(variable, "value", variable)
    if hasattr(value, "dtype") and "bfloat16" in str(value.dtype):
        value = keras.ops.cast(value, "float32")
    return np.asarray(keras.ops.convert_to_numpy(value), np.float64)


@dataclass
class Story:
    """The steps so far, and the values of their names."""

    steps: list[Step] = field(default_factory=list)
    names: dict[str, Any] = field(default_factory=dict)

    def step(
        self,
        symbol: str,
        title: str,
        kind: str,
        code: str,
        blocks: Mapping[str, Block | np.ndarray] | None = None,
        numbers: Mapping[str, float] | None = None,
        *,
        words: str = "",
        group: str = "",
        curve: np.ndarray | None = None,
    ) -> Any:
        """Adds a step and returns its result. See `Step`; `code` is one of this package's own expressions."""
        made = {
            name: own if isinstance(own, Block) else Block(np.asarray(own, float))
            for name, own in (blocks or {}).items()
        }
        single = {name: float(value) for name, value in (numbers or {}).items()}
        self.names |= {name: block.values for name, block in made.items()} | single
        self.names[symbol] = result = evaluated(code, self.names)
        self.steps.append(Step(symbol, title, kind, made, single, code, result, words, group, curve))
        return result

    def function(self, symbol: str, title: str, template: str, of: str, words: str = "", group: str = "") -> Any:
        """A step of one variable: `template` with {z} for the number called `of`."""
        at = float(self.names[of])
        reach = max(4.0, 1.25 * abs(at)) if np.isfinite(at) else 4.0
        places = np.linspace(-reach, reach, _CURVE_POINTS)
        compiled = compile(template.format(z="z"), "<arithmetic>", "eval")
        values = np.array([float(evaluated(compiled, {"z": place})) for place in places])
        code = template.format(z=of)
        return self.step(symbol, title, "function", code, words=words, group=group, curve=np.stack([places, values]))


def evaluated(code, names: Mapping[str, Any]) -> Any:
    """The value of an expression of this package, float64."""
    with np.errstate(all="ignore"):
        value = eval(code, {"np": np, "math": math}, dict(names))
    return np.asarray(value, np.float64) if np.ndim(value) else float(value)


@dataclass(frozen=True)
class Asked:
    """A number that is asked about, and the layer call that made it.

    Attributes:
        layer: the Keras layer or operation.
        inputs: the tensors that it was called with, masks left out, one example each.
        index: of the number in the output of one example.
        output: the call's output, for this example.
        args, kwargs: of the call, as tensors with their batch.
        output_index: which of the call's outputs.
        example: which example of the batch.
        training: the mode.
        title: of the output in question.
        attention: gives the (heads, queries, keys) weights of this call where it is an attention layer.
    """

    layer: Any
    inputs: tuple[Numbers, ...]
    index: tuple[int, ...]
    output: np.ndarray
    args: tuple = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    output_index: int = 0
    example: int = 0
    training: bool = False
    title: str = ""
    attention: Callable[[], np.ndarray] | None = None

    def called(self, *args, **kwargs) -> Any:
        """What the layer returns on other arguments, flattened; its states and seeds are afterwards what they were."""
        import keras

        from nnviz.models.states import preserved

        is_layer = isinstance(self.layer, keras.layers.Layer)
        with preserved(self.layer) if is_layer else contextlib.nullcontext():
            return keras.tree.flatten(self.layer.call(*args, **kwargs))

    def mask(self, name: str = "mask") -> np.ndarray | None:
        """A mask that the call was given, for this example."""
        given = self.kwargs.get(name)
        return (
            None if given is None or isinstance(given, list | tuple) else np.asarray(given)[self.example].astype(bool)
        )

    def tensors(self) -> list:
        """The tensors of the call, masks left out, in the order of `inputs`."""
        return call_tensors(self.args, self.kwargs)

    def of(self, tensor) -> Numbers:
        """The numbers of one of the call's tensors."""
        return next(x for own, x in zip(self.tensors(), self.inputs, strict=True) if own is tensor)

    def operands(self) -> list:
        """What the call joins: `Numbers` of its tensors, constants as they are."""
        import keras

        flat = keras.tree.flatten((self.args, {k: v for k, v in self.kwargs.items() if "mask" not in k}))
        own = dict(zip(map(id, self.tensors()), self.inputs, strict=True))
        return [own.get(id(leaf), leaf) for leaf in flat if leaf is not None and not isinstance(leaf, bool | str)]


def call_tensors(args, kwargs) -> list:
    """The tensors that a layer was called with, its masks left out."""
    import keras
    import tensorflow as tf

    flat = keras.tree.flatten((args, {name: value for name, value in kwargs.items() if "mask" not in name}))
    return [leaf for leaf in flat if tf.is_tensor(leaf)]
