"""Above which number a run's network says yes to each label, where that was moved: kept with the run. No framework."""

import json
import math
from collections.abc import Sequence

from nnviz.errors import TrainingError
from nnviz.runs.run import Run

_FILE = "thresholds.json"


def label_thresholds(run: Run | str) -> tuple[float, ...]:
    """The shown numbers above which each label counts as there, in the labels' order; () where nobody chose any, and
    the middle decides."""
    run = Run.open(run) if isinstance(run, str) else run
    try:
        return tuple(float(own) for own in json.loads((run.folder / _FILE).read_text()))
    except (OSError, ValueError, TypeError):
        return ()


def set_label_thresholds(run: Run | str, thresholds: Sequence[float]) -> None:
    """Keeps the thresholds by which all pages, exports, prediction servers and the watch over them decide for a run's
    labels.

    Args:
        thresholds: one a label, in shown numbers (probabilities, mostly); () for the middle again.

    Raises:
        TrainingError: for a run whose examples have no labels, or another number of thresholds than labels.
    """
    run = Run.open(run) if isinstance(run, str) else run
    graph, numbers = run.graph or {}, [float(own) for own in thresholds]
    labels = len(graph.get("class_names") or ())
    if graph.get("task") != "multilabel":
        raise TrainingError(
            f"The examples of run {run.id} are of one class or have numbers to predict.",
            expected="a run that says yes or no to each of several labels",
            where="thresholds",
        )
    if numbers and (len(numbers) != labels or not all(map(math.isfinite, numbers))):
        raise TrainingError(
            f"Received {len(numbers)} thresholds: {numbers[:5]}.",
            expected=f"one number for each of {labels} labels",
            where="thresholds",
        )
    run.write(_FILE, json.dumps(numbers))
