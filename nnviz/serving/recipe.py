"""What travels with an exported network as `preparation.json`: columns, gaps, scaling, and what its outputs mean."""

import re
from collections.abc import Mapping, Sequence

import numpy as np

from nnviz.data.column import Column
from nnviz.data.further import PreparedFurther
from nnviz.data.preparing.pipeline import Pipeline
from nnviz.data.schema import Dataset, Schema
from nnviz.data.texts import TextPreparation
from nnviz.errors import ServingError
from nnviz.training.meaning import OutputMeaning

_PLAIN_ORDER = ("missing", "categories", "scale")
_NUMBERS = {"probability": "probabilities", "margin": "margins", "score": "scores", "value": "values"}


def recipe_of(
    dataset: Dataset, meaning: OutputMeaning, taken: Sequence[str] = (), thresholds: Sequence[float] = ()
) -> dict:
    """The recipe of a network trained on a data set; plain JSON, as `carried/prepare.py` reads it.

    Args:
        taken: the further inputs that the network takes, in its order. Where there are some, "inputs" has what is said
            of an input once for each of them, with its "name" in a row and the name of its "input" in a file.
        thresholds: the shown number above which each label is there; () for the middle.
    """
    reading = {**_reading(meaning, dataset.schema), "data": dataset.schema.source}
    if thresholds and meaning.has_labels:
        reading["thresholds"] = list(thresholds)
    first = _first_input(dataset)
    if not taken:
        return {**reading, **first}
    further = {one.form.name: one for one in dataset.further}
    beside = [{**_piped(further[name], dataset.train.further[name]), "name": name} for name in taken]
    inputs = _told_apart([{**first, "name": first_name(dataset.schema)}, *beside])
    return {**reading, "kind": "several", "columns": [], "inputs": inputs}


def inputs_of(recipe: dict) -> list[dict]:
    """What the recipe says of each input: of several, or of the only one."""
    return recipe.get("inputs") or [recipe]


def first_name(schema: Schema) -> str:
    """What the first input is called in a row that holds several: "image", "row", "text", …"""
    name = schema.first_noun
    return name if name not in {one.name for one in schema.further} else f"first_{name}"


def _piped(further: PreparedFurther, training: np.ndarray) -> dict:
    """What is said of an input beside the first one, of which `training` (n, …) are the training examples."""
    pipeline, form = further.pipeline, further.form
    plain = is_plain(pipeline) or _only_scaled(pipeline)
    columns = _named([_piped_column(pipeline, column) for column in pipeline.columns])
    scales = {"offset": pipeline.scales.offset, "scale": pipeline.scales.scale} if plain else {"offset": 0, "scale": 1}
    return {
        "steps": list(pipeline.steps),
        "features": list(form.shape),
        "plain": plain,
        "kind": form.kind,
        "shape": list(pipeline.shape) or [len(columns)],
        "columns": columns,
        "dtype": "float32",
        "vocabulary": 0,
        "padded": form.padded,
        "brightest": white(further.unscaled(training)) if form.kind == "image" else None,
        **{name: np.asarray(own, float).tolist() for name, own in scales.items()},
    }


def _told_apart(inputs: list[dict]) -> list[dict]:
    """Each input with the name that it has in a file, and so each of the columns."""
    taken: set[str] = set()
    for own in inputs:
        own["input"] = own["name"]
        taken.add(own["name"])
    for own in inputs:
        for column in own["columns"]:
            if column["input"] in taken:
                column["input"] = f"{own['name']}_{column['input']}"
            taken.add(column["input"])
    return inputs


def _first_input(dataset: Dataset) -> dict:
    """What is said of the first input."""
    schema, prepared = dataset.schema, dataset.preparation
    columns = _columns(dataset)
    text = {}
    if isinstance(prepared, TextPreparation):
        split = {"split": [prepared.unit, prepared.standardize, list(prepared.without)]}
        text = {"words": list(prepared.words), "length": prepared.length, **split}
        text |= {"joined": [list(prepared.columns), prepared.between]} if prepared.columns else {}
    piped = {}
    if _is_piped(prepared):
        piped = {
            "steps": list(prepared.steps),
            "features": list(dataset.train.x.shape[1:]),
            "plain": is_plain(prepared),
        }
    scaled = not piped or piped["plain"]
    return {
        **text,
        **piped,
        "kind": "text" if text else schema.kind,
        "shape": [len(columns)] if columns else list(prepared.shape if piped else schema.input_shape),
        "columns": columns,
        "dtype": "int32" if schema.kind == "tokens" else "float32",
        "vocabulary": schema.vocabulary,
        "padded": schema.padded,
        "brightest": brightest(dataset) if schema.kind == "image" else None,
        "offset": np.asarray(dataset.scaler.offset).tolist() if scaled else 0.0,
        "scale": np.asarray(dataset.scaler.scale).tolist() if scaled else 1.0,
    }


def recipe_of_model(meaning: OutputMeaning, examples: Mapping[str, np.ndarray]) -> dict:
    """The recipe of a network of which no data are known: it takes what it takes, and its outputs are shown as they
    are.

    Args:
        examples: name of the input → (n, …), in the network's order.
    """
    schema = Schema("vector", "regression", (1,), target_name="output", outputs=meaning.units)
    reading = {**_reading(meaning, schema), "data": ""}
    if len(examples) == 1:
        return {**reading, **_plain_input(*examples.values())}
    told = [{**_plain_input(own), "name": name} for name, own in examples.items()]
    return {**reading, "kind": "several", "columns": [], "inputs": _told_apart(told)}


def _plain_input(examples: np.ndarray) -> dict:
    whole = np.issubdtype(np.asarray(examples).dtype, np.integer)
    return {
        "kind": "tokens" if whole else "numbers",
        "shape": list(examples.shape[1:]),
        "columns": [],
        "dtype": "int32" if whole else "float32",
        "offset": 0.0,
        "scale": 1.0,
    }


def takes_categories(recipe: dict) -> bool:
    """Whether rows hold text that a runtime without strings cannot be given."""
    return any(column["values"] for own in inputs_of(recipe) for column in own["columns"])


def features(recipe: dict) -> list[int]:
    """The shape of one example as the network itself takes it."""
    if "features" in recipe:
        return recipe["features"]
    count = sum(len(column["values"]) or 1 for column in recipe["columns"])
    return [count] if recipe["columns"] else recipe["shape"]


def _reading(meaning: OutputMeaning, schema: Schema) -> dict:
    named = len(schema.answers) == meaning.units
    targets = list(schema.answers) if named else [f"{schema.target_name} {k + 1}" for k in range(meaning.units)]
    return {
        "version": 1,
        "units": meaning.units,
        "classes": list(schema.class_names) if meaning.classes else [],
        "labels": meaning.has_labels,
        "targets": targets,
        "target": schema.target_name,
        "number": _NUMBERS[meaning.shown],
        "squash": meaning.squash,
        "output_offset": list(meaning.offset),
        "output_scale": list(meaning.scale),
        "ends": meaning.low + meaning.high,
    }


def brightest(dataset: Dataset) -> float:
    """What white is in the data's own units: 255 for photographs, else the brightest of the training examples."""
    return white(dataset.unscaled(dataset.train.x))


def white(images: np.ndarray) -> float:
    """The same of images (n, …) in their own units."""
    brightest = float(images.max(initial=0.0))
    return 255.0 if 16.5 < brightest < 255.5 else max(brightest, 1e-12)


def _is_piped(prepared) -> bool:
    return isinstance(prepared, Pipeline)


def _columns(dataset: Dataset) -> list[dict]:
    if _is_piped(dataset.preparation):
        return _named([_piped_column(dataset.preparation, column) for column in dataset.preparation.columns])
    if dataset.schema.kind != "vector":
        return []
    return _named([_column(column, required=True) for column in dataset.schema.columns if column.role == "input"])


def _column(column: Column, values: Sequence[int] = (), fill: float | None = None, required: bool = False) -> dict:
    return {
        "name": column.name,
        "kind": column.kind,
        "unit": column.unit,
        "categories": list(column.categories),
        "values": list(values),
        "fill": fill,
        "required": required,
    }


def is_plain(pipeline: Pipeline) -> bool:
    """Whether every column is filled by one value or not at all, then spread over an input for each name, then scaled
    by an offset and a factor: what a graph of tensors does as well."""
    if pipeline.kind != "vector" or not pipeline.columns:
        return False
    seen: dict[str, list[str]] = {column.name: [] for column in pipeline.columns}
    for step in pipeline.steps:
        if step.get("neighbours") or step["name"] not in _PLAIN_ORDER:
            return False
        for name, own in step["columns"].items():
            if name not in seen or not _is_plain(step["name"], own):
                return False
            seen[name].append(step["name"])
    return all([_PLAIN_ORDER.index(one) for one in own] == sorted({_PLAIN_ORDER.index(one) for one in own})
               for own in seen.values())  # fmt: skip


def _only_scaled(pipeline: Pipeline) -> bool:
    """Whether examples that are one array are moved by one offset and one factor."""
    changes = [own for step in pipeline.steps for own in step["columns"].values()]
    return not pipeline.columns and all("offset" in own and np.ndim(own["offset"]) == 0 for own in changes)


def _is_plain(step: str, own: dict) -> bool:
    if step == "categories":
        return own["how"] == "one_hot" and own["unknown"] == -1 and bool(own["names"])
    return step == "scale" and "offset" in own or step == "missing" and "into" not in own and own.get("word") is None


def _piped_column(pipeline: Pipeline, column: Column) -> dict:
    """A column whose gaps are filled by a step; one may not lack a value whose gaps none fills, or of which examples
    without a value were left out."""
    name, missing = column.name, [step for step in pipeline.steps if step["name"] == "missing"]
    filled = [step for step in missing if name in step["columns"]]
    own = filled[0]["columns"][name] if filled else {}
    near = bool(filled) and name in filled[0].get("neighbours", {}).get("columns", ())
    taken = "the mean of the nearest training rows" if near else own.get("word")
    spread = [step["columns"].get(name, {}) for step in pipeline.steps if step["name"] == "categories"]
    words = spread[0].get("names", ()) if spread and is_plain(pipeline) else ()
    needed = any(name in step.get("dropped", ()) for step in missing)
    return {
        **_column(
            column,
            [column.categories.index(word) for word in words],
            fill=None if near else own.get("fill"),
            required=needed or (column.kind != "category" and not filled),
        ),
        **({"gap": f"Where it is missing, {taken} is taken."} if taken else {}),
    }


def _named(columns: list[dict]) -> list[dict]:
    """Each with the name of its input in a SavedModel, whose names are letters, digits and underscores."""
    taken: set[str] = set()
    for number, column in enumerate(columns, 1):
        stem = re.sub(r"\W+", "_", column["name"], flags=re.ASCII).strip("_").lower()
        stem = stem if stem[:1].isalpha() else f"column_{number}"
        column["input"] = stem if stem not in taken else f"{stem}_{number}"
        taken.add(column["input"])
    return columns


def check_one_output(model) -> None:
    """Raises ServingError for a network that returns several arrays."""
    outputs = len(getattr(model, "outputs", None) or [1])
    if outputs > 1:
        raise ServingError(
            f"This network has {outputs} outputs.", expected="one: only such networks are exported and served yet"
        )
