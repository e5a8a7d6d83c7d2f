"""All units of a recurrent cell at one step, as few lines on whole vectors: of a cell that another one stands on."""

import numpy as np

from nnviz.inspection.arithmetic import cells, functions
from nnviz.inspection.arithmetic.story import Numbers, Story, weights


def tell(story: Story, cell, x: Numbers, before: list[np.ndarray], symbol: str, group: str) -> Numbers:
    """Adds the steps of all that a cell shows at this step, called `symbol`; returns it."""
    lines = _LINES.get(type(cell).__name__)
    if lines is None or not (_whole(cell.activation) and _whole(getattr(cell, "recurrent_activation", None))):
        shown = cells.stepped(cell, x.values, before)[0]
        blocks = {f"{symbol}_x": x.block(), f"{symbol}_h": before[0], symbol: shown}
        words = "The cell above reads all the numbers that this one shows at this step, computed by its own gates."
        story.step(f"{symbol}_shown", "What the cell below shows", "note", symbol, blocks, words=words, group=group)
        return Numbers.of(shown)
    blocks = {f"{symbol}_x": x.block(), f"{symbol}_h": before[0]}
    lines(story, cell, before, blocks, symbol, group)
    return Numbers.of(story.names[symbol])


def _whole(activation) -> bool:
    """Whether an activation's expression takes whole vectors."""
    if activation is None:
        return True
    name = functions.name_of(activation)
    template = functions.SCALAR.get(name, "")
    return name == "linear" or bool(template) and " if " not in template and "math" not in template


def _of(activation, z: str) -> str:
    name = functions.name_of(activation)
    return z if name == "linear" else functions.SCALAR[name].format(z=z)


def _sums(story: Story, cell, blocks: dict, s: str, group: str) -> None:
    own = {**blocks, f"{s}_W": weights(cell.kernel), f"{s}_U": weights(cell.recurrent_kernel)}
    code = f"{s}_x @ {s}_W + {s}_h @ {s}_U"
    if cell.use_bias:
        own[f"{s}_b"], code = weights(cell.bias), f"{code} + {s}_b"
    words = "The cell above reads all that this one shows, so all its units are computed, each as one number is below."
    story.step(f"{s}_z", "All its weighted sums", "project", code, own, words=words, group=group)


def _simple(story: Story, cell, before, blocks, s: str, group: str) -> None:
    _sums(story, cell, blocks, s, group)
    story.step(s, "What it shows", "formula", _of(cell.activation, f"{s}_z"), group=group)


def _lstm(story: Story, cell, before, blocks, s: str, group: str) -> None:
    _sums(story, cell, blocks, s, group)
    n, gate = cell.units, cell.recurrent_activation
    i, f, g, o = (f"{s}_z[{k * n}:{(k + 1) * n}]" for k in range(4))
    code = f"({_of(gate, f)}) * {s}_before + ({_of(gate, i)}) * ({_of(cell.activation, g)})"
    words = "Forget gates times the old cell states, plus input gates times candidates."
    story.step(f"{s}_c", "Its cell states", "formula", code, {f"{s}_before": before[1]}, words=words, group=group)
    code = f"({_of(gate, o)}) * ({_of(cell.activation, f'{s}_c')})"
    story.step(s, "What it shows", "formula", code, words="Output gates times cell states.", group=group)


def _gru(story: Story, cell, before, blocks, s: str, group: str) -> None:
    n, gate, recurrent = cell.units, cell.recurrent_activation, weights(cell.recurrent_kernel)
    bias = weights(cell.bias) if cell.use_bias else np.zeros((2, 3 * n) if cell.reset_after else 3 * n)
    inner, outer = bias if cell.reset_after else (bias, np.zeros(3 * n))
    own = {f"{s}_x": blocks[f"{s}_x"], f"{s}_W": weights(cell.kernel), f"{s}_b": inner}
    words = "The cell above reads all that this one shows, so all its units are computed, each as one number is below."
    title = "From the input, weighted"
    story.step(f"{s}_a", title, "project", f"{s}_x @ {s}_W + {s}_b", own, words=words, group=group)
    own = {f"{s}_h": blocks[f"{s}_h"], f"{s}_U": recurrent[:, : 2 * n], f"{s}_d": outer[: 2 * n]}
    code = f"{s}_a[:{2 * n}] + {s}_h @ {s}_U + {s}_d"
    story.step(f"{s}_gates_in", "Both gates, with the memory", "project", code, own, group=group)
    story.step(f"{s}_gates", "Update and reset gates", "formula", _of(gate, f"{s}_gates_in"), group=group)
    own = {f"{s}_V": recurrent[:, 2 * n :], f"{s}_e": outer[2 * n :]}
    reset = f"{s}_gates[{n}:]"
    memory = f"{reset} * ({s}_h @ {s}_V + {s}_e)" if cell.reset_after else f"({reset} * {s}_h) @ {s}_V + {s}_e"
    story.step(f"{s}_n_in", "Candidates", "project", f"{s}_a[{2 * n}:] + {memory}", own, group=group)
    kept = f"{s}_gates[:{n}]"
    code = f"{kept} * {s}_h + (1 - {kept}) * ({_of(cell.activation, f'{s}_n_in')})"
    words = "What is kept of the old states, and what is written anew."
    story.step(s, "What it shows", "formula", code, words=words, group=group)


_LINES = {"SimpleRNNCell": _simple, "LSTMCell": _lstm, "GRUCell": _gru}
