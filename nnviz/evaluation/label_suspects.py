"""`label_suspects`: labels that networks which never saw the example disagree with."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from nnviz.data.schema import Dataset, Schema
from nnviz.errors import DataError, RunError
from nnviz.evaluation.confident import confident_joint, far_residuals, order_of_suspects
from nnviz.evaluation.label_records import LabelSuspects, Suspect
from nnviz.specs import Experiment

_BATCH = 256
_SHOWN = 60
"""Suspects that are handed over with what they look like."""
_MOST = 2_000


def fold_experiments(experiment: Experiment, folds: int = 5) -> tuple[Experiment, ...]:
    """The experiments whose networks judge all examples between them: each holds out another part, and none a test
    part."""
    data = experiment.data.replace(test_fraction=0.0, folds=folds)
    return tuple(experiment.replace(data=data.replace(fold=fold)) for fold in range(folds))


def label_suspects(data: "Experiment | Sequence", folds: int = 5, home: Path | str | None = None) -> LabelSuspects:
    """Labels that may be wrong, by predictions for examples that the network did not learn from.

    The network is trained `folds` times, each time without another part of the examples. A label is suspect when such a
    network is as sure of another class as it usually is of examples that have that class's label (confident learning;
    Northcutt, Jiang and Chuang, 2021). Of numbers, when it misses by 3.5 robust deviations or more. Of several labels
    or targets each is judged by itself, and a suspect names its own.

    Args:
        data: an experiment, which is trained `folds` times here; or the finished runs of its folds (or their ids), such
            as those of a study of folds.
        home: where runs are kept; the settings' home when None.

    Raises:
        DataError: for networks that redraw their input, whose targets nobody wrote down.
        RunError: for runs that are not the folds of one experiment.

    >>> from nnviz import label_suspects, ready
    >>> found = label_suspects(ready("digits"))  # doctest: +SKIP
    >>> [(own.row, found.words(own.label), found.words(own.instead)) for own in found.suspects][:3]  # doctest: +SKIP
    """
    if isinstance(data, Experiment):
        _check(data.data)
        from nnviz.training.train import train

        data = [train(fold, home=home) for fold in fold_experiments(data, folds)]
    return suspects_of_runs(tuple(run if isinstance(run, str) else run.id for run in data), home and str(home))


def suspects_of_runs(run_ids: tuple[str, ...], home: str | None = None) -> LabelSuspects:
    """What the networks of these runs, the folds of one experiment, say of the examples that each of them did not see.
    Raises as `label_suspects`."""
    judged = [_judged(run_id, home) for run_id in run_ids]
    if not judged:
        raise RunError("There are no runs to judge by.", expected="the runs of two folds or more", where="runs")
    rows = np.concatenate([rows for _, rows, _, _ in judged])
    if len(np.unique(rows)) < len(rows):
        raise RunError("Some examples validate in two of these runs.", expected="the folds of one study", where="runs")
    dataset, y = judged[0][0], np.concatenate([y for _, _, y, _ in judged])
    shown = np.concatenate([shown for *_, shown in judged])
    which = np.repeat(np.arange(len(judged)), [len(rows) for _, rows, _, _ in judged])
    places = np.concatenate([np.arange(len(rows)) for _, rows, _, _ in judged])
    suspects, right, joint = _suspects(dataset.schema, y, shown)
    own = tuple(
        Suspect(int(rows[k]), run_ids[which[k]], int(places[k]), label, instead, given, other, answer)
        for k, label, instead, given, other, answer in suspects[:_MOST]
    )
    return LabelSuspects(dataset.schema, len(rows), own, right, joint, **_seen(own, run_ids, judged))


def _judged(run_id: str, home: str | None) -> tuple[Dataset, np.ndarray, np.ndarray, np.ndarray]:
    """Of the validation examples of one run: its data, their positions in the source, their targets, and what its
    network says of them: a probability of each class or label, or numbers (n, targets)."""
    from nnviz.data.load import load
    from nnviz.runs.run import Run
    from nnviz.training.given import given
    from nnviz.training.head import meaning_of_model

    run = Run.open(run_id, home)
    _check(run.experiment.data)
    if not run.model_path.is_file():
        raise RunError(f"Run {run_id} has no trained network.", fix="Let all folds finish first.", where="runs")
    model, dataset = run.model(), load(run.experiment.data)
    meaning = meaning_of_model(model, run.experiment.train, dataset.schema, dataset.target_scaler)
    split = dataset.validation
    starts = range(0, len(split), _BATCH)
    outputs = [np.asarray(model(given(model, split, slice(start, start + _BATCH)), training=False)) for start in starts]
    shown = meaning.readable(np.concatenate(outputs))
    if dataset.schema.task == "regression":
        return dataset, split.rows, dataset.unscaled_targets(split.y), shown.astype("float64")
    if dataset.schema.has_labels:
        return dataset, split.rows, split.y, _yes(meaning, shown)
    numbers = np.nan_to_num(meaning.by_class(shown).astype("float64"))
    if meaning.shown != "probability":
        powers = np.exp(numbers - numbers.max(axis=1, keepdims=True))  # margins and scores have an order alone
        numbers = powers
    return dataset, split.rows, split.y, numbers / np.maximum(numbers.sum(axis=1, keepdims=True), 1e-12)


def _yes(meaning, shown: np.ndarray) -> np.ndarray:
    """(n, labels) how sure a network is of each label, in [0, 1]; margins and scores, which have an order alone, are
    squashed around their threshold."""
    numbers = np.nan_to_num(shown.astype("float64"))
    return numbers if meaning.shown == "probability" else 1 / (1 + np.exp(-meaning.leads(numbers)))


def _suspects(schema: Schema, y: np.ndarray, shown: np.ndarray):
    """[(position, label, instead, given, other, answer)], the most suspicious first; how right the networks are; the
    joint. Of several labels or targets each by itself, all of them together in one order."""
    if schema.has_classes:
        told, right, joint = _by_class(y, shown)
        return [(*own, "") for own in told], right, joint
    judged = []
    for k in range(y.shape[1]):
        if schema.has_labels:
            judged.append(_by_class(y[:, k], np.stack([1 - shown[:, k], shown[:, k]], axis=1)))
        else:
            judged.append(_by_number(y[:, k], shown[:, k]))
    names = schema.answers if y.shape[1] > 1 or schema.has_labels else ("",)
    told = [(*own, name) for name, (suspects, _, _) in zip(names, judged, strict=True) for own in suspects]
    told.sort(key=lambda own: -(own[4] - (own[3] if schema.has_labels else 0.0)))
    joint = np.stack([joint for _, _, joint in judged]) if schema.has_labels else None
    return told, float(np.mean([right for _, right, _ in judged])), joint


def _by_class(y: np.ndarray, shown: np.ndarray):
    from nnviz.evaluation.confident import taken_for

    positions, classes = order_of_suspects(shown, y)
    joint = confident_joint(y, taken_for(shown, y), shown.shape[1])
    told = [
        (int(k), float(y[k]), float(c), float(shown[k, y[k]]), float(shown[k, c]))
        for k, c in zip(positions, classes, strict=True)
    ]
    return told, float((shown.argmax(axis=1) == y).mean()), joint


def _by_number(y: np.ndarray, shown: np.ndarray):
    positions, distances = far_residuals(y, shown)
    scatter = float(((y - y.mean()) ** 2).sum())
    told = [
        (int(k), float(y[k]), float(shown[k]), float("nan"), float(far))
        for k, far in zip(positions, distances, strict=True)
    ]
    return told, 1 - float(((y - shown) ** 2).sum()) / scatter if scatter else 0.0, None


def _check(data) -> None:
    """Raises DataError for data whose labels cannot be judged so."""
    from nnviz.data.load import schema_of

    schema = schema_of(data)
    if schema.reconstructs:
        raise DataError(
            f"In {schema.source or 'these data'} the target is the input itself, which nobody has to write down.",
            expected="classes, labels or numbers that somebody found out",
            where="data",
        )


def _seen(suspects: tuple[Suspect, ...], run_ids: tuple[str, ...], judged) -> dict:
    """What the first suspects look like: pictures, texts, or the cells of a table."""
    shown = suspects[:_SHOWN]
    if not shown:
        return {}
    datasets = {run_id: own[0] for run_id, own in zip(run_ids, judged, strict=True)}
    kind = judged[0][0].schema.kind
    inputs = [datasets[own.run].validation.x[own.position] for own in shown]
    if kind == "tokens":
        return {"texts": tuple(judged[0][0].schema.text(ids) for ids in inputs)}
    own_units = np.stack([datasets[own.run].unscaled(x[None])[0] for own, x in zip(shown, inputs, strict=True)])
    if kind == "image":
        first = judged[0][0]
        brightest = max(float(first.unscaled(first.validation.x).max()), 1e-12)
        return {"pictures": np.clip(np.rint(own_units * (255 / brightest)), 0, 255).astype("uint8")}
    if kind == "vector":
        from nnviz import words

        names = judged[0][0].schema.feature_names or [f"input {k + 1}" for k in range(own_units[0].size)]
        return {
            "cells": tuple(
                {name: words.plain(float(value)) for name, value in zip(names, row.reshape(-1), strict=False)}
                for row in own_units
            )
        }
    return {}
