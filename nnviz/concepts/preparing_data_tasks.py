"""The tables that the picture of the lesson on preparing data is drawn from."""

from functools import lru_cache

import numpy as np

from nnviz.errors import DataError
from nnviz.specs import DataSpec

_MOST_ROWS, _MOST_COLUMNS = 600, 40
_CONTINENT, _LIFE = "continent", "life expectancy (years)"


@lru_cache(maxsize=1)
def learn_faulty_table() -> dict:
    """The wines with what each fault does to them, and the countries.

    Returns {"wine": {"x": (178, 13), "names", "classes", "labels": (178,), "part": (178,) 0 training, 1 validation, 2
    later bottles, "chances": (178, 13) a cell is empty where the share of gaps is larger, "typed": the row of the
    typing error, "numbers": (178,) of the samples, "gauged": the coarse device's column, "limit": below which it tells
    nothing, "measured": {"by chance", "by bottle": (534,) part of each measurement}, "chosen": {"on all", "on
    training": as `_strengths`}}, "countries": {"continents": names, "codes": (142,) places in them, "life": (142,)
    years}}.
    """
    from sklearn import datasets

    from nnviz.data import known, spoilt

    x, y = datasets.load_wine(return_X_y=True)
    later, order = spoilt.shares(len(x))
    bottle = np.arange(len(x))
    part = spoilt.parts(bottle, later, "by chance")
    names = list(known.WINE.feature_names)
    proline = x[:, names.index(spoilt.COLUMN)]
    thrice = np.repeat(bottle, 3)
    wine = {
        "x": x.astype("float32"),
        "names": names,
        "classes": list(known.WINE.class_names),
        "labels": y,
        "part": part,
        "chances": spoilt.chances(x.shape).astype("float32"),
        "typed": spoilt.typing_error(part, proline),
        "numbers": spoilt.numbers(later, order),
        "gauged": names.index(spoilt.GAUGED),
        "limit": spoilt.LIMIT,
        "measured": {how: spoilt.parts(thrice, later, how) for how in ("by chance", "by bottle")},
        "chosen": {how: _strengths(y, part, later, how) for how in ("on all", "on training")},
    }
    return {"wine": wine, "countries": _countries()}


def _strengths(y: np.ndarray, part: np.ndarray, later: np.ndarray, how: str) -> dict:
    """{"names" of the ten columns of chance, "parts": for training, validation and later wines how well each tells the
    cultivars apart there, from 0 to 1}."""
    from nnviz.data import spoilt

    rows = part == 0 if how == "on training" else ~later
    columns = spoilt.best_of_chance(y, rows)
    strengths = [spoilt.told_apart(columns.to_numpy()[part == k], y[part == k]).tolist() for k in range(3)]
    return {"names": list(columns), "parts": strengths}


def _countries() -> dict:
    from nnviz.data.load import read

    columns = {"country": {"role": "ignored"}, _LIFE: {"role": "target"}}
    raw = read(DataSpec(source="countries", columns=columns, scaling="none"))
    at = [column.name for column in raw.columns].index(_CONTINENT)
    return {
        "continents": list(raw.columns[at].categories),
        "codes": np.asarray(raw.x[:, at], int),
        "life": np.asarray(raw.y, "float32").ravel(),
    }


def learn_own_columns(spec: DataSpec) -> dict:
    """The columns of numbers of a table in hand, for the loss of one linear neuron.

    Returns {"x": (n, k) in their own units, "y": (n,) the target: a number standardised, or 1 for the first class and 0
    for the others, "names", "title", "about": what the neuron tells}; at most 600 complete rows and 40 columns of the
    training part.

    Raises:
        DataError: for data that are no table with two columns of numbers.
    """
    from nnviz.data.catalog import title_of
    from nnviz.data.load import shared_out

    raw, parts, _ = shared_out(spec)
    numeric = [i for i, column in enumerate(raw.columns) if column.kind == "number"] if raw.columns else None
    if np.ndim(raw.x) != 2 or (len(numeric) if numeric is not None else raw.x.shape[1]) < 2:
        raise DataError(
            "The data in hand are no table with two columns of numbers.", fix="Stay with the wines.", where="own"
        )
    names = [column.name for column in raw.columns] or list(raw.schema.feature_names)
    chosen = (numeric if numeric is not None else list(range(raw.x.shape[1])))[:_MOST_COLUMNS]
    x = np.asarray(raw.x[parts[0]][:, chosen], float)
    y, about = _target(raw, parts[0])
    whole = np.isfinite(x).all(1) & np.isfinite(y)
    varied = [i for i in range(len(chosen)) if x[whole][:, i].std() > 0] if whole.any() else []
    if len(varied) < 2 or whole.sum() < 3:
        raise DataError("Fewer than two columns of numbers differ in complete rows.", where="own")
    return {
        "x": x[whole][:_MOST_ROWS][:, varied].astype("float32"),
        "y": y[whole][:_MOST_ROWS].astype("float32"),
        "names": [names[chosen[i]] for i in varied],
        "title": title_of(spec),
        "about": about,
    }


def _target(raw, rows: np.ndarray) -> tuple[np.ndarray, str]:
    y = np.asarray(raw.y, float).reshape(len(raw.y), -1)[rows, 0]
    if raw.schema.task == "regression":
        return (y - np.nanmean(y)) / (np.nanstd(y) or 1), raw.schema.target_name
    return (y == 0).astype(float), f"whether it is {raw.schema.class_names[0]}"
