"""Files that people bring: kept under the hash of their content, each person's in a folder of their own.

A specification names a file by that hash, never by a path: whoever has the same file has the same data, wherever
nnviz runs. Imports no framework.
"""

import hashlib
import os
import re
import shutil
from pathlib import Path

from nnviz import settings
from nnviz.errors import DataError, SpecError

NAME = re.compile(r"^[0-9a-f]{24}\.(csv|xlsx|parquet|zip|npz|npy)$")
_KINDS = {".csv": "csv", ".tsv": "csv", ".txt": "csv", ".tab": "csv", ".data": "csv"} | {
    f".{kind}": kind for kind in ("xlsx", "parquet", "zip", "npz", "npy")
}

_ADVICE = {
    ".xls": "Save it as .xlsx in a spreadsheet.",
    ".ods": "Save it as .xlsx or CSV in a spreadsheet.",
    ".json": "Save it as CSV.",
    ".gz": "Unpack it first.",
    ".rar": "Pack the files as .zip.",
    ".7z": "Pack the files as .zip.",
    ".pkl": "Files that run code when they are opened are never read; save arrays as .npz or a table as CSV.",
}


def name_of(file_name: str, content: bytes) -> str:
    """What a file is kept as: 24 hexadecimal digits of its content's SHA-256, and its kind.

    Raises:
        DataError: for a kind of file that is not read here.
    """
    return _named(kind_of(file_name), hashlib.sha256(content))


def kind_of(file_name: str) -> str:
    """The kind of a file by its ending, as it is kept: "csv" for any table in text. Raises DataError for others."""
    ending = Path(file_name).suffix.lower()
    if ending not in _KINDS:
        raise DataError(
            f"{file_name!r} is not a kind of file that can be read here.",
            expected="a table (.csv, .tsv, .xlsx, .parquet), texts (.txt), arrays (.npz, .npy), or a zip of images or "
            "texts with one folder per class (.zip)",
            fix=_ADVICE.get(ending, ""),
            where="file",
        )
    return _KINDS[ending]


def keep(path: Path) -> str:
    """Keeps a copy of a file, however large it is, and returns its name.

    Raises:
        DataError: for a kind that is not read here, or a file or folder that cannot be read or written.
    """
    kind = kind_of(path.name)
    try:
        with path.open("rb") as file:
            name = _named(kind, hashlib.file_digest(file, "sha256"))
        place = folder() / name
        if not place.is_file():
            place.parent.mkdir(parents=True, exist_ok=True)
            part = place.with_name(f".{name}.{os.getpid()}")
            try:
                shutil.copyfile(path, part)
                os.replace(part, place)
            finally:
                part.unlink(missing_ok=True)
    except OSError as error:
        raise DataError(f"{path} cannot be read ({error.strerror or error}).", where="data") from None
    return name


def _named(kind: str, digest) -> str:
    return f"{digest.hexdigest()[:24]}.{kind}"


def folder(owner: str = "") -> Path:
    """Where a person's data files are kept."""
    return settings.get().home / "data" / (owner or "mine")


def find(name: str, title: str = "") -> Path:
    """The kept file of that name, whosever it is: the name is the content's hash, known to those alone who had it.

    Args:
        title: what people call it, for the sentence where it is not there.

    Raises:
        SpecError: no file was chosen yet, or this is no name of one.
        DataError: it is not kept here (any more).
    """
    if not name:
        raise SpecError("No file has been chosen yet.", fix="Choose one with the button above.", where="file")
    if not NAME.match(name):
        raise SpecError(f"{name[:40]!r} is not a file that was kept here.", fix="Choose the file again.", where="file")
    for place in sorted((settings.get().home / "data").glob(f"*/{name}")):
        if place.is_file():
            return place
    raise DataError(
        f"The file {title or 'with these data'} is not kept here.",
        expected="a file that was chosen on this copy of nnviz",
        fix="Choose the same file again on the Data page, and everything goes on as it was.",
        where="file",
    )
