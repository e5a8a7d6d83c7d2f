"""From a run's directory to what the coach says of it. Imports no framework."""

import numpy as np

from nnviz.errors import NnvizError
from nnviz.runs.recorded_gradients import recorded_gradients
from nnviz.runs.recorded_vitals import recorded_vitals
from nnviz.runs.run import Run
from nnviz.training.coach.catalog import diagnoses
from nnviz.training.coach.facts import DataFacts, read_facts
from nnviz.training.coach.records import Diagnosis, Recorded


def coach(run: Run) -> tuple[Diagnosis, ...]:
    """What a run shows, the most important first; () before there is a loss to speak of."""
    return diagnoses(gathered(run))


def gathered(run: Run) -> Recorded:
    """Everything that was recorded of a run; what is damaged or was not kept is left out."""
    status, facts, frame = run.status(), read_facts(run.folder), run.frame()
    return Recorded(
        run.experiment,
        run.history(),
        status.state,
        status.message,
        _or_none(lambda: run.schema),
        run.untrained,
        _or_none(lambda: recorded_gradients(run)),
        _or_none(lambda: recorded_vitals(run)),
        facts,
        None if frame is None else frame.get("confusion"),
        _guess(facts),
    )


def _or_none(read):
    try:
        return read()
    except NnvizError:
        return None


def _guess(facts: DataFacts | None) -> float | None:
    counts = np.asarray(facts.training_counts if facts else (), float)
    return float(counts.max() / counts.sum()) if counts.sum() else None
