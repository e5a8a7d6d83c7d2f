"""Data sets of TensorFlow Datasets → examples: what was fetched once (`fetching`), read from its file."""

import json
import os
import zipfile
import zlib

import numpy as np

from nnviz.data.downloading import downloads
from nnviz.data.downloading.fetching import Fetching, Wanted
from nnviz.data.raw import Raw
from nnviz.data.schema import Schema
from nnviz.errors import DataError


def read(name: str, limit: int, split: str, size: int, seed: int, input: str = "", target: str = "") -> Raw:
    """The first `limit` examples of a split of the TensorFlow Datasets collection. A script downloads what is not here;
    a worker of the app does not: there a person asks for it, once they have seen what it takes.

    Args:
        name: such as "mnist", "glue/cola" or "mnist:3.0.1".
        size: images are resized to size × size; 0 leaves them.
        seed: not used; the data do not depend on it.
        input, target: which parts of an example are used, such as "image" or "objects/label"; "" for what the set says.

    Raises:
        DataError: when nothing of the data arrives for `NNVIZ_DOWNLOAD_SECONDS`, there is no such data set or split, or
            its examples are of a form that nnviz does not read.
    """
    wanted = Wanted(name, limit, split, size, input.strip(), target.strip())
    if not wanted.file.exists():
        if not wanted.is_here and "NNVIZ_IN_WORKER" in os.environ:
            raise downloads.not_here(wanted)
        Fetching(wanted).wait()
    try:
        with np.load(wanted.file, allow_pickle=False) as stored:
            arrays = {key: stored[key] for key in stored.files}
            facts = json.loads(str(arrays["schema"]))
            notes = tuple(str(note) for note in arrays["notes"])
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, zlib.error) as error:
        wanted.file.unlink(missing_ok=True)
        raise DataError(
            f"The stored copy of {name!r} was damaged and has been removed ({error}).",
            fix="Load the data again.",
            where="name",
        ) from None
    schema = Schema(**{key: tuple(value) if isinstance(value, list) else value for key, value in facts.items()})
    if "texts" in arrays:
        return _texts(arrays, schema, notes)
    if "names" in arrays:
        return _table(arrays, schema, notes)
    return Raw(arrays["x"], arrays["y"], schema, notes)


def _texts(arrays: dict[str, np.ndarray], schema: Schema, notes: tuple[str, ...]) -> Raw:
    from nnviz.data import texts

    content, ends = arrays["texts"].tobytes(), arrays["ends"].tolist()
    starts = [0, *ends[:-1]]
    written = [content[start:end].decode("utf-8", "replace") for start, end in zip(starts, ends, strict=True)]
    there = np.array([bool(text.strip()) for text in written], bool)
    if not there.all():
        notes = (*notes, f"{int((~there).sum()):,} of {len(there):,} examples have no text and were left out.")
    kept = texts.as_array(text for text, has in zip(written, there, strict=True) if has)
    codes, corpus = texts.read(kept)
    return Raw(codes, arrays["y"][there], schema, notes, words=corpus, texts=kept)


def _table(arrays: dict[str, np.ndarray], schema: Schema, notes: tuple[str, ...]) -> Raw:
    import pandas as pd

    from nnviz.data.own import tables

    names = [str(name) for name in arrays["names"]]
    frame = pd.DataFrame({name: arrays[f"column {k}"] for k, name in enumerate(names)})
    choices: dict[str, dict[str, str]] = {str(name): {"kind": "category"} for name in arrays["categories"]}
    choices.setdefault(str(arrays["target"]), {})["role"] = "target"
    return tables.of_frame(frame, schema.source, choices, notes)
