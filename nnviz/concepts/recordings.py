"""Trainings of a lesson's own small networks, recorded while they go on. Imports no framework.

A recording lies where races lie and is told to the browser as they are (`pages/shared/lessons/racing.py`): one file of
lines, each a moment of the training with all weights, so that the browser itself can compute what the network does.
"""

import hashlib
import json
from dataclasses import dataclass
from importlib.metadata import version

_FORM = 3
"""Counts up when the lines or the trainings change: what was recorded before is then made again."""


@dataclass(frozen=True)
class Recording:
    """A training that is recorded once on a machine.

    Attributes:
        task: the engine's, which is given the recording.
        settings: what is trained, as that task reads it: (name, value) pairs.
    """

    task: str
    settings: tuple[tuple[str, str | int | bool], ...]

    @property
    def key(self) -> str:
        """Names what is trained: the same network on the same data by the same Keras, the same key."""
        told = [_FORM, self.task, version("keras"), *self.settings]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]

    @property
    def name(self) -> str:
        return self.task
