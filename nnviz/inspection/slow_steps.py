"""Training steps in slow motion as the page asks for them: number by number where a network is small enough."""

from nnviz.errors import ModelError
from nnviz.inspection.slow_layer_records import SlowWalk
from nnviz.inspection.slow_layers import SlowTraining, check_step
from nnviz.inspection.slow_motion import slow_motion
from nnviz.inspection.slow_motion_records import SlowBatch
from nnviz.runs.run import Run
from nnviz.specs import Experiment

_MOST_KEPT = 8
_kept: dict[tuple, SlowBatch | SlowWalk] = {}
_training: dict[tuple, SlowTraining] = {}
"""The last training that was gone through layer by layer, to be gone on with."""


def slow_step_of(experiment: Experiment, step: int, run: str = "") -> SlowBatch | SlowWalk:
    """`slow_motion`, or `slow_layers` for a network that this cannot follow; the last few steps are kept by the worker.

    Args:
        run: the reference of a run that began with the weights of another one; "" for new weights.
    """
    check_step(step)
    key = experiment.key, run, step
    if key not in _kept:
        while len(_kept) >= _MOST_KEPT:
            _kept.pop(next(iter(_kept)))
        _kept[key] = _step(experiment, step, run)
    return _kept[key]


def _step(experiment: Experiment, step: int, run: str) -> SlowBatch | SlowWalk:
    began = Run.open(run) if run else None
    if (experiment.key, run) not in _training:
        try:
            return slow_motion(experiment, step, run=began)
        except ModelError:
            pass
    return _walked(experiment, step, run, began)


def _walked(experiment: Experiment, step: int, run: str, began: Run | None) -> SlowWalk:
    """Goes on where the last step ended; from the first one where that is past."""
    training = _training.pop((experiment.key, run), None)
    if training is None or training.taken > step:
        _training.clear()
        training = SlowTraining(experiment, began)
    walk = training.walk(step)
    _training[experiment.key, run] = training
    return walk
