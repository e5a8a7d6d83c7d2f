"""What was read of a person's file, kept so that it is parsed once: a table as Arrow beside a line about how it was
read. Bounded: what was used longest ago gives way. Worker side: imports pandas."""

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import feather

from nnviz import settings
from nnviz.data.own.reading import Reading
from nnviz.whole_files import replace

_FORM = 4
"""Of what is kept; another one reads every file again."""
_NUMBER = 200
_WORTH = 200_000
"""Bytes of a file from which on keeping what was read pays."""


@dataclass(frozen=True)
class Table:
    """What a file holds.

    Attributes:
        frame: its rows, or a random sample of them; column names cleaned and all different.
        rows: how many there are in the file.
        reading: how it was read.
        notes: sentences about what reading did.
    """

    frame: pd.DataFrame
    rows: int
    reading: Reading
    notes: tuple[str, ...]


def once(
    path: Path,
    settings_of_it: Any,
    limit: int,
    seed: int,
    make: Callable[[], Table],
    columns: Sequence[str] | None = None,
) -> Table:
    """`make()`, or what it made before of the file with that name and these settings.

    Args:
        limit, seed: of the sample that is drawn; a file that is read whole is the same whatever they are.
        columns: those that are read of what was made before; all when None.
    """
    whole, sample = (folder() / _name(path, (settings_of_it, *drawn)) for drawn in ((), (limit, seed)))
    table = _kept(whole, columns)
    if table is not None and table.rows <= limit:
        return table
    table = _kept(sample, columns)
    if table is not None:
        return table
    table = make()
    if path.stat().st_size >= _WORTH:
        with contextlib.suppress(OSError, ValueError, TypeError):  # a full disk, or a column that Arrow does not take
            _keep(whole if table.rows <= limit else sample, table)
    return table


@dataclass(frozen=True)
class Pictures:
    """What a zip of images holds: x (n, size, size, channels) uint8, y (n,) places in `names`, what reading did, the
    folder and file of each image ("cats/1.png"), and parts (n,), which one its folders say, −1 for none."""

    x: np.ndarray
    y: np.ndarray
    names: tuple[str, ...]
    notes: tuple[str, ...]
    files: tuple[str, ...]
    parts: np.ndarray


_TEXTS = ("names", "notes", "files")


def pictures_once(path: Path, settings_of_it: Any, make: Callable[[], Pictures]) -> Pictures:
    """`make()`, or what it made before of the file with that name and these settings."""
    place = folder() / _name(path, settings_of_it, "npz")
    with contextlib.suppress(Exception), np.load(place, allow_pickle=False) as stored:
        os.utime(place)
        return Pictures(stored["x"], stored["y"], *(tuple(map(str, stored[name])) for name in _TEXTS), stored["parts"])
    pictures = make()
    if path.stat().st_size >= _WORTH:
        with contextlib.suppress(OSError):
            _store(place, lambda part: _saved(part, pictures))
    return pictures


def _saved(part: Path, pictures: Pictures) -> None:
    with part.open("wb") as file:
        texts = {name: np.array(getattr(pictures, name), "U") for name in _TEXTS}
        np.savez(file, x=pictures.x, y=pictures.y, parts=pictures.parts, **texts)


def folder() -> Path:
    """Where what was read is kept."""
    return settings.get().home / "parsed"


def _name(path: Path, settings_of_it: Any, ending: str = "arrow") -> str:
    """The file's own name is its content's hash; another file would get another name."""
    text = json.dumps([_FORM, path.name, path.stat().st_size, settings_of_it], sort_keys=True)
    return f"{path.name.split('.')[0]}-{hashlib.sha256(text.encode()).hexdigest()[:16]}.{ending}"


def _kept(place: Path, columns: Sequence[str] | None) -> Table | None:
    try:
        about = json.loads(place.with_suffix(".json").read_text())
        frame = feather.read_table(place, columns, memory_map=True).to_pandas()
        os.utime(place)
        how = Reading(**{**about["reading"], "sheets": tuple(about["reading"]["sheets"])})
        return Table(frame, about["rows"], how, tuple(about["notes"]))
    except Exception:  # nothing kept, or damaged: it is read again
        return None


def _keep(place: Path, table: Table) -> None:
    about = {"rows": table.rows, "reading": asdict(table.reading), "notes": list(table.notes)}
    stored = _as_arrow(table.frame)
    _store(place, lambda part: feather.write_feather(stored, part, compression="uncompressed"))
    replace(place.with_suffix(".json"), json.dumps(about))


def _as_arrow(frame: pd.DataFrame) -> pa.Table:
    """A frame as Arrow, numbers with their NaN as they are: to look for these in each takes as long as to write it."""
    columns = [frame.iloc[:, place] for place in range(frame.shape[1])]
    arrays = [
        pa.array(own.to_numpy(), from_pandas=False) if own.dtype == "float64" else pa.Array.from_pandas(own)
        for own in columns
    ]
    described = pa.Schema.from_pandas(frame.head(0), preserve_index=False).metadata
    return pa.Table.from_arrays(arrays, list(frame.columns)).replace_schema_metadata(described)


def _store(place: Path, write: Callable[[Path], None]) -> None:
    """A file written whole or not at all; others make room for it."""
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        write(part)
        os.replace(part, place)
    finally:
        part.unlink(missing_ok=True)
    _make_room(place)


def _make_room(newest: Path) -> None:
    """The oldest others go until the rest fits, and what was read of files that are not kept any more."""
    room = settings.get().parsed_megabytes * 1e6
    kept = (place for place in newest.parent.iterdir() if place.suffix in (".arrow", ".npz"))
    others = sorted(kept, key=lambda one: one.stat().st_mtime, reverse=True)
    for rank, place in enumerate(others):
        room -= place.stat().st_size
        gone = not any((settings.get().home / "data").glob(f"*/{place.name.split('-')[0]}.*"))
        if place != newest and (room < 0 or rank >= _NUMBER or gone):
            place.unlink(missing_ok=True)
            place.with_suffix(".json").unlink(missing_ok=True)
