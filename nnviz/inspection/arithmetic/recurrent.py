"""SimpleRNN, LSTM and GRU, one step of one unit; and Bidirectional, which reads both ways."""

from dataclasses import dataclass

import keras
import numpy as np

from nnviz.inspection.arithmetic import functions
from nnviz.inspection.arithmetic.records import Block, Origin
from nnviz.inspection.arithmetic.story import Asked, Numbers, Story, evaluated, weights


@dataclass(frozen=True)
class _Reading:
    """One way of reading a sequence.

    Attributes:
        cell: the Keras cell.
        x: (steps, features) in the order of reading.
        seen: (steps,) whether a step takes part.
        first: the states before the first step.
        zeros: whether the output of a step that is left out is 0.
        prefix: put before every symbol, to tell two ways of reading apart.
    """

    cell: object
    x: Numbers
    seen: np.ndarray
    first: list[np.ndarray]
    zeros: bool = False
    prefix: str = ""

    def states(self) -> list[list[np.ndarray]]:
        """The states before each step, and after the last one, recomputed in float64."""
        step = _STEPS[type(self.cell).__name__]
        every = [self.first]
        for x, seen in zip(self.x.values, self.seen, strict=True):
            every.append(step(self.cell, x, every[-1]) if seen else every[-1])
        return every


def _apply(activation, values: np.ndarray) -> np.ndarray:
    if activation is keras.activations.linear or activation is None:
        return values
    template = functions.SCALAR.get(functions.name_of(activation))
    if template is None:
        raise NotImplementedError(f"activation {activation!r}")
    if " if " in template or "math" in template:
        return np.array([evaluated(template.format(z="z"), {"z": value}) for value in values])
    return evaluated(template.format(z="z"), {"z": values})


def _simple_step(cell, x, states):
    z = x @ weights(cell.kernel) + states[0] @ weights(cell.recurrent_kernel)
    return [_apply(cell.activation, z + (weights(cell.bias) if cell.use_bias else 0))]


def _lstm_step(cell, x, states):
    z = x @ weights(cell.kernel) + states[0] @ weights(cell.recurrent_kernel)
    i, f, g, o = np.split(z + (weights(cell.bias) if cell.use_bias else 0), 4)
    i, f, o = (_apply(cell.recurrent_activation, gate) for gate in (i, f, o))
    carry = f * states[1] + i * _apply(cell.activation, g)
    return [o * _apply(cell.activation, carry), carry]


def _gru_step(cell, x, states):
    kernel, recurrent, before = weights(cell.kernel), weights(cell.recurrent_kernel), states[0]
    inner, outer = _gru_biases(cell)
    a, units = x @ kernel + inner, cell.units
    b = before @ recurrent + outer
    z, r = (_apply(cell.recurrent_activation, (a + b)[k * units : (k + 1) * units]) for k in range(2))
    if cell.reset_after:
        remembered = r * b[2 * units :]
    else:
        remembered = (r * before) @ recurrent[:, 2 * units :]
    return [z * before + (1 - z) * _apply(cell.activation, a[2 * units :] + remembered)]


def _gru_biases(cell) -> tuple[np.ndarray, np.ndarray]:
    none = np.zeros(3 * cell.units)
    if not cell.use_bias:
        return none, none
    bias = weights(cell.bias)
    return (bias[0], bias[1]) if cell.reset_after else (bias, none)


_STEPS = {"SimpleRNNCell": _simple_step, "LSTMCell": _lstm_step, "GRUCell": _gru_step}


def recurrent(story: Story, asked: Asked) -> None:
    """A SimpleRNN, LSTM, GRU, or an RNN of one such cell."""
    layer, reading = asked.layer, _reading(asked, asked.layer)
    steps = len(reading.x.shape) and reading.x.shape[0]
    whole = layer.return_sequences and asked.output_index == 0
    at, unit = (asked.index[0], asked.index[1]) if len(asked.index) == 2 else (steps - 1, asked.index[-1])
    if layer.go_backwards and len(asked.index) == 2 and not whole:
        at = steps - 1 - at
    state = asked.output_index - 1 if layer.return_state and asked.output_index else 0
    turned = layer.go_backwards and not whole
    rows = np.arange(steps * layer.cell.units).reshape(steps, -1)
    own = Origin(asked.title, rows.shape) if asked.output_index == 0 else None
    _one_step(story, reading, at, unit, own, rows[::-1] if turned else rows, "y", state)


def _reading(asked: Asked, layer, prefix: str = "", initial=None) -> _Reading:
    cell = layer.cell
    if type(cell).__name__ not in _STEPS or type(cell).__module__.split(".")[0] != "keras":
        raise NotImplementedError(type(cell).__name__)
    if asked.training and (cell.dropout or cell.recurrent_dropout):
        raise NotImplementedError("dropout inside a recurrent layer")
    x, mask = asked.inputs[0], asked.mask()
    seen = np.ones(x.shape[0], bool) if mask is None else mask
    if layer.go_backwards:
        x, seen = x[::-1], seen[::-1]
    zeros = bool(layer.zero_output_for_mask and layer.return_sequences and asked.output_index == 0)
    return _Reading(cell, x, seen, _first_states(asked, layer, initial), zeros, prefix)


def _first_states(asked: Asked, layer, initial) -> list[np.ndarray]:
    if initial is None:
        initial = asked.kwargs.get("initial_state")
        if initial is None and len(asked.args) > 1:
            initial = asked.args[1]
    if initial is not None:
        return [weights(state)[asked.example] for state in keras.tree.flatten(initial)]
    if layer.stateful and layer.states is not None:
        return [weights(state)[asked.example] for state in keras.tree.flatten(layer.states)]
    count = 2 if type(layer.cell).__name__ == "LSTMCell" else 1
    return [np.zeros(layer.cell.units) for _ in range(count)]


def _one_step(
    story: Story,
    reading: _Reading,
    at: int,
    unit: int,
    own: Origin | None,
    rows: np.ndarray | None,
    symbol: str,
    state: int = 0,
) -> None:
    """The step `at`, in the order of reading, of one unit; a step that is left out repeats the one before it.

    Args:
        own: what the layer's states can be asked by; rows: (steps, units) their places in it, in the order of reading.
        symbol: of the result.      state: 0 the hidden state, 1 an LSTM's cell state.
    """
    if reading.zeros and not reading.seen[at]:
        story.step(
            symbol, "Left out", "same", "0.0", words="The mask leaves this step out: the layer shows zeros for it."
        )
        return
    states = reading.states()
    taking_part = np.flatnonzero(reading.seen[: at + 1])
    if len(taking_part) == 0:
        words = "No step until here takes part: the state is the one from the start."
        story.step(symbol, "As at the start", "same", "before", numbers={"before": states[0][state][unit]}, words=words)
        return
    last = int(taking_part[-1])
    if last != at:
        story.step(
            f"{reading.prefix}steps", "Left out", "note", "float(step)", numbers={"step": last + 1},
            words=f"Step {at + 1} is left out by the mask: the state stays as it was after step {last + 1}.",
        )  # fmt: skip
    earlier = np.flatnonzero(reading.seen[:last])
    place = rows[earlier[-1]] if rows is not None and len(earlier) else None
    before = states[last]
    h = Block(before[0], own if place is not None else None, place)
    tell = {"SimpleRNNCell": _simple, "LSTMCell": _lstm, "GRUCell": _gru}[type(reading.cell).__name__]
    tell(story, reading, reading.x[last].block(), h, before, unit, symbol, state)


def _gate(
    story: Story,
    reading: _Reading,
    name: str,
    title: str,
    x: Block,
    h: Block,
    column: int,
    bias: float | None,
    activation,
    group: str,
) -> str:
    """The weighted sum of a gate and its activation; returns the symbol of the result."""
    p, cell = reading.prefix, reading.cell
    blocks = {
        f"{p}x": x,
        f"{p}W_{name}": weights(cell.kernel)[:, column],
        f"{p}h": h,
        f"{p}U_{name}": weights(cell.recurrent_kernel)[:, column],
    }
    numbers = {} if bias is None else {f"{p}b_{name}": bias}
    code = f"({p}x * {p}W_{name}).sum() + ({p}h * {p}U_{name}).sum()" + "".join(f" + {own}" for own in numbers)
    story.step(f"{p}{name}_in", title, "products", code, blocks, numbers, group=group)
    functions.activate(story, activation, f"{p}{name}_in", f"{p}{name}", group=group)
    return f"{p}{name}" if f"{p}{name}" in story.names else f"{p}{name}_in"


def _simple(story, reading, x, h, before, unit, symbol, state) -> None:
    cell = reading.cell
    bias = weights(cell.bias)[unit] if cell.use_bias else None
    result = _gate(story, reading, "a", "The input and the memory, weighted", x, h, unit, bias, cell.activation, "")
    story.step(symbol, "The new state", "same", result)


def _lstm(story, reading, x, h, before, unit, symbol, state) -> None:
    cell, p, units = reading.cell, reading.prefix, reading.cell.units
    bias = weights(cell.bias) if cell.use_bias else None
    gates = (
        ("f", "Forget gate", units, cell.recurrent_activation),
        ("i", "Input gate", 0, cell.recurrent_activation),
        ("g", "Candidate", 2 * units, cell.activation),
        ("o", "Output gate", 3 * units, cell.recurrent_activation),
    )
    names = {}
    for name, title, first, activation in gates:
        own = None if bias is None else bias[first + unit]
        names[name] = _gate(story, reading, name, title, x, h, first + unit, own, activation, title)
    words = "What is kept of the old cell state, and what is written anew."
    code = f"{names['f']} * {p}c_before + {names['i']} * {names['g']}"
    carry = symbol if state == 1 else f"{p}c"
    story.step(
        carry, "New cell state", "formula", code, numbers={f"{p}c_before": before[1][unit]}, words=words, group="Memory"
    )
    if state == 1:
        return
    functions.activate(story, cell.activation, carry, f"{p}c_out", group="Memory")
    shown = f"{p}c_out" if f"{p}c_out" in story.names else carry
    words = "How much of the memory is shown."
    story.step(symbol, "New hidden state", "formula", f"{names['o']} * {shown}", words=words, group="Memory")


def _gru(story, reading, x, h, before, unit, symbol, state) -> None:
    cell, p, units = reading.cell, reading.prefix, reading.cell.units
    inner, outer = _gru_biases(cell)
    gate = lambda name, title, first: _gate(  # noqa: E731
        story, reading, name, title, x, h, first + unit,
        float(inner[first + unit] + outer[first + unit]) if cell.use_bias else None, cell.recurrent_activation, title,
    )  # fmt: skip
    z, r = gate("z", "Update gate", 0), gate("r", "Reset gate", units)
    column = 2 * units + unit
    own = {f"{p}x": x, f"{p}W_n": weights(cell.kernel)[:, column]}
    numbers = {f"{p}b_n": float(inner[column])} if cell.use_bias else {}
    code = f"({p}x * {p}W_n).sum()" + "".join(f" + {name}" for name in numbers)
    story.step(f"{p}n_x", "Candidate, from the input", "products", code, own, numbers, group="Candidate")
    memory = {f"{p}h": h, f"{p}U_n": weights(cell.recurrent_kernel)[:, column]}
    if cell.reset_after:
        numbers = {f"{p}d_n": float(outer[column])} if cell.use_bias else {}
        code = f"({p}h * {p}U_n).sum()" + "".join(f" + {name}" for name in numbers)
        story.step(f"{p}n_h", "Candidate, from the memory", "products", code, memory, numbers, group="Candidate")
        code = f"{p}n_x + {r} * {p}n_h"
    else:
        gates = _reset_gates(reading, x.values, before[0])
        gated = {f"{p}rh": gates * before[0], f"{p}U_n": memory[f"{p}U_n"]}
        words = "Each unit's memory times its own reset gate, then weighted."
        story.step(
            f"{p}n_h",
            "Candidate, from the memory",
            "products",
            f"({p}rh * {p}U_n).sum()",
            gated,
            words=words,
            group="Candidate",
        )
        code = f"{p}n_x + {p}n_h"
    story.step(f"{p}n_in", "Both together", "formula", code, group="Candidate")
    functions.activate(story, cell.activation, f"{p}n_in", f"{p}n", group="Candidate")
    n = f"{p}n" if f"{p}n" in story.names else f"{p}n_in"
    words = "What is kept of the old state, and what is written anew."
    code, numbers = f"{z} * {p}h_before + (1 - {z}) * {n}", {f"{p}h_before": before[0][unit]}
    story.step(symbol, "New hidden state", "formula", code, numbers=numbers, words=words, group="Memory")


def _reset_gates(reading: _Reading, x: np.ndarray, before: np.ndarray) -> np.ndarray:
    cell, units = reading.cell, reading.cell.units
    z = x @ weights(cell.kernel)[:, units : 2 * units] + before @ weights(cell.recurrent_kernel)[:, units : 2 * units]
    return _apply(cell.recurrent_activation, z + (weights(cell.bias)[units : 2 * units] if cell.use_bias else 0))


def bidirectional(story: Story, asked: Asked) -> None:
    layer, unit = asked.layer, asked.index[-1]
    if asked.output_index or layer.return_state:
        raise NotImplementedError("states of a bidirectional layer")
    ways = {"forward": layer.forward_layer, "backward": layer.backward_layer}
    units, steps = ways["forward"].cell.units, asked.inputs[0].shape[0]
    reached = {"forward": steps - 1, "backward": steps - 1}
    if layer.return_sequences:
        reached = {"forward": asked.index[0], "backward": steps - 1 - asked.index[0]}
    if layer.merge_mode == "concat":
        way, own = ("forward", unit) if unit < units else ("backward", unit - units)
        origin, rows = _whole(asked, layer, steps, units, way)
        reading = _reading(asked, ways[way], initial=_half(asked, way))
        return _one_step(story, reading, reached[way], own, origin, rows, "y")
    for way, prefix in (("forward", "fw_"), ("backward", "bw_")):
        reading = _reading(asked, ways[way], prefix, _half(asked, way))
        _one_step(story, reading, reached[way], unit, None, None, f"{prefix}y")
    code = {"sum": "fw_y + bw_y", "mul": "fw_y * bw_y", "ave": "(fw_y + bw_y) / 2"}.get(layer.merge_mode)
    if code is None:
        raise NotImplementedError(str(layer.merge_mode))
    story.step("y", "Both ways together", "formula", code)
    return None


def _half(asked: Asked, way: str):
    initial = asked.kwargs.get("initial_state")
    if initial is None:
        return None
    half = len(initial) // 2
    return initial[:half] if way == "forward" else initial[half:]


def _whole(asked: Asked, layer, steps: int, units: int, way: str) -> tuple[Origin | None, np.ndarray | None]:
    """Where the states of one way stand in the output of a bidirectional layer, in the order of reading."""
    if not layer.return_sequences:
        return None, None
    rows = np.arange(steps * 2 * units).reshape(steps, 2 * units)
    rows = rows[:, :units] if way == "forward" else rows[::-1, units:]
    return Origin(asked.title, (steps, 2 * units)), rows
