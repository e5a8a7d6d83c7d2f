"""What the lesson on deploying has workers do: a year of requests, watched."""

from functools import lru_cache

import numpy as np

from nnviz.concepts import deploying_monitors as monitors
from nnviz.concepts import deploying_year as year
from nnviz.concepts.deploying import off
from nnviz.concepts.deploying_world import predicted, world
from nnviz.concepts.measured_once import measured_once
from nnviz.serving import drift, features
from nnviz.serving.drift_records import ColumnDrift
from nnviz.serving.reference import Reference, reference_of_network

SHOWN = 4
"""Years that are looked at closely."""
_FORM = 2
"""Counts up when what is kept changes its form."""


@lru_cache(maxsize=1)
def _known() -> Reference:
    now = world()
    return reference_of_network(now.source.model, now.experiment, now.dataset)


@lru_cache(maxsize=8)
def learn_year(change: str) -> dict:
    """200 years in which something changes from June on, and the first four of them looked at closely.

    Returns {"monitors": (4, years, months) float32 in the order of `MONITORS`, "months": of each of the first years, of
    each month {"columns": [the fields of a histogram], "wrong": share of answers that are off}}.
    """
    now, known = world(), _known()
    months = [year.drawn_from(change, month, now.rows, now.truth) for month in range(1, year.MONTHS + 1)]
    drawn = year.counts(months)
    parts = [_month(known, month, drawn[:, k]) for k, month in enumerate(months)]
    return {
        "monitors": np.stack([part["monitors"] for part in parts], axis=-1).astype("float32"),
        "months": [list(own) for own in zip(*(part["told"] for part in parts), strict=True)],
    }


def learn_catches() -> dict[str, list]:
    """Which monitor catches what, where its alarm is false once in ten years.

    Returns {"changes": names, "caught": (changes, monitors) shares of years}. Measured once on a machine; later it is
    read.
    """
    return measured_once("deploying", f"catches {_FORM} {world().experiment.key}", _catches)


def _catches() -> dict[str, list]:
    changes = [name for name in year.CHANGES if name != "none"]
    quiet = learn_year("none")["monitors"]
    level = np.quantile(quiet, 1 - 1 / (10 * year.MONTHS), axis=(1, 2), method="higher")[:, None, None]
    told = [learn_year(name)["monitors"][:, :, year.START - 1 :] > level for name in changes]
    # the tips are known a month late: what is wrong in December is not heard of within the year
    heard = [np.concatenate([own[:3].any(-1), own[3:, :, :-1].any(-1)]) for own in told]
    return {"changes": changes, "caught": [own.mean(axis=1).tolist() for own in heard]}


def _month(known: Reference, month: year.Month, counts: np.ndarray) -> dict:
    """The monitors (4, years) of one month, and what the first years show."""
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
    told = [_looked_at(known, month, own, values, said, wrong) for own in counts[:SHOWN]]
    return {"monitors": np.stack(watched), "told": told}


def _looked_at(known: Reference, month: year.Month, counts: np.ndarray, values, said, wrong) -> dict:
    """One month of one year, as `nnviz.watch` compares the rows that were sent."""
    rows = np.repeat(np.arange(len(said)), counts)
    shown = [*(own[rows] for own in values), said[rows]]
    compared = drift.compare(known.samples, shown, known.columns, [own.role == "target" for own in known.columns])
    return {"columns": [_told(own) for own in compared], "wrong": float(wrong[rows].mean())}


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
        "edges": None if names else own.edges.round(4).tolist(),
        "training": own.training.round(5).tolist(),
        "now": own.now.round(5).tolist(),
    }
