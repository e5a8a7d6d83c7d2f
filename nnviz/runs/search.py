"""Which runs a person looks for, and in which order: a question to the index, and the same asked of records."""

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from nnviz.params import lookup
from nnviz.runs.outcome import OVERFITS, RAN_AWAY
from nnviz.runs.records import RunRecord
from nnviz.runs.status import ACTIVE

KEPT = "kept"
"""The tag of a run with a star: its owner wants to keep it."""
BY_SCORE = "score:"
"""Begins the name of an order by any score: "score:auc"."""
_NO_SCORES = ("epoch", "seconds", "learning_rate")
_SCORE_NAME = re.compile(r"[A-Za-z0-9_]{1,60}")
_LESS_IS_BETTER = ("loss", "error", "mae", "mse", "mape", "brier", "hinge", "hamming", "divergence", "poisson")
_TEXT = "lower(title || ' ' || data || ' ' || network || ' ' || tags || ' ' || note || ' ' || state)"
_EITHER = "coalesce(json_extract(scores, '$.val_{0}'), json_extract(scores, '$.{0}'))"
_SCORE = f"CASE WHEN json_valid(scores) THEN {_EITHER} END"


@dataclass(frozen=True)
class Order:
    """An order of runs, in SQL and for records: `key` sorts upwards, `downwards` the other way; what has none is
    last."""

    title: str
    sql: str
    key: Callable[[RunRecord], float | str | None]
    downwards: bool = True


def _score(name: str) -> Callable[[RunRecord], float | None]:
    def of(record: RunRecord) -> float | None:
        value = record.scores.get(f"val_{name}")
        return record.scores.get(name) if value is None else value

    return of


ORDERS = {
    "newest": Order("Newest first", "created", lambda record: record.created),
    "oldest": Order("Oldest first", "created", lambda record: record.created, downwards=False),
    "accuracy": Order("Highest accuracy first", _SCORE.format("accuracy"), _score("accuracy")),
    "loss": Order("Lowest loss first", _SCORE.format("loss"), _score("loss"), downwards=False),
    "epochs": Order("Most epochs first", "epoch", lambda record: record.epoch),
    "time": Order("Longest training first", "seconds", lambda record: record.seconds),
    "size": Order("Largest on disk first", "size", lambda record: record.size),
    "title": Order("By title", "lower(title)", lambda record: record.title.lower(), downwards=False),
}
OUTCOMES = {
    "with a star": (f"instr(tags, '\"{KEPT}\"') > 0", lambda record: KEPT in record.tags),
    "under way": (f"state IN ({', '.join(map(repr, ACTIVE))})", lambda record: record.active),
    "finished": ("state = 'finished'", lambda record: record.state == "finished"),
    "stopped": ("state = 'stopped'", lambda record: record.state == "stopped"),
    "failed": ("state = 'failed'", lambda record: record.state == "failed"),
    "overfitted": (f"message LIKE '{OVERFITS}%'", lambda record: record.message.startswith(OVERFITS)),
    "diverged": (f"message LIKE '{RAN_AWAY}%'", lambda record: record.message.startswith(RAN_AWAY)),
}
"""How a run may have gone → the condition in SQL, and the same for a record."""


def order_named(name: str) -> Order:
    """An order by its name: one of `ORDERS`, or `BY_SCORE` and the name of a score, the best first. Raises SpecError
    for what is neither."""
    score = name.removeprefix(BY_SCORE)
    if name.startswith(BY_SCORE) and _SCORE_NAME.fullmatch(score):
        worse = any(part in score.lower() for part in _LESS_IS_BETTER)
        title = f"Best {score.replace('_', ' ')} first"
        return Order(title, _SCORE.format(score), _score(score), downwards=not worse)
    return lookup(ORDERS, name, "order")


def score_names(keys: Iterable[str]) -> list[str]:
    """What can be sorted by, of the names in histories: each score once, whichever part it is of."""
    names = {key.removeprefix("val_") for key in keys}
    return sorted(name for name in names if name not in _NO_SCORES and _SCORE_NAME.fullmatch(name))


@dataclass(frozen=True)
class Search:
    """What to look for.

    Attributes:
        owner: whose runs; everybody's for None.
        words: each must be part of a run's title, data, network, tags, note or state, in either case, or its id.
        outcome: a name in `OUTCOMES`; "" for any.
        order: as `order_named` takes it.
    """

    owner: str | None = None
    words: str = ""
    outcome: str = ""
    order: str = "newest"

    def where(self) -> tuple[str, tuple]:
        """The conditions in SQL with their arguments."""
        conditions, arguments = [], []
        if self.owner is not None:
            conditions.append("owner = ?")
            arguments.append(self.owner)
        if self.outcome:
            conditions.append(lookup(OUTCOMES, self.outcome, "outcome")[0])
        for word in self.words.lower().split():
            conditions.append(f"(instr({_TEXT}, ?) OR id = ?)")
            arguments += [word, word]
        return (f" WHERE {' AND '.join(conditions)}" if conditions else ""), tuple(arguments)

    @property
    def order_by(self) -> str:
        order = order_named(self.order)
        newest = "DESC" if order.downwards or self.order != "oldest" else "ASC"
        return f"{order.sql} {'DESC' if order.downwards else 'ASC'} NULLS LAST, created {newest}, id {newest}"

    def of(self, records: list[RunRecord]) -> list[RunRecord]:
        """Those of `records` that are looked for, in order; `records` are the newest first."""
        order = order_named(self.order)
        chosen = [record for record in records if self._is_for(record)]
        if self.order == "oldest":
            return chosen[::-1]
        valued = [record for record in chosen if order.key(record) is not None]
        valued.sort(key=order.key, reverse=order.downwards)
        return valued + [record for record in chosen if order.key(record) is None]

    def _is_for(self, record: RunRecord) -> bool:
        text = " ".join([record.title, record.data, record.network, *record.tags, record.note, record.state]).lower()
        if self.outcome and not lookup(OUTCOMES, self.outcome, "outcome")[1](record):
            return False
        asked = all(word in text or word == record.id for word in self.words.lower().split())
        return asked and self.owner in (None, record.owner)


def pages(count: int, size: int) -> int:
    """How many pages of `size` runs hold `count` of them; at least one."""
    return max(1, math.ceil(count / size))
