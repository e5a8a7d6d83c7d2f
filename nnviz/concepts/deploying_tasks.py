"""What the lesson on deploying has workers do: a year of requests, watched."""

from functools import lru_cache

import numpy as np

from nnviz.concepts import deploying_monitors as monitors
from nnviz.concepts import deploying_year as year
from nnviz.concepts.deploying import off
from nnviz.concepts.deploying_world import predicted, world
from nnviz.serving import drift, features
from nnviz.serving.drift_records import ColumnDrift
from nnviz.serving.reference import Reference, reference_of_network


@lru_cache(maxsize=1)
def _known() -> Reference:
    now = world()
    return reference_of_network(now.source.model, now.experiment, now.dataset)


@lru_cache(maxsize=8)
def learn_year(change: str) -> dict:
    """200 years in which something changes from June on, and the first of them looked at closely.

    Returns {"monitors": (4, years, months) float32 in the order of `MONITORS`, "months": of the first year [{"columns":
    [the fields of a histogram], "wrong": share of answers that are off, "example": a row, as it is sent}]}.
    """
    now, known = world(), _known()
    months = [year.drawn_from(change, month, now.rows, now.truth) for month in range(1, year.MONTHS + 1)]
    drawn = year.counts(months)
    parts = [_month(known, month, drawn[:, k]) for k, month in enumerate(months)]
    return {
        "monitors": np.stack([part["monitors"] for part in parts], axis=-1).astype("float32"),
        "months": [part["told"] for part in parts],
    }


def _month(known: Reference, month: year.Month, counts: np.ndarray) -> dict:
    """The monitors (4, years) of one month, and what its first year shows."""
    values = features.features(known.recipe, month.rows).T
    said = predicted(world().source, month.rows)
    wrong = off(said, month.tips)
    *columns, answers = known.columns
    before = known.samples[:-1]
    watched = [
        monitors.largest(monitors.distances, before, values, counts, columns),
        monitors.largest(monitors.stabilities, before, values, counts, columns),
        monitors.distances(known.samples[-1], said, counts, answers),
        counts @ wrong / counts.sum(axis=-1),
    ]
    rows = np.repeat(np.arange(len(said)), counts[0])
    shown = [*(own[rows] for own in values), said[rows]]
    compared = drift.compare(known.samples, shown, known.columns, [own.role == "target" for own in known.columns])
    return {
        "monitors": np.stack(watched),
        "told": {
            "columns": [_told(own) for own in compared],
            "wrong": float(wrong[rows].mean()),
            "example": month.rows[int(np.argmax(counts[0]))],
        },
    }


def _told(own: ColumnDrift) -> dict:
    """One column as the picture draws it."""
    names = list(own.names) if own.names else None
    return {
        "name": own.column.name,
        "answer": own.is_prediction,
        "verdict": own.verdict,
        "sentence": own.sentence,
        "distance": float(own.distance),
        "names": names,
        "edges": None if names else own.edges.tolist(),
        "training": own.training.tolist(),
        "now": own.now.tolist(),
    }
