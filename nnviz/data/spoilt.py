"""The wines again, with the faults that tables have in life: each can be switched on, to see what helps.

Worker side: this module imports scikit-learn.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from sklearn import datasets

from nnviz.data import known
from nnviz.data.own import tables
from nnviz.data.raw import Raw

COLUMN = "proline"
"""The column whose unit and whose one value can be wrong."""
GAUGED = "flavanoids"
"""The column whose small values a coarse device does not tell."""
LIMIT = 1.5
NUMBER, BOTTLE, PART = "sample number", "bottle", "part"
NEW, VALIDATING = 0.4, 0.25
"""Share of the bottles that come later, and of the others' rows that validate."""
CHANCE, KEPT = 2_000, 10
"""Columns of chance, and how many of them are chosen."""
_SEED = 4


def wine(
    columns: Mapping[str, Mapping],
    seed: int,
    unit: float = 1.0,
    gaps: float = 0.0,
    device: bool = False,
    typing: float = 1.0,
    numbered: bool = False,
    measured: int = 1,
    judge: str = "by chance",
    chosen: str = "none",
) -> Raw:
    """178 wines of three cultivars, 13 measurements, with faults.

    Args:
        columns: a person's corrections: column name → {"kind": …, "role": …}.
        seed: changes nothing: the faults are always the same.
        unit: what every value of `COLUMN` is multiplied by.
        gaps: share of the cells of known wines that are empty, by chance.
        device: whether values of `GAUGED` below `LIMIT` are empty.
        typing: what one value of `COLUMN` is multiplied by, of one training row.
        numbered: whether the number of the sample is a column. Known wines are numbered as they lie in the file, one
            cultivar after the other; later bottles get the next numbers, in no order.
        measured: how many rows each bottle has; each measurement strays by a fiftieth of its column's deviation.
        judge: who validates: "by chance", a quarter of the known rows; "by bottle", whole bottles of them; "new
            wines" or "new wines by bottle", 71 bottles that come later, while those that would validate test.
        chosen: ten of 2,000 columns of pure chance stand beside the others: those that tell the cultivars apart best
            "on training" rows, or "on all" known rows, the validating ones included.
    """
    x, y = datasets.load_wine(return_X_y=True)
    later, order = shares(len(x))
    frame = pd.DataFrame(measurements(x, measured), columns=list(known.WINE.feature_names))
    bottle = np.repeat(np.arange(len(x)), measured)
    part = parts(bottle, later, judge)
    frame[COLUMN] *= unit
    frame.loc[typing_error(part, frame[COLUMN]), COLUMN] *= typing
    if device:
        frame.loc[frame[GAUGED] < LIMIT, GAUGED] = np.nan
    frame = frame.mask(chances(x.shape, measured) < gaps * ~later[bottle][:, None])
    if numbered:
        frame[NUMBER] = numbers(later, order)[bottle].astype(float)
    if chosen != "none":
        rows = part == 0 if chosen == "on training" else ~later[bottle]
        frame = pd.concat([frame, best_of_chance(y[bottle], rows)], axis=1)
    frame[known.WINE.target_name] = np.array(known.WINE.class_names, object)[y[bottle]]
    frame[PART] = np.array(["train", "validation", "test"], object)[part]
    roles = {known.WINE.target_name: {"role": "target"}, PART: {"role": "split"}}
    numeric = {name: {"kind": "number", "role": "input"} for name in frame if name not in roles}
    return tables.of_frame(frame, "Wine with faults", {**roles, **numeric, **columns})


def shares(count: int) -> tuple[np.ndarray, np.ndarray]:
    """(count,) whether a bottle comes later, and the order in which bottles come."""
    order = np.random.default_rng(_SEED).permutation(count)
    later = np.zeros(count, bool)
    later[order[: round(NEW * count)]] = True
    return later, order


def numbers(later: np.ndarray, order: np.ndarray) -> np.ndarray:
    """(count,) the number of each bottle: known ones as they lie, later ones as they come."""
    numbered = np.arange(1, len(later) + 1)
    numbered[order[later[order]]] = len(later) + 1 + np.arange(later.sum())
    return numbered


def measurements(x: np.ndarray, times: int) -> np.ndarray:
    """(count · times, columns) each bottle so many times; one time is as it is."""
    rows = np.repeat(x, times, axis=0)
    if times == 1:
        return rows
    return rows + x.std(0) / 50 * np.random.default_rng(_SEED + 1).normal(size=rows.shape)


def chances(shape: tuple[int, int], times: int = 1) -> np.ndarray:
    """(count · times, columns) numbers between 0 and 1: a cell is empty where the share of gaps is larger."""
    return np.random.default_rng(_SEED + 2).random((shape[0] * times, shape[1]))


def best_of_chance(y: np.ndarray, rows: np.ndarray) -> pd.DataFrame:
    """The ten columns of chance that differ most between classes on some rows, by their F value there."""
    columns = np.random.default_rng(_SEED + 6).normal(size=(len(y), CHANCE))
    strength = told_apart(columns[rows], y[rows])
    best = np.sort(np.argsort(-strength, kind="stable")[:KEPT])
    return pd.DataFrame(columns[:, best], columns=[f"chance {k + 1}" for k in best])


def told_apart(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """(columns,) the share of each column's variance that lies between the classes, from 0 to 1; it grows with F."""
    means = np.array([x[y == k].mean(0) for k in np.unique(y)])
    sizes = np.array([(y == k).sum() for k in np.unique(y)])[:, None]
    return (sizes * (means - x.mean(0)) ** 2).sum(0) / ((x - x.mean(0)) ** 2).sum(0)


def parts(bottle: np.ndarray, later: np.ndarray, judge: str) -> np.ndarray:
    """(rows,) 0 for training, 1 for validation, 2 for test."""
    rng = np.random.default_rng(_SEED + 3)
    by_chance = rng.random(len(bottle)) < VALIDATING
    if judge.endswith("by bottle"):
        by_chance = (rng.random(len(later)) < VALIDATING)[bottle]
    judged, kept = (2, 1) if judge.startswith("new wines") else (1, 2)
    return np.where(later[bottle], kept, np.where(by_chance, judged, 0))


def typing_error(part: np.ndarray, values: np.ndarray) -> int:
    """The row with the typing error: the training row whose value is the median."""
    training = np.flatnonzero(part == 0)
    return int(training[np.argsort(np.asarray(values)[training], kind="stable")[len(training) // 2]])
