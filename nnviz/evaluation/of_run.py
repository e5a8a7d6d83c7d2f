"""What pages ask: the network of a run on one part of its data."""

from dataclasses import replace

import numpy as np

from nnviz.data.load import load
from nnviz.data.schema import Dataset
from nnviz.errors import RunError
from nnviz.evaluation import predicted
from nnviz.evaluation.evaluate import evaluation, scored
from nnviz.evaluation.intervals import intervals
from nnviz.evaluation.records import Evaluation
from nnviz.runs.run import Run
from nnviz.training.given import given
from nnviz.training.thresholds import label_thresholds

MOST = 20_000
"""Examples that are evaluated at most, the first ones of their part."""
_NUMBERS = 2_000_000
"""Predicted numbers that an answer may hold."""
_SCORED_NUMBERS = 40_000_000


def evaluation_of_run(run: Run | str, part: str = "test") -> Evaluation:
    """The network of a run on a part of its data: scores, each with an interval, and all that they come from.

    Args:
        run: a run, its id, or its reference.
        part: "train", "validation" or "test".

    Raises:
        RunError: where that part is empty.

    >>> import nnviz
    >>> run = nnviz.train(nnviz.ready("digits"))  # doctest: +SKIP
    >>> found = nnviz.evaluation_of_run(run, "validation")  # doctest: +SKIP
    >>> found.scores["accuracy"], found.intervals["accuracy"], found.confusion  # doctest: +SKIP
    """
    run = Run.open(run) if isinstance(run, str) else run
    dataset = load(run.experiment.data)
    schema, split = dataset.schema, dataset.split(part)
    if not len(split):
        raise RunError(f"This run has no {part} examples.", fix=f"Set a {part} share on the Data page.", where="part")
    kept = predicted.find(run, part, split.rows)
    if kept is None:
        return _asked(run, part)
    meaning = kept.meaning.deciding(label_thresholds(run))
    judged = scored(kept.shown, _truth(dataset, part, len(kept.shown)), schema, meaning, part, len(split))
    known = kept.intervals if meaning == kept.meaning else intervals(judged)
    return replace(judged, rows=kept.rows, intervals=known)


def _truth(dataset: Dataset, part: str, count: int) -> np.ndarray:
    """The targets of the first examples of a part in their own units."""
    y = dataset.split(part).y[:count]
    return dataset.unscaled_targets(y) if dataset.schema.task == "regression" else y


def _asked(run: Run, part: str) -> Evaluation:
    """The network is asked, and what it says is kept with the run."""
    from nnviz.training.run_meaning import meaning_of_run
    from nnviz.training.warm import warm

    model, dataset = warm(run.reference)
    schema, split = dataset.schema, dataset.split(part)
    meaning = meaning_of_run(run, model, dataset)
    size = max(1, int(np.prod(schema.input_shape)))
    count = min(len(split), MOST, max(1, _NUMBERS // max(1, meaning.units)), max(24, _SCORED_NUMBERS // size))
    truth = _truth(dataset, part, count)
    judged = evaluation(model, given(model, split, slice(count)), truth, schema, meaning, part, len(split))
    judged = replace(judged, rows=split.rows[:count], intervals=intervals(judged))
    kept = predicted.Predicted(judged.rows, np.asarray(judged.shown), judged.meaning, judged.intervals)
    predicted.keep(run, part, kept)
    return judged


def pictures_of_run(run_id: str, part: str, positions: tuple[int, ...]) -> np.ndarray | None:
    """Some images of a part, uint8 (n, height, width, 1 or 3), all on one scale; None for data that are no images."""
    dataset = load(Run.open(run_id).experiment.data)
    if dataset.schema.kind != "image":
        return None
    own = dataset.unscaled(dataset.split(part).x[list(positions)])
    brightest = max(float(dataset.unscaled(dataset.train.x).max()), 1e-12)
    return np.clip(np.rint(own * (255 / brightest)), 0, 255).astype("uint8")


def texts_of_run(run_id: str, part: str, positions: tuple[int, ...]) -> list[str] | None:
    """Some texts of a part, as the network reads them; None for data that are no texts."""
    dataset = load(Run.open(run_id).experiment.data)
    if dataset.schema.kind != "tokens":
        return None
    return [dataset.schema.text(ids) for ids in dataset.split(part).x[list(positions)]]


def parts_of_run(run_id: str) -> dict[str, int]:
    """How many examples each part of a run's data has."""
    dataset = load(Run.open(run_id).experiment.data)
    return {name: len(dataset.split(name)) for name in ("test", "validation", "train")}
