"""Files that people bring: kept under the hash of their content, each person's in a folder of their own.

A specification names a file by that hash, never by a path: whoever has the same file has the same data, wherever
nnviz runs. Imports no framework.
"""

import hashlib
import re
from pathlib import Path

from nnviz import settings
from nnviz.errors import DataError, SpecError

NAME = re.compile(r"^[0-9a-f]{24}\.(csv|zip|npz)$")
_KINDS = {".csv": "csv", ".tsv": "csv", ".txt": "csv", ".zip": "zip", ".npz": "npz"}


def name_of(file_name: str, content: bytes) -> str:
    """What a file is kept as: 24 hexadecimal digits of its content's SHA-256, and its kind.

    Raises:
        DataError: for a kind of file that is not read here.
    """
    ending = Path(file_name).suffix.lower()
    if ending not in _KINDS:
        raise DataError(
            f"{file_name!r} is not a kind of file that can be read here.",
            expected="a table (.csv, .tsv), or a zip of images with one folder per class (.zip)",
            where="file",
        )
    return f"{hashlib.sha256(content).hexdigest()[:24]}.{_KINDS[ending]}"


def folder(owner: str = "") -> Path:
    """Where a person's data files are kept."""
    return settings.get().home / "data" / (owner or "mine")


def find(name: str) -> Path:
    """The kept file of that name, whosever it is: the name is the content's hash, known to those alone who had it.

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
        "The file with these data is not kept here.",
        expected="a file that was chosen on this copy of nnviz",
        fix="Choose the same file again on the Data page, and everything goes on as it was.",
        where="file",
    )
