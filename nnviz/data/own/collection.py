"""Pictures that a person collects class by class, until they are used as data: a folder, and an index of it.

The browser changes it by small deeds, each of which may come twice. Used, it becomes a zip of images like any other,
kept under its content's hash (`nnviz.data.own.files`). Imports no framework.
"""

import base64
import binascii
import io
import json
import re
import zipfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from nnviz import names, settings
from nnviz.errors import DataError
from nnviz.whole_files import replace

MOST_CLASSES, MOST_PICTURES, MOST_LETTERS = 20, 3_000, 60
FEWEST = 2
"""Pictures of a class that is worth learning."""
CLASSES_FILE = "classes.json"
"""In the zip: the name of each folder's class."""
_MOST_BYTES = 60_000
"""Of one picture: 224 × 224 pixels of noise take 50,000."""
_ID = re.compile(r"[a-z0-9]{1,16}(-[0-9]{1,7})?")
_THUMBNAIL = 64
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass
class CollectedClass:
    """One class: `id` names it in deeds, `pictures` are the ids of its pictures in order; a removed one can be had
    back until the next one is removed."""

    id: str
    name: str
    pictures: list[str]
    removed: bool = False


def folder(owner: str = "") -> Path:
    """Where a person's collection lies."""
    return settings.get().home / "collections" / (owner or "mine")


def read(place: Path) -> list[CollectedClass]:
    """The classes of a collection, removed ones too; two empty ones where nothing was collected yet."""
    try:
        return [CollectedClass(**entry) for entry in json.loads((place / "index.json").read_text())]
    except (OSError, ValueError, TypeError):
        return [CollectedClass("first", "Class 1", []), CollectedClass("second", "Class 2", [])]


def change(place: Path, deeds: Sequence[dict]) -> list[CollectedClass]:
    """Does what a browser asks, in order, and returns the classes; a deed that cannot be done is left out.

    Deeds: {"do": "class", "class", "name"} a new one; {"do": "name", "class", "name"}; {"do": "remove", "class"} and
    {"do": "restore", "class"}; {"do": "add", "class", "id", "jpeg": base64}; {"do": "drop", "id"}; {"do": "clear"}.

    Raises:
        DataError: for more classes or pictures than fit, once the rest is done; for a disk that does not take them.
    """
    classes, problem = read(place), ""
    try:
        place.mkdir(parents=True, exist_ok=True)
        for deed in deeds:
            try:
                classes = _DEEDS[deed["do"]](place, classes, deed)
            except (KeyError, TypeError, ValueError, binascii.Error):
                continue
            except DataError as error:
                problem = problem or error
        replace(place / "index.json", json.dumps([asdict(one) for one in classes]))
    except OSError as error:
        raise DataError(
            f"The pictures cannot be kept ({error.strerror or error}).",
            fix="Free some space, or set NNVIZ_HOME to another folder.",
            where="collection",
        ) from None
    if problem:
        raise problem
    return classes


def _new(place: Path, classes: list[CollectedClass], deed: dict) -> list[CollectedClass]:
    if any(one.id == deed["class"] for one in classes):
        return classes
    if sum(not one.removed for one in classes) >= MOST_CLASSES:
        raise DataError("There is no room for another class.", expected=f"at most {MOST_CLASSES}", where="collection")
    return [*classes, CollectedClass(_checked(deed["class"]), _named(deed["name"]), [])]


def _rename(place: Path, classes: list[CollectedClass], deed: dict) -> list[CollectedClass]:
    _of(classes, deed["class"]).name = _named(deed["name"])
    return classes


def _remove(place: Path, classes: list[CollectedClass], deed: dict) -> list[CollectedClass]:
    _of(classes, deed["class"])
    for gone in (one for one in classes if one.removed and one.id != deed["class"]):
        _unlink(place, gone.pictures)
    left = [one for one in classes if not one.removed or one.id == deed["class"]]
    _of(left, deed["class"]).removed = True
    return left


def _restore(place: Path, classes: list[CollectedClass], deed: dict) -> list[CollectedClass]:
    _of(classes, deed["class"]).removed = False
    return classes


def _add(place: Path, classes: list[CollectedClass], deed: dict) -> list[CollectedClass]:
    own, picture = _of(classes, deed["class"]), _checked(deed["id"])
    if any(picture in one.pictures for one in classes):
        return classes
    content = base64.b64decode(deed["jpeg"], validate=True)
    if not content.startswith(b"\xff\xd8\xff") or len(content) > _MOST_BYTES:
        return classes
    if sum(len(one.pictures) for one in classes) >= MOST_PICTURES:
        raise DataError(
            f"The collection holds {MOST_PICTURES:,} pictures, and no more fit.",
            fix="Delete some, or use these.",
            where="collection",
        )
    replace(place / f"{picture}.jpg", content)
    own.pictures.append(picture)
    return classes


def _drop(place: Path, classes: list[CollectedClass], deed: dict) -> list[CollectedClass]:
    picture = _checked(deed["id"])
    for one in classes:
        if picture in one.pictures:
            one.pictures.remove(picture)
    _unlink(place, [picture])
    return classes


def _clear(place: Path, classes: list[CollectedClass], deed: dict) -> list[CollectedClass]:
    for one in classes:
        _unlink(place, one.pictures)
    (place / "index.json").unlink(missing_ok=True)
    return read(place)


_DEEDS = {
    "class": _new,
    "name": _rename,
    "remove": _remove,
    "restore": _restore,
    "add": _add,
    "drop": _drop,
    "clear": _clear,
}


def _of(classes: list[CollectedClass], name: str) -> CollectedClass:
    return next((one for one in classes if one.id == name), None) or _missing(name)


def _missing(name: str):
    raise KeyError(name)


def _checked(name: str) -> str:
    if not _ID.fullmatch(name):
        raise ValueError(name)
    return name


def _named(name: str) -> str:
    return names.clean(str(name)[:MOST_LETTERS]) or "Class"


def _unlink(place: Path, pictures: Sequence[str]) -> None:
    for picture in pictures:
        (place / f"{picture}.jpg").unlink(missing_ok=True)


def thumbnails(place: Path, pictures: Sequence[str]) -> dict[str, str]:
    """Picture → a small JPEG of it, base64; one that is gone or damaged is left out."""
    from PIL import Image

    small = {}
    for picture in pictures:
        content = io.BytesIO()
        try:
            with Image.open(place / f"{_checked(picture)}.jpg", formats=("JPEG",)) as image:
                image.draft("RGB", (_THUMBNAIL, _THUMBNAIL))
                image.thumbnail((_THUMBNAIL, _THUMBNAIL))
                image.save(content, "JPEG", quality=80)
        except (OSError, ValueError, SyntaxError, TypeError, Image.DecompressionBombError):
            continue
        small[picture] = base64.b64encode(content.getvalue()).decode()
    return small


def used(place: Path) -> str:
    """The file that these very pictures and names were kept as when they were used last; "" after any change."""
    try:
        told = json.loads((place / "used.json").read_text())
        return told["file"] if told["index"] == _fingerprint(read(place)) else ""
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def set_used(place: Path, file: str) -> None:
    """Remembers what the pictures were kept as. Raises OSError."""
    replace(place / "used.json", json.dumps({"file": file, "index": _fingerprint(read(place))}))


def _fingerprint(classes: Sequence[CollectedClass]) -> list:
    return [[one.name, one.pictures] for one in classes if not one.removed]


def lacking(classes: Sequence[CollectedClass]) -> str:
    """What is missing before these classes can be learned, as a sentence; "" for nothing."""
    there = [one for one in classes if not one.removed]
    filled = [one for one in there if one.pictures]
    if len(there) < 2:
        return "Add a second class." if there else "Add two classes."
    if len(filled) < 2:
        return "Collect pictures of two classes or more."
    few = next((one for one in there if len(one.pictures) < FEWEST), None)
    if few is not None:
        what = "one picture" if few.pictures else "no picture"
        return f"“{few.name}” has {what}. Take at least {FEWEST}, or remove it."
    return ""


def zipped(place: Path) -> bytes:
    """The collection as a zip with one folder a class, whose names are in `classes.json`; the same pictures and names
    give the same bytes.

    Raises:
        DataError: for less than two classes of two pictures each.
    """
    classes = [one for one in read(place) if not one.removed]
    if missing := lacking(classes):
        raise DataError(missing, where="collection")
    content, called = io.BytesIO(), names.clean_all([one.name for one in classes], "class")
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo(CLASSES_FILE, _EPOCH), json.dumps(called))
        for k, one in enumerate(classes):
            for picture in one.pictures:
                file = place / f"{picture}.jpg"
                if file.is_file():
                    archive.writestr(zipfile.ZipInfo(f"{k}/{picture}.jpg", _EPOCH), file.read_bytes())
    return content.getvalue()
