"""A trained file that reads texts, as a network of the words that some data have. For workers.

Its own reader, TextVectorization or StringLookup, is left out; each word of the data gets the row of the file's table
that the reader would have led to, and a word that the file does not know that of unknown ones.
"""

import keras
import numpy as np

from nnviz.data.schema import Schema
from nnviz.keras_internals import calls_of
from nnviz.training.topology import borders_of, functional

_READERS = ("TextVectorization", "StringLookup")


def of_words(model: keras.Model, schema: Schema) -> keras.Model:
    """`model` on the words of data with this schema; itself where it reads no texts, the data are none, or something
    else than a table of words reads what its reader makes."""
    parts = _reader_and_table(model)
    if parts is None or schema.kind != "tokens" or not schema.token_names:
        return model
    reader, table = parts
    rows = _rows(reader, schema.token_names)
    if rows.max() >= table.input_dim:
        return model
    border = borders_of(functional(model))[0]
    part = keras.Model(border, functional(model).outputs[0], name=model.name)

    def copied(layer):
        config = layer.get_config()
        if layer is table:
            config |= {"input_dim": len(rows)}
        return type(layer).from_config(config)

    words = keras.Input(tuple(border.shape[1:]), dtype="int32", name="words")
    clone = keras.models.clone_model(part, input_tensors=words, clone_function=copied)
    for own in part.layers:
        if own.weights:
            values = own.get_weights()
            clone.get_layer(own.name).set_weights([values[0][rows]] if own is table else values)
    return clone


def told_of_words(model: keras.Model, schema: Schema) -> str:
    """What became of its reader of texts, as a sentence; "" for another file."""
    parts = _reader_and_table(model)
    if parts is None or schema.kind != "tokens" or not schema.token_names:
        return ""
    names = [name for name in schema.token_names if name]
    known = set(map(str, parts[0].get_vocabulary()))
    missing = sum(name not in known for name in names)
    told = f"It reads texts by itself; here the words of the data take the place of its {type(parts[0]).__name__}"
    return f"{told}, and it knows {'all' if not missing else f'{len(names) - missing:,}'} of their {len(names):,}."


def numbers_shape(model: keras.Model) -> tuple[int | None, ...] | None:
    """How many words a file that reads texts takes, (None,) for any number; None for another file."""
    parts = _reader_and_table(model)
    return None if parts is None else tuple(borders_of(functional(model))[0].shape[1:])


def _reader_and_table(model: keras.Model):
    """(the layer that reads texts, the Embedding that alone reads its numbers); None where it is otherwise."""
    graph = functional(model)
    if graph is None or len(graph.inputs) != 1 or str(graph.inputs[0].dtype) != "string" or len(graph.outputs) != 1:
        return None
    borders = borders_of(graph)
    own = [layer for layer in graph.layers if type(layer).__name__ in _READERS]
    tables = [
        operation
        for operation in graph.operations
        if not isinstance(operation, keras.layers.InputLayer)
        for call in calls_of(operation)
        if any(tensor is border for tensor in call.input_tensors for border in borders)
        and type(operation).__name__ not in ("NotEqual", "Any")
    ]
    fits = len(borders) == len(own) == len(tables) == 1 and isinstance(tables[0], keras.layers.Embedding)
    return (own[0], tables[0]) if fits else None


def _rows(reader, names: tuple[str, ...]) -> np.ndarray:
    """The row of the file's table for each word of the data; "" is padding, and the first row."""
    known = {str(word): place for place, word in enumerate(reader.get_vocabulary())}
    unknown = known.get("[UNK]", 1)
    return np.array([known.get(name, unknown) if name else 0 for name in names])
