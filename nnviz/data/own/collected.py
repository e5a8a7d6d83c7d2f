"""Collected pictures → examples: a zip of images whose classes have names of their own. Worker side: imports Pillow."""

import dataclasses
import json

import numpy as np

from nnviz.data.own import files, images, zips
from nnviz.data.own.collection import CLASSES_FILE
from nnviz.data.raw import Raw
from nnviz.errors import DataError

FEWEST_BURSTS = 3
"""Bursts of every class from which on whole bursts are held out."""
_APART = "Pictures of one burst are much alike, and so whole bursts are held out."
_ALIKE = (
    "Pictures of one burst are much alike, and here each burst is trained on and validated on, so that the validation "
    f"is too kind. Record {FEWEST_BURSTS} bursts of each class or more, and whole bursts are held out; or try the "
    "network on new pictures."
)


def collected(file: str, title: str, limit: int, size: int, colour: str, seed: int) -> Raw:
    """The pictures of a kept collection; arguments, result and errors as of `nnviz.data.own.images.images`."""
    called = _class_names(file, title)
    raw, read = images.with_names(file, title, limit, size, colour, seed)
    folders = dict(zip(raw.y.tolist(), (name.split("/")[0] for name in read), strict=True))
    names = tuple(called[int(folders[k])] for k in range(len(raw.schema.class_names)))
    groups, notes = _bursts([name.split("/")[1] for name in read], raw.y)
    schema = dataclasses.replace(raw.schema, class_names=names)
    return dataclasses.replace(raw, schema=schema, groups=groups, parts=None, notes=(*raw.notes, *notes))


def _class_names(file: str, title: str) -> list[str]:
    with zips.opened(files.find(file, title)) as archive:
        try:
            return [str(name) for name in json.loads(archive.read(CLASSES_FILE))]
        except (KeyError, ValueError):
            raise DataError(
                "This file is no collection of pictures.", fix="Choose the source Images for it.", where="file"
            ) from None


def _bursts(names: list[str], y: np.ndarray) -> tuple[np.ndarray | None, tuple[str, ...]]:
    """(n,) which burst each picture is of, and a sentence; None where some class has too few of them to hold any out.
    A picture from a file is a burst of its own."""
    bursts, groups = np.unique([name.rsplit("-", 1)[0] for name in names], return_inverse=True)
    if len(bursts) == len(names):
        return None, ()
    enough = all(len(np.unique(groups[y == k])) >= FEWEST_BURSTS for k in np.unique(y))
    return (groups, (_APART,)) if enough else (None, (_ALIKE,))
