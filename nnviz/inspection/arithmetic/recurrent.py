"""Recurrent layers, one step of one number: SimpleRNN, LSTM, GRU, ConvLSTM, stacks of their cells, and Bidirectional,
which reads both ways."""

from dataclasses import dataclass

import keras
import numpy as np

from nnviz.inspection.arithmetic import cells, whole_cells
from nnviz.inspection.arithmetic.records import Origin
from nnviz.inspection.arithmetic.story import Asked, Numbers, Story, weights


@dataclass(frozen=True)
class _Reading:
    """One way of reading a sequence.

    Attributes:
        stack: the Keras cells, the lowest first; one alone where they are not stacked.
        x: (steps, …) in the order of reading, channels last.
        seen: (steps,) whether a step takes part.
        first: for each cell, its states before the first step.
        zeros: whether the output of a step that is left out is 0.
        prefix: put before every symbol, to tell two ways of reading apart.
    """

    stack: tuple
    x: Numbers
    seen: np.ndarray
    first: list[list[np.ndarray]]
    zeros: bool = False
    prefix: str = ""

    def states(self) -> list[list[list[np.ndarray]]]:
        """The states of each cell before each step, and after the last one, recomputed in float64."""
        every = [self.first]
        for x, seen in zip(self.x.values, self.seen, strict=True):
            every.append(self.after(x, every[-1]) if seen else every[-1])
        return every

    def after(self, x: np.ndarray, before: list[list[np.ndarray]]) -> list[list[np.ndarray]]:
        """The states of each cell after one step; each reads what the one below it shows."""
        states = []
        for cell, own in zip(self.stack, before, strict=True):
            states.append(cells.stepped(cell, x, own))
            x = states[-1][0]
        return states


def recurrent(story: Story, asked: Asked) -> None:
    """A SimpleRNN, LSTM, GRU, ConvLSTM, or an RNN of such cells."""
    layer, asked = asked.layer, _channels_last(asked)
    reading = _reading(asked, asked.layer)
    steps = reading.x.shape[0]
    whole = layer.return_sequences and asked.output_index == 0
    shape = reading.first[-1][0].shape
    of_a_step = len(asked.index) == len(shape) + 1
    at, where = (asked.index[0], asked.index[1:]) if of_a_step else (steps - 1, asked.index)
    if layer.go_backwards and of_a_step and not whole:
        at = steps - 1 - at
    turned = layer.go_backwards and not whole
    which = _which_state(reading.stack, asked.output_index - 1) if asked.output_index else (len(reading.stack) - 1, 0)
    rows = own = None
    if asked.output_index == 0 and (whole or len(shape) == 1):
        rows = _places(layer, (steps, *shape))
        own = Origin(asked.title, _shown_shape(layer, (steps, *shape)))
        rows = rows[::-1] if turned else rows
    _one_step(story, reading, at, where, own, rows, "y", which)


def cell_alone(story: Story, asked: Asked) -> None:
    """A cell that a model calls by itself, on an input and its states."""
    stack = tuple(getattr(asked.layer, "cells", (asked.layer,)))
    x, *states = asked.inputs
    counts = [cells.states_of(cell) for cell in stack]
    if asked.training and any(cell.dropout or cell.recurrent_dropout for cell in stack) or sum(counts) != len(states):
        raise NotImplementedError("dropout inside a cell" if asked.training else "its states")
    before = _by_cell(stack, states)
    plain = [[own.values for own in of_cell] for of_cell in before]
    which, state = _which_state(stack, asked.output_index - 1) if asked.output_index else (len(stack) - 1, 0)
    _up_to(story, stack, x, plain, [of_cell[0] for of_cell in before], asked.index, "y", which, state, "")


def _which_state(stack, place: int) -> tuple[int, int]:
    """(cell, its state) of the state at a place in the flat list of all of them."""
    every = [(k, state) for k, cell in enumerate(stack) for state in range(cells.states_of(cell))]
    return every[place]


def _by_cell(stack, flat: list) -> list[list]:
    flat = list(flat)
    return [[flat.pop(0) for _ in range(cells.states_of(cell))] for cell in stack]


def _channels_last(asked: Asked) -> Asked:
    """The same question of a ConvLSTM with the channels on the last axis, whatever its data format."""
    from dataclasses import replace

    if getattr(asked.layer.cell, "data_format", "channels_last") != "channels_first":
        return asked
    x = asked.inputs[0].mapped(lambda array: np.moveaxis(array, 1, -1))
    rank = len(asked.layer.cell.kernel_size)
    first = len(asked.index) - rank - 1
    index = (*asked.index[:first], *asked.index[first + 1 :], asked.index[first])
    return replace(asked, inputs=(x, *asked.inputs[1:]), index=index)


def _shown_shape(layer, shape: tuple[int, ...]) -> tuple[int, ...]:
    """(steps, …) with the channels where the layer has them."""
    first = getattr(layer.cell, "data_format", "channels_last") == "channels_first"
    return (shape[0], shape[-1], *shape[1:-1]) if first else shape


def _places(layer, shape: tuple[int, ...]) -> np.ndarray:
    """Where each state stands in what the layer returns, channels last."""
    shown = _shown_shape(layer, shape)
    rows = np.arange(int(np.prod(shape))).reshape(shown)
    return rows if shown == shape else np.moveaxis(rows, 1, -1)


def _reading(asked: Asked, layer, prefix: str = "", initial=None) -> _Reading:
    stack = tuple(getattr(layer.cell, "cells", (layer.cell,)))
    for cell in stack:
        cells.known(cell)
    if asked.training and any(cell.dropout or cell.recurrent_dropout for cell in stack):
        raise NotImplementedError("dropout inside a recurrent layer")
    x, mask = asked.inputs[0], asked.mask()
    seen = np.ones(x.shape[0], bool) if mask is None else mask
    if layer.go_backwards:
        x, seen = x[::-1], seen[::-1]
    zeros = bool(layer.zero_output_for_mask and layer.return_sequences and asked.output_index == 0)
    return _Reading(stack, x, seen, _first_states(asked, layer, stack, initial, x), zeros, prefix)


def _first_states(asked: Asked, layer, stack, initial, x: Numbers) -> list[list[np.ndarray]]:
    if initial is None:
        initial = asked.kwargs.get("initial_state")
        if initial is None and len(asked.args) > 1:
            initial = asked.args[1]
    if initial is None and layer.stateful and layer.states is not None:
        initial = layer.states
    if initial is not None:
        flat = [weights(state)[asked.example] for state in keras.tree.flatten(initial)]
        if getattr(layer.cell, "data_format", "channels_last") == "channels_first":
            flat = [np.moveaxis(state, 0, -1) for state in flat]
        return _by_cell(stack, flat)
    return [[np.zeros(_state_shape(cell, x)) for _ in range(cells.states_of(cell))] for cell in stack]


def _state_shape(cell, x: Numbers) -> tuple[int, ...]:
    if not hasattr(cell, "filters"):
        return (cell.units,)
    sizes = zip(x.shape[1:], cell.kernel_size, cell.strides, cell.dilation_rate, strict=False)
    same = cell.padding == "same"
    return (*(-(-(n if same else n - (k - 1) * d) // s) for n, k, s, d in sizes), cell.filters)


def _one_step(
    story: Story,
    reading: _Reading,
    at: int,
    where: tuple[int, ...],
    own: Origin | None,
    rows: np.ndarray | None,
    symbol: str,
    which: tuple[int, int],
) -> None:
    """The step `at`, in the order of reading, of one number; a step that is left out repeats the one before it.

    Args:
        own: what the layer's states can be asked by; rows: (steps, …) their places in it, in the order of reading.
        symbol: of the result.      which: the cell of the stack, and its state: 0 the hidden one, 1 an LSTM's cell.
    """
    if reading.zeros and not reading.seen[at]:
        story.step(
            symbol, "Left out", "same", "0.0", words="The mask leaves this step out: the layer shows zeros for it."
        )
        return
    states, (cell, state) = reading.states(), which
    taking_part = np.flatnonzero(reading.seen[: at + 1])
    if len(taking_part) == 0:
        words, before = "No step until here takes part: the state is the one from the start.", states[0][cell][state]
        story.step(symbol, "As at the start", "same", "before", numbers={"before": before[where]}, words=words)
        return
    last = int(taking_part[-1])
    if last != at:
        story.step(
            f"{reading.prefix}steps", "Left out", "note", "float(step)", numbers={"step": last + 1},
            words=f"Step {at + 1} is left out by the mask: the state stays as it was after step {last + 1}.",
        )  # fmt: skip
    earlier = np.flatnonzero(reading.seen[:last])
    memory = [Numbers.of(of_cell[0]) for of_cell in states[last]]
    if rows is not None and len(earlier):
        memory[-1] = Numbers(memory[-1].values, rows[earlier[-1]], own)
    _up_to(story, reading.stack, reading.x[last], states[last], memory, where, symbol, cell, state, reading.prefix)


def _up_to(
    story: Story, stack, x: Numbers, before: list, memory: list[Numbers], where, symbol: str, cell: int, state: int, p
) -> None:
    """One number of one cell of a stack; those below it as wholes, for it reads all that they show."""
    for k in range(cell):
        x = whole_cells.tell(story, stack[k], x, before[k], f"{p}cell_{k + 1}", f"Cell {k + 1} of {len(stack)}")
    unit = cells.unit_of(stack[cell], x, memory[cell], before[cell], where, p)
    cells.tell(story, unit, symbol, state)


def bidirectional(story: Story, asked: Asked) -> None:
    layer = asked.layer
    if hasattr(layer.forward_layer.cell, "filters") and layer.forward_layer.cell.data_format == "channels_first":
        raise NotImplementedError("channels first, both ways")
    ways = {"forward": layer.forward_layer, "backward": layer.backward_layer}
    steps = asked.inputs[0].shape[0]
    readings = {way: _reading(asked, ways[way], prefix, _half(asked, way)) for way, prefix in _WAYS.items()}
    top = len(readings["forward"].stack) - 1
    if asked.output_index:
        return _a_state(story, asked, readings, steps)
    reached, where = {"forward": steps - 1, "backward": steps - 1}, asked.index
    if layer.return_sequences:
        reached = {"forward": asked.index[0], "backward": steps - 1 - asked.index[0]}
        where = asked.index[1:]
    if layer.merge_mode == "concat":
        shape = readings["forward"].first[-1][0].shape
        way, own = ("forward", where[-1]) if where[-1] < shape[-1] else ("backward", where[-1] - shape[-1])
        origin, rows = _whole(asked, layer, steps, shape, way)
        reading = _reading(asked, ways[way], initial=_half(asked, way))
        return _one_step(story, reading, reached[way], (*where[:-1], own), origin, rows, "y", (top, 0))
    for way, prefix in _WAYS.items():
        _one_step(story, readings[way], reached[way], where, None, None, f"{prefix}y", (top, 0))
    code = {"sum": "fw_y + bw_y", "mul": "fw_y * bw_y", "ave": "(fw_y + bw_y) / 2"}.get(layer.merge_mode)
    if code is None:
        raise NotImplementedError(str(layer.merge_mode))
    story.step("y", "Both ways together", "formula", code)
    return None


_WAYS = {"forward": "fw_", "backward": "bw_"}


def _a_state(story: Story, asked: Asked, readings: dict[str, _Reading], steps: int) -> None:
    """One of the states that a bidirectional layer returns: first those of the way forward."""
    count = sum(cells.states_of(cell) for cell in readings["forward"].stack)
    way, place = ("forward", asked.output_index - 1) if asked.output_index <= count else ("backward", 0)
    if way == "backward":
        place = asked.output_index - 1 - count
    which = _which_state(readings[way].stack, place)
    _one_step(story, readings[way], steps - 1, asked.index, None, None, "y", which)


def _half(asked: Asked, way: str):
    initial = asked.kwargs.get("initial_state")
    if initial is None:
        return None
    half = len(initial) // 2
    return initial[:half] if way == "forward" else initial[half:]


def _whole(asked: Asked, layer, steps: int, shape: tuple[int, ...], way: str):
    """Where the states of one way stand in the output of a bidirectional layer, in the order of reading."""
    if not layer.return_sequences:
        return None, None
    units = shape[-1]
    rows = np.arange(steps * 2 * int(np.prod(shape))).reshape(steps, *shape[:-1], 2 * units)
    rows = rows[..., :units] if way == "forward" else rows[::-1, ..., units:]
    return Origin(asked.title, (steps, *shape[:-1], 2 * units)), rows
