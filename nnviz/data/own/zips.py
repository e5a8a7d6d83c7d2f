"""A zip with one folder a class: what is in it, found without unpacking anything onto the disk. Imports no framework.

Entries are counted before the archive is opened, each is read within a limit of bytes, and names are never used as
paths: one that points out of the archive is left out.
"""

import zipfile
from collections import Counter
from collections.abc import Container
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import numpy as np

from nnviz import words
from nnviz.errors import DataError

MOST_ENTRIES = 100_000
_MOST_DIRECTORY = 64_000_000
"""Bytes of the list of entries."""
_END, _END_64, _ENTRY = b"PK\x05\x06", b"PK\x06\x06", b"PK\x01\x02"
_SPLIT_NAMES = {
    **dict.fromkeys(("train", "training"), 0),
    **dict.fromkeys(("val", "valid", "validation"), 1),
    **dict.fromkeys(("test", "testing"), 2),
}
"""Folders that are called after a part of the data, and which part that is."""
_MOST_CLASSES = 200


@dataclass
class Folders:
    """The entries of a zip that may be examples.

    Attributes:
        entries: class (the folder that a file lies in) → its entries, in the archive's order.
        loose: files of the kind that lie in no folder.
        outside: names that point out of the archive.
        others: ending → how many files of that kind there are besides.
    """

    entries: dict[str, list[zipfile.ZipInfo]] = field(default_factory=dict)
    loose: int = 0
    outside: int = 0
    others: Counter = field(default_factory=Counter)


def opened(path: Path) -> zipfile.ZipFile:
    """The archive. Raises DataError for one that is damaged, or has too many entries."""
    try:
        _count(path)
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, OSError) as error:
        raise unreadable(error) from None


def unreadable(error: Exception) -> DataError:
    return DataError(
        f"The file cannot be opened as a zip ({error}).",
        expected="a .zip without a password",
        fix="Pack the folders again.",
        where="file",
    )


def _count(path: Path) -> None:
    """Raises DataError for more entries than are read, before a list of them takes memory and time."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        tail = file.seek(max(0, size - 66_000))
        end = file.read()
        place = end.rfind(_END)
        if place < 0:
            raise zipfile.BadZipFile("File is not a zip file")
        length = int.from_bytes(end[place + 12 : place + 16], "little")
        long = end.rfind(_END_64, 0, place)
        if long >= 0:
            place, length = long, int.from_bytes(end[long + 40 : long + 48], "little")
        if length > _MOST_DIRECTORY:
            raise _too_many(f"a list of files of {words.memory(length)}")
        file.seek(max(0, tail + place - length))
        count = file.read(length).count(_ENTRY)
    if count > MOST_ENTRIES:
        raise _too_many(f"{count:,} files")


def _too_many(what: str) -> DataError:
    return DataError(
        f"The zip holds {what}.",
        expected=f"at most {MOST_ENTRIES:,} files",
        fix="Pack fewer of them: a few hundred of each class are a good start.",
        where="file",
    )


def by_class(archive: zipfile.ZipFile, endings: Container[str]) -> Folders:
    """The files with these endings, by the folder that they lie in; folders named after parts ("train") are passed
    over, hidden files too."""
    folders = Folders()
    for entry in archive.infolist():
        name = entry.filename.replace("\\", "/")
        place = PurePosixPath(name)
        if not place.parts or place.is_absolute() or ".." in place.parts or ":" in place.parts[0]:
            folders.outside += not entry.is_dir()
            continue
        if entry.is_dir() or any(part.startswith((".", "__MACOSX")) for part in place.parts):
            continue
        if place.suffix.lower() not in endings:
            folders.others[place.suffix.lower()] += 1
            continue
        above = [part for part in place.parts[:-1] if part.lower() not in _SPLIT_NAMES]
        if above:
            folders.entries.setdefault(above[-1], []).append(entry)
        else:
            folders.loose += 1
    return folders


def part_of(entry: zipfile.ZipInfo) -> int:
    """Which part a folder above a file is called after: 0, 1 and 2 for training, validation and test; −1 for none."""
    above = PurePosixPath(entry.filename.replace("\\", "/")).parts[:-1]
    return next((_SPLIT_NAMES[name.lower()] for name in above if name.lower() in _SPLIT_NAMES), -1)


def has_parts(path: Path) -> bool:
    """Whether files of a zip lie in folders called after training, and others in one called after another part."""
    try:
        with opened(path) as archive:
            parts = {part_of(entry) for entry in archive.infolist() if not entry.is_dir()}
    except DataError:
        return False
    return 0 in parts and bool(parts & {1, 2})


def check(folders: Folders, noun: str, wanted: str, advice: str = "") -> tuple[str, ...]:
    """Leaves out folders of a single file where others are enough, and returns the sentence about that.

    Args:
        noun: what one file is, "image" or "text".
        advice: what to do about a zip of something else.

    Raises:
        DataError: where these are not two folders of two or more.
    """
    entries = folders.entries
    single = [name for name, inside in entries.items() if len(inside) < 2]
    if len(entries) - len(single) >= 2:
        for name in single:
            del entries[name]
    elif len(entries) >= 2:
        raise DataError(
            f"The folder {single[0]!r} holds one {noun}.", expected="at least 2 in each folder", where="file"
        )
    if len(entries) < 2:
        holds = f"no {noun} in a folder"
        for name, inside in entries.items():
            holds = f"{_counted(len(inside), noun)} in the folder {name!r}"
        outside = f" and {folders.loose:,} outside" if folders.loose else ""
        raise DataError(f"The zip holds {holds}{outside}.", expected=wanted, fix=advice, where="file")
    if len(entries) > _MOST_CLASSES:
        raise DataError(f"The zip holds {len(entries):,} folders.", expected=f"at most {_MOST_CLASSES}", where="file")
    notes = []
    if single:
        which = f"folder {single[0]} holds" if len(single) == 1 else f"folders {words.few(single, 3)} hold"
        notes.append(f"The {which} one {noun} only, and {'is' if len(single) == 1 else 'are'} left out.")
    if folders.outside:
        notes.append(f"{_counted(folders.outside, 'file')} with a name that leads out of the zip: left out.")
    return tuple(notes)


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"


def drawn(entries: dict[str, list], limit: int, seed: int, noun: str) -> tuple[list, tuple[str, ...]]:
    """(class number, entry) of at most `limit` files, each class keeping its share and two at least; and a sentence
    where these are not all."""
    rng, total = np.random.default_rng([seed, 5381]), sum(map(len, entries.values()))
    chosen = []
    for number, name in enumerate(names_of(entries)):
        inside = entries[name]
        count = len(inside) if total <= limit else max(2, round(limit * len(inside) / total))
        places = np.sort(rng.permutation(len(inside))[:count])
        chosen += [(number, inside[place]) for place in places]
    if total <= limit:
        return chosen, ()
    return chosen, (f"{len(chosen):,} of {total:,} {noun}s were drawn at random; raise the limit to read more.",)


def names_of(entries: dict[str, list]) -> tuple[str, ...]:
    """The classes in their order: numbers by size, then names by their letters."""
    return tuple(sorted(entries, key=_in_order))


def _in_order(name: str) -> tuple:
    return (0, int(name), name) if name.isdecimal() else (1, 0, name.lower())


def present(names: tuple[str, ...], classes: list[int], noun: str) -> tuple:
    """Classes of which nothing could be read left out: (names, classes (n,) numbered anew, sentences).

    Raises:
        DataError: where fewer than two classes stay.
    """
    there = sorted(set(classes))
    gone = [name for number, name in enumerate(names) if number not in there]
    if len(there) < 2:
        raise DataError(f"No {noun} in the folder {gone[0]!r} can be read.", fix="Remove it, or mend it.", where="file")
    numbers = np.searchsorted(there, classes)
    notes = (f"No {noun} in {words.few(gone, 3)} can be read, and it is no class here.",) if gone else ()
    return tuple(names[number] for number in there), numbers, notes


def left_out(problems: list[tuple[str, str]]) -> tuple[str, ...]:
    """The sentence about files (name, reason) that could not be read, some of them named."""
    if not problems:
        return ()
    noun = "1 file was" if len(problems) == 1 else f"{len(problems):,} files were"
    shown = [f"{name} ({why})" for name, why in problems[:3]]
    more = f" and {len(problems) - 3:,} more" if len(problems) > 3 else ""
    return (f"{noun} left out: {', '.join(shown)}{more}.",)
