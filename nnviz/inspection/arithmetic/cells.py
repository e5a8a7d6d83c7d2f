"""One unit of a recurrent cell at one step, gate by gate; and a whole step of a cell in float64, to know what it
remembers.

Elman (1990); Hochreiter and Schmidhuber (1997); Cho et al. (2014); Shi et al., "Convolutional LSTM network" (2015).
"""

from collections.abc import Callable
from dataclasses import dataclass

import keras
import numpy as np

from nnviz.inspection.arithmetic import functions, windows
from nnviz.inspection.arithmetic.records import Block
from nnviz.inspection.arithmetic.story import Numbers, Story, evaluated, weights


@dataclass(frozen=True)
class Unit:
    """One unit of a cell, and what it reads at one step.

    Attributes:
        cell: the Keras cell.
        x, h: what it reads of the input and of the memory.
        kernel, recurrent: the weights of both, (…, gates): the shapes of `x` and `h`, and a last axis of gates.
        bias: (gates,), for a GRU that resets after the product (2, gates); None without one.
        before: the unit's own states before the step.
        prefix: put before every symbol.
        reset: gives, for a GRU that resets before the product, its reset gates times the memory.
    """

    cell: object
    x: Block
    h: Block
    kernel: np.ndarray
    recurrent: np.ndarray
    bias: np.ndarray | None
    before: tuple[float, ...]
    prefix: str = ""
    reset: Callable[[], np.ndarray] | None = None


def known(cell) -> str:
    """The name of a cell's class where it is told here.

    Raises:
        NotImplementedError: for another one.
    """
    name = type(cell).__name__
    if name not in _TOLD or type(cell).__module__.split(".")[0] != "keras":
        raise NotImplementedError(name)
    return name


def tell(story: Story, unit: Unit, symbol: str, state: int = 0) -> None:
    """Adds the steps of a unit's new state: 0 the hidden state, 1 the cell state of an LSTM."""
    _TOLD[known(unit.cell)](story, unit, symbol, state)


def stepped(cell, x: np.ndarray, states: list[np.ndarray]) -> list[np.ndarray]:
    """The states of a cell after one step, float64."""
    return _STEPS[known(cell)](cell, x, states)


def states_of(cell) -> int:
    """How many states a cell keeps."""
    return 2 if "LSTM" in known(cell) else 1


def unit_of(cell, x: Numbers, memory: Numbers, before: list[np.ndarray], where: tuple[int, ...], prefix: str) -> Unit:
    """The unit at `where` in the cell's state; `memory` is the hidden state before the step, as `before[0]` is."""
    bias = weights(cell.bias) if cell.use_bias else None
    own = tuple(float(state[where]) for state in before)
    if hasattr(cell, "filters"):
        x, memory = _patches(cell, x, memory, where)
        count = cell.filters
    else:
        count = cell.units
    of_gates = lambda array: array.reshape(*array.shape[:-1], -1, count)[..., where[-1]]  # noqa: E731
    kernel, recurrent = of_gates(weights(cell.kernel)), of_gates(weights(cell.recurrent_kernel))
    bias = None if bias is None else of_gates(bias)
    reset = lambda: _reset_gates(cell, x.values, before[0]) * before[0]  # noqa: E731
    return Unit(cell, x.block(), memory.block(), kernel, recurrent, bias, own, prefix, reset)


def _patches(cell, x: Numbers, memory: Numbers, where: tuple[int, ...]) -> tuple[Numbers, Numbers]:
    """The patch of the input under the kernel, and that of the memory, whose kernel moves by 1 and is padded."""
    sizes = zip(x.shape, cell.kernel_size, cell.strides, cell.dilation_rate, where, strict=False)
    reads = [windows.taps(n, k, s, d, cell.padding, at) for n, k, s, d, at in sizes]
    sizes = zip(memory.shape, cell.kernel_size, where, strict=False)
    return x.window(reads), memory.window([windows.taps(n, k, 1, 1, "same", at) for n, k, at in sizes])


def apply(activation, values: np.ndarray) -> np.ndarray:
    """An activation of Keras's, of every number of an array, float64."""
    if activation is keras.activations.linear or activation is None:
        return values
    template = functions.SCALAR.get(functions.name_of(activation))
    if template is None:
        raise NotImplementedError(f"activation {activation!r}")
    if " if " in template or "math" in template:
        single = [evaluated(template.format(z="z"), {"z": value}) for value in np.ravel(values)]
        return np.reshape(single, np.shape(values))
    return evaluated(template.format(z="z"), {"z": values})


def _simple_step(cell, x, states):
    z = x @ weights(cell.kernel) + states[0] @ weights(cell.recurrent_kernel)
    return [apply(cell.activation, z + (weights(cell.bias) if cell.use_bias else 0))]


def _lstm_step(cell, x, states):
    z = x @ weights(cell.kernel) + states[0] @ weights(cell.recurrent_kernel)
    return _lstm_states(cell, z, states)


def _lstm_states(cell, z, states):
    i, f, g, o = np.split(z + (weights(cell.bias) if cell.use_bias else 0), 4, axis=-1)
    i, f, o = (apply(cell.recurrent_activation, gate) for gate in (i, f, o))
    carry = f * states[1] + i * apply(cell.activation, g)
    return [o * apply(cell.activation, carry), carry]


def _convolutional_step(cell, x, states):
    how = {"data_format": "channels_last"}
    read = {"strides": cell.strides, "padding": cell.padding, "dilation_rate": cell.dilation_rate}
    z = np.asarray(keras.ops.conv(x[None], weights(cell.kernel), **read, **how))[0]
    kernel = weights(cell.recurrent_kernel)
    z = z + np.asarray(keras.ops.conv(states[0][None], kernel, strides=1, padding="same", **how))[0]
    return _lstm_states(cell, z, states)


def _gru_step(cell, x, states):
    kernel, recurrent, before = weights(cell.kernel), weights(cell.recurrent_kernel), states[0]
    inner, outer = _gru_biases(cell)
    a, units = x @ kernel + inner, cell.units
    b = before @ recurrent + outer
    z, r = (apply(cell.recurrent_activation, (a + b)[k * units : (k + 1) * units]) for k in range(2))
    if cell.reset_after:
        remembered = r * b[2 * units :]
    else:
        remembered = (r * before) @ recurrent[:, 2 * units :]
    return [z * before + (1 - z) * apply(cell.activation, a[2 * units :] + remembered)]


def _gru_biases(cell) -> tuple[np.ndarray, np.ndarray]:
    none = np.zeros(3 * cell.units)
    if not cell.use_bias:
        return none, none
    bias = weights(cell.bias)
    return (bias[0], bias[1]) if cell.reset_after else (bias, none)


def _reset_gates(cell, x: np.ndarray, before: np.ndarray) -> np.ndarray:
    units = slice(cell.units, 2 * cell.units)
    z = x @ weights(cell.kernel)[:, units] + before @ weights(cell.recurrent_kernel)[:, units]
    return apply(cell.recurrent_activation, z + (weights(cell.bias)[units] if cell.use_bias else 0))


_STEPS = {
    "SimpleRNNCell": _simple_step,
    "LSTMCell": _lstm_step,
    "GRUCell": _gru_step,
    "ConvLSTMCell": _convolutional_step,
}


def _gate(story: Story, unit: Unit, name: str, title: str, k: int, bias, activation, group: str) -> str:
    """The weighted sum of gate `k` and its activation; returns the symbol of the result."""
    p = unit.prefix
    blocks = {
        f"{p}x": unit.x,
        f"{p}W_{name}": unit.kernel[..., k],
        f"{p}h": unit.h,
        f"{p}U_{name}": unit.recurrent[..., k],
    }
    numbers = {} if bias is None else {f"{p}b_{name}": bias}
    code = f"({p}x * {p}W_{name}).sum() + ({p}h * {p}U_{name}).sum()" + "".join(f" + {own}" for own in numbers)
    story.step(f"{p}{name}_in", title, "products", code, blocks, numbers, group=group)
    functions.activate(story, activation, f"{p}{name}_in", f"{p}{name}", group=group)
    return f"{p}{name}" if f"{p}{name}" in story.names else f"{p}{name}_in"


def _simple(story: Story, unit: Unit, symbol: str, state: int) -> None:
    bias = None if unit.bias is None else unit.bias[0]
    result = _gate(story, unit, "a", "The input and the memory, weighted", 0, bias, unit.cell.activation, "")
    story.step(symbol, "The new state", "same", result)


def _lstm(story: Story, unit: Unit, symbol: str, state: int) -> None:
    cell, p = unit.cell, unit.prefix
    gates = (
        ("f", "Forget gate", 1, cell.recurrent_activation),
        ("i", "Input gate", 0, cell.recurrent_activation),
        ("g", "Candidate", 2, cell.activation),
        ("o", "Output gate", 3, cell.recurrent_activation),
    )
    names = {}
    for name, title, k, activation in gates:
        own = None if unit.bias is None else unit.bias[k]
        names[name] = _gate(story, unit, name, title, k, own, activation, title)
    words = "What is kept of the old cell state, and what is written anew."
    code = f"{names['f']} * {p}c_before + {names['i']} * {names['g']}"
    carry = symbol if state == 1 else f"{p}c"
    own = {f"{p}c_before": unit.before[1]}
    story.step(carry, "New cell state", "formula", code, numbers=own, words=words, group="Memory")
    if state == 1:
        return
    functions.activate(story, cell.activation, carry, f"{p}c_out", group="Memory")
    shown = f"{p}c_out" if f"{p}c_out" in story.names else carry
    words = "How much of the memory is shown."
    story.step(symbol, "New hidden state", "formula", f"{names['o']} * {shown}", words=words, group="Memory")


def _gru(story: Story, unit: Unit, symbol: str, state: int) -> None:
    cell, p = unit.cell, unit.prefix
    inner, outer = (None, None) if unit.bias is None else (unit.bias, None)
    if unit.bias is not None and cell.reset_after:
        inner, outer = unit.bias
    both = lambda k: None if inner is None else float(inner[k] + (0 if outer is None else outer[k]))  # noqa: E731
    gate = cell.recurrent_activation
    z = _gate(story, unit, "z", "Update gate", 0, both(0), gate, "Update gate")
    r = _gate(story, unit, "r", "Reset gate", 1, both(1), gate, "Reset gate")
    _product(story, f"{p}n_x", "from the input", {f"{p}x": unit.x, f"{p}W_n": unit.kernel[..., 2]}, f"{p}b_n", inner)
    if cell.reset_after:
        memory = {f"{p}h": unit.h, f"{p}U_n": unit.recurrent[..., 2]}
        _product(story, f"{p}n_h", "from the memory", memory, f"{p}d_n", outer)
        code = f"{p}n_x + {r} * {p}n_h"
    else:
        gated = {f"{p}rh": unit.reset(), f"{p}U_n": unit.recurrent[..., 2]}
        words = "Each unit's memory times its own reset gate, then weighted."
        _product(story, f"{p}n_h", "from the memory", gated, f"{p}d_n", None, words)
        code = f"{p}n_x + {p}n_h"
    story.step(f"{p}n_in", "Both together", "formula", code, group="Candidate")
    functions.activate(story, cell.activation, f"{p}n_in", f"{p}n", group="Candidate")
    n = f"{p}n" if f"{p}n" in story.names else f"{p}n_in"
    words = "What is kept of the old state, and what is written anew."
    code, numbers = f"{z} * {p}h_before + (1 - {z}) * {n}", {f"{p}h_before": unit.before[0]}
    story.step(symbol, "New hidden state", "formula", code, numbers=numbers, words=words, group="Memory")


def _product(story: Story, symbol: str, whence: str, blocks: dict, name: str, bias, words: str = "") -> None:
    """A sum of products of a GRU's candidate; `bias` holds those of all its gates."""
    numbers = {} if bias is None else {name: float(bias[2])}
    code = f"({' * '.join(blocks)}).sum()" + "".join(f" + {own}" for own in numbers)
    story.step(symbol, f"Candidate, {whence}", "products", code, blocks, numbers, words=words, group="Candidate")


_TOLD = {"SimpleRNNCell": _simple, "LSTMCell": _lstm, "GRUCell": _gru, "ConvLSTMCell": _lstm}
