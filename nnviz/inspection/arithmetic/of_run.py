"""What the view Arithmetic asks about the network of a run; the last passes stay in the worker's memory."""

from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from nnviz.inspection.activations import to_array
from nnviz.inspection.arithmetic.arithmetic import of_trace
from nnviz.inspection.arithmetic.records import Arithmetic, Block, ShownNumber, ShownTensor
from nnviz.inspection.arithmetic.tracing import Trace, trace
from nnviz.inspection.of_run import all_inputs
from nnviz.runs.run import Run
from nnviz.training.warm import warm, weights_key

_MOST, _MOST_BYTES = 3, 300e6
_PICTURED = 160_000
"""Of a larger tensor with channels, only so many numbers are pictured."""
_traces: OrderedDict[tuple, Trace] = OrderedDict()


def arithmetic_of_run(
    run_id: str, split: str, example: int, layer: str, index: Sequence[int] | None = None, unit: int | None = None
) -> ShownNumber:
    """One number of a layer's output for one example.

    Args:
        index: of the number; without one, the largest in size is taken, of `unit` (a place on the last axis) if given.

    Raises:
        NnvizError: for an example, a layer or an index that is not there, or a number that nothing can be said about.
    """
    passed = _pass(run_id, split, example)
    if index is None:
        index = _largest(passed, layer, unit)
    number = of_trace(passed, layer, index)
    tensors = _around(passed, number)
    place = _place(passed, number, tensors)
    own = {title: _blocks(number, title) for title in tensors}
    unit = place[-1] if place else None
    shown = {
        title: _shown(values, own[title], unit if title == number.title else None) for title, values in tensors.items()
    }
    return ShownNumber(number, place, shown)


def _pass(run_id: str, split: str, example: int) -> Trace:
    key = (*weights_key(Run.open(run_id)), split, example)
    model, dataset = warm(run_id)
    if key not in _traces or _traces[key].model is not model:
        _traces[key] = trace(model, all_inputs(model, dataset, split, example))
    _traces.move_to_end(key)
    while len(_traces) > 1 and (len(_traces) > _MOST or sum(own.bytes for own in _traces.values()) > _MOST_BYTES):
        _traces.popitem(last=False)
    return _traces[key]


def _largest(passed: Trace, layer: str, unit: int | None) -> tuple[int, ...]:
    call, k = passed.outputs[passed.find(layer)]
    values = np.abs(np.nan_to_num(to_array(call.outputs[k])[0][0].astype(float)))
    if unit is not None and values.ndim and unit < values.shape[-1]:
        of_unit = values[..., unit]
        return (*(int(at) for at in np.unravel_index(int(of_unit.argmax()), of_unit.shape)), unit)
    return tuple(int(at) for at in np.unravel_index(int(values.argmax()), values.shape))


def _around(passed: Trace, number: Arithmetic) -> dict[str, np.ndarray]:
    titles = [number.title]
    for step in number.steps:
        titles += [block.origin.title for block in step.blocks.values() if block.origin]
    tensors = {title: _values(passed, title) for title in dict.fromkeys(titles)}
    states = _states(passed, number)
    return tensors if states is None else tensors | {number.title: states.hidden[0]}


def _states(passed: Trace, number: Arithmetic):
    """What a recurrent layer remembers after each step, where its output is the last state alone."""
    call, k = passed.outputs[number.title]
    if type(call.layer).__name__ not in ("SimpleRNN", "LSTM", "GRU") or k or len(number.shape) != 1:
        return None
    return passed.states.get((call.path, call.index))


def _place(passed: Trace, number: Arithmetic, tensors: dict[str, np.ndarray]) -> tuple[int, ...]:
    if len(number.index) == tensors[number.title].ndim:
        return number.index
    states = _states(passed, number)
    last = 0 if states.backwards else states.hidden.shape[1] - 1
    return (last, *number.index)


def _values(passed: Trace, title: str) -> np.ndarray:
    if title in passed.inputs and title not in passed.outputs:
        return np.asarray(passed.inputs[title][0], np.float32)
    call, k = passed.outputs[title]
    return to_array(call.outputs[k])[0][0].astype(np.float32)


def _blocks(number: Arithmetic, title: str) -> list[Block]:
    """What the steps take from the tensor of that title."""
    blocks = [block for step in number.steps for block in step.blocks.values()]
    return [block for block in blocks if block.origin and block.origin.title == title]


def _shown(values: np.ndarray, blocks: list[Block], unit: int | None) -> ShownTensor:
    limit = float(np.abs(values[np.isfinite(values)]).max(initial=0.0)) or 1.0
    signed = bool((values < 0).any())
    is_input = bool(blocks) and blocks[0].origin.is_input
    if values.size <= _PICTURED or values.ndim < 3:
        return ShownTensor(values, values.shape, limit, signed, None, is_input)
    channels = _channels(values.shape, blocks, unit)
    return ShownTensor(values[..., channels], values.shape, limit, signed, tuple(channels), is_input)


def _channels(shape: tuple[int, ...], blocks: list[Block], unit: int | None) -> list[int]:
    """As many channels as may be pictured: the number's own, then those that it takes most from, then the first."""
    count = shape[-1]
    taken = np.zeros(count)
    for block in blocks:
        known = block.places >= 0
        np.add.at(taken, block.places[known] % count, np.abs(np.nan_to_num(block.values[known])))
    most = max(1, _PICTURED // int(np.prod(shape[:-1])))
    order = [*([] if unit is None else [unit]), *np.argsort(-taken, kind="stable").tolist()]
    return sorted(list(dict.fromkeys(order))[:most])
