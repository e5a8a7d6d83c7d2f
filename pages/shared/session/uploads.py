"""Uploaded files: kept where workers find them, each person's own, under names of our own."""

import contextlib
import hashlib
from pathlib import Path

from nnviz import settings
from nnviz.errors import ModelError
from pages.shared.session import person_files

_NUMBER = 20


def forget(path: str) -> None:
    """Removes an upload that could not be used."""
    with contextlib.suppress(OSError):
        Path(path).unlink()


def keep(name: str, content: bytes) -> str:
    """Keeps an upload and returns its path; this person's oldest ones give way.

    Raises:
        ModelError: when one person's uploads may not be as large as that, or the disk does not take it.
    """
    megabytes = settings.get().person_upload_megabytes
    if len(content) > megabytes * 1e6:
        raise ModelError(
            f"The file has {len(content) / 1e6:,.1f} MB, and one person's uploads may have {megabytes:,g} MB here.",
            fix="Save the network without its optimizer, or as Keras JSON, which has no weights.",
        )
    own_name = f"{hashlib.sha256(content).hexdigest()[:24]}.{name.rsplit('.', 1)[-1].lower()}"
    try:
        return str(person_files.keep("uploads", own_name, content, megabytes, _NUMBER))
    except OSError as error:
        raise ModelError(
            f"The file cannot be kept ({error.strerror or error}).",
            fix="Free some space, or set NNVIZ_HOME to another folder.",
        ) from None
