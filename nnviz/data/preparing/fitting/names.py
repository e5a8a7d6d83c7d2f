"""Names and dates as numbers."""

import numpy as np

from nnviz.data.preparing.fitting.state import Settings, State

_PARTS = ("year", "month", "weekday", "day_of_the_month", "day_of_the_year", "hour")


def fit_categories(state: State, settings: Settings, columns: list[str]) -> dict:
    """Which names of the training examples get an input, or which number; names alone are kept, never their codes."""
    return {"columns": {name: {"how": settings["how"], **_WAYS[settings["how"]](state, settings, name)}
                        for name in columns}}  # fmt: skip


def fit_dates(state: State, settings: Settings, columns: list[str]) -> dict:
    """Which parts of the calendar a date becomes; nothing of it is fitted."""
    chosen = [part.replace("_", " ") for part in _PARTS if settings[part]]
    forms = ("number",) if settings["how"] == "parts" else ("sine", "cosine")
    pairs = [(part, form) for part in chosen for form in (("number",) if part == "year" else forms)]
    own = {}
    for name in columns:
        wanted = [f"{name}: {part}" + (f" ({form})" if form != "number" else "") for part, form in pairs]
        own[name] = {"parts": [list(pair) for pair in pairs], "into": state.new_names(wanted, name)}
    return {"columns": own}


def _one_hot(state: State, settings: Settings, name: str) -> dict:
    """A column without any value keeps the first of its names."""
    chosen = _by_code(state, name, settings["most"]) or list(state.categories[name][:1])
    wanted = [f"{name} = {word}" for word in chosen]
    wanted += [f"{name}: another"] if settings["other"] else []
    unknown = len(chosen) if settings["other"] else -1
    return {"names": chosen, "unknown": unknown, "into": state.new_names(wanted, name)}


def _ordinal(state: State, settings: Settings, name: str) -> dict:
    return {"names": _by_code(state, name), "unknown": -1, "into": [name]}


def _embedding(state: State, settings: Settings, name: str) -> dict:
    """Number 0 is for names that training did not know, and for gaps."""
    return {"names": ["", *_by_code(state, name)], "unknown": 0, "missing": 0, "into": [name]}


def _hashing(state: State, settings: Settings, name: str) -> dict:
    wanted = [f"{name}: bucket {k + 1}" for k in range(settings["buckets"])]
    return {"buckets": settings["buckets"], "into": state.new_names(wanted, name)}


def _by_code(state: State, name: str, most: int | None = None) -> list[str]:
    """The names of the training examples, the most frequent ones where there are too many, in the data's order."""
    counts = np.bincount(state.seen(name).astype(int))
    values = np.flatnonzero(counts)
    chosen = np.sort(values[np.argsort(-counts[values], kind="stable")[:most]])
    return [state.categories[name][code] for code in chosen]


_WAYS = {"one_hot": _one_hot, "ordinal": _ordinal, "hashing": _hashing, "embedding": _embedding}
