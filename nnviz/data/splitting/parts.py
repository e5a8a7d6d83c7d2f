"""Which examples of a specification train, validate and test: by chance, or as groups, time or the data say."""

import numpy as np

from nnviz.data.choosing import first_of
from nnviz.data.raw import Raw
from nnviz.data.splitting import split_by, strata
from nnviz.data.splitting.fold_ways import folds_of
from nnviz.data.splitting.split import fold_rows, split_rows
from nnviz.data.splitting.split_by_time import time_folds, time_rows
from nnviz.specs import DataSpec


def rows_of_parts(raw: Raw, spec: DataSpec) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Positions in `raw` of training, validation and test."""
    classes = strata.groups(raw.schema, raw.y)
    parts = _folds(raw, spec, classes) if spec.folds else _shares(raw, spec, classes)
    if spec.learns_validation:
        parts = (np.concatenate(parts[:2]), parts[1][:0], parts[2])
    training = first_of(parts[0], spec.training_examples, None if classes is None else classes[parts[0]])
    return training, *parts[1:]


def _shares(raw: Raw, spec: DataSpec, classes: np.ndarray | None):
    if raw.parts is not None:
        return split_by.given_rows(raw.parts, spec.validation_fraction, spec.seed, classes)
    shares = (spec.validation_fraction, spec.test_fraction, spec.seed)
    if raw.groups is not None:
        return split_by.group_rows(raw.groups, *shares)
    if raw.times is not None:
        return _mixed(time_rows(raw.times, *shares[:2]), spec.seed)
    return split_rows(len(raw.x), *shares, classes)


def _folds(raw: Raw, spec: DataSpec, classes: np.ndarray | None):
    if spec.fold_by != "auto":
        return _folds_by(raw, spec, classes)
    folds = (spec.folds, spec.fold)
    if raw.parts is not None and (raw.parts == 2).any():
        return split_by.given_folds(raw.parts, *folds, spec.seed, classes)
    if raw.groups is not None:
        return split_by.group_folds(raw.groups, *folds, spec.test_fraction, spec.seed)
    if raw.times is not None:
        return _mixed(time_folds(raw.times, *folds, spec.test_fraction), spec.seed)
    return fold_rows(len(raw.x), *folds, spec.test_fraction, spec.seed, classes)


def _folds_by(raw: Raw, spec: DataSpec, classes: np.ndarray | None):
    """The folds of a chosen splitter, of what is not for the test, in the order of the data."""
    train, validation, test = _shares(raw, spec.replace(validation_fraction=0.0), classes)
    rest = np.sort(np.concatenate([train, validation]))
    own = [None if values is None else np.asarray(values)[rest] for values in (classes, raw.groups, raw.times)]
    kept, held = folds_of(spec.fold_by, spec.folds, spec.fold, spec.seed, len(rest), *own)
    return rest[kept], rest[held], test


def _mixed(parts, seed: int):
    """The training examples in no order of time, so that fewer of them are of all times."""
    return np.random.default_rng([seed, 7919]).permutation(parts[0]), *parts[1:]
