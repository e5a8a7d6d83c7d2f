"""Uploaded files: kept where workers find them, each person's own, under names of our own."""

import contextlib
import hashlib
from pathlib import Path

from nnviz import settings
from nnviz.data.own import files
from nnviz.errors import DataError, ModelError, NnvizError
from pages.shared.session import person_files

_NUMBER = 20


def forget(path: str) -> None:
    """Removes an upload that could not be used."""
    with contextlib.suppress(OSError):
        Path(path).unlink()


def keep(name: str, content: bytes) -> str:
    """Keeps an uploaded network and returns its path; this person's oldest ones give way.

    Raises:
        ModelError: when one person's uploads may not be as large as that, or the disk does not take it.
    """
    own_name = f"{hashlib.sha256(content).hexdigest()[:24]}.{name.rsplit('.', 1)[-1].lower()}"
    smaller = "Save the network without its optimizer, or as Keras JSON, which has no weights."
    return _kept("uploads", own_name, content, smaller, ModelError)


def keep_data(name: str, content: bytes) -> str:
    """Keeps uploaded data under the hash of their content and returns the path; this person's oldest ones give way.

    Raises:
        DataError: for a kind of file that is not read here, one that is too large, or a disk that does not take it.
    """
    own_name = files.name_of(name, content)
    return _kept("data", own_name, content, "Choose fewer examples or smaller images.", DataError)


def _kept(kind: str, own_name: str, content: bytes, smaller: str, error_kind: type[NnvizError]) -> str:
    megabytes = settings.get().person_upload_megabytes
    if len(content) > megabytes * 1e6:
        raise error_kind(
            f"The file has {len(content) / 1e6:,.1f} MB, and one person's uploads may have {megabytes:,g} MB here.",
            fix=smaller,
        )
    try:
        return str(person_files.keep(kind, own_name, content, megabytes, _NUMBER))
    except OSError as error:
        raise error_kind(
            f"The file cannot be kept ({error.strerror or error}).",
            fix="Free some space, or set NNVIZ_HOME to another folder.",
        ) from None
