"""Collected pictures → examples: a zip of images whose classes have names of their own. Worker side: imports Pillow."""

import dataclasses
import json
import zipfile

from nnviz.data import own_files, own_images
from nnviz.data.collection import CLASSES_FILE
from nnviz.data.raw import Raw

_ALIKE = (
    "Pictures of one burst are much alike, and the validation part holds some of the bursts that were trained on: "
    "try the network on new pictures to see how good it is."
)


def collected(file: str, title: str, limit: int, size: int, colour: str, seed: int) -> Raw:
    """The pictures of a kept collection; arguments, result and errors as of `nnviz.data.own_images.images`."""
    raw = own_images.images(file=file, title=title, limit=limit, size=size, colour=colour, seed=seed)
    with zipfile.ZipFile(own_files.find(file)) as archive:
        called = json.loads(archive.read(CLASSES_FILE)) if CLASSES_FILE in archive.namelist() else []
    schema = raw.schema
    if len(called) == len(schema.class_names):
        schema = dataclasses.replace(schema, class_names=tuple(map(str, called)))
    return dataclasses.replace(raw, schema=schema, notes=(*raw.notes, _ALIKE))
