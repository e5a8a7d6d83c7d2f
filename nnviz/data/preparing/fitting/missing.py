"""What takes the place of missing values."""

import numpy as np

from nnviz.data.at_once import each
from nnviz.data.preparing.fitting.state import Settings, State, word_of
from nnviz.data.ranks import median
from nnviz.errors import SpecError

MOST_DONORS = 500
"""Training rows that nearest neighbours are looked for among; more are drawn evenly."""


def fit(state: State, settings: Settings, columns: list[str]) -> dict:
    """Medians, means, modes, constants or donor rows of the training examples, and the names of indicator columns, one
    for each column that lacks a value in some of them."""
    how = settings["how"]
    if how == "drop":
        return {"columns": {}, "dropped": columns}
    own = dict(zip(columns, each(lambda name: _own(state, name, settings), columns, state.rows), strict=True))
    fitted = {"how": how, "columns": {name: values for name, values in own.items() if values}}
    numbers = [name for name in columns if state.kinds[name] in ("number", "date")]
    if how == "neighbours" and numbers:
        fitted["neighbours"] = _donors(state, numbers, settings["neighbours"])
    if settings["indicator"]:
        for name in own:
            if np.isnan(state.parts[name]).any():
                into = state.new_names([f"{name} is missing"])
                fitted["columns"].setdefault(name, {})["into"] = into
    return fitted


def _own(state: State, name: str, settings: Settings) -> dict:
    kind, how, seen = state.kinds[name], settings["how"], state.seen(name)
    if kind == "category":
        return _word(state, name, settings, seen)
    if how == "constant":
        return {"fill": _constant(name, kind, settings["value"])}
    if not len(seen):
        return {"fill": 0.0}
    if how == "mode":
        return {"fill": _most_frequent(seen)}
    if kind == "boolean":
        return {"fill": float(seen.mean() >= 0.5)}
    return {"fill": median(seen) if how == "median" else float(seen.mean())}


def _word(state: State, name: str, settings: Settings, seen: np.ndarray) -> dict:
    """A category has no middle: but for the most frequent name or one that is chosen, its gaps stay, and get no input
    of their own."""
    if settings["how"] == "constant":
        return {"word": str(settings["value"])}
    if settings["how"] == "mode" and len(seen):
        return {"word": word_of(state, name, _most_frequent(seen))}
    return {}


def _most_frequent(seen: np.ndarray) -> float:
    """The smallest of the most frequent values."""
    values, counts = np.unique(seen, return_counts=True)
    return float(values[counts.argmax()])


def _constant(name: str, kind: str, value) -> float:
    if kind == "boolean" and str(value).strip().lower() in ("yes", "no"):
        return float(str(value).strip().lower() == "yes")
    try:
        number = float(value)
    except ValueError:
        number = np.nan
    if not np.isfinite(number):
        raise SpecError(
            f"The constant for {name}: received {str(value)[:40]!r}.", expected="a number, such as 0", where="value"
        )
    return number


def _donors(state: State, columns: list[str], k: int) -> dict:
    rows = np.stack([state.parts[name] for name in columns], axis=1)
    rows = rows[~np.isnan(rows).all(axis=1)]
    if len(rows) > MOST_DONORS:
        rows = rows[np.linspace(0, len(rows) - 1, MOST_DONORS).round().astype(int)]
    there = ~np.isnan(rows)
    means = np.where(there, rows, 0.0).sum(axis=0) / np.maximum(there.sum(axis=0), 1)
    donors = np.where(there, rows, np.nan).ravel()
    # JSON has no NaN: a gap is null, which NumPy reads as NaN again.
    return {"columns": columns, "k": k, "else": means.tolist(),
            "donors": [None if np.isnan(value) else value for value in donors.tolist()]}  # fmt: skip
