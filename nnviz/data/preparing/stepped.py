"""The steps of a specification fitted to raw examples, and what a person should know of what they do."""

import dataclasses

import numpy as np

from nnviz import words
from nnviz.data.column import Column
from nnviz.data.preparing.fit import fit
from nnviz.data.preparing.pipeline import Pipeline
from nnviz.data.raw import Raw
from nnviz.data.schema import Schema
from nnviz.errors import DataError
from nnviz.specs import StepSpec

_OF_TRAINING = {
    "median": ", the median of the training examples",
    "mean": ", the mean of the training examples",
    "mode": ", the most frequent in training",
}


def stepped(raw: Raw, steps: tuple[StepSpec, ...], seen: dict[str, np.ndarray]) -> tuple[Raw, Pipeline]:
    """Steps fitted on training examples alone, and `raw` with the schema of what comes out and what is to be told.

    Args:
        seen: the training examples, as `nnviz.data.preparing.pipeline.parts_of` gives them.
    """
    fitted = fit(steps, seen, columns_of(raw), raw.schema.kind, others_of(raw), raw.schema.padded)
    schema = schema_after(raw.schema, fitted, fitted.inputs(raw.x[:1]).shape[1:])
    return dataclasses.replace(raw, schema=schema, notes=raw.notes + sentences(fitted, raw.x)), fitted


def columns_of(raw: Raw) -> tuple[Column, ...]:
    """The columns that steps change; () for images and sequences."""
    if raw.schema.kind != "vector":
        return ()
    return raw.columns or tuple(column for column in raw.schema.columns if column.role == "input")


def others_of(raw: Raw) -> tuple[str, ...]:
    """The names of columns that are no inputs."""
    return tuple(column.name for column in raw.schema.columns if column.role != "input")


def schema_after(schema: Schema, fitted: Pipeline, shape: tuple[int, ...]) -> Schema:
    """The schema of what comes out, of inputs of that shape."""
    if schema.kind == "tokens":
        return schema
    if schema.reconstructs and shape != tuple(schema.input_shape):
        raise DataError(
            f"{schema.source} is redrawn as it is, and these steps change its shape.",
            fix="Leave out the steps that do, such as another size.",
            where="steps",
        )
    if fitted.kind == "tokens":
        told = {"kind": "tokens", "feature_names": (), "vocabulary": fitted.vocabulary, "token_names": fitted.tokens}
        return dataclasses.replace(schema, input_shape=shape, **told)
    names = fitted.feature_names or schema.feature_names
    return dataclasses.replace(schema, input_shape=shape, feature_names=names)


def sentences(fitted: Pipeline, x: np.ndarray) -> tuple[str, ...]:
    """What a person should know of it, where all examples are x: gaps filled, names that training did not know, columns
    left out."""
    notes = []
    for place, column in enumerate(fitted.columns):
        values = x[:, place]
        gaps = int(np.isnan(values).sum())
        if gaps:
            how = _filled(fitted, column)
            notes.append(f"{column.name}: {gaps:,} {'value is' if gaps == 1 else 'values are'} missing; {how}.")
        if column.kind == "category":
            notes += _unknown(fitted, column, values)
    left = [name for step in fitted.steps if step["name"] == "left_out" for name in step["columns"]]
    notes += [f"{name} is left out: no step turns its names into numbers." for name in left]
    return tuple(notes)


def _filled(fitted: Pipeline, column: Column) -> str:
    for step in fitted.steps:
        own = step["columns"].get(column.name) if step["name"] == "missing" else None
        if own is None:
            continue
        if column.name in step.get("neighbours", {}).get("columns", ()):
            return "each is the mean of the nearest training rows"
        if own.get("word") is not None:
            return f"filled with {own['word']}"
        if own.get("fill") is not None:
            how = "mode" if column.kind == "boolean" and step["how"] != "constant" else step["how"]
            return f"filled with {_shown(column, own['fill'])}{_OF_TRAINING.get(how, '')}"
    embedded = any(own.get("how") == "embedding" for step in fitted.steps for own in step["columns"].values())
    return "read as a name that is not known" if embedded else "there, none of its inputs is on"


def _shown(column: Column, value: float) -> str:
    if column.kind == "number":
        return words.plain(value)
    if column.categories and value not in (0.0, 1.0):
        return words.plain(value)
    return str(column.readable(np.array([value]))[0])


def _unknown(fitted: Pipeline, column: Column, values: np.ndarray) -> list[str]:
    """A sentence where examples hold names that the training examples do not."""
    own = next((s["columns"][column.name] for s in fitted.steps
                if s["name"] == "categories" and column.name in s["columns"]), None)  # fmt: skip
    if own is None or "names" not in own:
        return []
    codes = np.flatnonzero(np.bincount(values[~np.isnan(values)].astype(int)))
    names = [column.categories[code] for code in codes if column.categories[code] not in own["names"]]
    if not names:
        return []
    shown = ", ".join(names[:3]) + (" …" if len(names) > 3 else "")
    verb = "is" if len(names) == 1 else "are"
    return [f"{column.name}: {shown} {verb} too rare in the training examples, or not among them."]
