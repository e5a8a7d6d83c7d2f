"""Limits and scales of numbers, and of the pixels or channels of examples that are one array."""

import numpy as np

from nnviz.data import lengths
from nnviz.data.at_once import each
from nnviz.data.preparing.fitting.state import Settings, State, there
from nnviz.data.ranks import quantiles
from nnviz.data.scale import fit_scaler
from nnviz.data.schema import Scaler
from nnviz.errors import DataError

_WHOLE = ("image", "sequence")


def fit_limits(state: State, settings: Settings, columns: list[str]) -> dict:
    """The smallest and the largest value that each column keeps; of a sequence for each channel."""
    limits = each(lambda name: _limits(_rows(state, name), settings), columns, state.rows)
    return {"columns": dict(zip(columns, limits, strict=True))}


def fit_scale(state: State, settings: Settings, columns: list[str]) -> dict:
    """Offset and scale of each column, of all pixels, or of each channel of a sequence; or the marks of quantiles."""
    how = settings["how"]
    if how in ("log", "quantile") and any(state.kinds[name] == "image" for name in columns):
        raise DataError(
            f"Images cannot be scaled by “{how}”.",
            expected="one offset and one scale for all pixels: standard, min–max or robust",
            fix="Choose one of these, or name the columns of the table that this is for." if len(columns) > 1 else "",
            where="steps",
        )
    if how == "log":
        return {"columns": {name: {"how": how} for name in columns}}
    if how == "quantile":
        return {"columns": {name: _marks(_rows(state, name), settings) for name in columns}}
    arrays = {name: _of_arrays(state, name, how) for name in columns if state.kinds[name] in _WHOLE}
    columns = [name for name in columns if name not in arrays]

    def fitted(name: str) -> Scaler:
        return fit_scaler(_or_zero(state.seen(name))[:, None], how, "vector")

    scalers = dict(zip(columns, each(fitted, columns, state.rows), strict=True))
    return {
        "columns": arrays
        | {
            name: {"how": how, "offset": float(scaler.offset[0]), "scale": float(scaler.scale[0])}
            for name, scaler in scalers.items()
        }
    }


def _or_zero(values: np.ndarray) -> np.ndarray:
    return values if len(values) else np.zeros(1)


def _of_arrays(state: State, name: str, how: str) -> dict:
    values, kind = state.parts[name], state.kinds[name]
    padded = lengths.differ(values)
    scaler = lengths.fit(values, how) if padded else fit_scaler(values, how, kind)
    return {"how": how, "offset": np.asarray(scaler.offset).tolist(), "scale": np.asarray(scaler.scale).tolist()}


def _rows(state: State, name: str) -> np.ndarray:
    """(n,) the values of a column, or (n · steps, channels) those of sequences, or (n,) all pixels."""
    values = state.parts[name]
    if state.kinds[name] == "sequence":
        return values[lengths.there(values)]
    return _or_zero(there(values).ravel())


def _limits(values: np.ndarray, settings: Settings) -> dict:
    if settings["how"] == "quantiles":
        low, high = _quantiles(values, (settings["low"], settings["high"]))
    else:
        first, third = _quantiles(values, (0.25, 0.75))
        reach = settings["factor"] * (third - first)
        low, high = first - reach, third + reach
    return {"low": np.asarray(low).tolist(), "high": np.asarray(high).tolist()}


def _quantiles(values: np.ndarray, shares: tuple[float, float]) -> np.ndarray:
    return quantiles(values, shares) if values.ndim == 1 else np.quantile(values, shares, axis=0)


def _marks(values: np.ndarray, settings: Settings) -> dict:
    values = values.ravel()
    shares = np.linspace(0, 1, min(int(settings["quantiles"]), max(2, len(values))))
    # Rounding may let a later mark be smaller by its last bit, and interpolation wants them in order.
    marks = np.maximum.accumulate(np.percentile(values, 100 * shares))
    return {"how": "quantile", "output": settings["output"], "marks": marks.tolist(), "shares": shares.tolist()}
