"""Images by class: mean, deviation, brightness, some of each. Only NumPy."""

import numpy as np

from nnviz.data.column import Column
from nnviz.data.profiling.kinds import ImageProfile
from nnviz.data.profiling.statistics import column_profile
from nnviz.data.profiling.table import Table

MOST_CLASSES, SHOWN = 12, 10
_MOST_NUMBERS = 60_000_000
"""Numbers that means and deviations are taken of, at most; of more images a sample."""


def image_profile(table: Table) -> tuple[ImageProfile, tuple[str, ...]]:
    """The profile, and what was computed from a sample, in sentences."""
    groups = table.groups
    rows, notes = _sampled(table)
    x, own = table.x[rows], np.zeros(len(rows), int) if groups is None else groups[rows]
    counts = np.bincount(own if groups is None else groups)
    classes = np.sort(np.argsort(-counts, kind="stable")[:MOST_CLASSES])
    classes = classes[counts[classes] > 0]
    names = ("all images",) if groups is None else tuple(table.classes[k] for k in classes)
    means, deviations = (np.stack(each) for each in zip(*(_moments(x[own == k]) for k in classes), strict=True))
    brightest = max(float(x.max()), 1e-12)
    examples, positions = _examples(x, own, classes, table.rows[rows], brightest)
    return ImageProfile(
        names, tuple(map(int, classes)), tuple(int(counts[k]) for k in classes), means, deviations, brightest,
        examples, positions, brightness(table, rows),
    ), notes  # fmt: skip


def brightness(table: Table, rows: np.ndarray):
    """How the mean of all pixels is spread over images, by class."""
    values = means(table.x[rows])
    groups = None if table.groups is None else table.groups[rows]
    return column_profile(values, Column("brightness"), groups, len(table.classes)).spread


def means(x: np.ndarray) -> np.ndarray:
    """(n,) the mean of all pixels of each image (n, …)."""
    return x.reshape(len(x), -1).mean(axis=1, dtype="float64")


def _sampled(table: Table) -> tuple[np.ndarray, tuple[str, ...]]:
    most = max(200, _MOST_NUMBERS // max(1, table.x[0].size))
    if len(table) <= most:
        return np.arange(len(table)), ()
    rows = np.sort(np.random.default_rng(0).choice(len(table), most, replace=False))
    return rows, (f"Means and deviations are of {most:,} of the {len(table):,} images, drawn at random.",)


def _moments(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return x.mean(axis=0, dtype="float64"), x.std(axis=0, dtype="float64")


def _spread_out(positions: np.ndarray) -> np.ndarray:
    """Some of them, from the first to the last: neighbours in a source are often alike."""
    return positions[np.unique(np.linspace(0, len(positions) - 1, min(SHOWN, len(positions))).round().astype(int))]


def _examples(x, own, classes, rows, brightest: float) -> tuple[np.ndarray, np.ndarray]:
    images = np.zeros((len(classes), SHOWN, *x.shape[1:]), "uint8")
    positions = np.full((len(classes), SHOWN), -1)
    for place, k in enumerate(classes):
        first = _spread_out(np.flatnonzero(own == k))
        shown = np.asarray(x[first], "float64") * (255 / brightest)
        images[place, : len(first)] = np.clip(np.rint(shown), 0, 255)
        positions[place, : len(first)] = rows[first]
    return images, positions
