"""Whether a trained file's model fits some data, and which data would fit it. For workers."""

import keras

from nnviz import words
from nnviz.data.catalog import SOURCES, known_schema
from nnviz.data.schema import Schema
from nnviz.errors import ModelError
from nnviz.specs import DataSpec
from nnviz.training.opened_candidates import check_shape

_MOST_NAMED = 4


def check(model: keras.Model, schema: Schema) -> None:
    """Raises ModelError for data whose examples the model cannot be given."""
    tensor = model.inputs[0]
    if str(tensor.dtype) == "string":
        raise ModelError(
            "This network takes text, and turns it into numbers by itself.",
            expected="one that takes numbers: nnviz reads texts with a vocabulary of its own",
            fix="In a script, nnviz.numeric_part(model, texts) gives the part after its TextVectorization or "
            "StringLookup, to look into or to save as a model of its own.",
            where="file",
        )
    try:
        check_shape(tuple(tensor.shape[1:]), schema)
    except ModelError as error:
        raise ModelError(error.message, fix=others(model) or error.fix, where=error.where) from None
    embedding = next((layer for layer in model.layers if isinstance(layer, keras.layers.Embedding)), None)
    if schema.kind == "tokens" and embedding is not None and schema.vocabulary > embedding.input_dim:
        raise ModelError(
            f"This network knows {embedding.input_dim:,} words, and {schema.source} has {schema.vocabulary:,}.",
            fix="Choose a vocabulary of that size under Prepare on the Data page.",
            where="data",
        )


def to_predict(schema: Schema) -> str:
    """ "iris has 3 classes"."""
    noun = {"regression": "target", "multilabel": "label"}.get(schema.task, "class")
    count = schema.outputs if schema.task == "regression" else len(schema.class_names)
    plural = {"class": "classes"}.get(noun, f"{noun}s")
    return f"{schema.source or 'the data'} has {count:,} {noun if count == 1 else plural}"


def others(model: keras.Model) -> str:
    """Which data would fit the model, as a sentence; "" where none that is known does."""
    names = fitting_sources(tuple(model.inputs[0].shape[1:]), tuple(model.outputs[0].shape[1:]))
    titles = [SOURCES[name].title for name in names]
    return f"It would fit {words.few(titles, _MOST_NAMED)}." if titles else ""


def fitting_sources(wanted: tuple[int | None, ...], given: tuple[int | None, ...] | None = None) -> tuple[str, ...]:
    """The sources whose examples have the shape `wanted` and ask for as many numbers as `given` has, or any number."""
    names = []
    for name, source in SOURCES.items():
        schema = known_schema(DataSpec(source=name)) if source.schema is not None else None
        if schema is None or schema.input_shape != wanted:
            continue
        counts = {schema.outputs, len(schema.class_names)} - {0}
        if given is None or given in [(count,) for count in counts]:
            names.append(name)
    return tuple(names)
