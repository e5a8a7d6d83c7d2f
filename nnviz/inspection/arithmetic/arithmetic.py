"""The arithmetic of one number: what any output value of any layer was computed from."""

from collections.abc import Sequence

import numpy as np

from nnviz.errors import ModelError
from nnviz.inspection.arithmetic import kinds
from nnviz.inspection.arithmetic.linear import by_gradient
from nnviz.inspection.arithmetic.records import Arithmetic
from nnviz.inspection.arithmetic.story import Asked, Story
from nnviz.inspection.arithmetic.tracing import Trace, trace


def arithmetic(model, x, layer: str, index: Sequence[int], *, example: int = 0, training: bool = False) -> Arithmetic:
    """How one number of a layer's output was computed, from the very numbers that went in.

    A weighted sum shows its patch, its kernel and its bias, an LSTM its gates, attention its queries, keys and values;
    every number says where it came from, so that one can ask for its own arithmetic in turn, back to the input. The
    result is recomputed in float64 and compared with the network's own. A layer that is not known here, or is
    somebody's own, is told by its gradient: a linear approximation at this input.

    Args:
        model: any Keras 3 model, left as found.
        x: (batch, …) as the model takes it, one example, or a list or dict for several inputs.
        layer: the path, name or title of a layer, as `nnviz.activations` has them.
        index: of the number in the layer's output of one example, without the batch. For a recurrent layer that returns
            its last state only, (step, unit) is taken too.
        example: which example of the batch.
        training: whether the pass is in training mode.

    Raises:
        ModelError: for a layer, an index or an example that is not there, an input that the model refuses, or a number
            that nothing can be said about.

    >>> import keras, numpy as np
    >>> model = keras.Sequential([keras.layers.Dense(1, kernel_initializer="ones", name="sum")])
    >>> number = arithmetic(model, np.array([[2.0, 3.0]]), "sum", (0,))
    >>> number.value, number.computed, number.steps[0].code
    (5.0, 5.0, '(x * w).sum() + b')
    """
    return of_trace(trace(model, x, training), layer, index, example)


def of_trace(passed: Trace, layer: str, index: Sequence[int], example: int = 0) -> Arithmetic:
    """`arithmetic` of a pass that was kept (`nnviz.inspection.arithmetic.tracing.trace`): takes milliseconds."""
    title = passed.find(layer)
    call, k = passed.outputs[title]
    count = int(call.outputs[k].shape[0]) if call.outputs[k].shape.rank else 0
    if not 0 <= example < count:
        raise ModelError(f"There is no example {example} in the batch.", expected=f"0 to {count - 1}", where="example")
    asked = passed.asked(title, (), example)
    where, value = _value(passed, asked, call, index)
    asked = passed.asked(title, where, example)
    story, exact, note = _told(asked, value)
    kind, dtype = type(call.layer).__name__, call.outputs[k].dtype.name
    mode = "training" if passed.training else "inference"
    return Arithmetic(
        title,
        kind,
        where,
        asked.output.shape,
        value,
        tuple(story.steps),
        exact,
        note,
        mode,
        _coarsest(call.layer, dtype),
    )


def _value(passed: Trace, asked: Asked, call, index: Sequence[int]) -> tuple[tuple[int, ...], float]:
    """The index, checked, and the network's own number there."""
    shape = asked.output.shape
    where = _whole_numbers(index, shape)
    states = passed.states.get((call.path, call.index)) if len(where) == len(shape) + 1 else None
    if states is not None and asked.output_index == 0:
        _check(where, states.hidden.shape[1:])
        return where, float(states.hidden[(asked.example, *where)])
    _check(where, shape)
    return where, float(asked.output[where])


def _whole_numbers(index, shape) -> tuple[int, ...]:
    several = index if isinstance(index, Sequence | np.ndarray) and not isinstance(index, str) else [index]
    try:
        whole = tuple(int(at) for at in several)
    except (TypeError, ValueError):
        whole = ()
    if len(whole) != len(several) or any(isinstance(at, float) and at != int(at) for at in several):
        raise ModelError(f"The index {index!r} is no list of whole numbers.", expected=_words(shape), where="index")
    return whole


def _check(where: tuple[int, ...], shape: tuple[int, ...]) -> None:
    if len(where) != len(shape) or any(not 0 <= at < size for at, size in zip(where, shape, strict=True)):
        raise ModelError(f"There is no number at {where} in this output.", expected=_words(shape), where="index")


def _words(shape: tuple[int, ...]) -> str:
    if not shape:
        return "no index: the output is a single number"
    return f"{len(shape)} whole number{'s' if len(shape) > 1 else ''}, " + ", ".join(
        f"0 to {size - 1}" for size in shape
    )


def _coarsest(layer, dtype: str) -> str:
    computed = getattr(layer, "compute_dtype", dtype)
    return computed if computed in ("float16", "bfloat16") else dtype


def _told(asked: Asked, value: float) -> tuple[Story, bool, str]:
    """The story; whether it is the layer's own arithmetic; a sentence where it is not."""
    story, kind = Story(), type(asked.layer).__name__
    try:
        kinds.tell(story, asked)
        if _close(float(story.steps[-1].result), value, asked):
            return story, True, ""
        why = "What is known of this kind of layer does not give this number"
    except NotImplementedError as missing:
        further = "" if str(missing) == kind else f", {missing}"
        why = f"The own arithmetic of this layer ({kind}{further}) is not told here"
    story = Story()
    try:
        by_gradient(story, asked, "Linear at this input")
    except NotImplementedError:
        raise ModelError(
            f"{why}, and it has no gradient either.", expected=f"one of {kinds.KINDS}", where="layer"
        ) from None
    note = f"{why}. Shown is how the number moves with each input (the gradient), and the rest that is left over."
    return story, False, note


def _close(computed: float, value: float, asked: Asked) -> bool:
    if computed == value or np.isnan(computed) and np.isnan(value):
        return True
    half = _coarsest(asked.layer, "") in ("float16", "bfloat16")
    return abs(computed - value) <= (0.05 if half else 1e-3) * max(1.0, abs(value))
