"""A zip of images with a table beside them, a column of which names each row's file. Worker side: Pillow and pandas.

The other columns are the target and what the network is given beside the image; a table of names and labels alone makes
plain images in classes. A second column that names images makes a further image beside the first one, called like it.
"""

import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import numpy as np
import pandas as pd

from nnviz import words
from nnviz.data.column import Column
from nnviz.data.further import RawFurther
from nnviz.data.own import files, frames, guessing, images, predicted, tables, zips
from nnviz.data.own.reading import GUESSED
from nnviz.data.raw import Raw
from nnviz.data.schema import Schema
from nnviz.errors import DataError

_TABLES = (".csv", ".tsv", ".xlsx", ".parquet")
_MOST_BYTES = 200_000_000
"""Of a table in the archive, unpacked."""
_MATCHING = 0.5
"""Share of the rows whose file must be there for a column to be the one that names files."""
_MOST_ROWS = 50_000


def beside(file: str, title: str, limit: int, size: int, colour: str, columns: Mapping[str, Mapping], seed: int,
           between: str = GUESSED) -> Raw:  # fmt: skip
    """The images of a kept zip with the rows of its table.

    Args:
        file, title, limit, size, colour: as of `nnviz.data.own.images.images`.
        columns: the person's corrections: column name → {"kind": …, "role": …}.
        between: the mark between several texts of a row.

    Returns:
        Raw: x (n, size, size, 1 or 3) float32, 0 to 255, and beside it further images where more than one column names
            them, and, where columns are left for that, "table". Where a column is a text, that is x, and all images
            stand beside it.

    Raises:
        DataError: for a zip without a table that names its images, or one that leaves nothing to learn.
    """
    with zips.opened(files.find(file, title)) as archive:
        by_name = images.by_name(archive)
        frame, named = _table(archive, by_name)
        named = [name for name in named if columns.get(name, {}).get("role", "input") == "input"] or named[:1]
        frame, notes = _there(frame, named, by_name, limit, seed)
        images.affordable(len(frame) * len(named), size)
        frame, pictures, broken = _pictures(archive, frame, named, by_name, size, colour)
    described = _described(frame, named, columns)
    targets, inputs = predicted.of(described), tuple(column for column in described if column.role == "input")
    notes = (*notes, *zips.left_out(broken))
    shown = tuple(RawFurther(name, pictures[name]) for name in named)
    if any(column.kind == "text" for column in inputs):
        return tables.texts_first(frame, title, described, targets, notes, between, shown)
    y = np.column_stack([guessing.codes(frame[target.name], target) for target in targets])
    further = (*shown[1:], *tables.rows_beside(frame, inputs))
    form = Schema(
        "image",
        input_shape=shown[0].codes.shape[1:],
        source=title or "Own images beside a table",
        columns=described,
        further=tuple(one.form for one in further),
        **predicted.described(targets),
    )
    return Raw(shown[0].codes, y if len(targets) > 1 else y[:, 0], form, notes, further=further)


def _pictures(archive, frame: pd.DataFrame, named: list[str], by_name: Mapping, size: int, colour: str):
    """The rows all of whose images can be read, the images of each column (n, size, size, channels), and (name, reason)
    of those that cannot."""
    read, there, broken = {}, np.ones(len(frame), bool), []
    for name in named:
        entries = [by_name[_called(own)] for own in frame[name]]
        pictures, places, problems = images.read_all(archive, entries, size, colour)
        known = np.isin(np.arange(len(frame)), places)
        whole = np.zeros((len(frame), *pictures.shape[1:]), "float32")
        whole[known] = pictures
        read[name], there, broken = whole, there & known, [*broken, *problems]
    return frame[there].reset_index(drop=True), {name: own[there] for name, own in read.items()}, broken


def is_one(archive: zipfile.ZipFile) -> bool:
    """Whether a zip holds a table, and its images do not lie in folders of classes; or the folders are no classes,
    since the table names an image of each in every row."""
    if not _tables(archive):
        return False
    return not images.has_classes(archive) or _names_several(archive)


def _names_several(archive: zipfile.ZipFile) -> bool:
    """Whether each row of the table names two images or more."""
    try:
        return len(_table(archive, images.by_name(archive))[1]) > 1
    except DataError:
        return False


def _tables(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir() and "__MACOSX" not in entry.filename]
    return [entry for entry in entries if PurePosixPath(entry.filename).suffix.lower() in _TABLES]


def _table(archive: zipfile.ZipFile, images: Mapping[str, zipfile.ZipInfo]) -> tuple[pd.DataFrame, list[str]]:
    """The table that names most images, and the columns that do, the one that does most first. Raises DataError where
    there is none."""
    best, share, read = None, 0.0, []
    for entry in _tables(archive)[:5]:
        frame = _frame(archive, entry)
        read.append(entry.filename)
        shares = {name: float(frame[name].map(lambda value: _called(value) in images).mean()) for name in frame.columns}
        first = max(shares, key=shares.get, default=None)
        if first is not None and shares[first] > share:
            others = [name for name in frame.columns if name != first and shares[name] >= _MATCHING]
            best, share = (frame, [first, *others]), shares[first]
    if best is None or share < _MATCHING:
        holds = f"{words.few(read, 2)} with no column that names its images" if read else "no table"
        raise DataError(
            f"The zip holds {words.counted(len(images), 'image')} and {holds}.",
            expected="a table such as labels.csv, with a column of file names (photo-1.png) and one to predict",
            where="file",
        )
    return best


def _frame(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> pd.DataFrame:
    if entry.file_size > _MOST_BYTES:
        raise DataError(f"{entry.filename} is larger than 200 MB unpacked.", where="file")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"table{PurePosixPath(entry.filename).suffix.lower()}"
        path.write_bytes(archive.read(entry))
        return frames.read_anew(path, _MOST_ROWS).frame


def _called(value) -> str:
    """A file as a row and the archive both call it: without folders, in small letters."""
    return PurePosixPath(str(value).replace("\\", "/")).name.lower()


def _there(frame: pd.DataFrame, named: list[str], images: Mapping, limit: int, seed: int):
    """The rows whose images are there, at most `limit` of them; and sentences about the rest."""
    called = frame[named].map(_called)
    known = called.isin(list(images)).all(axis=1)
    notes = []
    if not known.all():
        notes.append(f"{int((~known).sum()):,} of {len(frame):,} rows name an image that is not in the zip: left out.")
    unnamed = len(images) - len(set(called[known].to_numpy().ravel()))
    if unnamed:
        notes.append(f"{words.counted(unnamed, 'image')} of the zip without a row in the table: left out.")
    frame = frame[known].reset_index(drop=True)
    if len(frame) <= limit:
        return frame, tuple(notes)
    rows = np.sort(np.random.default_rng([seed, 5381]).permutation(len(frame))[:limit])
    notes.append(f"{limit:,} of {len(frame):,} images were drawn at random; raise the limit to read more.")
    return frame.iloc[rows].reset_index(drop=True), tuple(notes)


def _described(frame: pd.DataFrame, named: list[str], columns: Mapping[str, Mapping]) -> tuple[Column, ...]:
    """What each column is; those that name files are no inputs."""
    asked = {name: dict(choice) for name, choice in columns.items() if name not in named}
    files = {name: {"kind": "identifier", "role": "ignored"} for name in named}
    return guessing.columns_of(frame, {**asked, **files})
