"""Which examples of a specification train, validate and test: by chance, or as groups, time or the data say."""

import numpy as np

from nnviz.data.choosing import first_of
from nnviz.data.raw import Raw
from nnviz.data.splitting import split_by, strata
from nnviz.data.splitting.split import fold_rows, split_rows
from nnviz.data.splitting.split_by_time import time_folds, time_rows
from nnviz.specs import DataSpec


def rows_of_parts(raw: Raw, spec: DataSpec) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Positions in `raw` of training, validation and test."""
    classes = strata.groups(raw.schema, raw.y)
    parts = _folds(raw, spec, classes) if spec.folds else _shares(raw, spec, classes)
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
    folds = (spec.folds, spec.fold)
    if raw.parts is not None and (raw.parts == 2).any():
        return split_by.given_folds(raw.parts, *folds, spec.seed, classes)
    if raw.groups is not None:
        return split_by.group_folds(raw.groups, *folds, spec.test_fraction, spec.seed)
    if raw.times is not None:
        return _mixed(time_folds(raw.times, *folds, spec.test_fraction), spec.seed)
    return fold_rows(len(raw.x), *folds, spec.test_fraction, spec.seed, classes)


def _mixed(parts, seed: int):
    """The training examples in no order of time, so that fewer of them are of all times."""
    return np.random.default_rng([seed, 7919]).permutation(parts[0]), *parts[1:]
