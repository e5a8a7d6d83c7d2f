"""Sequences by class: mean, deviation, some of each. Only NumPy."""

import warnings

import numpy as np

from nnviz.data.profiling.kinds import SequenceProfile
from nnviz.data.profiling.table import Table

_MOST_CLASSES, _MOST_CHANNELS, _SHOWN = 10, 6, 6


def sequence_profile(table: Table) -> SequenceProfile:
    """Mean and deviation of every step by class, over the sequences that reach it."""
    groups = np.zeros(len(table), int) if table.groups is None else table.groups
    counts = np.bincount(groups)
    classes = np.sort(np.argsort(-counts, kind="stable")[:_MOST_CLASSES])
    classes = classes[counts[classes] > 0]
    names = ("all sequences",) if table.groups is None else tuple(table.classes[k] for k in classes)
    x = table.x[..., :_MOST_CHANNELS]
    channels = table.schema.feature_names[: x.shape[-1]]
    channels = channels or tuple(f"channel {k + 1}" for k in range(x.shape[-1]))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # steps that no sequence of a class reaches
        means = np.stack([np.nanmean(x[groups == k], axis=0, dtype="float64") for k in classes])
        deviations = np.stack([np.nanstd(x[groups == k], axis=0, dtype="float64") for k in classes])
    examples = np.full((len(classes), _SHOWN, *x.shape[1:]), np.nan)
    for place, k in enumerate(classes):
        first = np.flatnonzero(groups == k)[:_SHOWN]
        examples[place, : len(first)] = x[first]
    return SequenceProfile(names, tuple(int(counts[k]) for k in classes), channels, means, deviations, examples)
