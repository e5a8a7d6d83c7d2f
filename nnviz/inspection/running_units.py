"""What is kept of a pass over many examples: for every unit the strongest ones and some sums. NumPy only."""

import numpy as np

from nnviz.inspection.unit_records import UnitResponses

_COMPARED = 1024
"""Units up to which each is compared with each."""


class RunningUnits:
    """Sums and the strongest examples of each unit, batch by batch.

    Args:
        shape: of the layer's output for one example.
        total: examples that will come.
        k: how many are kept a unit.
        classes: (total,) of the examples; None where they have none.
        compare: whether units are compared with each other.
    """

    def __init__(self, shape: tuple[int, ...], total: int, k: int, classes: np.ndarray | None, compare: bool):
        units = shape[-1]
        self.shape, self.total, self.classes = shape, total, classes
        self.most, self.least = _Strongest(units, min(k, total)), _Strongest(units, min(k, total), sign=-1.0)
        self.count, self.broken = np.zeros(units), np.zeros(units, int)
        self.sum, self.squares, self.shift = np.zeros(units), np.zeros(units), None
        self.centred = np.empty((0, units), "float32")
        self.lowest, self.near = np.full(units, np.inf), np.zeros(units)
        self.near_known = False
        self.weakest, self.idle = np.full(units, np.inf), np.zeros(units, int)
        kinds = int(classes.max()) + 1 if classes is not None and len(classes) else 0
        self.class_sums, self.class_counts = np.zeros((kinds, units)), np.zeros((kinds, units))
        self.products = np.zeros((units, units)) if compare and units <= _COMPARED else None

    def add(self, start: int, strongest, places, lowest, near) -> None:
        """Takes (batch, units) largest values, their flat places, smallest values, and shares near an end; the second
        and the last may be empty."""
        with np.errstate(invalid="ignore", over="ignore"):
            whole = bool(np.isfinite(np.sum(strongest, axis=0)).all())
        usable = None if whole else np.isfinite(strongest)
        self.most.add(start, strongest, places, usable)
        self.least.add(start, strongest, places, usable)
        self._add_sums(start, strongest if whole else np.where(usable, strongest, 0), usable)
        self._add_idle(strongest, usable)
        smallest = lowest.min(0) if whole else np.fmin.reduce(lowest, 0)
        self.lowest = np.fmin(self.lowest, smallest)
        if near.size:
            self.near, self.near_known = self.near + near.sum(0, dtype="float64"), True

    def _add_idle(self, strongest, usable) -> None:
        """Counts the examples whose response is the smallest so far."""
        values = strongest if usable is None else np.where(usable, strongest, np.inf)
        least = np.minimum(self.weakest, values.min(0))
        self.idle = np.where(least < self.weakest, 0, self.idle) + np.count_nonzero(values == least, axis=0)
        self.weakest = least

    def _add_sums(self, start: int, values, usable) -> None:
        if self.shift is None:  # sums of differences from a typical value lose no digits
            self.shift = values.mean(0, dtype="float64").astype("float32")
        if self.centred.shape != values.shape:
            self.centred = np.empty(values.shape, "float32")
        centred = np.subtract(values, self.shift, out=self.centred)
        if usable is not None:
            centred = np.where(usable, centred, 0)
            self.broken += (~usable).sum(0)
        self.sum += centred.sum(0)
        self.count += len(values) if usable is None else usable.sum(0)
        own = np.zeros(0, int) if self.classes is None else self.classes[start : start + len(values)]
        for k in np.unique(own):  # BLAS's threads would wait for each other longer than this takes
            rows = own == k
            self.class_sums[k] += centred[rows].sum(0)
            self.class_counts[k] += rows.sum() if usable is None else usable[rows].sum(0)
        self.squares += np.einsum("ij,ij->j", centred, centred)
        if self.products is not None:
            self.products += centred.T @ centred

    def record(self, path: str, kind: str, activation: str) -> UnitResponses:
        """What came of all examples."""
        count = np.where(self.count > 0, self.count, np.nan)
        mean = self.sum / count
        variance = np.maximum(self.squares / count - mean**2, 0)
        most, most_values, most_places = self.most.ordered()
        least, least_values, least_places = self.least.ordered()
        broken_everywhere = self.count == 0
        record = UnitResponses(
            path, kind, activation, self.shape, self.total,
            most, most_values, most_places, least, least_values, least_places,
            mean=mean + self.shift,
            std=np.sqrt(variance),
            minimum=np.where(broken_everywhere, np.nan, least_values[:, 0]),
            maximum=np.where(broken_everywhere, np.nan, most_values[:, 0]),
            lowest=np.where(broken_everywhere, np.nan, self.lowest),
            saturated=self.near / count if self.near_known else np.full(len(mean), np.nan),
            idle=self.idle,
            broken=self.broken,
            **self._by_class(mean, variance),
            correlation=self._correlation(mean, variance),
        )  # fmt: skip
        return record

    def _by_class(self, mean, variance) -> dict:
        if self.classes is None:
            return {}
        with np.errstate(invalid="ignore", divide="ignore"):
            means = self.class_sums / self.class_counts
            spread = self.class_counts * (means - mean) ** 2
            between = np.nansum(spread, 0) / self.count / variance
        counts = np.bincount(self.classes, minlength=len(self.class_sums))
        return {"class_means": means + self.shift, "class_counts": counts,
                "between": np.where(variance > 0, np.minimum(between, 1), np.nan)}  # fmt: skip

    def _correlation(self, mean, variance) -> np.ndarray | None:
        if self.products is None:
            return None
        deviation = np.sqrt(np.where((variance > 0) & (self.broken == 0), variance, np.nan))
        covariance = self.products / self.total - np.outer(mean, mean)
        return np.clip(covariance / np.outer(deviation, deviation), -1, 1).astype("float32")


class _Strongest:
    """The `k` largest of `sign` · values of each unit."""

    def __init__(self, units: int, k: int, sign: float = 1.0):
        self.k, self.sign, self.begun = k, sign, False
        self.values = np.full((k, units), -np.inf, "float32")
        self.examples = np.zeros((k, units), "int64")
        self.places = np.zeros((k, units), "int32")

    def add(self, start: int, values, places, usable) -> None:
        """Takes (batch, units) values; `usable` says which are finite, None for all."""
        signed = values if self.sign > 0 else -values
        if usable is not None:
            signed = np.where(usable, signed, -np.inf)
        if not self.begun:
            return self._begin(start, signed, places)
        better = np.flatnonzero(signed > self.values.min(0))  # five times as fast as by rows and columns
        rows, columns = np.divmod(better, signed.shape[1])
        if not len(rows):
            return None
        order = np.argsort(columns, kind="stable")
        rows, columns = rows[order], columns[order]
        better, first, counts = np.unique(columns, return_index=True, return_counts=True)
        rank, place = np.arange(len(columns)) - np.repeat(first, counts), np.repeat(np.arange(len(better)), counts)
        return self._take(start, signed, places, better, (rows, columns), (rank, place))

    def _begin(self, start: int, signed, places) -> None:
        """The first batch, of which all are candidates."""
        self.begun, count = True, min(self.k, len(signed))
        rows = np.argpartition(signed, len(signed) - count, axis=0)[len(signed) - count :]
        self.values[:count], self.examples[:count] = np.take_along_axis(signed, rows, 0), start + rows
        if places.size:
            self.places[:count] = np.take_along_axis(places, rows, 0)

    def _take(self, start, signed, places, better, source, target) -> None:
        """Puts what is better beside what is held and keeps the strongest; `source` and `target` are places."""
        shape = (self.k + int(target[0].max()) + 1, len(better))
        slots = (self.k + target[0], target[1])
        values = np.full(shape, -np.inf, "float32")
        values[: self.k], values[slots] = self.values[:, better], signed[source]
        chosen = np.argpartition(-values, self.k - 1, axis=0)[: self.k]
        self.values[:, better] = np.take_along_axis(values, chosen, 0)
        examples = np.zeros(shape, "int64")
        examples[: self.k], examples[slots] = self.examples[:, better], start + source[0]
        self.examples[:, better] = np.take_along_axis(examples, chosen, 0)
        if places.size:
            kept = np.zeros(shape, "int32")
            kept[: self.k], kept[slots] = self.places[:, better], places[source]
            self.places[:, better] = np.take_along_axis(kept, chosen, 0)

    def ordered(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(units, k) examples, values and places, the strongest first."""
        order = np.lexsort((self.examples, -self.values), axis=0)
        arranged = (
            np.take_along_axis(own, order, 0).T for own in (self.examples, self.sign * self.values, self.places)
        )
        return tuple(arranged)
