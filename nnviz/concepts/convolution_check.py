"""Questions about sizes and weights of convolutions, and feedback that looks at the reader's number."""

from collections.abc import Mapping

import numpy as np

from nnviz.concepts.check import Making, Question, Verdict, recognise
from nnviz.concepts.convolution import output_size, padding_of, receptive_fields

_KINDS = ("size", "weights", "field", "sum")


def ask(number: int) -> Question:
    """Question `number`, counted from 0: four kinds in turn, each time with other numbers."""
    kind, g = _given(number)
    if kind == "size":
        padded = "no padding" if g["padding"] == "valid" else "padding “same”"
        return Question(
            f"An image of **{g['n']} × {g['n']}** pixels, a kernel of **{g['k']} × {g['k']}**, stride **{g['s']}**, "
            f"{padded}. How many rows does the feature map have?",
            {"stride": g["s"], "padding": g["padding"], "kernel": _blur(g["k"])},
        )
    if kind == "weights":
        return Question(
            f"A layer has **{g['filters']}** kernels of **{g['k']} × {g['k']}** on an image with **{g['channels']}** "
            "channels, each with a bias. How many parameters is that?"
        )
    if kind == "field":
        return Question(
            f"**{g['layers']}** convolutions of **{g['k']} × {g['k']}** with stride 1 on top of each other. How many "
            "pixels across does one unit of the last one see?",
            {"kernel": _blur(g["k"]), "depth": g["layers"]},
        )
    patch = "; ".join(" ".join(f"{value:g}" for value in row) for row in g["patch"])
    return Question(
        f"The patch is **{patch}** (three rows), the kernel is right minus left: **−1 0 1** in each row, and the bias "
        f"is **{_n(g['bias'])}**. What number does it write?"
    )


def judge(number: int, answer: float) -> Verdict:
    """What a typed number shows: the right one, the trace of a usual mistake, or how far it is off."""
    kind, g = _given(number)
    truth, written, mistakes, hint = {"size": _size, "weights": _weights, "field": _field, "sum": _sum}[kind](g)
    if abs(answer - truth) <= 0.006:
        return Verdict(True, f"Right: {written}.")
    off = f"{_n(answer)} is {_n(abs(answer - truth))} too {'many' if answer > truth else 'few'}."
    if kind == "sum":
        off = f"{_n(answer)} is {_n(abs(answer - truth))} too {'large' if answer > truth else 'small'}."
    return Verdict(False, recognise(answer, mistakes) or f"{off} {hint}")


def _given(number: int) -> tuple[str, dict]:
    kind, rng = _KINDS[number % len(_KINDS)], np.random.default_rng(2000 + number)
    if kind == "size":
        return kind, {
            "n": int(rng.integers(9, 33)),
            "k": int(rng.choice([3, 5])),
            "s": int(rng.integers(1, 4)),
            "padding": ("valid", "valid", "same")[rng.integers(3)],
        }
    if kind == "weights":
        return kind, {
            "filters": int(rng.choice([4, 8, 16])),
            "k": int(rng.choice([3, 5])),
            "channels": int(rng.choice([3, 8])),
        }
    if kind == "field":
        return kind, {"layers": int(rng.integers(2, 5)), "k": int(rng.choice([3, 5]))}
    return kind, {"patch": rng.integers(0, 6, (3, 3)).astype(float), "bias": float(rng.choice([-2, -1, 1, 2]))}


def _size(g: dict):
    n, k, s, padding = g["n"], g["k"], g["s"], g["padding"]
    total = sum(padding_of(n, k, s, 1, padding))
    truth = output_size(n, k, s, 1, padding)
    written = (
        f"({n} − {k}) / {s}, rounded down, + 1 = {truth}"
        if padding == "valid"
        else f"{n} / {s}, rounded up, = {truth}; “same” adds {total} row{'s' * (total != 1)} of zeros for it"
    )
    mistakes = {
        "That leaves out the + 1: the kernel's first place counts too.": truth - 1,
        f"That is the image itself. Without padding the kernel cannot stand on the last {k - 1} rows."
        if padding == "valid"
        else f"That would be stride 1. With stride {s} it skips {s - 1} of every {s} rows.": n,
        f"That is with stride 1. It moves {s} pixels at a time.": output_size(n, k, 1, 1, padding),
        "That takes no padding; “same” adds zeros so that the edge is not lost.": output_size(n, k, s),
        "That takes away the whole kernel. It covers k pixels at its first place, so only k − 1 places are lost.": (
            n - k
        )
        // s,
    }
    mistakes = {words: value for words, value in mistakes.items() if value != truth}
    return truth, written, mistakes, "How far down can the kernel's first row go, in steps of the stride?"


def _weights(g: dict):
    filters, k, channels = g["filters"], g["k"], g["channels"]
    truth = filters * (k * k * channels + 1)
    mistakes = {
        "That leaves out the biases: one for each kernel.": truth - filters,
        f"Each kernel has a slice for every one of the {channels} channels.": filters * (k * k + 1),
        "That has neither the channels nor the biases.": filters * k * k,
        f"That is a single kernel. There are {filters}.": k * k * channels + 1,
        "There is one bias for each kernel, not for each channel.": filters * channels * (k * k + 1),
    }
    written = f"{filters} × ({k} × {k} × {channels} + 1) = {truth:,}"
    return truth, written, mistakes, "Count one kernel first: rows × columns × channels, and its bias."


def _field(g: dict):
    layers, k = g["layers"], g["k"]
    truth = receptive_fields([(k, 1, 1)] * layers)[-1].size
    mistakes = {
        "You added the kernels' sizes. Neighbouring patches overlap: every further layer adds only k − 1.": layers * k,
        "You multiplied. Patches of neighbouring units overlap, so it grows slowly.": k**layers,
        "That is one layer alone.": k,
        "That is one layer less.": truth - (k - 1),
        "Almost: the unit's own pixel counts too.": truth - 1,
    }
    written = f"1 + {layers} × ({k} − 1) = {truth}"
    return truth, written, mistakes, "Draw it: each layer adds k − 1 pixels to what the layer below sees."


def _sum(g: dict):
    patch, bias = g["patch"], g["bias"]
    left, right = patch[:, 0].sum(), patch[:, 2].sum()
    truth = right - left + bias
    mistakes = {
        "That leaves out the bias.": right - left,
        "That is left minus right: the −1 stands in the left column.": left - right + bias,
        "That adds both sides: the left column counts negative.": left + right + bias,
        "That is the sum of the patch. Multiply by the weights first.": float(patch.sum()),
    }
    mistakes = {words: value for words, value in mistakes.items() if value != truth}
    written = f"{_n(right)} − {_n(left)} + {_n(bias)} = {_n(truth)}"
    return truth, written, mistakes, f"The right column adds up to {_n(right)}, the left one to {_n(left)}."


def _blur(size: int) -> str:
    return "blur5" if size == 5 else "blur"


def _n(value: float) -> str:
    return f"{round(float(value), 4) + 0.0:g}".replace("-", "−")


def _judge_even(measures: Mapping[str, float]) -> Verdict:
    total, used, bias = (measures.get(name, 0.0) for name in ("sum", "used", "bias"))
    if used < 3:
        return Verdict(False, f"{used:g} of the weights are not 0. Use at least three.")
    if abs(bias) > 1e-9:
        return Verdict(False, f"The bias is {_n(bias)}: it is written wherever the image is even. Set it to 0.")
    if abs(total) > 1e-6:
        return Verdict(
            False,
            (f"The weights add up to {_n(round(total, 3))}: on an even patch that is what is left, times its shade."),
        )
    return Verdict(True, "Right: the weights cancel each other on every even patch, so the map shows changes alone.")


def _judge_field(measures: Mapping[str, float]) -> Verdict:
    field, size = measures.get("field", 0.0), measures.get("size", 0.0)
    if size != 3:
        return Verdict(False, f"The kernel is {size:g} × {size:g}. Keep it at 3 × 3.")
    if field < 9:
        return Verdict(
            False, (f"One unit sees {field:g} pixels across. What else, besides a larger kernel, makes it see more?")
        )
    return Verdict(True, f"Right: {field:g} pixels across with 3 × 3 kernels.")


MAKINGS = (
    Making(
        "In the picture, make a kernel by hand that writes **0** wherever the image is even, and uses at least "
        "**three** weights.",
        {"kernel": "blur"},
        _judge_even,
    ),
    Making(
        "In the picture, let one unit see at least **9** pixels across without using a kernel larger than 3 × 3.",
        {"kernel": "vertical", "depth": 1},
        _judge_field,
    ),
)
"""What the reader is to make the picture do."""
