"""Data sets that are being fetched for the pages of this process: begun, looked at and cancelled from any of them.

Imports no framework: each runs in a process of its own (`nnviz.data.downloading.fetching`).
"""

import threading

from nnviz import words
from nnviz.data.catalog import SOURCES, check
from nnviz.data.catalog.kinds import REMOTE
from nnviz.data.downloading import tfds_list
from nnviz.data.downloading.fetching import Fetching, Wanted
from nnviz.errors import DataError, SpecError
from nnviz.specs import DataSpec

MOST_AT_ONCE = 2
_fetched: dict[Wanted, Fetching] = {}
_lock = threading.Lock()


def wanted_by(spec: DataSpec) -> Wanted | None:
    """What a specification reads of TensorFlow Datasets; None for one of other data.

    Raises:
        SpecError: as `nnviz.data.catalog.check` does.
    """
    source = SOURCES.get(spec.source)
    if source is None or source.group != REMOTE:
        return None
    settings = {**check(spec), **source.fixed}
    chosen = (settings.get("input", ""), settings.get("target", ""))
    return Wanted(settings["name"], settings["limit"], settings["split"], settings["size"], *chosen)


def awaited_by(spec: DataSpec) -> Wanted | None:
    """What has to be downloaded before the data of `spec` can be read; None where nothing has, or it is no name."""
    try:
        wanted = wanted_by(spec)
    except SpecError:
        return None
    return None if wanted is None or wanted.is_here else wanted


def must_be_here(spec: DataSpec) -> None:
    """Raises DataError for data that have to be downloaded first: that never begins by itself."""
    if (wanted := awaited_by(spec)) is not None:
        raise not_here(wanted)


def not_here(wanted: Wanted) -> DataError:
    return DataError(
        f"The data set {wanted.name!r} is not here yet. {cost(wanted.name)}",
        fix="Download it on the Data page.",
        where="name",
    )


def of(wanted: Wanted) -> Fetching | None:
    """The fetching of a data set that was begun here last, running or over; None where there was none."""
    return _fetched.get(wanted)


def begin(wanted: Wanted, owner: str = "") -> Fetching:
    """Begins to fetch a data set, or returns the fetching that is under way.

    Raises:
        DataError: where too many are under way.
    """
    with _lock:
        for known, fetching in list(_fetched.items()):
            fetching.look()
            if fetching.ended and known != wanted:
                del _fetched[known]
        before = _fetched.get(wanted)
        if before is not None and not before.ended:
            return before
        running = [one.wanted.name for one in _fetched.values() if not one.ended]
        if len(running) >= MOST_AT_ONCE:
            raise DataError(
                f"{words.listed(running)} are being downloaded already.",
                fix="Wait until one of them is here, or cancel it.",
                where="name",
            )
        _fetched[wanted] = Fetching(wanted, owner)
        return _fetched[wanted]


def forget(wanted: Wanted) -> None:
    """Forgets a fetching that is over, so that it can be begun again."""
    with _lock:
        if wanted in _fetched and _fetched[wanted].ended:
            del _fetched[wanted]


def cost(name: str) -> str:
    """What a data set's download takes and under which licence it stands, in sentences, as far as the installed
    TensorFlow Datasets says."""
    entry = tfds_list.find(name)
    if entry is None:
        return "The installed TensorFlow Datasets does not list a data set of that name."
    size = "Its size is not stated in the installed package."
    if entry.bytes:
        all_together = "at most " if entry.variants else ""
        size = f"The download is {all_together}{words.memory(entry.bytes)}."
    licence = f"Licence: {entry.licence}." if entry.licence else "Its licence is not stated in the installed package."
    return f"{size} {licence}"
