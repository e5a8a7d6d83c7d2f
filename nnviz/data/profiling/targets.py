"""All labels or targets of data at once: how frequent each is, and how they hang together."""

import numpy as np

from nnviz import words
from nnviz.data.load import read
from nnviz.data.profiling.records import Targets
from nnviz.data.profiling.relations import PEARSON, pearson
from nnviz.data.schema import Schema
from nnviz.errors import DataError
from nnviz.specs import DataSpec

_MOST_SETS, _MOST_TOLD = 12, 4
_ALWAYS = 0.99
"""Share of the examples of one label that have another one too, from which on the first is said to bring the second."""
_CLOSE = 0.95
"""Correlation from which on two targets are said to be nearly the same."""
_FEW = 10
"""Examples below which nothing is said about two labels."""


def target_profile(data: DataSpec) -> Targets:
    """What the labels or the targets of data are like, all of them at once.

    Raises:
        DataError: for data with one class or one number for each example, or whose target is the input itself.

    >>> found = target_profile(DataSpec(source="linnerud"))
    >>> found.names, found.correlations.round(2)[0].tolist()
    (('weight', 'waist', 'pulse'), [1.0, 0.87, -0.37])
    """
    raw = read(data)
    schema = raw.schema
    if schema.has_classes or schema.outputs < 2 or schema.reconstructs:
        raise DataError(
            f"{schema.source} has one thing to predict for each example.",
            expected="several labels or targets",
            where="data",
        )
    return profile_of(schema, np.asarray(raw.y))


def profile_of(schema: Schema, y: np.ndarray) -> Targets:
    """The same of labels (n, labels) of 0 and 1, or of numbers (n, targets)."""
    y = np.asarray(y, float)
    ends = np.stack([y.mean(axis=0), y.std(axis=0), y.min(axis=0), y.max(axis=0)])
    if not schema.has_labels:
        return Targets(schema.answers, len(y), pearson(y), ends, told=_related(schema.answers, pearson(y)))
    both, own = y.T @ y, y.sum(axis=0)
    together = np.where(own[:, None] > 0, both / np.maximum(own[:, None], 1), np.nan)
    place, names = schema.sets_of_labels(y.astype(int), _MOST_SETS)
    return Targets(
        schema.answers,
        len(y),
        pearson(y),
        ends,
        together=together,
        numbers=np.bincount(y.sum(axis=1).astype(int), minlength=y.shape[1] + 1),
        sets=tuple(zip(names, np.bincount(place, minlength=len(names)).tolist(), strict=True)),
        told=_of_labels(schema.answers, together, own),
    )


def _of_labels(names: tuple[str, ...], together: np.ndarray, own: np.ndarray) -> tuple[str, ...]:
    """Which labels never stand together, and which bring another one with them."""
    never, bring = [], []
    for k, first in enumerate(names):
        for j, second in enumerate(names):
            if k == j or min(own[k], own[j]) < _FEW:
                continue
            if k < j and together[k, j] == 0:
                never.append(f"{first} and {second}")
            elif together[k, j] >= _ALWAYS:
                bring.append(f"{first} with {second}")
    told = [f"Never together: {words.few(never, _MOST_TOLD)}."] if never else []
    return (*told, *([f"The first hardly ever without the second: {words.few(bring, _MOST_TOLD)}."] if bring else []))


def _related(names: tuple[str, ...], correlations: np.ndarray) -> tuple[str, ...]:
    """Which targets nearly follow from each other."""
    pairs = [
        f"{names[k]} and {names[j]} ({words.plain(float(correlations[k, j]), 2)})"
        for k in range(len(names))
        for j in range(k)
        if abs(correlations[k, j]) > _CLOSE
    ]
    return (f"Nearly the same, by their {PEARSON}: {words.few(pairs, _MOST_TOLD)}.",) if pairs else ()
