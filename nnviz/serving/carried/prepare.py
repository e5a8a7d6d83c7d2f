"""Rows in the data's own units → what a network takes; what it returns → what people read. Needs NumPy alone.

It reads `preparation.json`, which was written when the network was exported: columns, what fills a gap, the scaling
and other steps that were fitted on the training examples, and what the outputs mean.
"""

import datetime
import json
import math
import sys
from pathlib import Path

import numpy as np

from nnviz.data.preparing.carried import steps

_BATCH = 256
_YES_NO = {"true": "yes", "1": "yes", "yes": "yes", "false": "no", "0": "no", "no": "no"}
_UNKNOWN = 1
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


def read(path):
    """The recipe in a `preparation.json`."""
    return json.loads(Path(path).read_text(encoding="utf-8"))


def predict(recipe, rows, network):
    """(n, units) float32: what the network says of rows, as people read it.

    Args:
        rows: of a table a list of {column: value}, None where a value is missing; texts; otherwise an array (n, …). Of
            several inputs a list of {name of the input: its own}, or {name: all of its own}.
        network: takes what `inputs` returns, a batch of it, and returns the outputs.
    """
    x = inputs(recipe, rows)
    count = len(next(iter(x.values()))) if isinstance(x, dict) else len(x)
    size = recipe["batch"] or _BATCH
    parts = [np.asarray(network(_slice(x, start, start + size))) for start in range(0, count, size)]
    outputs = np.concatenate([part.reshape(len(part), -1) for part in parts])
    return outputs.astype("float32") if recipe["returns"] == "shown" else shown(recipe, outputs)


def inputs(recipe, rows):
    """What the network's file takes: {input: (n, …)} for a model that takes columns or several inputs, otherwise one
    array (n, …)."""
    if "inputs" in recipe:
        taken = {}
        for own in recipe["inputs"]:
            x = inputs({**own, "takes": takes(recipe, own)}, of_input(rows, own["name"]))
            taken |= x if isinstance(x, dict) else {own["input"]: x}
        return taken
    if recipe["kind"] == "text":
        return word_numbers(recipe, rows)
    if recipe["takes"] == "columns":
        return {column["input"]: _values(column, rows) for column in recipe["columns"]}
    x = codes(recipe, rows) if recipe["columns"] else _arrays(recipe, rows)
    if recipe["takes"] == "prepared":
        x = prepared(recipe, x)
    with np.errstate(over="ignore"):  # what is too large for float32 is infinite
        return x.astype(recipe["dtype"])


def takes(recipe, own):
    """How a file takes one of its inputs: column by column only where that is a table."""
    return "units" if recipe["takes"] == "columns" and not own["columns"] else recipe["takes"]


def of_input(rows, name):
    """The rows of one of several inputs."""
    return rows[name] if isinstance(rows, dict) else [row[name] for row in rows]


def _arrays(recipe, rows):
    """(n, …) float64; sequences that are shorter than the longest are followed by NaN."""
    if not recipe.get("padded"):
        return np.asarray(rows, "float64")
    x = np.full((len(rows), *recipe["shape"]), np.nan)
    for own, row in zip(x, rows, strict=True):
        own[: len(row)] = np.asarray(row, "float64").reshape(len(row), -1)
    return x


def word_numbers(recipe, texts):
    """(n, length) int32: the number of each word, 1 for those that training did not know, 0 after a text's end."""
    number = {word: place for place, word in enumerate(recipe["words"])}
    texts = [steps.joined(text, *recipe["joined"]) for text in texts] if "joined" in recipe else texts
    numbers = np.zeros((len(texts), recipe["length"]), "int32")
    for row, text in zip(numbers, texts, strict=True):
        found = steps.split_text(text, *recipe.get("split", ()))[: recipe["length"]]
        row[: len(found)] = [number.get(word, _UNKNOWN) for word in found]
    return numbers


def codes(recipe, rows):
    """(n, columns) float64: numbers, days since 1970, or places among a column's categories; NaN where missing."""
    if isinstance(rows, np.ndarray):
        return rows.astype("float64")
    return np.array([[code(column, row.get(column["name"])) for column in recipe["columns"]] for row in rows])


def code(column, value):
    """One value of a column as a number; NaN where it is missing, or a category that training did not know."""
    if value is None or value == "" or value != value:
        return math.nan
    if column["categories"]:
        name = label(column, value)
        return float(column["categories"].index(name)) if name in column["categories"] else math.nan
    return days(value) if column["kind"] == "date" else float(value)


def label(column, value):
    """A category as the data write it: 3.0 is "3", and of a yes-or-no column true is "yes"."""
    if column["kind"] == "boolean":
        text = str(value).strip().lower()
        return _YES_NO.get(text.removesuffix(".0"), text)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return f"{value:.12g}"
    return str(value)


def days(value):
    """Days since 1970 of "2026-01-31" or "2026-01-31T12:00:00"; numbers are days already."""
    if isinstance(value, (int, float)):
        return float(value)
    moment = datetime.datetime.fromisoformat(value)
    moment = moment.replace(tzinfo=datetime.UTC) if moment.tzinfo is None else moment
    return (moment - _EPOCH).total_seconds() / 86_400


def prepared(recipe, x):
    """Codes or plain numbers (n, …) → the numbers that the network was trained on: gaps filled, categories spread over
    inputs of 0 and 1, everything scaled; or what the steps of a pipeline do, in their order."""
    if "steps" in recipe:
        columns = {column["name"]: x[:, place] for place, column in enumerate(recipe["columns"])}
        categories = {column["name"]: column["categories"] for column in recipe["columns"]}
        changed = steps.stacked(steps.apply(recipe["steps"], columns or {"x": x}, categories))
        return _padded(x, changed) if recipe.get("padded") else changed
    if recipe["dtype"] == "int32":
        return x
    if recipe["columns"]:
        x = np.concatenate([_spread(column, x[:, k]) for k, column in enumerate(recipe["columns"])], axis=1)
    scaled = (x - np.asarray(recipe["offset"])) / np.asarray(recipe["scale"])
    return _padded(x, scaled) if recipe.get("padded") else scaled


def _padded(x, scaled):
    """What follows a sequence's end becomes 0 in every channel, which a Masking layer skips; a step that happens to be
    just that is moved by a millionth."""
    known = np.isfinite(x).any(axis=-1)
    there = np.flip(np.maximum.accumulate(np.flip(known, axis=1), axis=1), axis=1)
    scaled[there & (scaled.astype("float32") == 0).all(axis=-1)] = 1e-6
    scaled[~there] = 0.0
    return scaled


def shown(recipe, outputs):
    """A network's own outputs (n, units) as people read them: probabilities, or a target in its own units."""
    raw = np.asarray(outputs, "float64").reshape(len(outputs), -1)
    if recipe["squash"] == "sigmoid":
        raw = 0.5 * (1 + np.tanh(raw / 2))
    elif recipe["squash"] == "softmax":
        powers = np.exp(raw - raw.max(axis=1, keepdims=True))
        raw = powers / powers.sum(axis=1, keepdims=True)
    return (np.array(recipe["output_offset"]) + np.array(recipe["output_scale"]) * raw).astype("float32")


def answers(recipe, shown):
    """One dictionary a row: the class or the labels with the number of each, or the predicted values."""
    if not recipe["classes"]:
        names = recipe["targets"]
        return [dict(zip(names, map(_short, row), strict=True)) for row in shown]
    if recipe.get("labels"):
        return [_labels(recipe, row) for row in shown]
    both = shown if shown.shape[1] > 1 else np.concatenate([recipe["ends"] - shown, shown], axis=1)
    told = []
    for row in both:
        numbers = dict(zip(recipe["classes"], map(_short, row), strict=True))
        decided = recipe["classes"][int(row.argmax())] if np.isfinite(row).all() else None
        told.append({"class": decided, recipe["number"]: numbers})
    return told


def _labels(recipe, row):
    """The labels that are there, and the number of each."""
    numbers = dict(zip(recipe["classes"], map(_short, row), strict=True))
    cuts = zip(recipe["classes"], row, thresholds(recipe), strict=True)
    there = [name for name, own, cut in cuts if own > cut]
    return {"labels": there if np.isfinite(row).all() else None, recipe["number"]: numbers}


def thresholds(recipe):
    """The number above which each label is there: its own, or the middle."""
    return recipe.get("thresholds") or [recipe["ends"] / 2] * len(recipe["classes"])


def main(recipe, predict):
    """`python predict.py example.json`: prints an answer a row, as JSON."""
    if len(sys.argv) != 2:
        sys.exit("Give it a file with rows: python predict.py example.json")
    rows = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    lists = recipe["columns"] or recipe["kind"] in ("text", "several") or recipe.get("padded")
    for answer in answers(recipe, predict(rows if lists else np.asarray(rows))):
        print(json.dumps(answer, ensure_ascii=False))


def _short(number):
    """A float32 with as many digits as tell it from its neighbours."""
    return float(str(np.float32(number)))


def _spread(column, values):
    """(n, inputs) of one column."""
    if column["values"]:
        return (values[:, None] == np.asarray(column["values"], "float64")).astype("float64")
    return np.where(np.isnan(values), column["fill"] if column["fill"] is not None else np.nan, values)[:, None]


def _values(column, rows):
    """(n,) one column as it is in the data: text for categories and dates ("" where missing), numbers otherwise."""
    values = [row.get(column["name"]) for row in rows]
    if column["categories"]:
        return np.array(["" if _missing(value) else label(column, value) for value in values], dtype=object)
    if column["kind"] == "date":
        return np.array(["" if _missing(value) else str(value) for value in values], dtype=object)
    return np.array([math.nan if _missing(value) else float(value) for value in values])


def _missing(value):
    return value is None or value == "" or value != value


def _slice(x, start, end):
    return {name: values[start:end] for name, values in x.items()} if isinstance(x, dict) else x[start:end]
