"""A text that somebody writes, as the network of a data set takes it."""

import numpy as np

from nnviz.data.schema import Dataset
from nnviz.data.texts import TextPreparation, with_unknown
from nnviz.errors import DataError


def encoded(dataset: Dataset, text: str) -> np.ndarray:
    """(1, length) int32 numbers of a text's words, 0 after its end.

    Words are read as the training texts' were, "[unknown]" as one that these did not hold; tokens of a fixed list are
    written with spaces between.

    Raises:
        DataError: for data that are no texts; where the tokens are fixed, for another one, or too many.
    """
    schema = dataset.schema
    if isinstance(dataset.preparation, TextPreparation):
        return dataset.preparation.encode([with_unknown(text)])
    if schema.kind != "tokens" or not schema.token_names:
        raise DataError("These examples are no texts.", fix="Choose a run that learned from texts.", where="text")
    number, written = {name: k for k, name in enumerate(schema.token_names)}, text.split()
    if all(len(name) < 2 for name in schema.token_names):  # they are told without spaces between
        written = list("".join(written))
    length, known = schema.input_shape[0], ", ".join(name for name in schema.token_names if name)
    strange = next((word for word in written if word not in number), None)
    if strange is not None:
        raise DataError(f"{strange!r} is none of these data's tokens.", expected=known, where="text")
    if len(written) > length:
        raise DataError(f"These are {len(written)} tokens.", expected=f"at most {length}", where="text")
    return np.array([[*(number[word] for word in written), *[0] * (length - len(written))]], "int32")
