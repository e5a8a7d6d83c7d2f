"""One keeper for a study: whoever begins its variants holds its lock, so that no two begin the same ones."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from nnviz.errors import RunError
from nnviz.studies.store import Study


def lock(study: Study):
    """The study's lock, open and held until it is closed; None where somebody else holds it."""
    file = open(study.folder / "keeper.lock", "w")  # noqa: SIM115  held as long as the study goes on
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    return file


@contextmanager
def kept(study: Study) -> Iterator[Study]:
    """Holds the study's lock. Raises RunError where somebody else does."""
    file = lock(study)
    if file is None:
        raise RunError(
            f"Somebody else is already going on with study {study.id}.",
            fix="Wait until it has ended, or stop it there.",
            where="study",
        )
    with file:
        yield study
