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
        self.lowest, self.near = np.full(units, np.inf), np.zeros(units)
        self.near_known = False
        kinds = int(classes.max()) + 1 if classes is not None and len(classes) else 0
        self.class_sums, self.class_counts = np.zeros((kinds, units)), np.zeros((kinds, units))
        self.products = np.zeros((units, units)) if compare and units <= _COMPARED else None

    def add(self, start: int, strongest, places, lowest, near) -> None:
        """Takes (batch, units) largest values, their flat places, smallest values, and shares near an end; the second
        and the last may be empty."""
        usable = np.isfinite(strongest)
        all_usable = bool(usable.all())
        self.most.add(start, strongest, places, usable, all_usable)
        self.least.add(start, strongest, places, usable, all_usable)
        values = strongest if all_usable else np.where(usable, strongest, 0)
        if self.shift is None:  # sums of differences from a typical value lose no digits
            self.shift = values.mean(0, dtype="float64")
        centred = values - self.shift
        if not all_usable:
            centred = np.where(usable, centred, 0)
        self.count += len(values) if all_usable else usable.sum(0)
        self.broken += 0 if all_usable else (~usable).sum(0)
        self.sum += centred.sum(0)
        self.squares += np.einsum("ij,ij->j", centred, centred)
        self.lowest = np.fmin(self.lowest, np.fmin.reduce(lowest, 0))
        if near.size:
            self.near, self.near_known = self.near + near.sum(0), True
        if self.classes is not None:
            own = self.classes[start : start + len(values)]
            one_hot = (own[None] == np.arange(len(self.class_sums))[:, None]).astype("float64")
            self.class_sums += one_hot @ centred
            self.class_counts += one_hot @ usable
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
        self.k, self.sign = k, sign
        self.values = np.full((k, units), -np.inf, "float32")
        self.examples = np.zeros((k, units), "int64")
        self.places = np.zeros((k, units), "int32")

    def add(self, start: int, values, places, usable, all_usable: bool) -> None:
        signed = values if self.sign > 0 else -values
        if not all_usable:
            signed = np.where(usable, signed, -np.inf)
        better = np.flatnonzero(signed.max(0) > self.values.min(0))
        if not len(better):
            return
        all_units = len(better) == values.shape[1]
        signed = signed if all_units else signed[:, better]
        candidates = np.concatenate([self.values[:, better], signed])
        rows = np.argpartition(-candidates, self.k - 1, axis=0)[: self.k]
        self._take(start, rows, candidates, better, places)

    def _take(self, start, rows, candidates, better, places) -> None:
        new = rows >= self.k
        old_rows, new_rows = np.where(new, 0, rows), np.where(new, rows - self.k, 0)
        self.values[:, better] = np.take_along_axis(candidates, rows, 0)
        old = np.take_along_axis(self.examples[:, better], old_rows, 0)
        self.examples[:, better] = np.where(new, start + new_rows, old)
        if places.size:
            old = np.take_along_axis(self.places[:, better], old_rows, 0)
            self.places[:, better] = np.where(new, places[new_rows, better[None]], old)

    def ordered(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(units, k) examples, values and places, the strongest first."""
        order = np.lexsort((self.examples, -self.values), axis=0)
        arranged = (
            np.take_along_axis(own, order, 0).T for own in (self.examples, self.sign * self.values, self.places)
        )
        return tuple(arranged)
