"""Several inputs of a trained file's model, called and ordered as the data have them. For workers."""

import keras

from nnviz import words
from nnviz.data.schema import Schema
from nnviz.errors import ModelError
from nnviz.specs import INPUT
from nnviz.training.opened_texts import of_words


def as_the_data_have_them(model: keras.Model, schema: Schema) -> keras.Model:
    """`model` with its inputs in the order of the data's, under their names; itself where that is so.

    One that reads texts becomes one of the data's words (`nnviz.training.opened_texts`). Inputs find each other by name
    and shape, then by shape alone where only one fits; images may have another size.

    Raises:
        ModelError: where an input of the model finds none, or none is the data's first.
    """
    model = of_words(model, schema)
    tensors = list(model.inputs)
    if len(tensors) < 2:
        return model
    slots = {INPUT: tuple(schema.input_shape), **{one.name: tuple(one.shape) for one in schema.further}}
    places = _matched(tensors, slots)
    if len(places) < len(tensors) or INPUT not in places.values():
        raise _misfit(tensors, slots, schema)
    names = [name for name in slots if name in places.values()]
    if [places[k] for k in range(len(tensors))] == names and [one.name for one in tensors][1:] == names[1:]:
        return model
    inputs = {places[k]: keras.Input(one.shape[1:], dtype=one.dtype, name=places[k]) for k, one in enumerate(tensors)}
    given = keras.tree.pack_sequence_as(model.input, [inputs[places[k]] for k in range(len(tensors))])
    return keras.Model([inputs[name] for name in names], model(given), name=model.name)


def _matched(tensors: list, slots: dict[str, tuple[int, ...]]) -> dict[int, str]:
    """Place of each input → the name of what it is given, as far as that is certain."""
    shapes = [tuple(tensor.shape[1:]) for tensor in tensors]
    places = {k: one.name for k, one in enumerate(tensors) if one.name in slots and _fits(shapes[k], slots[one.name])}
    while True:
        free = {name: shape for name, shape in slots.items() if name not in places.values()}
        left = [k for k in range(len(tensors)) if k not in places]
        choices = {k: [name for name, shape in free.items() if _fits(shapes[k], shape)] for k in left}
        certain = next((k for k, names in choices.items() if len(names) == 1), None)
        if certain is None:
            return places
        places[certain] = choices[certain][0]


def _fits(wanted: tuple[int | None, ...], shape: tuple[int, ...]) -> bool:
    if len(wanted) == 3 == len(shape):
        return True  # images are resized, and turned to grey
    return len(wanted) == len(shape) and all(size in (None, own) for size, own in zip(wanted, shape, strict=True))


def _misfit(tensors: list, slots: dict[str, tuple[int, ...]], schema: Schema) -> ModelError:
    takes = words.listed([f"{words.shape(tuple(one.shape[1:]))} ({one.name})" for one in tensors])
    has = words.listed([words.shape(shape) for shape in slots.values()])
    return ModelError(
        f"This network takes {takes}, and {schema.source} has {has} an example.",
        fix="Choose the data that it was trained for.",
        where="data",
    )
