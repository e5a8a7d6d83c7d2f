"""Attention: how much each step of a sequence counts for one, and the mean of their values that comes of it.

Vaswani et al., "Attention is all you need" (2017); Luong et al. (2015) and Bahdanau et al. (2014) for the older kinds.
"""

import numpy as np

from nnviz.inspection.arithmetic.records import Block
from nnviz.inspection.arithmetic.story import Asked, Numbers, Story, weights


def multi_head(story: Story, asked: Asked) -> None:
    """MultiHeadAttention and GroupQueryAttention, for one query; over several axes, for one place on them."""
    layer, unit = asked.layer, asked.index[-1]
    query, key, value, counted, at = _along_one_axis(asked)
    names = ["query", "value", "key", "output", *(["gate"] if _gated(layer) else [])]
    dense = {name: _kernel(getattr(layer, f"_{name}_dense")) for name in names}
    out, bias = dense["output"]
    heads, repeated = out.shape[0], out.shape[0] // dense["key"][0].shape[1]
    for head in range(heads):
        own = {name: head // repeated if name in ("key", "value") else head for name in names if name != "output"}
        parts = {name: _of_head(dense[name], own[name]) for name in own}
        _head(story, head, query[at], key, value, parts, counted[head, at])
    mixed = ", ".join(f"{'let_' if 'gate' in dense else 'mixed_'}{head + 1}" for head in range(heads))
    words = "One after another: what every head has mixed for this step."
    story.step("mixed", "All heads together", "note", f"np.stack([{mixed}])", words=words)
    blocks = {"mixed_all": story.names["mixed"], "w": out[:, :, unit]}
    numbers = {} if bias is None else {"b": bias[unit]}
    code = "(mixed * w).sum()" + ("" if bias is None else " + b")
    story.step("y", "The heads weighted", "products", code, blocks, numbers)


def _gated(layer) -> bool:
    return bool(getattr(layer, "_use_gate", False) or getattr(layer, "use_gate", False))


def _along_one_axis(asked: Asked) -> tuple[Numbers, Numbers, Numbers, np.ndarray, int]:
    """(queries, keys, values, (heads, queries, keys) weights, which query): axes that attention runs along as one, and
    of the others the place of the number."""
    query, value, key = _three(asked)
    rank, counted = query.values.ndim - 1, asked.attention()
    axes = getattr(asked.layer, "_attention_axes", None) or (1,)
    along = [axis - 1 if axis > 0 else axis % (rank + 1) for axis in axes]
    fixed = [axis for axis in range(rank) if axis not in along]
    if key.values.ndim != query.values.ndim or value.values.ndim != query.values.ndim:
        raise NotImplementedError("attention between tensors of different rank")
    here = tuple(asked.index[axis] if axis in fixed else slice(None) for axis in range(rank))
    flat = [x[here].mapped(lambda array: array.reshape(-1, array.shape[-1])) for x in (query, key, value)]
    places = [asked.index[axis] for axis in along]
    at = int(np.ravel_multi_index(places, [query.shape[axis] for axis in along]))
    if fixed:
        counted = counted[tuple(asked.index[axis] for axis in fixed)]
    counted = counted.reshape(counted.shape[0], flat[0].shape[0], flat[1].shape[0])
    return *flat, counted, at


def _three(asked: Asked) -> tuple[Numbers, Numbers, Numbers]:
    names = ("query", "value", "key")
    given = dict(zip(names, asked.args, strict=False)) | {k: v for k, v in asked.kwargs.items() if k in names}
    query, value = asked.of(given["query"]), asked.of(given["value"])
    return query, value, value if given.get("key") is None else asked.of(given["key"])


def _kernel(dense) -> tuple[np.ndarray, np.ndarray | None]:
    return weights(dense.kernel), None if dense.bias is None else weights(dense.bias)


def _of_head(dense: tuple[np.ndarray, np.ndarray | None], head: int) -> tuple[np.ndarray, np.ndarray | None]:
    kernel, bias = dense
    return kernel[:, head], None if bias is None else bias[head]


def _head(
    story: Story, head: int, query: Numbers, key: Numbers, value: Numbers, dense: dict, counted: np.ndarray
) -> None:
    n, group = head + 1, f"Head {head + 1}"
    _projected(story, f"query_{n}", "The query: this step, projected", "x_query", query, dense["query"], group)
    _projected(story, f"keys_{n}", "The keys: every step, projected", "x_keys", key, dense["key"], group)
    _scored(story, f"keys_{n} @ query_{n} / np.sqrt({dense['query'][0].shape[1]})", counted, n, group)
    _projected(story, f"values_{n}", "The values: every step, projected", "x_values", value, dense["value"], group)
    words = "The values, each counted as much as its weight says."
    story.step(f"mixed_{n}", "The mean of the values", "formula", f"weights_{n} @ values_{n}", words=words, group=group)
    if "gate" in dense:
        _projected(story, f"gate_in_{n}", "The gate: this step, projected", "x_query", query, dense["gate"], group)
        words = "Between 0, closed, and 1, open."
        code = f"1 / (1 + np.exp(-gate_in_{n}))"
        story.step(f"gate_{n}", "Sigmoid of the gate", "formula", code, words=words, group=group)
        words = "What the gate lets through of each number of this head."
        story.step(f"let_{n}", "Through the gate", "formula", f"mixed_{n} * gate_{n}", words=words, group=group)


def _projected(story: Story, symbol: str, title: str, name: str, x: Numbers, dense, group: str) -> None:
    kernel, bias = dense
    blocks = {name: x.block(), f"W_{symbol}": Block(kernel)}
    if bias is not None:
        blocks[f"b_{symbol}"] = Block(bias)
    code = f"{name} @ W_{symbol}" + ("" if bias is None else f" + b_{symbol}")
    story.step(symbol, title, "project", code, blocks, group=group)


def _scored(story: Story, code: str, counted: np.ndarray, n: int, group: str, blocks=None, numbers=None) -> None:
    """Scores and their softmax. `counted` are the layer's own weights: 0 where a mask hides a step."""
    seen, blocks, words = counted > 0, dict(blocks or {}), "How well each key fits the query."
    if seen.any() and not seen.all():
        blocks[f"seen_{n}"], code = seen, f"np.where(seen_{n} > 0, {code}, -np.inf)"
        words += f" {np.count_nonzero(~seen):,} of {len(seen):,} steps are hidden from it by a mask."
    story.step(f"scores_{n}", "Scores", "scores", code, blocks, numbers, words=words, group=group)
    code = f"np.exp(scores_{n} - scores_{n}.max()) / np.exp(scores_{n} - scores_{n}.max()).sum()"
    words = "They add up to 1."
    if not seen.any():
        code = f"np.full({len(seen)}, 1 / {len(seen)})"
        words = "A mask hides every step from this one, so no score counts: all get the same weight."
    story.step(f"weights_{n}", "Softmax of the scores", "weights", code, words=words, group=group)


def single(story: Story, asked: Asked) -> None:
    """Attention and AdditiveAttention, which have no projections."""
    layer, (at, unit) = asked.layer, asked.index
    query, value = asked.inputs[:2]
    key = asked.inputs[2] if len(asked.inputs) > 2 else value
    mask = asked.kwargs.get("mask")
    if mask and mask[0] is not None and not np.asarray(mask[0])[asked.example][at]:
        story.step("y", "Left out", "same", "0.0", words="This step is masked: the layer returns zeros for it.")
        return
    blocks = {"query": query[at].block(), "keys": key.block()}
    code, numbers = _score_code(layer, blocks)
    _scored(story, code, asked.attention()[0, at], 1, "", blocks, numbers)
    blocks = {"values": value[:, unit].block(), "weights_all": story.names["weights_1"]}
    story.step("y", "The values, weighted", "products", "(values * weights_1).sum()", blocks)


def _score_code(layer, blocks: dict) -> tuple[str, dict]:
    scale = None if layer.scale is None else weights(layer.scale)
    if type(layer).__name__ == "AdditiveAttention":
        if scale is None:
            return "np.tanh(keys + query).sum(axis=1)", {}
        blocks["scale"] = Block(scale)
        return "(scale * np.tanh(keys + query)).sum(axis=1)", {}
    numbers = {} if scale is None else {"scale": float(scale)}
    if layer.score_mode == "dot":
        return "keys @ query" + ("" if scale is None else " * scale"), numbers
    inside = "keys + query" if scale is None else "scale * (keys + query)"
    numbers["weight"] = float(weights(layer.concat_score_weight))
    return f"weight * np.tanh({inside}).sum(axis=1)", numbers
