"""A year of a network in use: how bills and tips change, month by month, by stated transformations of real rows.

A month is `REQUESTS` draws, with repetition, from the bills that no network has learnt from. From `START` on a change
grows, or is there at once. Imports no framework.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnviz.concepts.deploying import BILL, DAY, PEOPLE

MONTHS, START, REQUESTS, YEARS = 12, 6, 120, 200
"""Months of a year, the first one in which something is different, requests a month, and years that are simulated."""
MONDAY = "Mon"
GENEROUS = 4.0
"""Tips above so many dollars come more often where guests become more generous."""


@dataclass(frozen=True)
class Change:
    """What may happen in a year.

    Attributes:
        title, told: what people read, and the transformation in a sentence.
        kind: what books call it.
        grows: months until it is whole; 0 where it is there at once.
    """

    title: str
    kind: str
    told: str
    grows: int = 0


CHANGES = {
    "none": Change("Nothing", "no drift", "Every month is drawn from the same bills."),
    "prices": Change(
        "Prices rise", "covariate shift", "Bills and tips grow alike, by 8 % of today’s a month, to 156 %.", 7
    ),
    "groups": Change(
        "Larger groups come",
        "covariate shift",
        "Tables of four or more come up to six times as often. The same kind of bill still gets the same tip.",
        4,
    ),
    "cents": Change("Bills in cents", "a unit changes", "A new till sends the bill in cents: 2459 instead of 24.59."),
    "monday": Change(
        "Open on Mondays", "a new category", "Every second bill of a Sunday now says Mon, which training never saw."
    ),
    "generous": Change(
        "More big tips", "label shift", "Bills whose tip is above $4 come up to five times as often.", 4
    ),
    "service": Change(
        "Service included", "concept drift", "The same guests with the same bills now leave half the tip."
    ),
}
"""Name → change."""
MONITORS = {
    "distance": "Columns: largest distance",
    "psi": "Columns: largest PSI",
    "answers": "Answers: their distance",
    "wrong": "Wrong answers (needs the tips)",
}
"""What is watched: name → what people are told."""


RETRAINED = ("service", "prices", "cents", "none")
"""The changes after which the lesson trains again."""
WINDOWS = {"1": 1, "3": 3, "all": MONTHS}
"""How many months are learnt from; of all, the bills of the first training too."""


@dataclass(frozen=True)
class Month:
    """What a month is drawn from: rows as they are sent, tips that are really given (n,), how often each row comes
    (n,), summing up to 1."""

    rows: list[dict]
    tips: np.ndarray
    weights: np.ndarray


def strength(change: str, month: int) -> float:
    """How much of a change is there in a month, counted from 1: 0 before it, 1 once it is whole."""
    since, grows = month - START + 1, CHANGES[change].grows
    if change == "none" or since <= 0:
        return 0.0
    return min(since / grows, 1.0) if grows else 1.0


def drawn_from(change: str, month: int, rows: list[dict], tips: np.ndarray) -> Month:
    """What a month of a year with that change is drawn from."""
    way = _WAYS.get(change)
    by = strength(change, month)
    weights = np.ones(len(rows))
    if way is not None and by:
        rows, tips, weights = way(rows, np.asarray(tips, float), by)
    return Month(rows, np.asarray(tips, float), weights / weights.sum())


def counts(months: list[Month], years: int = YEARS, requests: int = REQUESTS, seed: int = 0) -> np.ndarray:
    """(years, months, n) how often each row is drawn."""
    rng = np.random.default_rng(seed)
    return np.stack([rng.multinomial(requests, month.weights, size=years) for month in months], axis=1)


def _prices(rows, tips, by):
    factor = 1 + 0.56 * by
    return [{**row, BILL: round(row[BILL] * factor, 2)} for row in rows], tips * factor, np.ones(len(rows))


def _groups(rows, tips, by):
    return rows, tips, np.array([1 + 5 * by * (row[PEOPLE] >= 4) for row in rows])


def _cents(rows, tips, by):
    return [{**row, BILL: round(100 * row[BILL])} for row in rows], tips, np.ones(len(rows))


def _monday(rows, tips, by):
    sundays = [k for k, row in enumerate(rows) if row[DAY] == "Sun"][::2]
    return [{**row, DAY: MONDAY} if k in set(sundays) else row for k, row in enumerate(rows)], tips, np.ones(len(rows))


def _generous(rows, tips, by):
    return rows, tips, 1 + 4 * by * (tips > GENEROUS)


def _service(rows, tips, by):
    return rows, tips * (1 - 0.5 * by), np.ones(len(rows))


_WAYS: dict[str, Callable] = {
    "prices": _prices,
    "groups": _groups,
    "cents": _cents,
    "monday": _monday,
    "generous": _generous,
    "service": _service,
}
