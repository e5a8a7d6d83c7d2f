"""A question that is watched while it is answered: the worker tells how far it is, and ends early once nobody wants
the answer any more. Both stand in small files, which worker and server see wherever they run.

asked/<ticket>.json   the share that is done
asked/<ticket>.stop   nobody wants the answer any more
"""

import contextlib
import json
import time
from dataclasses import dataclass
from pathlib import Path

from nnviz import progress, settings
from nnviz.errors import CancelledError
from nnviz.whole_files import replace

TASK = "watched"
_FOLDER = "asked"
_LOOK_SECONDS, _TELL_SECONDS = 0.1, 0.3
"""How often a worker looks whether it is still wanted, and tells how far it is."""
_OLD_SECONDS = 86_400.0


@dataclass(frozen=True)
class Ticket:
    """What a server and a worker know a watched question by."""

    name: str

    @property
    def share(self) -> float | None:
        """The share that is done; None where nothing is known."""
        try:
            return float(json.loads(self._file("json").read_bytes()))
        except (OSError, ValueError, TypeError):
            return None

    @property
    def unwanted(self) -> bool:
        return self._file("stop").is_file()

    def tell(self, share: float) -> None:
        with contextlib.suppress(OSError):
            replace(self._file("json"), json.dumps(share))

    def end(self) -> None:
        """Asks the worker to end with what it has, as soon as it can."""
        with contextlib.suppress(OSError):
            replace(self._file("stop"), "")

    def open(self) -> None:
        """Makes room for its files; those of servers that died are thrown away after a day."""
        folder = self._file("json").parent
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            for old in folder.iterdir():
                if time.time() - old.stat().st_mtime > _OLD_SECONDS:
                    old.unlink(missing_ok=True)

    def close(self) -> None:
        """Forgets it."""
        for ending in ("json", "stop"):
            with contextlib.suppress(OSError):
                self._file(ending).unlink(missing_ok=True)

    def _file(self, ending: str) -> Path:
        return settings.get().home / _FOLDER / f"{self.name}.{ending}"


def answered(name: str, task: str, *arguments):
    """What a worker does for a watched question. Raises CancelledError where it ended before there was anything to
    show, and what the task raises."""
    from nnviz.engine.tasks import run_task

    try:
        with progress.heard_by(_Teller(Ticket(name))):
            return run_task(task, *arguments)
    except progress.Stopped:
        raise CancelledError("This was cancelled.") from None


class _Teller:
    """Passes on what a task tells, now and then, and whether it is still wanted."""

    def __init__(self, ticket: Ticket):
        self.ticket, self._looked, self._told, self._unwanted = ticket, 0.0, 0.0, False

    def __call__(self, share: float | None) -> bool:
        moment = time.monotonic()
        if not self._unwanted and moment - self._looked > _LOOK_SECONDS:
            self._looked, self._unwanted = moment, self.ticket.unwanted
        if share is not None and moment - self._told > _TELL_SECONDS:
            self._told = moment
            self.ticket.tell(share)
        return self._unwanted
