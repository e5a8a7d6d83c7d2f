"""How fast a network is here, measured: what a pass of one example takes. Imports no framework before it measures."""

import os
import platform
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from nnviz import words
from nnviz.explanation import kept

_TOGETHER, _PATIENCE = 64, 1.0
"""Examples of the chunk that is timed; seconds after which a chunk that was slow at first is not timed again."""


@dataclass(frozen=True)
class Pace:
    """What passes of one example take.

    Attributes:
        forward, backward: seconds, of an example among many that go together.
        ready: seconds that a network takes before its first gradient.
    """

    forward: float
    backward: float
    ready: float

    def seconds(self, forward: float, backward: float) -> float:
        """What so many passes take."""
        return forward * self.forward + backward * self.backward


def here() -> str:
    """What tells this machine from others: on another one a network has another pace."""
    return f"{platform.node()}:{os.cpu_count()}"


def lasting(seconds: float) -> str:
    """ "under a second", "about 20 s", "about 3 minutes", "about 2 hours"."""
    if seconds < 1:
        return "under a second"
    if seconds < 90:
        return f"about {seconds:.0f} s" if seconds < 10 else f"about {5 * round(seconds / 5)} s"
    if seconds < 90 * 60:
        return f"about {words.counted(round(seconds / 60), 'minute')}"
    return f"about {words.counted(round(seconds / 3600), 'hour')}"


@kept.with_run("pace")
def pace_of_run(run_id: str, machine: str) -> Pace:
    """How fast a run's network is on this machine, `here()`: some examples are passed forward, and backward where it
    has gradients."""
    import keras

    from nnviz.errors import NnvizError
    from nnviz.inspection.output_function import OutputFunction
    from nnviz.training.given import given
    from nnviz.training.warm import warm

    model, dataset = warm(run_id)
    batch = given(model, dataset.train, slice(_TOGETHER))
    function = OutputFunction(model, batch)
    count = min(len(keras.tree.flatten(batch)[0]), function.rows_a_call(function.points(batch), True))
    batch = keras.tree.map_structure(lambda array: array[:count], batch)
    flat, points = keras.tree.flatten(batch), function.points(batch)
    outputs = function.outputs(points, flat)
    weights = np.zeros_like(outputs)
    weights[:, ..., :1] = 1.0
    _, forward = timed(partial(function.values, points, flat, weights))
    try:
        ready, both = timed(partial(function.gradients, points, flat, weights))
    except NnvizError:  # a network without gradients
        ready, both = 0.0, 3 * forward
    return Pace(forward / count, max(0.0, both - forward) / count, ready)


def timed(call: Callable[[], object]) -> tuple[float, float]:
    """(seconds of a first call, seconds of a later one)."""
    moments = [time.perf_counter()]
    for _ in range(3):
        call()
        moments.append(time.perf_counter())
        if moments[-1] - moments[0] > _PATIENCE and len(moments) > 2:  # noqa: PLR2004
            break
    own = np.diff(moments)
    return float(own[0]), float(own[1:].min())
