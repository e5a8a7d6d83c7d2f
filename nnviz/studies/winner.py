"""The winner of a study, and its experiment for all training data. Imports no framework."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from nnviz.specs import Experiment
from nnviz.studies.results import Results, Row
from nnviz.studies.spec import AGAIN, StudySpec, group_name, variant


@dataclass(frozen=True)
class Winner:
    """The variant that does best.

    Attributes:
        name: what varies; "" where seeds or folds are all that varies.
        score: its best score, or the mean of its last scores where it was trained several times.
        epochs: that the score is of: after how many it did best, or the median of how long its trainings lasted.
        run: of it, the one that did best.      trained: how many trainings of it have a score.
    """

    name: str
    values: dict[str, Any]
    score: float
    epochs: int
    run: Row
    trained: int


def winner(spec: StudySpec, came_to: Results) -> Winner | None:
    """The best variant so far: by its mean where every variant is trained several times; None before any score."""
    groups: dict[str, list[Row]] = {}
    for row in came_to.rows:
        if np.isfinite(row.score):
            name = group_name(spec, row.values) if _again(row) else row.name
            groups.setdefault(name, []).append(row)
    if not groups:
        return None
    sign = 1 if came_to.larger_is_better else -1
    name, rows = max(groups.items(), key=lambda own: sign * _score(own[1]))
    best = max(rows, key=lambda row: sign * row.score)
    values = {knob: value for knob, value in best.values.items() if knob not in AGAIN}
    told = [row.best_epoch if len(rows) == 1 else row.epoch for row in rows]
    epochs = max(1, round(float(np.median(told))))
    return Winner(name, values, _score(rows), epochs, best, len(rows))


def for_all_training_data(spec: StudySpec, best: Winner) -> Experiment:
    """The winner's experiment, trained on the training and the validation examples for as many epochs as its score
    is of; the test part is the one that no variant saw."""
    values = {knob: value for knob, value in best.values.items() if knob != "training_examples"}
    own = variant(spec, values).experiment
    folds = spec.kind == "folds" or spec.over == "folds" or own.data.folds > 0
    data = own.data.replace(folds=0, fold=0, fold_by="auto", learns_validation=True)
    if folds:  # whose test part is what a split without validation holds out
        data = data.replace(validation_fraction=0.0)
    title = f"{spec.base.title}, {best.name}" if spec.base.title and best.name else spec.base.title or best.name
    train = own.train.replace(epochs=best.epochs, early_stopping=0)
    return own.replace(data=data, train=train, title=f"{title}, all training data".strip(", ")[:120])


def _again(row: Row) -> bool:
    return any(name in row.values for name in AGAIN)


def _score(rows: list[Row]) -> float:
    return rows[0].score if len(rows) == 1 else float(np.mean([row.last for row in rows]))
