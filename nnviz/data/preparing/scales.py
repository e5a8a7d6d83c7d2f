"""What steps did to numbers in their own place, to be done and undone where people read them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnviz.data.preparing.carried import steps as carried

WHOLE = "x"
"""What examples that are one array are called in a pipeline."""
IN_PLACE = ("scale", "outliers", "rescale")


@dataclass(frozen=True)
class Scales:
    """Like `nnviz.data.schema.Scaler`: inputs in their own units ↔ as the network takes them.

    Attributes:
        chains: for each feature, or once for all of an example, the fitted steps that changed it in its place.
        by_column: whether examples are rows of features.
    """

    chains: tuple[tuple[tuple[str, dict], ...], ...]
    by_column: bool

    def apply(self, x: np.ndarray) -> np.ndarray:
        """Own units (n, …) → float32."""
        return self._changed(np.asarray(x, float), _forward).astype("float32")

    def invert(self, x: np.ndarray) -> np.ndarray:
        """Inputs (n, …) → own units; what limits have cut stays cut."""
        return self._changed(np.asarray(x, float), backward)

    @property
    def offset(self) -> np.ndarray:
        """Of x → (x − offset) / scale, where no step is curved."""
        return self._straight[0]

    @property
    def scale(self) -> np.ndarray:
        """See `offset`."""
        return self._straight[1]

    @property
    def _straight(self) -> tuple[np.ndarray, np.ndarray]:
        """The offset and the scale of all steps one after the other; one a feature, or of all of an example."""
        pairs = [_composed(chain) for chain in self.chains]
        return tuple(np.asarray(own if self.by_column else own[0]) for own in zip(*pairs, strict=True))

    def _changed(self, x, change):
        if not self.by_column:
            return change(x, self.chains[0])
        columns = [change(x[..., place], chain) for place, chain in enumerate(self.chains)]
        return np.stack(columns, axis=-1)


def _composed(chain: Sequence[tuple[str, dict]]) -> tuple:
    """((x − a) / b − c) / d is (x − (a + b · c)) / (b · d)."""
    offset, scale = 0.0, 1.0
    for _, own in chain:
        if "offset" in own:
            offset, scale = offset + scale * np.asarray(own["offset"]), scale * np.asarray(own["scale"])
    return offset, scale


def in_place(steps: Sequence[dict], names: Sequence[str]) -> tuple[tuple[tuple[str, dict], ...], ...]:
    """For each feature the fitted steps that changed it in its place, since it was made."""
    chains: dict[str, list] = {name: [] for name in names}
    for step in steps:
        made = {into for own in step["columns"].values() for into in own.get("into", ())}
        chains |= {name: [] for name in made if name in chains}
        if step["name"] in IN_PLACE:
            for name, own in step["columns"].items():
                if name in chains and name not in made:
                    chains[name].append((step["name"], own))
    return tuple(tuple(chains[name]) for name in names)


def is_straight(step: dict) -> bool:
    """Whether a fitted step does nothing but subtract and divide, so that undoing it gives what was there before."""
    return step["name"] == "scale" and all(own["how"] in _STRAIGHT for own in step["columns"].values())


def _forward(x: np.ndarray, chain) -> np.ndarray:
    for name, own in chain:
        x = carried.STEPS[name]({WHOLE: x}, {"columns": {WHOLE: own}}, {})[WHOLE]
    return x


def backward(x: np.ndarray, chain) -> np.ndarray:
    for name, own in reversed(chain):
        if name != "outliers":
            x = _UNDONE[own["how"]](x, own)
    return x


def _affine(x, own):
    return x * np.asarray(own["scale"]) + np.asarray(own["offset"])


def _red_first(x, own):
    return _affine(x, own)[..., ::-1]


def _exponential(x, own):
    return np.sign(x) * np.expm1(np.abs(x))


def _from_quantile(x, own):
    share = x if own["output"] == "uniform" else _share_below(x)
    return np.interp(share, own["shares"], own["marks"])


def _share_below(score: np.ndarray) -> np.ndarray:
    """The share of a standard normal distribution below a score."""
    return 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(score / math.sqrt(2)))


_STRAIGHT = ("standard", "minmax", "robust")
_UNDONE = {
    "standard": _affine,
    "minmax": _affine,
    "robust": _affine,
    "bgr": _red_first,
    "log": _exponential,
    "quantile": _from_quantile,
}
