"""A network with its preparation before it and the meaning of its outputs behind it, as one TensorFlow function."""

import keras
import numpy as np
import tensorflow as tf

from nnviz.serving import recipe as recipes
from nnviz.serving.carried import prepare

_DATE = r"(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?)?"
"""A day, perhaps with a time, in UTC."""


def endpoint(model: keras.Model, recipe: dict, batch: int | None = None):
    """The `tf.function` that a file holds: rows as `recipe["takes"]` says → {"shown": (n, units) float32}.

    Args:
        recipe: its "takes" is "columns" (one tensor a column), "units" (one array in the data's own units) or
            "prepared" (the numbers that the network was trained on). Of several inputs the function takes a dict.
        batch: rows at a time; any number for None.
    """

    inputs = [{**own, "takes": prepare.takes(recipe, own)} for own in recipes.inputs_of(recipe)]

    def serve(x):
        prepared = [_PREPARED[own["takes"]](own, _own(own, x)) for own in inputs]
        outputs = model(prepared if len(prepared) > 1 else prepared[0], training=False)
        return {"shown": _shown(recipe, tf.reshape(tf.cast(outputs, tf.float32), (-1, recipe["units"])))}

    signatures = [_signature(own, batch) for own in inputs]
    if len(signatures) == 1:
        return tf.function(serve, input_signature=signatures)
    pairs = zip(inputs, signatures, strict=True)
    named = [one if isinstance(one, dict) else {own["input"]: one} for own, one in pairs]
    return tf.function(serve, input_signature=[{name: spec for own in named for name, spec in own.items()}])


def _own(recipe: dict, x):
    """Of what a file is given, what belongs to one input."""
    return x[recipe["input"]] if "input" in recipe and recipe["takes"] != "columns" else x


def _signature(recipe: dict, batch: int | None):
    """The tensors of one input, by their names where there are several."""
    if recipe["takes"] == "columns":
        return {own["input"]: tf.TensorSpec((batch,), _dtype(own), name=own["input"]) for own in recipe["columns"]}
    shape = recipes.features(recipe) if recipe["takes"] == "prepared" else recipe["shape"]
    return tf.TensorSpec((batch, *shape), recipe["dtype"], name=recipe.get("input", "x"))


def _dtype(column: dict):
    return tf.string if column["categories"] or column["kind"] == "date" else tf.float64


def _from_columns(recipe: dict, x):
    parts = [_spread(column, x[column["input"]]) for column in recipe["columns"]]
    return tf.cast(_scaled(recipe, tf.concat(parts, axis=1)), tf.float32)


def _spread(column: dict, values):
    """(n, inputs) float64 of one column's raw values."""
    if column["values"]:
        known = tf.constant([column["categories"][code] for code in column["values"]])
        return tf.cast(values[:, None] == known[None], tf.float64)
    if column["categories"]:
        yes = tf.where(values == "yes", tf.constant(1.0, tf.float64), tf.constant(0.0, tf.float64))
        values = tf.where(tf.logical_or(values == "yes", values == "no"), yes, np.nan)
    elif column["kind"] == "date":
        values = _days(values)
    return _filled(values, column)[:, None]


def _filled(values, column: dict):
    if column["fill"] is None:
        return values
    return tf.where(tf.math.is_nan(values), tf.constant(column["fill"], values.dtype), values)


def _days(texts):
    """(n,) days since 1970 of dates as text, NaN for anything else; the civil calendar as in Hinnant (2013)."""
    valid = tf.strings.regex_full_match(texts, _DATE)
    zero = tf.zeros_like(texts)
    parts = []
    for number in range(1, 7):
        digits = tf.where(
            valid, tf.strings.regex_replace(texts, f"^{_DATE}$", rf"0\{number}"), tf.strings.join([zero, "0"])
        )
        parts.append(tf.strings.to_number(digits, tf.float64))
    year, month, day, hour, minute, second = parts
    year = tf.where(month <= 2.0, year - 1.0, year)
    era = tf.floor(year / 400.0)
    of_era = year - era * 400.0
    of_year = (
        tf.floor((153.0 * (month + tf.where(month > 2.0, tf.cast(-3.0, tf.float64), 9.0)) + 2.0) / 5.0) + day - 1.0
    )
    civil = era * 146_097.0 + of_era * 365.0 + tf.floor(of_era / 4.0) - tf.floor(of_era / 100.0) + of_year - 719_468.0
    return tf.where(valid, civil + (hour + (minute + second / 60.0) / 60.0) / 24.0, np.nan)


def _from_units(recipe: dict, x):
    if recipe["dtype"] == "int32":
        return x
    if any(column["fill"] is not None for column in recipe["columns"]):
        fill = tf.constant([column["fill"] or 0.0 for column in recipe["columns"]], x.dtype)
        x = tf.where(
            tf.not_equal(x, x), tf.broadcast_to(fill, tf.shape(x)), x
        )  # a number that is not itself is missing
    return _scaled(recipe, x)


def _scaled(recipe: dict, x):
    return (x - tf.constant(recipe["offset"], x.dtype)) / tf.constant(recipe["scale"], x.dtype)


def _shown(recipe: dict, outputs):
    if recipe["squash"]:
        outputs = {"sigmoid": tf.sigmoid, "softmax": tf.nn.softmax}[recipe["squash"]](outputs)
    if recipe["output_offset"] == [0.0] and recipe["output_scale"] == [1.0]:
        return tf.identity(outputs, name="shown")
    offset, scale = (tf.constant(recipe[f"output_{name}"], tf.float32) for name in ("offset", "scale"))
    return tf.add(offset, scale * outputs, name="shown")


_PREPARED = {"columns": _from_columns, "units": _from_units, "prepared": lambda recipe, x: x}
