"""Writes a run while it trains: history, frames and weight snapshots, within a budget of time and bytes."""

import io
import statistics
import time
from collections import deque

import numpy as np

from nnviz import settings
from nnviz.models.states import preserved
from nnviz.runs.frames import packed_frame
from nnviz.runs.run import Run
from nnviz.runs.stored import graph_json

_SHARE = 0.06
"""Recording waits until its share of the time is no more than this, by what one of the last frames took; start-up,
early frames and gradients come on top."""
_LAST = 7
_FRAME_BYTES = 40e6
_MAX_SNAPSHOTS = 40


class Recorder:
    """Records a run.

    Args:
        run: where to.
        probe: `graph` (JSON-able), `pictures` (an array or None) and `frame() -> dict of arrays`, or None to record
            history alone.
        model: whose variables are kept as snapshots.
        gradients: the sizes of gradients, read at the same moments; None for none.
    """

    def __init__(self, run: Run, probe, model, gradients=None):
        self.run, self.probe, self.model, self.gradients = run, probe, model, gradients
        self.interval = 1.0 / settings.get().frames_per_second
        self._next, self._began = 0.0, False
        self._costs: deque[float] = deque(maxlen=_LAST)
        budget = settings.get().run_megabytes * 1e6
        size = 4 * sum(int(np.prod(v.shape)) for v in model.variables)
        self._kept = {
            "frames": _Thinned(run, "frames", min(_FRAME_BYTES, budget / 4), settings.get().max_frames),
            "weights": _Thinned(
                run, "weights", budget * 0.95 - min(_FRAME_BYTES, budget / 4) - 1.1 * size, _MAX_SNAPSHOTS
            ),
        }
        self._keeps_weights = 2 * size <= self._kept["weights"].budget
        if probe is not None:
            run.write("graph.json", graph_json(probe.graph))
            if probe.pictures is not None:
                run.write("pictures.npy", _npy(probe.pictures))

    def due(self) -> bool:
        return time.perf_counter() >= self._next

    def epochs(self, rows: list[dict]) -> None:
        if rows:
            self.run.append_history(rows)

    def frame(self, step: int, epoch: float, last: bool = False) -> None:
        """Records what the network shows after `step` optimizer steps."""
        start = time.perf_counter()
        if self.probe is not None:
            with preserved(self.model):  # a layer that draws at random may do so for the picture, too
                shown = self.probe.frame()
            content = _npz(packed_frame(shown, step, epoch))
            self.run.write("live.npz", content)
            self._kept["frames"].offer(step, epoch, lambda: content, last)
        if self._keeps_weights:
            self._kept["weights"].offer(
                step, epoch, lambda: _npz({f"v{i}": v.numpy() for i, v in enumerate(self.model.variables)}), last
            )
        if self._began:  # the first one includes what TensorFlow sets up once
            self._costs.append(time.perf_counter() - start)
        if self.gradients is not None:
            self.gradients.take(step, epoch, last)  # within a budget of its own
        wait = statistics.median_low(self._costs) / _SHARE if self._costs else 0.0
        self._next, self._began = time.perf_counter() + max(self.interval, wait), True


class _Thinned:
    """Numbered files kept within a count and a budget: every other one goes when it is full, the first and last
    stay."""

    def __init__(self, run: Run, folder: str, budget: float, count: int):
        self.run, self.folder, self.budget, self.count = run, folder, budget, count
        self.sizes: dict[int, int] = {}
        self.spacing, self.previous, self.first = 0.0, -1.0, 0.0

    def offer(self, step: int, epoch: float, content, last: bool) -> None:
        if step in self.sizes or (self.sizes and epoch - self.previous < self.spacing and not last):
            return
        data = content()
        if 2 * len(data) > self.budget:
            return
        if not self.sizes:
            self.first = epoch
        self.run.write(f"{self.folder}/{step:09d}.npz", data)
        self.sizes[step], self.previous = len(data), epoch
        while len(self.sizes) > self.count or (sum(self.sizes.values()) > self.budget and len(self.sizes) > 2):
            self._thin(epoch)

    def _thin(self, epoch: float) -> None:
        for step in sorted(self.sizes)[1:-1:2]:
            (self.run.folder / self.folder / f"{step:09d}.npz").unlink(missing_ok=True)
            del self.sizes[step]
        self.spacing = max(2 * self.spacing, (epoch - self.first) / max(1, len(self.sizes)))


def _npz(arrays: dict) -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def _npy(array: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=False)
    return buffer.getvalue()
