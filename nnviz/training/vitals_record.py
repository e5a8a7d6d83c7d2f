"""Writes down, while a network trains, how weights and outputs of its layers are spread and which units rest."""

import math

import numpy as np

from nnviz.runs.recorded_vitals import NAME, RecordedVitals
from nnviz.runs.run import Run
from nnviz.training import signals
from nnviz.training.gradient_probe import GradientProbe, moved

_NUMBERS = ("steps", "epochs", "rates", "weights", "outputs", "silent", "saturated")


class VitalsRecord:
    """What the readings of a `GradientProbe` tell of a run's layers, in one small file.

    Args:
        optimizer: whose learning rate is noted; None for none.
    """

    def __init__(self, run: Run, optimizer=None):
        self.run, self.optimizer = run, optimizer
        self._rows: list[tuple] = []
        self._known: tuple[tuple, tuple] = ((), ())

    def take(self, step: int, epoch: float, probe: GradientProbe, reading: dict) -> None:
        """Adds a moment and writes all that are kept."""
        functions = [function for _, function in probe.watched]
        self._join(probe.layers, probe.watched)
        spreads = [np.array([signals.spread(own) for own in reading[name]]) for name in ("kernels", "outputs")]
        silent = np.array([signals.silent(*pair) for pair in zip(functions, reading["peaks"], strict=True)])
        saturated = np.array([signals.saturated(*pair) for pair in zip(functions, reading["outputs"], strict=True)])
        self._rows.append((step, epoch, self._rate(), *spreads, silent, saturated))
        columns = dict(zip(_NUMBERS, map(np.asarray, zip(*self._rows, strict=True)), strict=True))
        weighted, watched = (tuple(path for path, _ in layers) for layers in (probe.layers, probe.watched))
        kept = RecordedVitals(weighted, watched, tuple(functions), **columns).thinned()
        if len(kept.steps) < len(self._rows):
            steps = set(kept.steps.tolist())
            self._rows = [row for row in self._rows if row[0] in steps]
        self.run.write(NAME, kept.content())

    def _join(self, layers: tuple, watched: tuple) -> None:
        """Gives earlier moments their places among all layers that are known now."""
        former, self._known = self._known, (layers, watched)
        if self._rows and former != self._known:
            weighted, seen = zip(former, self._known, strict=True)
            kinds = weighted, seen, seen, seen
            self._rows = [
                (*row[:3], *(moved(values, *pair) for values, pair in zip(row[3:], kinds, strict=True)))
                for row in self._rows
            ]

    def _rate(self) -> float:
        """The learning rate of the next step."""
        rate = getattr(self.optimizer, "learning_rate", None)
        return math.nan if rate is None else float(np.asarray(rate))
