"""What a person asks of a run under way, left in its folder for whoever trains it."""

import json
import secrets
from abc import ABC, abstractmethod
from pathlib import Path

from nnviz.errors import RunError
from nnviz.params import lookup
from nnviz.runs import changes, files
from nnviz.runs.speed import FULL, SPEEDS

COMMANDS = ("run", "pause", "step", "stop")


class Steered(ABC):
    """A run that can be asked to pause, go on, stop, change, and to go slower.

    Attributes:
        folder: of the run.
    """

    folder: Path

    @abstractmethod
    def write(self, name: str, content: str | bytes) -> None:
        """Replaces a file of the run at once."""

    def command(self, command: str) -> None:
        """Asks the worker to "run", "pause", "step" (one epoch, then pause) or "stop"."""
        if command not in COMMANDS:
            raise RunError(
                f"Received the command {command!r}.", expected=f"one of {', '.join(COMMANDS)}", where="command"
            )
        self.write("command.json", json.dumps({"command": command, "token": secrets.token_hex(4)}))

    def commanded(self) -> tuple[str, str] | None:
        """(command, token) last asked for; a new token is a new request."""
        content = files.read_object(self.folder / "command.json") or {}
        command, token = content.get("command"), content.get("token")
        return (command, token) if command in COMMANDS and isinstance(token, str) else None

    def ask(self, kind: str, **values) -> None:
        """Asks the worker for a change in mid-run: a name in `nnviz.runs.changes.CHANGES` and its values."""
        changes.ask(self.folder, kind, **values)

    def events(self) -> list[dict]:
        """What was changed in mid-run so far: {"epoch", "step", "kind", "said", "done", …} each."""
        return changes.events(self.folder)

    def set_speed(self, speed: str) -> None:
        """How fast the worker may go from now on: a name in `nnviz.runs.speed.SPEEDS`."""
        lookup(SPEEDS, speed, "speed")
        self.write("speed.json", json.dumps({"speed": speed}))

    def speed(self) -> str:
        """How fast the run may go; full speed where nobody has asked for less."""
        path = self.folder / "speed.json"
        asked = (files.read_object(path) or {}).get("speed") if path.is_file() else FULL
        return asked if isinstance(asked, str) and asked in SPEEDS else FULL
